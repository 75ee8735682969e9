"""Delimited text where a quotation mark is a character like another: one line is one row. Directories of health."""

from __future__ import annotations

from collections.abc import Iterator

from prevenance.formats import files
from prevenance.formats.refusals import FileRefused
from prevenance.formats.tables import MOST_COLUMNS


def rows(file: files.Checked, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The line number, from 1, and the cells of each line that is not empty. A line is at most 1 MiB long: the file
    was checked. Raises `FileRefused`.
    """
    if file.notation != "table":
        raise FileRefused("not_a_table", found=file.notation)
    with files.opened_text(file) as text:
        text.reconfigure(newline=None)
        for number, line in enumerate(text, start=1):
            cells = line.rstrip("\n").split(delimiter)
            if len(cells) > MOST_COLUMNS:
                raise FileRefused("too_many_columns", limit=MOST_COLUMNS)
            if len(cells) > 1 or cells[0].strip():
                yield number, cells
