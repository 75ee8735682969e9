"""The dates of what comes as an iCalendar file."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

import icalendar
from django.utils.translation import get_language, gettext

from prevenance.kit.clock import PARIS
from prevenance.plans.presenters.plan import Advice, Page
from prevenance.rules.statuses import Status

HOUR, MINUTES = 9, 30


def ics(page: Page, *, person: str, key: bytes, named: bool, home: str, at: dt.datetime) -> bytes:
    """One event for each act with a date. `person` tells two people of one calendar apart, and is not written.

    `named`: the person asked for the names of the acts; otherwise the titles say nothing of anybody's health.
    The same act on the same day keeps its UID, so that importing the file again changes and does not double.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Prevenance//{(get_language() or 'fr').upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for item in (item for group in page.groups if group.status.key == Status.COMING for item in group.items):
        if item.due_on:
            calendar.add_component(_event(item, item.due_on, person=person, key=key, named=named, home=home, at=at))
    calendar.add_missing_timezones(
        first_date=page.on.replace(month=1, day=1), last_date=dt.date(page.on.year + 3, 1, 1)
    )
    return bytes(calendar.to_ical())


def _event(
    item: Advice, day: dt.date, *, person: str, key: bytes, named: bool, home: str, at: dt.datetime
) -> icalendar.Event:
    start = dt.datetime.combine(day, dt.time(HOUR), tzinfo=PARIS)
    digest = hmac.new(key, f"{person}|{item.id}|{day}".encode(), hashlib.sha256).hexdigest()[:32]
    event = icalendar.Event()
    event.add("uid", f"{digest}@prevenance")
    event.add("dtstamp", at.astimezone(dt.UTC))
    event.add("dtstart", start)
    event.add("dtend", start + dt.timedelta(minutes=MINUTES))
    event.add("summary", item.name if named else gettext("Prevention: something to plan"))
    event.add("description", gettext("Look at your plan, on paper or with your code: %(home)s") % {"home": home})
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
