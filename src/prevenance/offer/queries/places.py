"""Places as frozen values: the tables stay at home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from prevenance.catalogue.content_values import Confidence
from prevenance.offer import models
from prevenance.offer.choices import Access, Fees
from prevenance.offer.choices.acts import NOT_DONE
from prevenance.territories import queries as territories

_COLUMNS = (
    "id",
    "kind",
    "name",
    "address",
    "postal_code",
    "commune_code",
    "commune_name",
    "latitude",
    "longitude",
    "is_position_approximate",
    "phone",
    "website",
    "booking",
    "opening_hours",
    "opening_words",
    "wheelchair",
    "content_on",
    "is_fictional",
    "source",
    "email",
    "description",
    "fees",
    "accessibility_page",
    "organisation",
    "has_closed",
)


@dataclass(frozen=True, slots=True)
class Place:
    """`opening_hours` in OSM syntax, or empty: then `opening_words` is what the source wrote, if anything.

    `kind` and `source` are those of the record that leads. `content_on` is when someone last checked the place.
    `is_position_approximate`: the centre of the commune.
    """

    id: str
    kind: str
    name: str
    address: str
    postal_code: str
    commune_code: str
    commune_name: str
    latitude: float
    longitude: float
    is_position_approximate: bool
    phone: str
    website: str
    booking: str
    opening_hours: str
    opening_words: str
    wheelchair: Access
    content_on: dt.date | None
    is_fictional: bool
    source: str
    email: str
    description: str
    fees: Fees
    accessibility_page: str
    organisation: str
    has_closed: bool

    @property
    def department(self) -> str:
        return self.commune_code[:3] if self.commune_code.startswith("97") else self.commune_code[:2]


def place(identifier: str) -> Place | None:
    """Also by an id that was given away in a merge."""
    found = places_by_id((identifier,)).get(identifier)
    if found is None and (today := id_of_today(identifier)):
        found = places_by_id((today,)).get(today)
    return found


def id_of_today(identifier: str) -> str | None:
    """The id under which a place is known, when this one was given away in a merge."""
    return models.PlaceMoved.objects.filter(id=identifier).values_list("place_id", flat=True).first()


def places_by_id(identifiers: Iterable[str]) -> dict[str, Place]:
    rows = models.Place.objects.filter(id__in=list(identifiers)).values_list(*_COLUMNS)
    return {row[0]: _value(row) for row in rows}


def kinds_of(identifier: str) -> list[str]:
    """All that the place is, what leads first."""
    return list(models.PlaceKind.objects.filter(place_id=identifier).order_by("id").values_list("kind", flat=True))


def services_of(identifier: str) -> list[str]:
    """What the place declares that it does, in the words of its sources."""
    services = models.Service.objects.filter(record__place_id=identifier).order_by("id")
    return list(dict.fromkeys(services.values_list("label", flat=True)))


def said_of(identifiers: Collection[str], act: str) -> dict[str, Confidence]:
    """How sure we are that each of these places does the act, where a source or the place itself says something."""
    rows = models.PlaceAct.objects.filter(act=act, place_id__in=list(identifiers)).exclude(confidence=NOT_DONE)
    return {place: Confidence(said) for place, said in rows.values_list("place_id", "confidence")}


def places_in(commune_code: str, kinds: Sequence[str]) -> list[Place]:
    """Places of these kinds in the commune (of today, even by a former code), by kind in the order given, then by name.

    A place of several kinds comes once, under the first asked. Fictional places are left out for the kinds of which a
    real source holds at least one place anywhere.
    """
    commune = territories.commune(commune_code)
    kind_rows = models.PlaceKind.objects.filter(
        place__commune_code=commune.code if commune else commune_code, place__has_closed=False, kind__in=list(kinds)
    ).values_list("place_id", "kind")
    kinds_by_id: dict[str, list[str]] = {}
    for identifier, kind in kind_rows:
        kinds_by_id.setdefault(identifier, []).append(kind)
    places = list(places_by_id(kinds_by_id).values())
    if any(place.is_fictional for place in places):
        real = set(
            models.PlaceKind.objects.filter(kind__in=list(kinds), place__is_fictional=False)
            .values_list("kind", flat=True)
            .distinct()
        )
        places = [place for place in places if not (place.is_fictional and real.intersection(kinds_by_id[place.id]))]
    ranks = {kind: rank for rank, kind in reversed(list(enumerate(kinds)))}
    return sorted(places, key=lambda one: (min(ranks[kind] for kind in kinds_by_id[one.id]), one.name, one.id))


def places_count() -> int:
    return models.Place.objects.count()


def places_by_kind() -> dict[str, int]:
    counted = models.PlaceKind.objects.values_list("kind").annotate(many=Count("id")).order_by("kind")
    return dict(counted)


def _value(row: tuple[Any, ...]) -> Place:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Place(**{**values, "wheelchair": Access(values["wheelchair"]), "fees": Fees(values["fees"])})
