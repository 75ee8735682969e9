"""Whether a place is open, from its OSM opening hours, at the time of where it stands, French holidays included."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from prevenance.formats import holidays, zones
from prevenance.offer.choices import Notice
from prevenance.offer.queries.closures import Announced

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
    `notice`: what the place announced for today, if anything; other hours than usual make the state unknown.
    """

    is_open: bool | None = None
    until: dt.datetime | None = None
    next_opening: dt.datetime | None = None
    is_holiday: bool = False
    note: str = ""
    notice: Announced | None = None


def opening_state(
    opening_hours: str, department: str, at: dt.datetime, *, notices: Sequence[Announced] = ()
) -> OpeningState:
    """`opening_hours` in OSM syntax; `at` aware. School holidays are not in our calendar: hours that depend on
    them are unknown. `notices`: what the place announced, of today or to come.
    """
    local = at.astimezone(zones.zone(department))
    if not notices:
        return _usual(opening_hours, department, local)
    today = next((one for one in notices if one.covers(local.date())), None)
    if today is not None and today.notice is Notice.CLOSED:
        opens_at = _after_closures(opening_hours, department, local, notices)
        is_holiday = _is_holiday(local.date(), department)
        return OpeningState(False, next_opening=opens_at, is_holiday=is_holiday, notice=today)
    usual = _usual(opening_hours, department, local)
    if today is not None and today.notice is Notice.OTHER_HOURS:
        return OpeningState(None, is_holiday=usual.is_holiday, notice=today)
    opens_at = usual.next_opening
    if opens_at is not None and _closure_on(opens_at.date(), notices):
        opens_at = _after_closures(opening_hours, department, opens_at, notices)
    # In a heat wave the doors may be open although the usual hours say closed: nobody knows, the words do.
    is_open = None if today is not None and usual.is_open is False else usual.is_open
    return replace(usual, is_open=is_open, next_opening=opens_at, notice=today)


def _closure_on(day: dt.date, notices: Sequence[Announced]) -> Announced | None:
    """What makes the usual hours of this day untrue."""
    return next((one for one in notices if one.notice is not Notice.HEAT_WAVE_OPEN and one.covers(day)), None)


def _after_closures(
    opening_hours: str, department: str, closed_at: dt.datetime, notices: Sequence[Announced]
) -> dt.datetime | None:
    """The first opening on a day of usual hours, after an instant of a closure; None when it cannot be told."""
    moment: dt.datetime | None = closed_at
    for _ in range(len(notices) + 1):
        if moment is not None and (closure := _closure_on(moment.date(), notices)):
            after = closure.ends_on + dt.timedelta(days=1)
            midnight = dt.datetime.combine(after, dt.time(), tzinfo=closed_at.tzinfo)
            state = _usual(opening_hours, department, midnight)
            moment = midnight if state.is_open else state.next_opening
    if moment is None or _closure_on(moment.date(), notices):
        return None
    return moment


def _usual(opening_hours: str, department: str, local: dt.datetime) -> OpeningState:
    zone = zones.zone_name(department)
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


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a place. `slots`: (opens, closes), in the time of the place; closing at midnight is 00:00.

    `is_known` is False when the hours say nothing of this day: a holiday that they do not mention, or other hours
    announced. `note` is the comment inside the hours.
    """

    on: dt.date
    slots: tuple[tuple[dt.time, dt.time], ...]
    is_known: bool = True
    is_holiday: bool = False
    note: str = ""
    notice: Announced | None = None


def coming_days(
    opening_hours: str, department: str, at: dt.datetime, *, notices: Sequence[Announced] = (), many: int = 7
) -> tuple[Day, ...]:
    """Today and the days after; () when the hours are not known at all."""
    zone = zones.zone(department)
    today = at.astimezone(zone).date()
    hours = _parsed(opening_hours, str(zone))
    if hours is None or _SCHOOL_HOLIDAYS.search(opening_hours):
        return ()
    days = (today + dt.timedelta(days=number) for number in range(many))
    return tuple(_day(hours, opening_hours, department, day, zone, notices) for day in days)


def _day(
    hours: Any, opening_hours: str, department: str, day: dt.date, zone: ZoneInfo, notices: Sequence[Announced]
) -> Day:
    is_holiday = _is_holiday(day, department)
    notice = next((one for one in notices if one.covers(day)), None)
    if notice is not None and notice.notice is not Notice.HEAT_WAVE_OPEN:
        return Day(day, (), notice.notice is Notice.CLOSED, is_holiday, notice=notice)
    start = dt.datetime.combine(day, dt.time(), tzinfo=zone)
    slots, notes, is_known = [], [], True
    for opens, closes, state, note in hours.intervals(start, start + dt.timedelta(days=1)):
        is_known = is_known and str(state) != "unknown"
        if str(state) == "open":
            slots.append((opens.time(), closes.time()))
        if note and str(state) != "closed":
            notes.append(str(note))
    if slots and _is_unsaid(day, department, opening_hours):
        return Day(day, (), False, is_holiday, notice=notice)
    return Day(day, tuple(slots), is_known, is_holiday, ", ".join(dict.fromkeys(notes)), notice)


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
