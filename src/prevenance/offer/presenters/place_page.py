"""The page of one place: everything in words, and who says each thing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from prevenance.catalogue import Catalogue
from prevenance.catalogue.content_values import Act, Confidence
from prevenance.kit.templatetags.kit import short_date
from prevenance.offer.presenters import wording
from prevenance.offer.presenters.readable_names import readable
from prevenance.offer.queries import Card, Day, OpeningState, Place, coming_days, opening_state

MOST_SERVICES = 12
_OLD = 365  # days after which what is said of the hours is no promise


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the week to come, and its hours in words."""

    name: str
    words: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """A thing said, and who says it."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class PlacePage:
    """`opening` says whether it is open now; `days` is empty when the hours are not known in a form that computes."""

    id: str
    name: str
    kinds: str
    description: str
    organisation: str
    address: str
    is_approximate: bool
    phone: str
    dial: str
    email: str
    website: str
    website_name: str
    booking: str
    booking_name: str
    opening: str
    is_open: bool | None
    is_old: bool
    days: tuple[DayRow, ...]
    hours_words: str
    notices: tuple[str, ...]
    access: str
    accessibility_page: str
    cost: str
    acts: tuple[str, ...]
    acts_usual: tuple[str, ...]
    acts_to_ask: tuple[str, ...]
    acts_not_done: tuple[str, ...]
    services: tuple[str, ...]
    checked: str
    origins: tuple[Origin, ...]
    is_fictional: bool
    has_closed: bool


def page(card: Card, book: Catalogue, *, at: dt.datetime) -> PlacePage:
    place = card.place
    state = opening_state(place.opening_hours, place.department, at, notices=card.notices)
    days = coming_days(place.opening_hours, place.department, at, notices=card.notices)
    by_confidence = _acts(card, book)
    is_old = place.content_on is None or (at.date() - place.content_on).days > _OLD
    town = f"{place.postal_code} {place.commune_name}".strip()
    return PlacePage(
        id=place.id,
        name=readable(place.name),
        kinds=" · ".join(wording.kind(one) for one in card.kinds or (place.kind,)),
        description=place.description,
        organisation=readable(place.organisation) if place.organisation.casefold() != place.name.casefold() else "",
        address=", ".join(filter(None, (place.address, town))),
        is_approximate=place.is_position_approximate,
        phone=wording.phone(place.phone) if place.phone else "",
        dial=place.phone,
        email=place.email,
        website=place.website,
        website_name=wording.site_name(place.website),
        booking=place.booking if place.booking != place.website else "",
        booking_name=wording.site_name(place.booking),
        opening=wording.opening(state, at),
        is_open=None if is_old else state.is_open,
        is_old=is_old and state != OpeningState(),
        days=tuple(_row(day, today=days[0].on) for day in days),
        hours_words=place.opening_words,
        notices=tuple(wording.notice(one) for one in card.notices if one.ends_on >= at.date()),
        access=wording.ACCESS[place.wheelchair](),
        accessibility_page=place.accessibility_page,
        cost=wording.COST[place.fees](),
        acts=by_confidence.get("done", ()),
        acts_usual=_usual(card, book),
        acts_to_ask=by_confidence.get("to_be_confirmed", ()),
        acts_not_done=by_confidence.get("not_done", ()),
        services=card.services[:MOST_SERVICES],
        checked=_checked(place.content_on),
        origins=_origins(card.origins),
        is_fictional=place.is_fictional,
        has_closed=place.has_closed,
    )


def named(place: Place) -> Place:
    """The same place, its name as pages show it."""
    return dataclasses.replace(place, name=readable(place.name))


def _acts(card: Card, book: Catalogue) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in card.acts:
        known = book.acts.get(one.act)
        if known is not None:
            key = one.confidence if one.confidence in ("to_be_confirmed", "not_done") else "done"
            found[key] = (*found.get(key, ()), _name(known))
    return found


def _usual(card: Card, book: Catalogue) -> tuple[str, ...]:
    """What places of its kinds exist for, or may do by law, and of which nothing more precise is known here."""
    said = {one.act for one in card.acts}
    return tuple(
        _name(act)
        for key, act in book.acts.items()
        if key not in said
        and any(str(d.kind) in card.kinds and d.confidence is not Confidence.TO_BE_CONFIRMED for d in act.done_at)
    )


def _name(act: Act) -> str:
    return wording.typeset(act.name.in_language(wording.language()), wording.language())


def _checked(on: dt.date | None) -> str:
    if on is None:
        return gettext("We do not know when this card was last checked.")
    return gettext("Last checked on %(day)s.") % {"day": short_date(on)}


def _row(day: Day, *, today: dt.date) -> DayRow:
    return DayRow(wording.day_and_month(day.on), _hours(day), day.on == today)


def _hours(day: Day) -> str:
    if day.notice is not None and not day.slots:
        words = gettext("closed for a few days") if day.is_known else gettext("other hours: see above")
    elif not day.is_known:
        words = gettext("public holiday: call before you go") if day.is_holiday else gettext("not known: call")
    elif not day.slots:
        words = gettext("closed (public holiday)") if day.is_holiday else gettext("closed")
    else:
        words = gettext(" and ").join(
            gettext("from %(opens)s to %(closes)s") % {"opens": wording.hour(opens), "closes": _closes(closes)}
            for opens, closes in day.slots
        )
        if all(opens == closes == dt.time() for opens, closes in day.slots):
            words = gettext("day and night")
    return words + (f" ({day.note})" if day.note else "")


def _closes(moment: dt.time) -> str:
    return gettext("midnight") if moment == dt.time() else wording.hour(moment)


def _origins(origins: Mapping[str, Mapping[str, Any]]) -> tuple[Origin, ...]:
    """In the order of the fields of a card; things that no page shows are left out."""
    return tuple(
        Origin(label(), wording.who(origins[field])) for field, label in wording.FIELDS.items() if field in origins
    )
