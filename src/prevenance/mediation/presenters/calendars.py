"""Appointments as iCalendar: one for the person, all of an agent's for their own calendar.

Titles are neutral, and no calendar holds a name nor a phone: calendars are shared, copied and read over shoulders.
RFC 5545: a stable UID and a SEQUENCE that grows make a calendar move or cancel what it holds instead of doubling it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from typing import Any, Protocol

import icalendar
from django.utils.translation import get_language, gettext

from prevenance.mediation.choices.appointments import AppointmentState
from prevenance.territories import queries as territories

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = dt.timedelta(hours=1)


class Dated(Protocol):
    """What a calendar needs of an appointment; `queries.appointments.Booked` is one."""

    @property
    def uid(self) -> uuid.UUID: ...
    @property
    def sequence(self) -> int: ...
    @property
    def starts_at(self) -> dt.datetime: ...
    @property
    def minutes(self) -> int: ...
    @property
    def place_name(self) -> str: ...
    @property
    def commune(self) -> str: ...
    @property
    def state(self) -> AppointmentState: ...
    @property
    def state_at(self) -> dt.datetime: ...


def calendar_of(appointment: Dated) -> bytes:
    """The file for the person. That of a cancelled appointment cancels it in the calendar which holds it."""
    return _calendar([appointment])


def feed(appointments: Iterable[Dated], *, name: str) -> bytes:
    """All those of one agent. The same appointments give the same bytes, so that `etag` tells whether they changed."""
    calendar = _begun()
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return _ended(calendar, list(appointments))


def etag(body: bytes) -> str:
    """A strong validator of these bytes."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _calendar(appointments: list[Dated]) -> bytes:
    return _ended(_begun(), appointments)


def _begun() -> Any:
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Prevenance//{(get_language() or 'fr').upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    return calendar


def _ended(calendar: Any, appointments: list[Dated]) -> bytes:
    for one in appointments:
        calendar.add_component(_event(one))
    if appointments:
        days = [one.starts_at.date() for one in appointments]
        first, last = min(days), max(days)
        calendar.add_missing_timezones(first_date=first.replace(month=1, day=1), last_date=dt.date(last.year + 2, 1, 1))
    return bytes(calendar.to_ical())


def _event(one: Dated) -> Any:
    event, is_cancelled = icalendar.Event(), one.state is AppointmentState.CANCELLED
    changed_at = one.state_at.astimezone(dt.UTC).replace(microsecond=0)
    event.add("uid", f"{one.uid}@prevenance")
    event.add("sequence", one.sequence)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("dtstart", one.starts_at)
    event.add("dtend", _later(one.starts_at, one.minutes))
    event.add("summary", gettext("Accompaniment appointment"))
    if place := _place(one):
        event.add("location", place)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    return event


def _later(start: dt.datetime, minutes: int) -> dt.datetime:
    """In real time: across the night when clocks change, an hour stays an hour."""
    return (start.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)).astimezone(start.tzinfo)


def _place(one: Dated) -> str:
    commune = territories.commune(one.commune)
    name = commune.name if commune else ""
    return ", ".join(filter(None, (one.place_name, name if name not in one.place_name else "")))
