"""A workshop announced, seats asked for, who came: read from what was posted."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from prevenance.formats import phones
from prevenance.kit.controls import Wrong, read_number
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.choices import GROUP_MOST, MINUTES_MOST, Field, PlaceKind, durations, values
from prevenance.mediation.choices.note_inputs import CUSTOM, NEW_PLACE, SEPARATOR
from prevenance.mediation.choices.workshop_rules import LABEL_MOST, TITLE_MOST
from prevenance.mediation.forms.paths import commune as commune_meant
from prevenance.mediation.operations.workshops import Announced
from prevenance.mediation.queries.workshops import Sheet, zone_of

Posted = Mapping[str, Sequence[str]]
UNKNOWN = "unknown"  # of who came


@dataclass(slots=True)
class Announcement:
    """`announced`: None while there are mistakes. `operation`: of this form, drawn when it was shown."""

    operation: uuid.UUID
    version: str = ""
    announced: Announced | None = None
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, name: str, words: str, goal: str = "") -> None:
        self.mistakes.append(Mistake(name, goal or name, words))


def operation(posted: Posted) -> uuid.UUID:
    """The one of the form, or a new one."""
    try:
        return uuid.UUID(one(posted, "operation"))
    except ValueError:
        return uuid.uuid4()


def announcement(posted: Posted, *, organisations: Mapping[int, str], at: dt.datetime) -> Announcement:
    """The whole page. `organisations`: those for which one may, id → its commune."""
    found = Announcement(operation(posted), one(posted, "version"))
    given: dict[str, Any] = {"organisation": _organisation(posted, organisations, found)}
    given["title"] = one(posted, "title")[:TITLE_MOST]
    if not given["title"]:
        found.wrong("title", gettext("Write a title: what people will learn there."))
    level = one(posted, "level")
    given["level"] = level if level in values(Field.LEVELS) else ""
    ticked = set(posted.get("themes", ()))
    given["themes"] = tuple(key for key in values(Field.THEMES) if key in ticked)
    if not given["themes"]:
        found.wrong("themes", gettext("Tick at least one theme."), "themes-1")
    given |= _place(posted, organisations.get(given["organisation"], ""), found)
    given["starts_at"] = _starts(posted, given.get("commune", ""), found, at)
    given["minutes"] = _minutes(posted, found)
    given["capacity"] = number(posted, "capacity", found.mistakes, most=GROUP_MOST, least=1)
    given["is_public"] = one(posted, "is_public") == "yes"
    if not found.mistakes:
        found.announced = Announced(**given)
    return found


def _organisation(posted: Posted, organisations: Mapping[int, str], found: Announcement) -> int:
    typed = one(posted, "organisation")
    chosen = int(typed) if typed.isascii() and typed.isdigit() else next(iter(organisations), 0)
    if chosen not in organisations:
        found.wrong("organisation", gettext("Choose an organisation."))
    return chosen


def _starts(posted: Posted, commune: str, found: Announcement, at: dt.datetime) -> dt.datetime:
    try:
        day = dt.date.fromisoformat(one(posted, "day"))
    except ValueError:
        found.wrong("day", gettext("Write the day."))
        return at
    try:
        hour = dt.time.fromisoformat(one(posted, "hour")).replace(tzinfo=None)
    except ValueError:
        found.wrong("hour", gettext("Write the hour."))
        return at
    starts_at = dt.datetime.combine(day, hour, tzinfo=zone_of(commune))
    if starts_at <= at:
        found.wrong("day", gettext("This day or this hour is already past."))
    elif starts_at > at + dt.timedelta(days=2 * 366):
        found.wrong("day", gettext("This day is too far away: check the year."))
    return starts_at


def _minutes(posted: Posted, found: Announcement) -> int:
    chosen = one(posted, "minutes")
    if chosen.isascii() and chosen.isdigit() and int(chosen) in durations():
        return int(chosen)
    try:
        return int(read_number(one(posted, "minutes_custom"), minimum=1, maximum=MINUTES_MOST))
    except Wrong as mistake:
        found.wrong("minutes", str(mistake), "minutes_custom" if chosen == CUSTOM else "minutes")
        return 1


def _place(posted: Posted, own_commune: str, found: Announcement) -> dict[str, str]:
    chosen = one(posted, "place")
    if SEPARATOR in chosen:
        place_id, code, name = chosen.split(SEPARATOR, 2)
        if commune_meant(code) == code:
            kind = str(PlaceKind.ACTIVITY_PLACE)
            return {"place_kind": kind, "commune": code, "place_id": place_id[:20], "place_name": name[:200]}
    if chosen == PlaceKind.REMOTE:
        return {"place_kind": chosen, "commune": own_commune}
    code = commune_meant(one(posted, "place_commune"))
    if not code:
        words = gettext("We do not know this commune, or there are several: write its INSEE code or its full name.")
        found.wrong("place_commune", words)
    name = one(posted, "place_name")[:200]
    if not name:
        found.wrong("place_name", gettext("Write the name of the place."))
    return {"place_kind": str(PlaceKind.ACTIVITY_PLACE), "commune": code, "place_name": name}


def typed(sheet: Sheet) -> dict[str, list[str]]:
    """What would be typed to announce this one."""
    place = str(PlaceKind.REMOTE)
    if sheet.place_kind != PlaceKind.REMOTE:
        place = SEPARATOR.join((sheet.place_id, sheet.commune, sheet.place_name)) if sheet.place_name else NEW_PLACE
    is_usual = sheet.minutes in durations()
    return {
        "organisation": [str(sheet.organisation_id)],
        "title": [sheet.title],
        "level": [sheet.level],
        "themes": list(sheet.themes),
        "day": [sheet.starts_at.date().isoformat()],
        "hour": [sheet.starts_at.strftime("%H:%M")],
        "minutes": [str(sheet.minutes) if is_usual else CUSTOM],
        "minutes_custom": ["" if is_usual else str(sheet.minutes)],
        "place": [place],
        "place_commune": [sheet.commune],
        "capacity": [str(sheet.capacity)],
        "is_public": ["yes" if sheet.is_public else ""],
    }


@dataclass(slots=True)
class SeatsAsked:
    """`label`: a first name, or ""; `phone`: E.164, or ""."""

    operation: uuid.UUID
    label: str = ""
    phone: str = ""
    seats: int = 1
    mistakes: list[Mistake] = field(default_factory=list)


def seats_asked(posted: Posted, *, most: int, with_phone: bool) -> SeatsAsked:
    """By a resident (`with_phone`) or by the team."""
    found = SeatsAsked(operation(posted), label=one(posted, "label")[:LABEL_MOST])
    if sum(sign.isdigit() for sign in found.label) >= 8:
        words = gettext("Write no phone number and no social security number here: a first name is enough.")
        found.mistakes.append(Mistake("label", "label", words))
    found.seats = number(posted, "seats", found.mistakes, most=most, least=1)
    phone = one(posted, "phone")
    if with_phone and phone:
        found.phone = phones.e164(phone)
        if not found.phone:
            words = gettext("We cannot read this phone number. Write its ten digits, or leave it empty.")
            found.mistakes.append(Mistake("phone", "phone", words))
    return found


@dataclass(slots=True)
class Presence:
    """Registration → how many came, None when it is not known; and how many others."""

    came: dict[int, int | None] = field(default_factory=dict)
    others: int = 0
    mistakes: list[Mistake] = field(default_factory=list)


def presence(posted: Posted, sheet: Sheet) -> Presence:
    """`came-<registration>`: a number of seats, or `unknown`."""
    found = Presence()
    for seat in sheet.seated:
        name = f"came-{seat.id}"
        typed_ = one(posted, name)
        if typed_ in ("", UNKNOWN):
            found.came[seat.id] = None
        else:
            found.came[seat.id] = number(posted, name, found.mistakes, most=seat.seats, least=0)
    if one(posted, "others"):
        found.others = number(posted, "others", found.mistakes, most=GROUP_MOST, least=0)
    return found


def number(posted: Posted, name: str, mistakes: list[Mistake], *, most: int, least: int) -> int:
    """A whole number between two bounds; the least one when it is wrong."""
    try:
        return int(read_number(one(posted, name), minimum=least, maximum=most))
    except Wrong as mistake:
        mistakes.append(Mistake(name, name, str(mistake)))
        return least
