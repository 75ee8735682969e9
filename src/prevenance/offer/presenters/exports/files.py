"""What every writer of a format shares: how a list is streamed as JSON, how a table is written without formulas."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from prevenance.formats import spreadsheets
from prevenance.offer.queries.published import Published

BETWEEN = "|"


@dataclass
class Written:
    """What one format gave: its files, how many places or services are in them, and how many were left out, by
    reason (a key).
    """

    files: list[Path] = field(default_factory=list)
    kept: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, reason: str) -> None:
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


@dataclass(frozen=True)
class About:
    """When the files are made (aware), and by which territory (a name to show)."""

    at: dt.datetime
    publisher: str = "Prévenance"


Writer = Callable[[Iterable[Published], Path, About], Written]


def json_text(value: Any) -> str:
    """On one line, accents as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class JsonList:
    """A JSON array written one element at a time, between what opens it and what closes it."""

    def __init__(self, stream: IO[str], *, before: str = "[", after: str = "]\n") -> None:
        self._stream, self._after, self._is_first = stream, after, True
        stream.write(before)

    def add(self, element: Any) -> None:
        self._stream.write(("\n" if self._is_first else ",\n") + json_text(element))
        self._is_first = False

    def close(self) -> None:
        self._stream.write("\n" + self._after)


class Table:
    """Rows by column name. Every text is made harmless for spreadsheets; lists are joined by vertical bars."""

    def __init__(self, stream: IO[str], columns: Sequence[str]) -> None:
        self._columns = columns
        self._writer = csv.writer(stream, lineterminator="\r\n")
        self._writer.writerow(columns)

    def add(self, row: Mapping[str, Any]) -> None:
        self._writer.writerow([cell(row.get(name)) for name in self._columns])


def cell(value: Any) -> str:
    """Of a table. Numbers and dates are no text: they are written as they are."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        value = BETWEEN.join(str(one).replace(BETWEEN, "¦") for one in value)
    return spreadsheets.safe_cell(value)


def opened(path: Path) -> IO[str]:
    """For writing: UTF-8, line ends as given."""
    return path.open("w", encoding="utf-8", newline="")
