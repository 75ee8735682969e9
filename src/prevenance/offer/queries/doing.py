"""The places near someone where an act is done, those which surely do it before those to ring first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from prevenance.catalogue.content_values import Confidence, DoneAt
from prevenance.offer.queries.nearest import NearPlace, nearest_places
from prevenance.offer.queries.usual_weeks import When

WITHIN_KM = 50.0
SURE_WITHIN_KM = 25.0  # beyond, a nearer place to ring first comes before


def places_doing(
    done_at: Sequence[DoneAt],
    *,
    act: str = "",
    latitude: float,
    longitude: float,
    at: dt.datetime,
    limit: int,
    within_km: float | None = WITHIN_KM,
    open_only: bool = False,
    accessible_only: bool = False,
    when: When | None = None,
) -> tuple[NearPlace, ...]:
    """The nearest places of these kinds. `act`: its key in the catalogue, so that what each place declares, or denies,
    counts beyond its kind. The rest as `nearest_places`.
    """

    def nearest(kinds: Sequence[str], said: Sequence[Confidence]) -> list[NearPlace]:
        if not kinds and not act:
            return []
        return nearest_places(
            kinds=kinds,
            latitude=latitude,
            longitude=longitude,
            at=at,
            limit=limit,
            within_km=within_km,
            open_only=open_only,
            accessible_only=accessible_only,
            when=when,
            act=act,
            said=said if act else (),
        )

    # A hospital that may do it, next door, is worth less than a pharmacy that does, a little further.
    surely = (Confidence.DECLARED, Confidence.BY_LAW)
    sure = nearest([str(d.kind) for d in done_at if d.confidence in surely], surely)
    close = [place for place in sure if place.distance_km <= SURE_WITHIN_KM]
    if len(close) >= limit:
        return tuple(close)
    perhaps = (Confidence.TO_BE_CONFIRMED,)
    doubtful = nearest([str(d.kind) for d in done_at if d.confidence in perhaps], perhaps)
    there = {one.place.id for one in sure}
    doubtful = [one for one in doubtful if one.place.id not in there]
    return tuple([*close, *doubtful, *sure[len(close) :]][:limit])
