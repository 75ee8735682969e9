"""Places as frozen values: the tables stay at home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from prevenance.offer import models
from prevenance.offer.choices import Access
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
)


@dataclass(frozen=True, slots=True)
class Place:
    """`opening_hours` in OSM syntax, or empty: then `opening_words` is what the source wrote, if anything.

    `content_on` is when the source last checked the place. `is_position_approximate`: the centre of the commune.
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

    @property
    def department(self) -> str:
        return self.commune_code[:3] if self.commune_code.startswith("97") else self.commune_code[:2]


def place(identifier: str) -> Place | None:
    return places_by_id((identifier,)).get(identifier)


def places_by_id(identifiers: Iterable[str]) -> dict[str, Place]:
    rows = models.Place.objects.filter(id__in=list(identifiers)).values_list(*_COLUMNS)
    return {row[0]: _value(row) for row in rows}


def services_of(identifier: str) -> list[str]:
    """What the place declares that it does, in the words of its source."""
    return list(models.Service.objects.filter(place_id=identifier).order_by("id").values_list("label", flat=True))


def places_in(commune_code: str, kinds: Sequence[str]) -> list[Place]:
    """Places of these kinds in the commune (of today, even by a former code), by kind in the order given, then by name.

    Fictional places are left out for the kinds of which a real source holds at least one place anywhere.
    """
    commune = territories.commune(commune_code)
    rows = models.Place.objects.filter(
        commune_code=commune.code if commune else commune_code, kind__in=list(kinds)
    ).values_list(*_COLUMNS)
    places = [_value(row) for row in rows]
    if any(place.is_fictional for place in places):
        real = set(
            models.Place.objects.filter(kind__in=list(kinds), is_fictional=False)
            .values_list("kind", flat=True)
            .distinct()
        )
        places = [place for place in places if not (place.is_fictional and place.kind in real)]
    return sorted(places, key=lambda place: (list(kinds).index(place.kind), place.name, place.id))


def places_count() -> int:
    return models.Place.objects.count()


def places_by_kind() -> dict[str, int]:
    counted = models.Place.objects.values_list("kind").annotate(many=Count("id")).order_by("kind")
    return dict(counted)


def _value(row: tuple[Any, ...]) -> Place:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Place(**{**values, "wheelchair": Access(values["wheelchair"])})
