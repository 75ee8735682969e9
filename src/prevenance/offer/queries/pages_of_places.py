"""Published places by pages, with whether each is open: what the API lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from prevenance.offer.queries.closures import announced
from prevenance.offer.queries.hours import OpeningState, opening_state
from prevenance.offer.queries.published import Published, Wanted, positions_of, published, published_by_id
from prevenance.territories import queries as territories

MOST_LOOKED_AT = 2000  # for one page: a filter that nothing passes does not read the whole country
FARTHEST_FROM_COMMUNE_KM = 30.0  # as imports allow: a place is never farther from the centre of its commune
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Listed:
    """A place, its opening at the instant asked, and how far it is when the question was near a point."""

    place: Published
    opening: OpeningState
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """`next_after`: the id after which the next page begins; "" when there is none."""

    places: list[Listed]
    next_after: str


@dataclass(frozen=True, slots=True)
class Point:
    """A circle: degrees, kilometres."""

    latitude: float
    longitude: float
    km: float


class NotThere(Exception):
    """The place after which a list by distance should go on is not in it (any more)."""


def page(
    wanted: Wanted, *, at: dt.datetime, limit: int, after: str = "", open_now: bool = False, near: Point | None = None
) -> Page:
    """In the order of ids, or of distances when `near` is given: the same at each call. Raises `NotThere`."""
    if near is not None:
        return _by_distance(wanted, near, at=at, limit=limit, after=after, open_now=open_now)
    found: list[Listed] = []
    last, looked_at = after, 0
    batch = limit + 1 if not open_now else min(200, MOST_LOOKED_AT)
    while looked_at < MOST_LOOKED_AT:
        read = list(published(wanted, after=last, most=batch))
        for one in _opened(read, at):
            if len(found) == limit:
                return Page(found, last)
            last = one.place.id
            if one.opening.is_open is True or not open_now:
                found.append(one)
        looked_at += batch
        if len(read) < batch:
            rest = next(published(wanted, after=last), None) if read else None
            return Page(found, last if rest else "")
    return Page(found, last)


def one(identifier: str, *, at: dt.datetime) -> Listed | None:
    """A published place by its id of today; fictional ones too, for they say so."""
    found = published_by_id([identifier], Wanted(with_demo=True)).get(identifier)
    return _opened([found], at)[0] if found else None


def _opened(places: list[Published], at: dt.datetime) -> list[Listed]:
    notices = announced([one.id for one in places], on=at.date())
    return [
        Listed(one, opening_state(one.opening_hours, one.department, at, notices=notices.get(one.id, ())))
        for one in places
    ]


def _by_distance(wanted: Wanted, near: Point, *, at: dt.datetime, limit: int, after: str, open_now: bool) -> Page:
    ordered = _distances(wanted, near)
    start = 0
    if after:
        start = next((rank for rank, (_, identifier) in enumerate(ordered, start=1) if identifier == after), 0)
        if not start:
            raise NotThere
    found: list[Listed] = []
    last, rank = after, start
    while rank < min(len(ordered), start + MOST_LOOKED_AT) and len(found) < limit:
        part = ordered[rank : rank + limit]
        places = published_by_id([identifier for _, identifier in part], wanted)
        kept = {listed.place.id: listed for listed in _opened(list(places.values()), at)}
        for km, identifier in part:
            if len(found) == limit:
                break
            last, rank = identifier, rank + 1
            listed = kept.get(identifier)
            if listed and (listed.opening.is_open is True or not open_now):
                found.append(replace(listed, distance_km=km))
    return Page(found, last if rank < len(ordered) else "")


def _distances(wanted: Wanted, near: Point) -> list[tuple[float, str]]:
    """(kilometres, id) of all that is within the circle, nearest first. Communes are indexed, positions are not."""
    around = _communes_around(near)
    if wanted.communes:
        around = [code for code in around if code in wanted.communes]
    north = near.km / _KM_PER_DEGREE
    rows = positions_of(replace(wanted, communes=around)) if around else []
    found = []
    for identifier, latitude, longitude in rows:
        if abs(latitude - near.latitude) > north * 1.01:
            continue
        km = territories.distance_km(near.latitude, near.longitude, latitude, longitude)
        if km <= near.km:
            found.append((km, identifier))
    return sorted(found)


def _communes_around(near: Point) -> list[str]:
    """Every commune that may hold a place within the circle."""
    centre = territories.nearest_commune(near.latitude, near.longitude)
    away = territories.distance_km(near.latitude, near.longitude, centre.latitude, centre.longitude)
    reach = near.km + away + FARTHEST_FROM_COMMUNE_KM
    return [centre.code, *(commune.code for commune, _ in territories.neighbours(centre.code, reach))]
