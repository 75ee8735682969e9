"""Cells that a spreadsheet would run instead of showing: a text that begins like a formula.

An apostrophe before the sign makes it a text in every spreadsheet (OWASP, CSV injection). A semicolon, a tab or an end
of line inside a cell counts as a beginning too: French spreadsheets cut there when they open a file made of commas.
Left as they are: a number, and a telephone number in its international form (`+` and 6 to 15 digits), which no
spreadsheet runs.
"""

from __future__ import annotations

import re

_SIGNS = "=+\\-@＝＋－＠﹢﹣﹦﹫"
_UNSEEN = "\\s\u200b-\u200f\u2060\ufeff"  # spaces and marks of no width, which a spreadsheet may pass over
_RUNS = re.compile(rf"(^|[;\t\r\n])([{_UNSEEN}\"]*)(?=[{_SIGNS}])")
_STARTS_WITH_CONTROL = re.compile(r"^(?=[\t\r\n\x0b\x0c])")
_MARKED = re.compile(rf"(^|[;\t\r\n])([{_UNSEEN}\"]*)'(?=[{_SIGNS}\t\r\n\x0b\x0c])")
_HARMLESS = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?", re.ASCII)


def safe_cell(text: str) -> str:
    """The text as it can be written in a table without being run."""
    if not text or _HARMLESS.fullmatch(text):
        return text
    return _STARTS_WITH_CONTROL.sub("'", _RUNS.sub(r"\1\2'", text))


def restored_cell(text: str) -> str:
    """The text as it was before `safe_cell`."""
    return _MARKED.sub(r"\1\2", text) if "'" in text else text
