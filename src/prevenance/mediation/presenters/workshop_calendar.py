"""A workshop as an iCalendar file: a neutral title, the same UID for ever, a SEQUENCE that grows with each change."""

from __future__ import annotations

import datetime as dt

import icalendar
from django.utils.translation import get_language, gettext

from prevenance.mediation.presenters.workshops import where
from prevenance.mediation.queries.workshops import Sheet


def ics(sheet: Sheet, *, page: str, at: dt.datetime) -> bytes:
    """`page`: where to withdraw, or to read what has changed. Nothing says who comes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Prevenance//{(get_language() or 'fr').upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = icalendar.Event()
    event.add("uid", f"{sheet.uid}@prevenance")
    event.add("dtstamp", at.astimezone(dt.UTC))
    event.add("sequence", sheet.sequence)
    event.add("dtstart", sheet.starts_at)
    event.add("dtend", sheet.ends_at)
    event.add("summary", gettext("Workshop"))
    event.add("location", where(sheet))
    event.add("description", gettext("To withdraw, or to see what has changed: %(page)s") % {"page": page})
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if sheet.cancelled_at else "CONFIRMED")
    calendar.add_component(event)
    first, last = dt.date(sheet.starts_at.year, 1, 1), dt.date(sheet.starts_at.year + 1, 12, 31)
    calendar.add_missing_timezones(first_date=first, last_date=last)
    return bytes(calendar.to_ical())
