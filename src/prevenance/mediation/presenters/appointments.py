"""Slots and appointments in words. Hours are those of the place, whatever the zone of the one who reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.formats import phones
from prevenance.kit.templatetags.kit import in_words
from prevenance.mediation.choices import Field, PlaceKind, durations, value
from prevenance.mediation.choices.appointments import STAMP, AppointmentState, Asker, Contact, Reminding
from prevenance.mediation.choices.note_inputs import CUSTOM, NEW_PLACE, OTHER_DAY, SEPARATOR
from prevenance.mediation.queries.appointments import Booked
from prevenance.mediation.queries.openings import Receiving
from prevenance.mediation.queries.slots import Slot
from prevenance.offer.presenters.wording import hour
from prevenance.territories import queries as territories

NEXT_MOST = 3
DAYS_A_PAGE = 7


@dataclass(frozen=True, slots=True)
class Time:
    """One slot. `key`: what a button or an address carries."""

    opening: int
    stamp: str
    day: str
    hour: str

    @property
    def key(self) -> str:
        """Of a button."""
        return f"{self.opening}-{self.stamp}"


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where somebody receives: an organisation, somewhere, and the next free times."""

    id: int
    organisation: str
    where: str
    distance: str
    phone: str
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """The free times of one day."""

    day: str
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An appointment on a page."""

    id: int
    day: str
    hour: str
    until: str
    minutes: int
    organisation: str
    where: str
    place_id: str
    is_remote: bool
    phone: str
    state: str
    state_key: str
    sequence: int


def time(slot: Slot) -> Time:
    """Of one slot."""
    stamp = slot.span.starts_at.strftime(STAMP)
    return Time(slot.opening, stamp, in_words(slot.starts_at.date()), hour(slot.starts_at))


def moment(instant: dt.datetime) -> str:
    """« jeudi 3 décembre 2026 à 9 h 30 »; `instant`: in local time."""
    return gettext("%(day)s at %(hour)s") % {"day": in_words(instant.date()), "hour": hour(instant)}


def spots(near: Sequence[tuple[Receiving, float]], slots: Iterable[Slot], *, most: int) -> tuple[Spot, ...]:
    """One line for a place, whoever receives there; the nearest first, those with a free time before the others."""
    free: dict[int, list[Slot]] = {}
    for slot in slots:
        free.setdefault(slot.opening, []).append(slot)
    grouped: dict[tuple[object, ...], list[tuple[Receiving, float]]] = {}
    for one, km in near:
        grouped.setdefault(one.spot, []).append((one, km))
    found = []
    for same in grouped.values():
        first, km = same[0]
        mine = sorted((slot for one, _ in same for slot in free.get(one.id, ())), key=lambda slot: slot.span.starts_at)
        phone = next((one.phone for one, _ in same if one.phone), "")
        times = tuple(time(slot) for slot in distinct(mine)[:NEXT_MOST])
        found.append(Spot(first.id, first.organisation, where(first), distance(km), national(phone), times))
    return tuple(sorted(found, key=lambda spot: not spot.times)[:most])


def distinct(slots: Sequence[Slot]) -> list[Slot]:
    """One of those which begin together: a resident chooses a time, not somebody."""
    kept: dict[dt.datetime, Slot] = {}
    for slot in slots:
        kept.setdefault(slot.span.starts_at, slot)
    return list(kept.values())


def days(slots: Sequence[Slot], *, first: dt.date) -> tuple[tuple[Day, ...], dt.date | None]:
    """(those of the week from `first`, the day of the next slot after it)."""
    last = first + dt.timedelta(days=DAYS_A_PAGE)
    grouped: dict[dt.date, list[Time]] = {}
    for slot in slots:
        if first <= slot.starts_at.date() < last:
            grouped.setdefault(slot.starts_at.date(), []).append(time(slot))
    later = next((slot.starts_at.date() for slot in slots if slot.starts_at.date() >= last), None)
    return tuple(Day(in_words(day), tuple(times)) for day, times in grouped.items()), later


def where(one: Receiving | Booked) -> str:
    """Place, commune; or by phone."""
    if one.place_kind == PlaceKind.REMOTE:
        return gettext("By phone")
    commune = commune_name(one.commune)
    if one.place_kind == PlaceKind.HOME:
        return f"{gettext('At your home')}, {commune}"
    name = one.place_name or str(value(Field.PLACE_KINDS, one.place_kind))
    return name if commune.casefold() in name.casefold() else f"{name}, {commune}"


def commune_name(code: str) -> str:
    """Of a commune of today."""
    found = territories.commune(code)
    return found.name if found else code


def distance(km: float) -> str:
    """Between two communes, as the crow flies."""
    return gettext("in this commune") if km < 0.5 else gettext("%(km)s km away as the crow flies") % {"km": round(km)}


def shown(one: Booked) -> Shown:
    """For the person, or for an agent."""
    return Shown(
        one.id,
        in_words(one.starts_at.date()),
        hour(one.starts_at),
        hour(_end(one)),
        one.minutes,
        one.organisation,
        where(one),
        one.place_id,
        one.place_kind == PlaceKind.REMOTE,
        national(one.phone),
        state(one.state),
        one.state.value,
        one.sequence,
    )


def state(one: AppointmentState) -> str:
    """In words."""
    return {
        AppointmentState.BOOKED: gettext("Booked"),
        AppointmentState.KEPT: gettext("The person came"),
        AppointmentState.MISSED: gettext("The person did not come"),
        AppointmentState.EXCUSED: gettext("The person told us they would not come"),
        AppointmentState.CANCELLED: gettext("Cancelled"),
    }[one]


def asker(one: Asker) -> str:
    """Who booked, in words."""
    return {
        Asker.RESIDENT: gettext("the person, on the site"),
        Asker.RELATIVE: gettext("somebody close, on the site"),
        Asker.MEDIATOR: gettext("the team"),
    }[one]


def reminding(one: Reminding) -> str:
    """How somebody is reminded."""
    return {
        Reminding.SMS: gettext("by text message"),
        Reminding.EMAIL: gettext("by e-mail"),
        Reminding.LETTER: gettext("by a letter"),
        Reminding.CALL: gettext("by a call from the team"),
    }[one]


def spelt(code: str) -> str:
    """In two halves, easier to copy."""
    return f"{code[:4]} {code[4:]}" if code else ""


def phone(contact: Contact, *, of_relative: bool) -> str:
    """The number as people write it; whose it is, when it is somebody close."""
    number = national(contact.phone)
    return gettext("%(number)s (somebody close)") % {"number": number} if number and of_relative else number


def note_begun(one: Booked, *, on: dt.date, places: Sequence[tuple[str, str, str]]) -> dict[str, list[str]]:
    """What the note of its encounter shows at first: the day, the length, the place, the person. `places`: (id, name,
    commune) of those that the page offers.
    """
    day, is_usual = one.starts_at.date(), one.minutes in durations()
    place = one.place_kind
    if place == PlaceKind.ACTIVITY_PLACE:
        known = next((each for each in places if each[1:] == (one.place_name, one.commune)), None)
        place = SEPARATOR.join((known[0], known[2], known[1])) if known else NEW_PLACE
    return {
        "organisation": [str(one.organisation_id)],
        "day": ["today" if day == on else OTHER_DAY],
        "held-day": [str(day.day)],
        "held-month": [str(day.month)],
        "held-year": [str(day.year)],
        "minutes": [str(one.minutes) if is_usual else CUSTOM],
        "minutes_custom": ["" if is_usual else str(one.minutes)],
        "place": [place],
        "place_commune": [one.commune],
        "place_name": [one.place_name],
        "person": [one.person],
    }


def _end(one: Booked) -> dt.datetime:
    later = one.starts_at.astimezone(dt.UTC) + dt.timedelta(minutes=one.minutes)
    return later.astimezone(one.starts_at.tzinfo)


def national(number: str) -> str:
    """As people write it; "" when there is none."""
    return phones.national(number) if number else ""
