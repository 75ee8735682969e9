"""The places near someone for an act."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from prevenance.catalogue.content_values import Confidence
from prevenance.offer.queries import index as place_index
from prevenance.offer.queries.closures import announced
from prevenance.offer.queries.hours import OpeningState, opening_state
from prevenance.offer.queries.places import Place, places_by_id, said_of
from prevenance.offer.queries.usual_weeks import When, is_open_when, when_now

MOST = 100  # places, whatever the limit asked for
_STEPS = (50, 200, 1000)  # how many neighbours are looked at in turn when filters leave too few
_HALF_EARTH_KM = 20_020.0


@dataclass(frozen=True, slots=True)
class NearPlace:
    """`distance_km` is as the crow flies, from the centre of the commune when the position is approximate.

    `said`: how sure we are that this very place does the act asked; None when only its kind tells.
    """

    place: Place
    distance_km: float
    opening: OpeningState
    checked_on: dt.date | None
    is_fictional: bool
    said: Confidence | None = None


def nearest_places(
    *,
    kinds: Sequence[str],
    latitude: float,
    longitude: float,
    at: dt.datetime,
    limit: int = 5,
    within_km: float | None = 50.0,
    open_only: bool = False,
    accessible_only: bool = False,
    act: str = "",
    said: Collection[Confidence] = (),
    when: When | None = None,
) -> list[NearPlace]:
    """The nearest places of any of these kinds, nearest first; [] when none is known within `within_km` (None:
    anywhere).

    `act` (a key of the catalogue): also those of which one of the confidences `said` is told for it, whatever their
    kind, and never those which said that they do not do it.

    `at` (aware) is the instant of which the opening is told. `open_only` keeps those known to be open then,
    `accessible_only` those known to be accessible in a wheelchair, `when` those known to be open at some time of it:
    unknown is none of these. Raises ValueError when the
    point is not on Earth.
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError(f"Not a position on Earth: latitude {latitude}, longitude {longitude}.")
    limit = min(limit, MOST)
    if limit < 1:
        return []
    found: list[NearPlace] = []
    looked_at = 0
    index = place_index.current()
    weeks = weeks_asked(when, at if open_only and _is_mainland(latitude, longitude) else None)
    kinds = [*kinds, *(place_index.doing(act, confidence) for confidence in said)]
    not_done = index.not_done(act) if act else frozenset()
    for wanted in (limit, *(step for step in _STEPS if step > limit)):
        neighbours = index.nearest(
            kinds,
            latitude,
            longitude,
            wanted=wanted,
            within_km=_HALF_EARTH_KM if within_km is None else within_km,
            accessible=accessible_only,
            weeks=weeks,
        )
        for near in described(
            [one for one in neighbours[looked_at:] if one[1] not in not_done], at, act=act, when=when
        ):
            if not (open_only and near.opening.is_open is not True) and not _is_there(near, found):
                found.append(near)
                if len(found) == limit:
                    return found
        looked_at = len(neighbours)
        if looked_at < wanted:
            break
    return found


def weeks_asked(when: When | None, now: dt.datetime | None) -> list[int]:
    """What quickly leaves out hours that are never open then; exact answers come later, with each place."""
    return [asked.week for asked in (when, when_now(now, "75") if now else None) if asked]


def _is_mainland(latitude: float, longitude: float) -> bool:
    """Where the clock is that of Paris, and every place within reach too."""
    return 41 < latitude < 52 and -6 < longitude < 11


def described(
    neighbours: list[tuple[float, str]], at: dt.datetime, *, act: str = "", when: When | None = None
) -> Iterator[NearPlace]:
    """(kilometres, id) as places, in the same order; those known to be closed then are left out."""
    places = places_by_id(identifier for _, identifier in neighbours)
    notices = announced(places, on=at.date())
    said = said_of(places, act) if act else {}
    for distance_km, identifier in neighbours:
        place = places.get(identifier)
        if place is None:  # gone since the index was read: an import has just ended
            continue
        announces = notices.get(identifier, ())
        if when is not None and not is_open_when(place.opening_hours, place.department, when, announces):
            continue
        opening = opening_state(place.opening_hours, place.department, at, notices=announces)
        yield NearPlace(place, distance_km, opening, place.content_on, place.is_fictional, said.get(identifier))


def _is_there(near: NearPlace, found: list[NearPlace]) -> bool:
    """The same place may be known under several kinds (a France services point that is also a digital adviser's
    desk).
    """
    name = place_index.plain(near.place.name)
    return any(
        place_index.plain(other.place.name) == name
        and place_index.is_near(near.place.latitude, near.place.longitude, other.place.latitude, other.place.longitude)
        for other in found
    )
