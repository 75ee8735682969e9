"""Workshops as their pages show them: to the team, and to anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from prevenance.formats import phones as numbers
from prevenance.kit.templatetags.kit import in_words
from prevenance.mediation.choices import Field, PlaceKind, value
from prevenance.mediation.queries.workshops import Seat, Sheet
from prevenance.offer.presenters import maps
from prevenance.offer.presenters import wording as offer_words
from prevenance.people.queries import Access
from prevenance.people.queries import persons as people
from prevenance.territories import queries as territories


@dataclass(frozen=True, slots=True)
class Line:
    """One workshop in a list. `state`: a word, or ""; `distance`: for anybody."""

    id: int
    title: str
    when: str
    where: str
    seats: str
    state: str
    calls: str = ""
    distance: str = ""
    is_cancelled: bool = False
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One registration, for the team. `stands`: seat, or place in the waiting list; `tell`: what to tell them."""

    id: int
    number: int
    name: str
    seats: int
    stands: str
    waits: bool
    phone: str
    dial: str
    tell: str
    is_person: bool
    came: str


def line(sheet: Sheet, *, away: float | None = None) -> Line:
    """`away`: kilometres from the commune searched around."""
    calls = len(sheet.to_tell)
    return Line(
        id=sheet.id,
        title=sheet.title,
        when=when(sheet),
        where=where(sheet),
        seats=seats(sheet),
        state=state(sheet),
        calls=ngettext("%(many)s person to call", "%(many)s people to call", calls) % {"many": calls} if calls else "",
        distance=_distance(sheet, away),
        is_cancelled=sheet.cancelled_at is not None,
        is_full=sheet.free <= 0,
    )


def _distance(sheet: Sheet, away: float | None) -> str:
    if away is None or away < 0.5 or sheet.place_kind == PlaceKind.REMOTE:
        return ""
    return maps.distance(away, is_approximate=True)


def when(sheet: Sheet) -> str:
    """« jeudi 26 novembre 2026, de 14 h 30 à 16 h », by the clock of where it is held."""
    hours = {"start": offer_words.hour(sheet.starts_at), "end": offer_words.hour(sheet.ends_at)}
    return in_words(sheet.starts_at.date()) + gettext(", from %(start)s to %(end)s") % hours


def where(sheet: Sheet) -> str:
    """Place, commune."""
    if sheet.place_kind == PlaceKind.REMOTE:
        return str(value(Field.PLACE_KINDS, sheet.place_kind))
    return ", ".join(filter(None, (sheet.place_name, commune(sheet.commune))))


def commune(code: str) -> str:
    found = territories.commune(code)
    return found.name if found else code


def seats(sheet: Sheet) -> str:
    """Taken of all, and who waits."""
    many = {"taken": sheet.taken, "capacity": sheet.capacity}
    words = (
        ngettext("%(taken)s of %(capacity)s seats taken", "%(taken)s of %(capacity)s seats taken", sheet.taken) % many
    )
    waiting = sum(one.seats for one in sheet.waiting)
    if waiting:
        words += ", " + ngettext("%(many)s waiting", "%(many)s waiting", waiting) % {"many": waiting}
    return words


def left(sheet: Sheet) -> str:
    """For anybody: how many seats are left, or that people wait."""
    if sheet.free > 0:
        return ngettext("%(many)s seat left", "%(many)s seats left", sheet.free) % {"many": sheet.free}
    return gettext("Full: you can ask to wait for a seat.")


def state(sheet: Sheet) -> str:
    """Cancelled, noted, or nothing to say."""
    if sheet.cancelled_at:
        return gettext("Cancelled")
    return gettext("Held and noted") if sheet.encounter else ""


def details(sheet: Sheet) -> list[tuple[str, str]]:
    """(what, words), for the team."""
    told = [
        (gettext("When?"), when(sheet)),
        (gettext("Where?"), where(sheet)),
        (gettext("What about?"), themes(sheet)),
        (gettext("Level"), level(sheet)),
        (gettext("Seats"), seats(sheet)),
        (gettext("Open to all"), gettext("Yes, on the public page") if sheet.is_public else gettext("No")),
        (gettext("Announced by"), sheet.author),
    ]
    return [(what, words) for what, words in told if words]


def themes(sheet: Sheet) -> str:
    return ", ".join(str(value(Field.THEMES, key)) for key in sheet.themes)


def level(sheet: Sheet) -> str:
    return str(value(Field.LEVELS, sheet.level)) if sheet.level else ""


def seat_lines(agent: Access, sheet: Sheet, *, phones: Mapping[int, str]) -> list[SeatLine]:
    """Each registration, in order of asking. `phones`: of those to call, by registration."""
    named = names(agent, sheet)
    return [
        SeatLine(
            id=one.id,
            number=rank,
            name=named[one.id],
            seats=one.seats,
            stands=stands(one),
            waits=bool(one.waits),
            phone=numbers.national(phones[one.id]) if one.id in phones else "",
            dial=phones.get(one.id, ""),
            tell=_tell(sheet, one) if one.is_to_tell else "",
            is_person=bool(one.person),
            came="" if one.came is None else str(one.came),
        )
        for rank, one in enumerate(sheet.seats, start=1)
    ]


def names(agent: Access, sheet: Sheet) -> dict[int, str]:
    """Of each registration."""
    known = people.several(agent, {one.person for one in sheet.seats if one.person})
    return {one.id: _name(one, known) for one in sheet.seats}


def _name(one: Seat, known: Mapping[str, people.Followed]) -> str:
    """Of a person followed, for those who follow them; else the first name written, or that there is none."""
    if not one.person:
        return one.label or gettext("without a name")
    found = known.get(one.person)
    if found is None:
        return gettext("a person followed by a colleague")
    identity = found.identity
    return " ".join(filter(None, (identity.given_name, identity.used_name or identity.family_name))) or "…"


def stands(one: Seat) -> str:
    """Where somebody stands."""
    if one.waits:
        return gettext("waits, number %(number)s in the list") % {"number": one.waits}
    return ngettext("has %(many)s seat", "has %(many)s seats", one.seats) % {"many": one.seats}


def _tell(sheet: Sheet, one: Seat) -> str:
    if sheet.cancelled_at:
        return gettext("the workshop is cancelled")
    if sheet.moved_at and sheet.moved_at >= one.asked_at:
        return gettext("the day or the place has changed")
    if one.is_promoted:
        return gettext("a seat is free: they have it")
    return gettext("the workshop will be held after all")
