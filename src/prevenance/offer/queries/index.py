"""Positions of all places in memory, one k-d tree per kind: exact nearest neighbours in a few hundredths of a
millisecond.

Each process builds its own, kind by kind at first use, and drops it when places have changed since: one cheap
question to the database per search. About 100 bytes per place.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from prevenance.catalogue.content_values import Confidence
from prevenance.offer import models
from prevenance.offer.choices import Access
from prevenance.offer.choices.acts import NOT_DONE
from prevenance.offer.queries.usual_weeks import usual_week

EARTH_RADIUS_KM = 6371.0088
SAME_PLACE_KM = 0.15
_ACT = "act:"
_SPARE = 5
_WORDS = 11  # of 64 bits: the 672 quarters of an hour of a week
_SIGNS = re.compile(r"[\W_]+")

Version = tuple[Any, ...]


@dataclass(frozen=True)
class KindIndex:
    """Places of one kind: `ids[i]` stands at point i of the tree (unit sphere)."""

    tree: cKDTree
    ids: NDArray[np.bytes_]
    is_accessible: NDArray[np.bool_]
    hours: NDArray[np.int32]  # position in `weeks`
    weeks: Weeks


class Weeks:
    """The usual weeks of some opening hours, as words of bits (see `usual_weeks`), each read when first asked for."""

    def __init__(self, known: Sequence[str]) -> None:
        self._known = known
        self._bits = np.zeros((len(known), _WORDS), dtype="<u8")
        self._is_read = np.zeros(len(known), dtype=np.bool_)

    def meet(self, codes: NDArray[np.int32], week: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Whether each of these hours is open at some time of a week. Two threads may read the same hours: no harm."""
        for code in set(codes[~self._is_read[codes]].tolist()):
            self._bits[code] = words_of(usual_week(self._known[code]))
            self._is_read[code] = True
        met: NDArray[np.bool_] = np.any(self._bits[codes] & week, axis=1)
        return met


def words_of(week: int) -> NDArray[np.uint64]:
    """The 672 bits of a week as words of 64, the lowest first."""
    return np.frombuffer(week.to_bytes(8 * _WORDS, "little"), dtype="<u8")


class _Point(NamedTuple):
    """As the database gives them: a day may be text, a yes or no a number."""

    id: str
    name: str
    commune_code: str
    latitude: float
    longitude: float
    is_approximate: bool
    finess: str
    content_on: dt.date | str | None
    is_fictional: bool
    wheelchair: str
    opening_hours: str


Hits = tuple[NDArray[np.float64], list[str]]  # chords on the unit sphere, ids


class Index:
    """All kinds at one version of the data."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self._kinds: dict[str, KindIndex | None] = {}
        self._not_done: dict[str, frozenset[str]] = {}
        self._building = threading.Lock()

    def kind(self, kind: str) -> KindIndex | None:
        """None when no place of this kind is known."""
        if kind not in self._kinds:
            with self._building:
                if kind not in self._kinds:
                    self._kinds[kind] = _built(kind)
        return self._kinds[kind]

    def not_done(self, act: str) -> frozenset[str]:
        """Ids of the places that said they do not do this act."""
        if act not in self._not_done:
            rows = models.PlaceAct.objects.filter(act=act, confidence=NOT_DONE).values_list("place_id", flat=True)
            self._not_done[act] = frozenset(rows)
        return self._not_done[act]

    def nearest(
        self,
        kinds: Sequence[str],
        latitude: float,
        longitude: float,
        *,
        wanted: int,
        within_km: float,
        accessible: bool,
        weeks: Sequence[int] = (),
    ) -> list[tuple[float, str]]:
        """Up to `wanted` (kilometres, id) among all these kinds, nearest first. `weeks`: only those which are usually
        open at some time of each of these weeks, as bits.
        """
        point = _on_sphere(np.array(latitude), np.array(longitude))
        farthest = 2 * math.sin(min(within_km / EARTH_RADIUS_KM, math.pi) / 2)
        asked = [words_of(week) for week in weeks]
        found: dict[str, float] = {}  # a place of several kinds is found once for each
        for kind in dict.fromkeys(kinds):
            indexed = self.kind(kind)
            if indexed is None:
                continue
            chords, ids = _nearest(indexed, point, wanted, farthest, accessible, asked)
            found.update(zip(ids, chords.tolist(), strict=True))
            if len(found) >= wanted:  # of the other kinds, only what is nearer than that, or as near
                farthest = min(farthest, math.nextafter(sorted(found.values())[wanted - 1], math.inf))
        nearest = sorted((chord, identifier) for identifier, chord in found.items())[:wanted]
        return [(2 * EARTH_RADIUS_KM * math.asin(min(chord / 2, 1)), identifier) for chord, identifier in nearest]


_current: Index | None = None


def current() -> Index:
    """The index of the data as they are now."""
    global _current
    version = _version()
    index = _current
    if index is None or index.version != version:
        index = _current = Index(version)
    return index


def forget() -> None:
    """Build anew at the next search."""
    global _current
    _current = None


def _version() -> Version:
    """The last revision of the places. Written in SQL: this runs at each search, and the ORM would cost more than
    it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, at FROM offer_revision ORDER BY id DESC LIMIT 1")
        return (connection.settings_dict["NAME"], *(cursor.fetchone() or ()))


def _nearest(
    indexed: KindIndex,
    point: NDArray[np.float64],
    wanted: int,
    farthest: float,
    accessible: bool,
    weeks: Sequence[NDArray[np.uint64]],
) -> Hits:
    many = len(indexed.ids)
    # Where some will be left out, asking for more at once costs less than asking again.
    asked = min(wanted * (_SPARE if accessible or weeks else 1), many)
    while True:
        near = indexed.tree.query(point, k=asked, distance_upper_bound=farthest)
        chords, places = (np.atleast_1d(one) for one in near)
        many_inside = int(np.searchsorted(chords, np.inf))
        chords, places = chords[:many_inside], places[:many_inside]
        if accessible:
            passing = indexed.is_accessible[places]
            chords, places = chords[passing], places[passing]
        for week in weeks:
            passing = indexed.weeks.meet(indexed.hours[places], week)
            chords, places = chords[passing], places[passing]
        if len(places) >= min(wanted, many) or many_inside < asked or asked == many:
            break
        asked = min(asked * _SPARE, many)
    return chords[:wanted], [identifier.decode() for identifier in indexed.ids[places[:wanted]].tolist()]


def _built(kind: str) -> KindIndex | None:
    names = ("is_position_approximate" if name == "is_approximate" else name for name in _Point._fields)
    rows = _of(kind).filter(place__has_closed=False).values_list(*(f"place__{name}" for name in names))
    with connection.cursor() as cursor:  # without the conversions of the ORM, which cost as much as the reading
        cursor.execute(*rows.query.sql_with_params())
        points = [_Point._make(row) for batch in iter(partial(cursor.fetchmany, 5000), []) for row in batch]
    # Once a real source holds this kind, an invented place would only send people astray.
    if any(not point.is_fictional for point in points):
        points = [point for point in points if not point.is_fictional]
    points = _once_each(points)
    if not points:
        return None
    codes: dict[str, int] = {}
    hours = [codes.setdefault(point.opening_hours, len(codes)) for point in points]
    latitudes = np.array([point.latitude for point in points])
    longitudes = np.array([point.longitude for point in points])
    return KindIndex(
        tree=cKDTree(_on_sphere(latitudes, longitudes)),
        ids=np.array([point.id.encode() for point in points]),
        is_accessible=np.array([point.wheelchair == Access.YES for point in points]),
        hours=np.array(hours, dtype=np.int32),
        weeks=Weeks(tuple(codes)),
    )


def doing(act: str, confidence: Confidence) -> str:
    """A kind of the index: the places of which a source, or the place itself, says so for this act."""
    return f"{_ACT}{act}:{confidence}"


def _of(kind: str) -> QuerySet[Any]:
    if not kind.startswith(_ACT):
        return models.PlaceKind.objects.filter(kind=kind)
    act, _, confidence = kind.removeprefix(_ACT).rpartition(":")
    return models.PlaceAct.objects.filter(act=act, confidence=confidence)


def _once_each(points: list[_Point]) -> list[_Point]:
    """Two sources may hold one place: same FINESS number, or same name at the same spot. The better located is
    kept, then the more recently checked. Nothing is deleted: each source keeps its rows.
    """
    points.sort(key=lambda point: (point.is_approximate, -_ordinal(point.content_on), point.id))
    kept: list[_Point] = []
    numbers: set[str] = set()
    named: dict[str, list[_Point]] = {}
    for point in points:
        namesakes = named.setdefault(plain(point.name), [])
        if point.finess in numbers or any(_is_same_spot(point, other) for other in namesakes):
            continue
        kept.append(point)
        namesakes.append(point)
        if point.finess:
            numbers.add(point.finess)
    return kept


def _ordinal(day: dt.date | str | None) -> int:
    return (dt.date.fromisoformat(day) if isinstance(day, str) else day or dt.date.min).toordinal()


def _is_same_spot(one: _Point, other: _Point) -> bool:
    if one.is_approximate or other.is_approximate:
        return one.commune_code == other.commune_code
    return is_near(one.latitude, one.longitude, other.latitude, other.longitude)


def is_near(latitude_1: float, longitude_1: float, latitude_2: float, longitude_2: float) -> bool:
    """Within `SAME_PLACE_KM`, on a flat Earth: enough at this scale."""
    north = (latitude_1 - latitude_2) * 111.2
    east = (longitude_1 - longitude_2) * 111.2 * math.cos(math.radians(latitude_1))
    return north * north + east * east <= SAME_PLACE_KM * SAME_PLACE_KM


def plain(name: str) -> str:
    """A name without case, accents or punctuation, to compare with another."""
    folded = name.lower() if name.isascii() else unicodedata.normalize("NFKD", name.casefold())
    return _SIGNS.sub("", folded)


def _on_sphere(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float64]:
    phi, theta = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=-1)
