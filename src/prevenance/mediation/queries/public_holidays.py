"""Public holidays of France, those of Alsace-Moselle and overseas included."""

from __future__ import annotations

import datetime as dt
import functools

# Department or collectivity → its own list, where it has one.
_LISTS = {
    "57": "57",
    "67": "6AE",
    "68": "6AE",
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "977": "BL",
    "978": "MF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}


@functools.lru_cache(maxsize=400)
def _days(year: int, subdivision: str | None) -> frozenset[dt.date]:
    import holidays  # 0.13 s to import: only when slots are asked for

    return frozenset(holidays.country_holidays("FR", subdiv=subdivision, years=year))


def is_holiday(day: dt.date, *, department: str) -> bool:
    """Whether this day is a public holiday there."""
    return day in _days(day.year, _LISTS.get(department))
