"""Columns of tables that nobody standardised: which one is which, from the names that people usually give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def guessed(columns: Iterable[str], usual: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Field → column (plain names). The first usual name found wins; then a column that begins with one. A column
    serves once.
    """
    left = list(columns)
    found: dict[str, str] = {}
    for is_whole in (True, False):
        for field, names in usual.items():
            if field in found:
                continue
            column = next((column for name in names for column in left if _is(column, name, is_whole)), None)
            if column is not None:
                found[field] = column
                left.remove(column)
    return found


def _is(column: str, name: str, is_whole: bool) -> bool:
    return column == name if is_whole else len(name) > 3 and column.startswith(f"{name}_")
