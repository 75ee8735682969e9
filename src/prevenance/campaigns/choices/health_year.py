"""The moments of the health year, as data with their sources (`content/health_year.yaml`), and their days in a year."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from prevenance.kit.texts import Text

CONTENT = Path(__file__).parent.parent / "content"
STATUSES = frozenset("VSPU")


@dataclass(frozen=True, slots=True)
class MomentSource:
    """Who says so; `status` as in the catalogue (V, S, P, U)."""

    organisation: str
    document: str
    date: str
    url: str
    status: str


@dataclass(frozen=True, slots=True)
class Moment:
    """`is_sure`: its days are the same every year. `first` and `last`: (month, day); `monday_by` in their place."""

    key: str
    name: Text
    about: Text
    is_sure: bool
    subjects: tuple[str, ...]
    source: MomentSource
    first: tuple[int, int] | None
    last: tuple[int, int] | None
    monday_by: tuple[int, int] | None

    def days(self, year: int) -> tuple[dt.date, dt.date]:
        """The first and the last day of the one that begins in this year."""
        if self.monday_by is not None:
            latest = dt.date(year, *self.monday_by)
            monday = latest - dt.timedelta(days=latest.weekday())
            return monday, monday + dt.timedelta(days=6)
        if self.first is None or self.last is None:
            raise ValueError(self.key)
        begins, ends = dt.date(year, *self.first), dt.date(year, *self.last)
        return begins, ends if ends >= begins else dt.date(year + 1, *self.last)

    def next_days(self, on: dt.date) -> tuple[dt.date, dt.date]:
        """Those under way on this day, else the next ones."""
        for year in (on.year - 1, on.year):
            if self.days(year)[1] >= on:
                return self.days(year)
        return self.days(on.year + 1)


@functools.cache
def moments() -> Mapping[str, Moment]:
    """By key.

    Raises:
        KeyError, ValueError: the file is not as it should be.
    """
    given = yaml.safe_load((CONTENT / "health_year.yaml").read_text("utf-8"))["moments"]
    return {key: _moment(key, one) for key, one in given.items()}


def year_from(on: dt.date) -> list[tuple[Moment, dt.date, dt.date]]:
    """Those under way or to come within twelve months, in the order of their days."""
    found = [(one, *one.next_days(on)) for one in moments().values()]
    return sorted(found, key=lambda each: (each[1], each[2], each[0].key))


def _moment(key: str, one: Mapping[str, Any]) -> Moment:
    source = MomentSource(**{name: str(value) for name, value in one["source"].items()})
    if source.status not in STATUSES or not source.url.startswith("http"):
        raise ValueError(f"{key}: its source {source}")
    if ("monday_by" in one) == ("from" in one and "until" in one):
        raise ValueError(f"{key}: from and until, or monday_by")
    return Moment(
        key,
        Text.read(one["name"]),
        Text.read(one["about"]),
        bool(one["sure"]),
        tuple(one["subjects"]),
        source,
        _day(one.get("from")),
        _day(one.get("until")),
        _day(one.get("monday_by")),
    )


def _day(given: list[int] | None) -> tuple[int, int] | None:
    return (given[0], given[1]) if given else None
