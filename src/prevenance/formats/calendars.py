"""Events of an iCalendar file (RFC 5545), their repetitions written out within a bounded window.

Read event by event: a broken one is refused alone. Organisers, attendees, contacts and alarms are not read: they are
people. A later SEQUENCE of the same UID replaces an earlier one; RECURRENCE-ID replaces one repetition.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import icalendar

from prevenance.formats import files, recurrence
from prevenance.formats.refusals import FileRefused, RowRefused

HORIZON_DAYS = 400
MOST_EVENTS = 20_000
MOST_OCCURRENCES = 50_000
LONGEST_EVENT = 64_000  # characters
LONGEST_TEXT = 2_000
_LONGEST_STAY = dt.timedelta(days=60)
Moment = dt.datetime | dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One occurrence. `starts` and `ends` are days, or times: aware, or naive when local to where it happens (also when
    the time zone is not known). `number` is the line where the event begins. `announced_for` tells the repetitions of
    one UID apart, whatever becomes of them: "" for an event without repetition.
    """

    number: int
    uid: str
    announced_for: str
    sequence: int
    starts: Moment
    ends: Moment
    is_cancelled: bool
    summary: str
    description: str
    location: str
    latitude: str
    longitude: str
    url: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    event: Event
    replaces: Moment | None  # RECURRENCE-ID
    rule: dict[str, Any] | None
    added: tuple[Moment, ...]
    left_out: tuple[Moment, ...]


def is_calendar(file: files.Checked) -> bool:
    with files.opened_text(file) as text:
        return text.readline(200).strip().upper() == "BEGIN:VCALENDAR"


def events(file: files.Checked, *, since: dt.date) -> Iterator[Event | RowRefused]:
    """Every occurrence that ends on `since` or later and begins within `HORIZON_DAYS`, event by event."""
    if not is_calendar(file):
        raise FileRefused("not_a_calendar")
    kept: dict[tuple[str, str], _Read] = {}
    for found in _read(file):
        if isinstance(found, RowRefused):
            yield found
            continue
        key = (found.event.uid, _key(found.replaces))
        before = kept.get(key)
        if before is not None and before.event.sequence > found.event.sequence:
            yield RowRefused(found.event.number, "older_version")
            continue
        if before is not None:
            yield RowRefused(before.event.number, "older_version")
        kept[key] = found
        if len(kept) > MOST_EVENTS:
            raise FileRefused("too_many_events", limit=MOST_EVENTS)
    replaced: dict[str, set[str]] = {}
    for uid, replaces in kept:
        replaced.setdefault(uid, set()).add(replaces)
    told = 0
    for (uid, replaces), read in kept.items():
        if replaces:
            occurrences: list[Event] | RowRefused = _in_window([read.event], since)
        else:
            occurrences = _occurrences(read, since, replaced[uid] - {""} if read.rule else set())
        if isinstance(occurrences, RowRefused):
            yield occurrences
        elif not occurrences:
            yield RowRefused(read.event.number, "past")
        else:
            told += len(occurrences)
            if told > MOST_OCCURRENCES:
                raise FileRefused("too_many_events", limit=MOST_OCCURRENCES)
            yield from occurrences


def _occurrences(read: _Read, since: dt.date, replaced: set[str]) -> list[Event] | RowRefused:
    event = read.event
    starts: list[Moment] = [event.starts]
    if read.rule is not None:
        first, last = since - _LONGEST_STAY, since + dt.timedelta(days=HORIZON_DAYS)
        try:
            days = list(recurrence.days(_day(event.starts), read.rule, first=first, last=last))
        except recurrence.NotUnderstoodError:
            return RowRefused(event.number, "recurrence_not_understood")
        starts = [moment for moment in (_on_day(event.starts, day) for day in days) if _is_until(moment, read.rule)]
    out = {_key(moment) for moment in read.left_out} | replaced
    # On the clock of the wall: an afternoon that crosses a change of hour keeps its end.
    length: Any = event.ends - event.starts  # type: ignore[operator]  # both days, or both times
    kept = {_key(moment): moment for moment in (*starts, *read.added) if _key(moment) not in out}
    is_repeated = read.rule is not None or bool(read.added)
    return _in_window(
        [
            replace(event, starts=moment, ends=moment + length, announced_for=key if is_repeated else "")
            for key, moment in kept.items()
        ],
        since,
    )


def _in_window(occurrences: list[Event], since: dt.date) -> list[Event]:
    last = since + dt.timedelta(days=HORIZON_DAYS)
    return [event for event in occurrences if _day(event.ends) >= since and _day(event.starts) <= last]


def _read(file: files.Checked) -> Iterator[_Read | RowRefused]:
    """The VEVENT blocks. A calendar cut before its end is refused whole, like any cut file."""
    is_all_cancelled, is_ended = False, False
    block: list[str] = []
    size, begins = 0, 0
    with files.opened_text(file) as text:
        for number, line in enumerate(text, start=1):
            said = line.strip().upper()
            if said == "BEGIN:VEVENT":
                block, size, begins = [], 0, number
            if begins:
                size += len(line)
                if size <= LONGEST_EVENT:
                    block.append(line.rstrip("\r\n"))
            if said == "END:VEVENT" and begins:
                yield (
                    _parsed(begins, block, is_all_cancelled)
                    if size <= LONGEST_EVENT
                    else RowRefused(begins, "event_too_long")
                )
                begins = 0
            elif not begins and said == "METHOD:CANCEL":
                is_all_cancelled = True
            is_ended = is_ended or said == "END:VCALENDAR"
    if begins or not is_ended:
        raise FileRefused("truncated", line=begins or 1)


def _parsed(number: int, block: list[str], is_all_cancelled: bool) -> _Read | RowRefused:
    try:
        component = icalendar.Event.from_ical("\r\n".join(block) + "\r\n")
        return _value(number, component, is_all_cancelled)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError):
        return RowRefused(number, "event_not_understood")


def _value(number: int, component: Any, is_all_cancelled: bool) -> _Read | RowRefused:
    uid, starts = _text(component, "UID"), _moment(component.get("DTSTART"))
    if not uid:
        return RowRefused(number, "no_identifier")
    if starts is None:
        return RowRefused(number, "no_date")
    if _text(component, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
        return RowRefused(number, "private_event")
    rule = component.get("RRULE")
    if isinstance(rule, list):
        return RowRefused(number, "recurrence_not_understood")
    geo = component.get("GEO")
    event = Event(
        number=number,
        uid=uid,
        announced_for=_key(_moment(component.get("RECURRENCE-ID"))),
        sequence=_integer(_text(component, "SEQUENCE")),
        starts=starts,
        ends=_ends(component, starts),
        is_cancelled=is_all_cancelled or _text(component, "STATUS").upper() == "CANCELLED",
        summary=_text(component, "SUMMARY"),
        description=_text(component, "DESCRIPTION"),
        location=_text(component, "LOCATION"),
        latitude=str(getattr(geo, "latitude", "")),
        longitude=str(getattr(geo, "longitude", "")),
        url=_text(component, "URL"),
        categories=tuple(_categories(component.get("CATEGORIES"))),
    )
    return _Read(
        event,
        replaces=_moment(component.get("RECURRENCE-ID")),
        rule=dict(rule) if rule is not None else None,
        added=tuple(_moments(component.get("RDATE"))),
        left_out=tuple(_moments(component.get("EXDATE"))),
    )


def _ends(component: Any, starts: Moment) -> Moment:
    """DTEND, else DURATION, else the day itself. The end of a day is excluded in the format: it is included here."""
    ends = _moment(component.get("DTEND"))
    duration = getattr(component.get("DURATION"), "dt", None)
    if ends is None and isinstance(duration, dt.timedelta):
        ends = starts + min(duration, _LONGEST_STAY)
    is_day = not isinstance(starts, dt.datetime)
    if ends is None or isinstance(ends, dt.datetime) == is_day:
        return starts
    if is_day and ends > starts:
        ends -= dt.timedelta(days=1)
    try:
        return ends if starts <= ends <= starts + _LONGEST_STAY else starts
    except TypeError:  # an end with a time zone, a start without
        return starts


def _on_day(starts: Moment, day: dt.date) -> Moment:
    return dt.datetime.combine(day, starts.timetz()) if isinstance(starts, dt.datetime) else day


def _is_until(moment: Moment, rule: dict[str, Any]) -> bool:
    until = rule.get("UNTIL")
    until = until[0] if isinstance(until, list) and until else until
    if not isinstance(until, dt.date):
        return True
    if isinstance(until, dt.datetime) and isinstance(moment, dt.datetime):
        if (until.tzinfo is None) == (moment.tzinfo is None):
            return moment <= until
        return moment.replace(tzinfo=None) <= until.replace(tzinfo=None)
    return _day(moment) <= _day(until)


def _key(moment: Moment | None) -> str:
    """The same instant, the same key: whole days by their date, aware times in UTC."""
    if moment is None:
        return ""
    if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
        return moment.astimezone(dt.UTC).isoformat()
    return moment.isoformat()


def _day(moment: Moment) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _moment(value: Any) -> Moment | None:
    found = getattr(value[0] if isinstance(value, list) and value else value, "dt", None)
    return found if isinstance(found, dt.date) and 1970 <= found.year <= 9000 else None


def _moments(value: Any) -> Iterator[Moment]:
    for part in value if isinstance(value, list) else [value]:
        for one in getattr(part, "dts", ())[:MOST_EVENTS]:
            if (found := _moment(one)) is not None:
                yield found


def _text(component: Any, name: str) -> str:
    value = component.get(name)
    value = value[0] if isinstance(value, list) and value else value
    return "" if value is None else str(value).strip()[:LONGEST_TEXT]


def _integer(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _categories(value: Any) -> Iterator[str]:
    for part in value if isinstance(value, list) else [value]:
        yield from (str(one)[:100] for one in getattr(part, "cats", ())[:20])
