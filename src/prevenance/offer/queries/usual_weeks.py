"""The usual week of opening hours as bits, to leave out quickly the places that are never open when someone can come.

A week is an int of 672 bits, one a quarter of an hour from Monday 0:00, of the clock where the place stands. What
passes here may still be closed that very day (a holiday, a notice): `hours` has the last word.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from prevenance.formats import zones
from prevenance.offer.queries.closures import Announced
from prevenance.offer.queries.hours import coming_days

QUARTERS_A_DAY = 96
ANY_TIME = (1 << 7 * QUARTERS_A_DAY) - 1
# Hours that change along the year may be anything in the week asked: months, weeks, dates, Easter, school holidays.
_SEASONAL = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|week|easter|SH|\d{4}|sunrise|sunset|dawn|dusk)\b"
    r"|\[|\bPH\b(?!\s*(?:off|closed))",
    re.IGNORECASE,
)
_MONDAY = dt.datetime(2026, 3, 2)  # noqa: DTZ001 - the clock of the wall; a week without any holiday, in any French territory


@dataclass(frozen=True, slots=True)
class When:
    """When someone wants to come: on one of these days, between these minutes of the day, of the clock of the place."""

    days: tuple[dt.date, ...]
    from_minute: int = 0
    to_minute: int = 24 * 60
    is_now: bool = False

    @property
    def week(self) -> int:
        """The bits of a week in which a place must be open at least once."""
        first = self.from_minute // 15
        many = max(1, -(-self.to_minute // 15) - first)
        bits = 0
        for day in self.days:
            bits |= ((1 << many) - 1) << (day.weekday() * QUARTERS_A_DAY + first)
        return bits & ANY_TIME


@lru_cache(maxsize=200_000)
def usual_week(opening_hours: str) -> int:
    """0 for hours that are empty or cannot be read: nobody knows; `ANY_TIME` for hours that change along the year."""
    import opening_hours as library

    if not opening_hours:
        return 0
    if _SEASONAL.search(opening_hours):
        return ANY_TIME
    try:
        hours = library.OpeningHours(opening_hours, country="FR", max_interval_days=14)
    except library.ParserError:  # type: ignore[attr-defined]
        return 0
    bits = 0
    for opens, closes, state, _ in hours.intervals(_MONDAY, _MONDAY + dt.timedelta(days=7)):
        if str(state) == "open":
            first, last = _quarter(opens), -(-_minutes(closes) // 15)
            bits |= ((1 << (last - first)) - 1) << first
    return bits & ANY_TIME


def _minutes(moment: dt.datetime) -> int:
    return int((moment - _MONDAY).total_seconds()) // 60


def _quarter(moment: dt.datetime) -> int:
    return _minutes(moment) // 15


def when_now(at: dt.datetime, department: str) -> When:
    """This very minute, of the clock of a department."""
    local = at.astimezone(zones.zone(department))
    minute = local.hour * 60 + local.minute
    return When((local.date(),), minute, minute + 1, is_now=True)


def is_open_when(opening_hours: str, department: str, when: When, notices: tuple[Announced, ...] = ()) -> bool:
    """Whether the place is known to be open then, holidays and notices included."""
    zone = zones.zone(department)
    for on in when.days:
        at = dt.datetime.combine(on, dt.time(12), tzinfo=zone)
        for day in coming_days(opening_hours, department, at, notices=notices, many=1):
            for opens, closes in day.slots if day.is_known else ():
                first, last = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute or 24 * 60
                if first < when.to_minute and last > when.from_minute:
                    return True
    return False
