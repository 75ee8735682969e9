"""Places near someone as a page shows them: the list in words, then the same on a map drawn by the server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from prevenance.catalogue.content_values import DoneAt
from prevenance.kit.templatetags.kit import in_words, short_date
from prevenance.offer.choices import sources
from prevenance.offer.presenters import maps
from prevenance.offer.presenters import wording as offer_words
from prevenance.offer.presenters.readable_names import readable
from prevenance.offer.queries import NearPlace, OpeningState, travel
from prevenance.plans.presenters.wording import host
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
    x, y = chart.place(place.latitude, place.longitude)
    return Spot(
        number=number,
        name=readable(place.name),
        page=reverse("offer:place", args=[place.id]),
        kind=offer_words.kind(place.kind),
        address=", ".join(filter(None, (place.address, f"{place.postal_code} {place.commune_name}".strip()))),
        distance=maps.distance(near.distance_km, is_approximate=place.is_position_approximate),
        opening=_opening(near, at) + _old(near, at),
        is_open=None if _old(near, at) else near.opening.is_open,
        hours=" ".join(filter(None, (_announced(near.opening), place.opening_words))),
        phone=offer_words.phone(place.phone) if place.phone else "",
        dial="".join(c for c in place.phone if c.isdigit() or c == "+"),
        website=place.booking or place.website,
        website_name=host(place.booking or place.website),
        access=offer_words.ACCESS[place.wheelchair](),
        advice=offer_words.advice(done, near.said),
        checked=gettext("Checked on %(day)s.") % {"day": short_date(near.checked_on)} if near.checked_on else "",
        is_fictional=near.is_fictional,
        x=x,
        y=y,
    )


def _announced(state: OpeningState) -> str:
    """What the place itself says of today."""
    return offer_words.notice(state.notice) if state.notice else ""


def _opening(near: NearPlace, at: dt.datetime) -> str:
    state = near.opening
    note = f" ({state.note})" if state.note else ""
    if state.is_open is True:
        until = gettext(", until %(hour)s") % {"hour": offer_words.hour(state.until)} if state.until else ""
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
    hour = offer_words.hour(moment)
    if days == 0:
        return gettext("opens today at %(hour)s") % {"hour": hour}
    if days == 1:
        return gettext("opens tomorrow at %(hour)s") % {"hour": hour}
    return gettext("opens on %(day)s at %(hour)s") % {"day": in_words(moment.date()), "hour": hour}


def chart(here: territories.Commune, places: Sequence[NearPlace]) -> territories.CommuneMap:
    """The frame and outlines of the communes around `here`, wide enough to hold the places."""
    return maps.chart(here, farthest_km=max((near.distance_km for near in places), default=0.0))
