"""Places near someone by the words of their own name, as people remember it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from rapidfuzz.distance import OSA

from prevenance.offer import models
from prevenance.offer.queries.nearest import NearPlace, described
from prevenance.territories import queries as territories
from prevenance.territories.queries import spelling

_WITHIN_KM = 25.0
_MOST_COMMUNES = 400
_LONG = 6  # letters of a word in which one slip is forgiven


def places_named(
    words: Sequence[str], *, here: territories.Commune, at: dt.datetime, limit: int, kinds: Collection[str] = ()
) -> list[NearPlace]:
    """The places within 25 km whose name holds all these words (plain ones), one typing error forgiven in long ones,
    nearest first. `kinds`: only of one of these, when any is given.
    """
    around = [here.code, *(one.code for one, _ in territories.neighbours(here.code, _WITHIN_KM)[:_MOST_COMMUNES])]
    places = models.Place.objects.filter(commune_code__in=around, has_closed=False)
    if kinds:
        places = places.filter(kinds__kind__in=list(kinds)).distinct()
    found = [
        (territories.distance_km(here.latitude, here.longitude, latitude, longitude), identifier)
        for identifier, name, latitude, longitude in places.values_list("id", "name", "latitude", "longitude")
        if _holds(name, words)
    ]
    return list(described(sorted(found)[:limit], at))


def _holds(name: str, words: Sequence[str]) -> bool:
    parts = spelling.plain(name).split()
    return bool(words) and all(any(_is_same(word, part) for part in parts) for word in words)


def _is_same(word: str, part: str) -> bool:
    return word == part or (len(word) >= _LONG and OSA.distance(word, part, score_cutoff=1) <= 1)
