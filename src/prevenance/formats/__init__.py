"""Files and notations of other people, read with suspicion. Pure: no framework, no clock, no network.

A file that cannot be trusted as a whole raises `refusals.FileRefused`, before or while it is read; a row that cannot be
trusted is given as `refusals.RowRefused`. Both carry a key, never words: `offer` has the words in both languages.
"""
