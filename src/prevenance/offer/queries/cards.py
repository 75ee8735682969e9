"""All that is known of one place, and who says each thing: for its page, and for the place itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prevenance.catalogue import Catalogue
from prevenance.offer import models
from prevenance.offer.choices import FlagReason
from prevenance.offer.queries import places
from prevenance.offer.queries.closures import Announced, announced


@dataclass(frozen=True, slots=True)
class KnownAct:
    """What is known of one act of the catalogue here. `confidence`: declared, by_law, to_be_confirmed or not_done."""

    act: str
    confidence: str
    origin: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """`origins`: field → {"source", "record", "on"} or {"change", "author", "on"}, days in ISO. `notices` are those of
    today and to come. `flags`: what residents reported and nobody has settled yet, with how many times.
    """

    place: places.Place
    kinds: tuple[str, ...]
    services: tuple[str, ...]
    acts: tuple[KnownAct, ...]
    origins: Mapping[str, Mapping[str, Any]]
    notices: tuple[Announced, ...]
    flags: Mapping[FlagReason, int]


def card(identifier: str, *, on: dt.date) -> Card | None:
    """Also by an id that was given away: compare with `place.id`. None: never heard of, or gone with its sources."""
    place = places.place(identifier)
    if place is None:
        return None
    acts = models.PlaceAct.objects.filter(place_id=place.id).order_by("act")
    flags = models.Flag.objects.filter(place_id__in={place.id, identifier}, settled_at__isnull=True)
    counted: dict[FlagReason, int] = {}
    for reason in flags.values_list("reason", flat=True):
        counted[FlagReason(reason)] = counted.get(FlagReason(reason), 0) + 1
    return Card(
        place=place,
        kinds=tuple(places.kinds_of(place.id)),
        services=tuple(places.services_of(place.id)),
        acts=tuple(KnownAct(one.act, one.confidence, one.origin) for one in acts),
        origins=models.Place.objects.get(id=place.id).told(),
        notices=announced((place.id,), on=on).get(place.id, ()),
        flags=counted,
    )


def acts_asked(card: Card, book: Catalogue) -> dict[str, bool | None]:
    """The acts that such a place may do, and those known of it: done, not done, or not known (None)."""
    known = {one.act: one.confidence for one in card.acts}
    asked = [
        key for key, act in book.acts.items() if key in known or any(str(d.kind) in card.kinds for d in act.done_at)
    ]
    answers: dict[str, bool | None] = {"declared": True, "by_law": True, "not_done": False}
    return {key: answers.get(known.get(key, "")) for key in asked}
