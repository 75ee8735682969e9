"""Delimited text read row by row, by column name."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from prevenance.formats import files
from prevenance.formats.refusals import FileRefused, RowRefused

MOST_COLUMNS = 400
_DELIMITERS = ",;\t|"
# Ours, so that nothing else in the process can loosen it. Longest honest value met in the data: about 6,000 characters.
LONGEST_VALUE = 100_000
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Row:
    """`values` by plain column name (see `plain_name`); cells are given as written."""

    number: int
    values: Mapping[str, str]

    def text(self, *names: str) -> str:
        """The first of these columns that holds something, or an empty text."""
        return next((value for name in names if (value := self.values.get(name, "").strip())), "")


def plain_name(column: str) -> str:
    """`Libellé civilité (coord. Structure)` becomes `libelle_civilite_coord_structure`: editions vary."""
    ascii_only = unicodedata.normalize("NFKD", column).encode("ascii", "ignore").decode()
    return _NOT_A_WORD.sub("_", ascii_only.lower()).strip("_")


def columns(file: files.Checked) -> tuple[str, ...]:
    """The plain names of the header, in order."""
    with files.opened_text(file) as text:
        return header(next(cells_of(text, _delimiter(file)), []))


def headings(file: files.Checked) -> dict[str, str]:
    """Plain name → the name as the file writes it, to show to a person."""
    with files.opened_text(file) as text:
        cells = next(cells_of(text, _delimiter(file)), None) or []
    return {plain_name(cell): cell.strip() for cell in cells}


def rows(file: files.Checked, *, required: frozenset[str]) -> Iterator[Row | RowRefused]:
    """Every row after the header. A row of another width is refused alone; a cut file is refused whole."""
    with files.opened_text(file) as text:
        reader = cells_of(text, _delimiter(file))
        names = header(next(reader, []))
        if missing := sorted(required.difference(names)):
            raise FileRefused("missing_columns", columns=", ".join(missing))
        is_short = False
        number = 1
        for number, cells in enumerate(reader, start=2):
            is_short = cells is not None and 0 < len(cells) < len(names)
            if cells is None:
                yield RowRefused(number, "malformed_row")
            elif len(cells) != len(names):
                if cells:
                    yield RowRefused(number, "wrong_number_of_cells")
            else:
                yield Row(number, dict(zip(names, cells, strict=True)))
        if is_short and not file.ends_with_newline:
            raise FileRefused("truncated", line=number)


def _delimiter(file: files.Checked) -> str:
    if file.notation != "table":
        raise FileRefused("not_a_table", found=file.notation)
    with files.opened_text(file) as text:
        first = text.readline(files.BLOCK)
    return max(_DELIMITERS, key=first.count)


def header(cells: list[str] | None) -> tuple[str, ...]:
    names = tuple(plain_name(cell) for cell in cells or ())
    if len(names) < 2:
        raise FileRefused("no_header")
    if len(names) > MOST_COLUMNS:
        raise FileRefused("too_many_columns", limit=MOST_COLUMNS)
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        raise FileRefused("column_twice", columns=", ".join(twice[:5]))
    return names


def cells_of(text: Any, delimiter: str) -> Iterator[list[str] | None]:
    """Rows of cells; None for each line that a quoting without sense makes unreadable: a quote left open swallows the
    lines up to the next one, and each of them is told as lost.
    """
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        before = reader.line_num
        previous = csv.field_size_limit(LONGEST_VALUE)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                raise FileRefused("quote_never_closed", line=before + 1) from error
            if "field limit" in str(error):
                raise FileRefused("value_too_long", line=reader.line_num, limit=LONGEST_VALUE) from error
            yield from [None] * (reader.line_num - before)
            continue
        finally:
            csv.field_size_limit(previous)
        if len(cells) > MOST_COLUMNS:
            raise FileRefused("too_many_columns", limit=MOST_COLUMNS)
        yield cells
