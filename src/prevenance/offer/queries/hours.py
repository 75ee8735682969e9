"""Whether a place is open, from its OSM opening hours, at the time of where it stands, French holidays included."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from prevenance.formats import holidays

_ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/Guadeloupe",
    "978": "America/Guadeloupe",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
_PARIS = "Europe/Paris"
_PUBLIC_HOLIDAYS = re.compile(r"\bPH\b")
_SCHOOL_HOLIDAYS = re.compile(r"\bSH\b")
_MOST_CHANGES = 60
_FARTHEST = dt.timedelta(days=400)


@dataclass(frozen=True, slots=True)
class OpeningState:
    """`is_open` is None when nobody knows: no hours, on request only, or a public holiday that the hours do not
    mention.

    `until` is when it closes, if it is open; `next_opening` when it opens, if it is not known to be open. Both
    are aware, in the time of the place. `note` is the comment inside the hours, in the words of the source.
    """

    is_open: bool | None = None
    until: dt.datetime | None = None
    next_opening: dt.datetime | None = None
    is_holiday: bool = False
    note: str = ""


def opening_state(opening_hours: str, department: str, at: dt.datetime) -> OpeningState:
    """`opening_hours` in OSM syntax; `at` aware. School holidays are not in our calendar: hours that depend on
    them are unknown.
    """
    zone = _ZONES.get(department, _PARIS)
    local = at.astimezone(ZoneInfo(zone))
    is_holiday = _is_holiday(local.date(), department)
    hours = _parsed(opening_hours, zone)
    if hours is None or _SCHOOL_HOLIDAYS.search(opening_hours):
        return OpeningState(is_holiday=is_holiday)
    note = str(hours.state(local)[1])
    is_open = None if hours.is_unknown(local) else bool(hours.is_open(local))
    if is_open and _is_unsaid(local.date(), department, opening_hours):
        is_open = None
    if is_open:
        return OpeningState(True, until=hours.next_change(local), is_holiday=is_holiday, note=note)
    opens_at = _next_opening(hours, local, department, opening_hours)
    return OpeningState(is_open, next_opening=opens_at, is_holiday=is_holiday, note=note)


def _next_opening(hours: Any, local: dt.datetime, department: str, opening_hours: str) -> dt.datetime | None:
    moment: dt.datetime | None = local
    for _ in range(_MOST_CHANGES):
        moment = hours.next_change(moment)
        if moment is None or moment - local > _FARTHEST:
            return None
        if hours.is_open(moment) and not _is_unsaid(moment.date(), department, opening_hours):
            return moment
    return None


def _is_unsaid(day: dt.date, department: str, opening_hours: str) -> bool:
    """A holiday that these hours say nothing about: `PH` covers the national ones only."""
    if holidays.is_local_holiday(day, department):
        return True
    return _is_national_holiday(day) and not _PUBLIC_HOLIDAYS.search(opening_hours)


def _is_holiday(day: dt.date, department: str) -> bool:
    return _is_national_holiday(day) or holidays.is_local_holiday(day, department)


@lru_cache(maxsize=1024)
def _is_national_holiday(day: dt.date) -> bool:
    only_holidays = _parsed("PH", _PARIS)
    return only_holidays is not None and bool(
        only_holidays.is_open(dt.datetime.combine(day, dt.time(12), tzinfo=ZoneInfo(_PARIS)))
    )


@lru_cache(maxsize=4096)
def _parsed(opening_hours: str, zone: str) -> Any:
    """None for hours that are empty or that the library does not read (they are checked when imported)."""
    import opening_hours as library

    if not opening_hours:
        return None
    try:
        # Without the country, `PH off` has no effect. A change farther than a year is none.
        return library.OpeningHours(opening_hours, timezone=ZoneInfo(zone), country="FR", max_interval_days=400)
    except library.ParserError:  # type: ignore[attr-defined]
        return None
