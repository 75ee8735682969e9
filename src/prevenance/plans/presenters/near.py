"""Places near someone as a page shows them: the list in words, then the same on a map drawn by the server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from prevenance.catalogue.content_values import Confidence, DoneAt
from prevenance.kit.templatetags.kit import in_words, short_date
from prevenance.offer.choices import Access, sources
from prevenance.offer.choices import words as kind_words
from prevenance.offer.presenters import maps
from prevenance.offer.presenters import wording as offer_words
from prevenance.offer.queries import NearPlace, OpeningState, travel
from prevenance.plans.presenters.wording import host, words
from prevenance.territories import queries as territories


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of the list, with its number on the map."""

    number: int
    name: str
    page: str
    kind: str
    address: str
    distance: str
    opening: str
    is_open: bool | None
    hours: str
    phone: str
    dial: str
    website: str
    website_name: str
    access: str
    advice: str
    checked: str
    is_fictional: bool
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A commune that may be the one meant."""

    code: str
    name: str
    detail: str


def suggestions(matches: Sequence[territories.Match]) -> list[Suggestion]:
    """The communes found, told apart by their postal codes and department."""
    found = []
    for match in matches:
        one = match.commune
        codes = ", ".join(one.postal_codes[:3]) + ("…" if len(one.postal_codes) > 3 else "")
        name = f"{one.name} ({match.also_called})" if match.also_called else one.name
        found.append(Suggestion(one.code, name, f"{codes} – {one.department_name}" if codes else one.department_name))
    return found


def spots(
    places: Sequence[NearPlace],
    *,
    done_at: Sequence[DoneAt] = (),
    chart: territories.CommuneMap,
    at: dt.datetime,
    minutes: Sequence[int | None] = (),
) -> tuple[Spot, ...]:
    """The places in words. `done_at`: how sure we are that each kind of place does the act. `minutes`: by car, for each
    place, where they were computed.
    """
    by_kind = {str(one.kind): one for one in done_at}
    found = (_spot(n, near, by_kind.get(near.place.kind), chart, at) for n, near in enumerate(places, start=1))
    return tuple(
        replace(spot, distance=f"{spot.distance}, {_by_car(by_car)}") if by_car else spot
        for spot, by_car in zip_longest(found, minutes)
    )


def minutes_by_car(here: territories.Commune, places: Sequence[NearPlace]) -> list[int | None]:
    """Nothing unless the operator named a server; never for a place of which we know the commune only."""
    exact = [one.place for one in places if not one.place.is_position_approximate]
    told = dict(
        zip(
            (place.id for place in exact),
            travel.minutes_by_car(here, [(place.latitude, place.longitude) for place in exact]),
            strict=True,
        )
    )
    return [told.get(one.place.id) for one in places]


def _by_car(minutes: int) -> str:
    return ngettext("about %(many)s minute by car", "about %(many)s minutes by car", minutes) % {"many": minutes}


def _spot(number: int, near: NearPlace, done: DoneAt | None, chart: territories.CommuneMap, at: dt.datetime) -> Spot:
    place = near.place
    language = get_language() or "fr"
    x, y = chart.place(place.latitude, place.longitude)
    kind = kind_words.kinds().get(place.kind, {}).get(language, [place.kind])[0]
    return Spot(
        number=number,
        name=place.name,
        page=reverse("offer:place", args=[place.id]),
        kind=kind[:1].upper() + kind[1:],
        address=", ".join(filter(None, (place.address, f"{place.postal_code} {place.commune_name}".strip()))),
        distance=maps.distance(near.distance_km, is_approximate=place.is_position_approximate),
        opening=_opening(near, at) + _old(near, at),
        is_open=None if _old(near, at) else near.opening.is_open,
        hours=" ".join(filter(None, (_announced(near.opening), place.opening_words))),
        phone=phone(place.phone),
        dial="".join(c for c in place.phone if c.isdigit() or c == "+"),
        website=place.booking or place.website,
        website_name=host(place.booking or place.website),
        access=ACCESS_WORDS[place.wheelchair](),
        advice=_advice(done, near.said),
        checked=gettext("Checked on %(day)s.") % {"day": short_date(near.checked_on)} if near.checked_on else "",
        is_fictional=near.is_fictional,
        x=x,
        y=y,
    )


def _announced(state: OpeningState) -> str:
    """What the place itself says of today."""
    return offer_words.notice(state.notice) if state.notice else ""


def phone(number: str) -> str:
    """A number as people of its country write it, kept on one line; as it came when it is not a number."""
    import phonenumbers  # a tenth of a second, once, and only where a number is shown

    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL).replace(" ", "\u00a0")


ACCESS_WORDS = {
    Access.UNKNOWN: lambda: gettext("Wheelchair access: not known, ask by phone."),
    Access.YES: lambda: gettext("Accessible in a wheelchair."),
    Access.ON_REQUEST: lambda: gettext("Accessible in a wheelchair with help: ask on arrival."),
    Access.NO: lambda: gettext("Not accessible in a wheelchair."),
}


def _opening(near: NearPlace, at: dt.datetime) -> str:
    state = near.opening
    note = f" ({state.note})" if state.note else ""
    if state.is_open is True:
        until = gettext(", until %(hour)s") % {"hour": _hour(state.until)} if state.until else ""
        return gettext("Open now") + until + note
    if state.next_opening:
        return (
            (gettext("Closed now") + ", " if state.is_open is False else "") + _reopens(state.next_opening, at) + note
        )
    if state.is_open is False:
        return gettext("Closed now") + note
    if state.is_holiday:
        return gettext("Public holiday today: call before you go") + note
    return gettext("Opening hours not known: call before you go") + note


def _old(near: NearPlace, at: dt.datetime) -> str:
    """Hours noted years ago may still be true, and may not: the person must know."""
    source = sources.sources().get(near.place.source)
    if source is None or near.opening == OpeningState():
        return ""
    if near.checked_on is not None and (at.date() - near.checked_on).days <= source.stale_after_days:
        return ""
    return ". " + gettext("This information is old: call before you go.")


def _reopens(moment: dt.datetime, at: dt.datetime) -> str:
    days = (moment.date() - at.astimezone(moment.tzinfo).date()).days
    hour = _hour(moment)
    if days == 0:
        return gettext("opens today at %(hour)s") % {"hour": hour}
    if days == 1:
        return gettext("opens tomorrow at %(hour)s") % {"hour": hour}
    return gettext("opens on %(day)s at %(hour)s") % {"day": in_words(moment.date()), "hour": hour}


def _hour(moment: dt.datetime | None) -> str:
    if moment is None:
        return ""
    if get_language() == "fr":
        return f"{moment.hour}\u00a0h" + (f"\u00a0{moment.minute:02d}" if moment.minute else "")
    return f"{moment.hour}:{moment.minute:02d}"


def _advice(done: DoneAt | None, said: Confidence | None) -> str:
    """What this place says of itself counts before what its kind tells."""
    if said is Confidence.DECLARED:
        return gettext("The place says that it does this.")
    confidence = said or (done.confidence if done else None)
    note = words(done.note) if done else ""
    if confidence is Confidence.TO_BE_CONFIRMED:
        return " ".join(filter(None, (gettext("Call first, to ask whether it is done there."), note)))
    if confidence is Confidence.BY_LAW:
        return " ".join(filter(None, (gettext("The law lets places of this kind do it."), note)))
    return note


def chart(here: territories.Commune, places: Sequence[NearPlace]) -> territories.CommuneMap:
    """The frame and outlines of the communes around `here`, wide enough to hold the places."""
    return maps.chart(here, farthest_km=max((near.distance_km for near in places), default=0.0))
