"""Dated prevention actions near someone, those to come."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace

from django.db.models import Count, Max, Q

from prevenance.offer import models
from prevenance.offer.choices import OutreachStatus
from prevenance.territories import queries as territories

MOST_OUTREACHES = 100
_KM_IN_A_DEGREE = 111.2
STALE_AFTER_DAYS = 31  # an agenda that nobody sends again may hide what was cancelled


@dataclass(frozen=True, slots=True)
class Outreach:
    """Days and hours are those of the clock where it happens; `starts_time` None: the whole day, or nobody said.
    `acts` are keys of the catalogue. `status` is said: one that is cancelled is shown as such until its day.
    """

    id: str
    source: str
    status: str
    title: str
    description: str
    acts: list[str]
    starts_on: dt.date
    starts_time: dt.time | None
    ends_on: dt.date
    ends_time: dt.time | None
    place: str
    address: str
    postal_code: str
    commune_code: str
    commune_name: str
    latitude: float
    longitude: float
    is_position_approximate: bool
    organiser: str
    phone: str
    booking: str
    audience: str
    cost: str


@dataclass(frozen=True, slots=True)
class NearOutreach:
    """`distance_km` is as the crow flies, from the centre of the commune when the position is approximate."""

    outreach: Outreach
    distance_km: float


@dataclass(frozen=True, slots=True)
class OutreachSource:
    """What one source announces: actions to come, those cancelled among them, and when it was last imported: an agenda
    bears no date of its own.
    """

    source: str
    to_come: int
    cancelled: int
    imported_at: dt.datetime | None
    age_in_days: int | None = None
    is_stale: bool = False
    stale_after_days: int = STALE_AFTER_DAYS


_COLUMNS = tuple(Outreach.__dataclass_fields__)


def outreach(identifier: str) -> Outreach | None:
    """Whatever its status, for those who had its address; None once it is forgotten (some days after its day)."""
    row = models.Outreach.objects.filter(id=identifier).values_list(*_COLUMNS).first()
    return Outreach(*row) if row else None


def outreaches_near(
    act: str | None,
    latitude: float,
    longitude: float,
    on: dt.date,
    within_km: float = 30.0,
    limit: int = 10,
    *,
    with_cancelled: bool = False,
) -> list[NearOutreach]:
    """Those that are not over on `on`, the soonest first, then the nearest. `act` None: whatever is done there.

    Cancelled ones are left out unless `with_cancelled`; withdrawn ones always. Raises ValueError when the point is not
    on Earth.
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError(f"Not a position on Earth: latitude {latitude}, longitude {longitude}.")
    height = within_km / _KM_IN_A_DEGREE
    width = height / max(0.05, math.cos(math.radians(latitude)))
    statuses = [OutreachStatus.ANNOUNCED, *([OutreachStatus.CANCELLED] if with_cancelled else [])]
    rows = models.Outreach.objects.filter(
        ends_on__gte=on,
        status__in=statuses,
        latitude__range=(latitude - height, latitude + height),
        longitude__range=(longitude - width, longitude + width),
    ).order_by("starts_on", "starts_time", "id")
    found = []
    for row in rows.values_list(*_COLUMNS).iterator():
        one = Outreach(*row)
        if act is not None and act not in one.acts:
            continue
        far = territories.distance_km(latitude, longitude, one.latitude, one.longitude)
        if far <= within_km:
            found.append(NearOutreach(one, far))
    found.sort(key=lambda near: (max(near.outreach.starts_on, on), near.distance_km, near.outreach.id))
    return found[: max(0, min(limit, MOST_OUTREACHES))]


def outreach_sources(on: dt.date) -> list[OutreachSource]:
    """Every source of which we hold something, by name; when all of it is over, 0 to come."""
    is_coming = Q(ends_on__gte=on) & ~Q(status=OutreachStatus.WITHDRAWN)
    rows = models.Outreach.objects.values("source").annotate(
        to_come=Count("id", filter=is_coming),
        cancelled=Count("id", filter=is_coming & Q(status=OutreachStatus.CANCELLED)),
        imported_at=Max("import_run__ended_at"),
    )
    return [_aged(OutreachSource(**row), on) for row in rows.order_by("source")]


def _aged(one: OutreachSource, on: dt.date) -> OutreachSource:
    age = (on - one.imported_at.date()).days if one.imported_at else None
    return replace(one, age_in_days=age, is_stale=age is None or age > STALE_AFTER_DAYS)
