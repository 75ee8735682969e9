"""An agent's days: today and the seven to come, what is free, who waits, what became of what is past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import dates
from django.utils.translation import gettext, ngettext

from prevenance.kit.person_page import Section
from prevenance.kit.templatetags.kit import in_words, short_date
from prevenance.mediation.choices.appointments import OUTCOMES, AppointmentState
from prevenance.mediation.presenters import appointments as words
from prevenance.mediation.queries.appointments import Booked, Waiting
from prevenance.mediation.queries.openings import Away, Receiving
from prevenance.mediation.queries.slots import Slot
from prevenance.offer.presenters.wording import hour
from prevenance.people.queries import Access

DAYS = 8
Names = Mapping[str, str]  # of the persons followed, by their reference
# Other parts of the room add what an agent must see today: (agent, instant) → a section, or nothing.
Maker = Callable[[Access, dt.datetime], Section | None]
_makers: dict[str, tuple[int, Maker]] = {}


def add(key: str, maker: Maker, *, order: int = 100) -> None:
    """A section of the day's page; once for each key."""
    _makers[key] = (order, maker)


def sections(agent: Access, at: dt.datetime) -> tuple[Section, ...]:
    """In order."""
    made = [_makers[key][1](agent, at) for key in sorted(_makers, key=lambda one: (_makers[one][0], one))]
    return tuple(one for one in made if one is not None)


@dataclass(frozen=True, slots=True)
class Line:
    """One appointment in a list. `who`: what the agent knows of the one who comes."""

    id: int
    hour: str
    who: str
    phone: str
    where: str
    state: str
    state_key: str
    may_mark: bool
    is_late: bool  # it has begun, and nobody said what became of it


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the page. `free`: how many times are free, in words."""

    day: str
    is_today: bool
    lines: tuple[Line, ...]
    free: str


def who(names: Names, one: Booked | Waiting) -> str:
    """The person followed, or the name that was given, or nobody's."""
    return names.get(one.person) or one.contact.name or gettext("Somebody who gave no name")


def line(names: Names, one: Booked, *, at: dt.datetime) -> Line:
    """`at`: now."""
    is_past = one.starts_at <= at
    return Line(
        one.id,
        hour(one.starts_at),
        who(names, one),
        words.phone(one.contact, of_relative=one.is_phone_of_relative),
        words.where(one),
        words.state(one.state),
        one.state.value,
        one.state is AppointmentState.BOOKED and one.starts_at.date() <= at.astimezone(one.starts_at.tzinfo).date(),
        is_past and one.state is AppointmentState.BOOKED,
    )


def days(
    names: Names, booked: Iterable[Booked], free: Iterable[Slot], *, at: dt.datetime, today: dt.date
) -> tuple[Day, ...]:
    """Today and those to come; a day without anything is left out, today excepted."""
    lines: dict[dt.date, list[Line]] = {}
    for one in booked:
        if one.state is not AppointmentState.CANCELLED:
            lines.setdefault(one.starts_at.date(), []).append(line(names, one, at=at))
    counted: dict[dt.date, int] = {}
    for slot in free:
        counted[slot.starts_at.date()] = counted.get(slot.starts_at.date(), 0) + len(slot.seats)
    shown = []
    for number in range(DAYS):
        day = today + dt.timedelta(days=number)
        many = counted.get(day, 0)
        if number == 0 or many or day in lines:
            told = ngettext("%(many)s free time", "%(many)s free times", many) % {"many": many} if many else ""
            shown.append(Day(in_words(day), number == 0, tuple(lines.get(day, ())), told))
    return tuple(shown)


def late(names: Names, booked: Iterable[Booked], *, at: dt.datetime, today: dt.date) -> tuple[tuple[str, Line], ...]:
    """(day, line) of those of earlier days of which nobody said what became."""
    return tuple(
        (short_date(one.starts_at.date()), line(names, one, at=at))
        for one in booked
        if one.state is AppointmentState.BOOKED and one.starts_at.date() < today
    )


@dataclass(frozen=True, slots=True)
class WaitLine:
    """Somebody who waits, and whether a time is free for them."""

    id: int
    who: str
    phone: str
    where: str
    asked: str
    until: str
    is_free: bool


def waits(
    names: Names, found: Iterable[Waiting], openings: Sequence[Receiving], free: Iterable[Slot]
) -> tuple[WaitLine, ...]:
    """In the order in which they asked."""
    open_now = {slot.opening for slot in free}
    known = {one.id: one for one in openings}
    shown = []
    for one in found:
        place = known.get(one.opening or 0)
        same = {each.id for each in openings if place and each.spot == place.spot}
        shown.append(
            WaitLine(
                one.id,
                who(names, one),
                words.phone(one.contact, of_relative=one.is_phone_of_relative),
                words.where(place) if place else words.commune_name(one.commune),
                short_date(one.asked_at.date()),
                short_date(one.until_on),
                bool(same & open_now),
            )
        )
    return tuple(shown)


def outcomes() -> list[tuple[str, str]]:
    """Buttons: (what is sent, words)."""
    told = {
        AppointmentState.KEPT: gettext("Came"),
        AppointmentState.MISSED: gettext("Did not come"),
        AppointmentState.EXCUSED: gettext("Told us"),
    }
    return [(one.value, told[one]) for one in OUTCOMES]


@dataclass(frozen=True, slots=True)
class HoursShown:
    """An opening in a list."""

    id: int
    where: str
    when: str
    more: str
    is_public: bool


def hours(one: Receiving) -> HoursShown:
    """Days and hours in words."""
    given = one.hours
    named = ", ".join(str(dates.WEEKDAYS[day - 1]) for day in sorted(given.weekdays))
    when = gettext("%(days)s, from %(begins)s to %(ends)s") % {
        "days": named,
        "begins": hour(given.from_time),
        "ends": hour(given.until_time),
    }
    more = [gettext("%(minutes)s minutes each") % {"minutes": given.minutes}]
    if given.every_weeks > 1:
        more.append(gettext("one week in %(weeks)s") % {"weeks": given.every_weeks})
    if given.capacity > 1:
        more.append(gettext("%(many)s people at a time") % {"many": given.capacity})
    if given.ends_on:
        more.append(gettext("until %(day)s") % {"day": short_date(given.ends_on)})
    return HoursShown(one.id, words.where(one), when[:1].upper() + when[1:], ", ".join(more), one.is_public)


def away(one: Away, zone: Any) -> str:
    """From, until, in words."""
    begins, ends = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
    if begins.time() == ends.time() == dt.time():
        last = ends.date() - dt.timedelta(days=1)
        if last == begins.date():
            return in_words(last)
        return gettext("from %(first)s to %(last)s") % {"first": in_words(begins.date()), "last": in_words(last)}
    return gettext("from %(first)s to %(last)s") % {"first": words.moment(begins), "last": words.moment(ends)}


def rows(names: Names, one: Booked) -> list[tuple[str, str]]:
    """(what, words) of what is known of one appointment."""
    told = [
        (gettext("Who"), who(names, one) if not one.is_erased else gettext("Erased, 30 days after")),
        (gettext("Phone"), words.phone(one.contact, of_relative=one.is_phone_of_relative)),
        (gettext("E-mail"), one.contact.email),
        (gettext("Address"), one.contact.address.replace("\n", ", ")),
        (gettext("Where"), words.where(one)),
        (gettext("Booked by"), words.asker(one.asker)),
        (gettext("Reminded"), ", ".join(words.reminding(way) for way in one.reminders)),
        (gettext("State"), words.state(one.state)),
    ]
    return [(what, text) for what, text in told if text]
