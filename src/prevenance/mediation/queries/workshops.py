"""Workshops to come and past, within a scope; and those that anybody may come to.

Hours are those of the clock on the wall where the workshop is held.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from prevenance.formats import zones
from prevenance.kit.clock import PARIS
from prevenance.mediation.choices import UNDONE_WITHIN, PlaceKind
from prevenance.mediation.choices.workshop_rules import WITHIN_KM
from prevenance.mediation.models import Registration, Workshop
from prevenance.mediation.queries import encounters
from prevenance.people.queries import Access, is_within
from prevenance.territories import queries as territories

HOLD = "hold_workshops"


@dataclass(frozen=True, slots=True)
class Seat:
    """One registration, not withdrawn. `waits`: its place in the waiting list, 0 when it has its seats.

    `is_promoted`: it waited before. `is_to_tell`: the team has something to tell them, and has not yet.
    """

    id: int
    person: str
    label: str
    seats: int
    waits: int
    came: int | None
    asked_at: dt.datetime
    is_promoted: bool
    is_to_tell: bool
    has_phone: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One workshop. `encounter`: 0 until it is noted. `starts_at`: local. `seats`: in order of asking. `uid`: for
    calendars, never the same on two sites.
    """

    id: int
    uid: str
    organisation_id: int
    made_by: int
    author: str
    made_at: dt.datetime
    version: str
    title: str
    level: str
    capacity: int
    taken: int
    others: int
    starts_at: dt.datetime
    minutes: int
    place_kind: str
    place_id: str
    place_name: str
    commune: str
    themes: tuple[str, ...]
    is_public: bool
    sequence: int
    changed_at: dt.datetime
    moved_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    encounter: int
    noted_at: dt.datetime | None
    seats: tuple[Seat, ...]

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.minutes)

    @property
    def free(self) -> int:
        """Seats left."""
        return self.capacity - self.taken

    @property
    def seated(self) -> tuple[Seat, ...]:
        return tuple(one for one in self.seats if not one.waits)

    @property
    def waiting(self) -> tuple[Seat, ...]:
        return tuple(one for one in self.seats if one.waits)

    @property
    def to_tell(self) -> tuple[Seat, ...]:
        return tuple(one for one in self.seats if one.is_to_tell)

    def is_open(self, *, at: dt.datetime) -> bool:
        """Whether seats may still be asked for."""
        return not self.cancelled_at and not self.encounter and self.starts_at > at

    def has_begun(self, *, at: dt.datetime) -> bool:
        return self.starts_at <= at

    def is_of_the_day(self, *, at: dt.datetime) -> bool:
        """Whether whoever announced it has something to do."""
        is_today = self.starts_at.date() == at.astimezone(self.starts_at.tzinfo).date()
        to_note = self.has_begun(at=at) and not self.encounter and not self.cancelled_at
        return bool(self.to_tell) or to_note or (is_today and not self.cancelled_at and not self.encounter)

    def may_undo_cancel(self, *, at: dt.datetime) -> bool:
        return self.cancelled_at is not None and at - self.cancelled_at <= UNDONE_WITHIN

    def may_undo_note(self, *, at: dt.datetime) -> bool:
        return bool(self.encounter) and self.noted_at is not None and at - self.noted_at <= UNDONE_WITHIN


def within(agent: Access) -> Q:
    """The workshops that this agent may see and change: those of the organisations and areas of the memberships."""
    reached = Q(pk__in=[])
    for organisation in sorted(agent.organisations(HOLD)):
        areas = agent.areas(HOLD, organisation=organisation)
        mine = Q(organisation_id=organisation)
        if not is_within("", areas):  # bounded
            held = Workshop.objects.filter(mine).values_list("commune_code", flat=True).distinct()
            mine &= Q(commune_code__in=[code for code in held if is_within(code, areas)])
        reached |= mine
    return reached


def workshops(
    agent: Access, *, at: dt.datetime, past: bool = False, mine: bool = False, first: int = 0, many: int = 30
) -> tuple[Sheet, ...]:
    """To come or held today, the soonest first; or past, the last first."""
    rows = Workshop.objects.filter(within(agent))
    if mine:
        rows = rows.filter(made_by_id=agent.account_id)
    begun = at - dt.timedelta(hours=12)  # one that lasts is still today's
    rows = rows.filter(starts_at__lt=begun) if past else rows.filter(starts_at__gte=begun)
    rows = rows.order_by("-starts_at", "-pk") if past else rows.order_by("starts_at", "pk")
    return tuple(sheet(row) for row in full(rows)[first : first + many])


def workshop(agent: Access, number: int) -> Sheet | None:
    """One; None outside the scope."""
    row = full(Workshop.objects.filter(within(agent), pk=number)).first()
    return sheet(row) if row else None


def last_by(agent: Access) -> Sheet | None:
    """The last one that this account announced: the next one begins as it."""
    row = full(Workshop.objects.filter(within(agent), made_by_id=agent.account_id)).order_by("-made_at", "-pk").first()
    return sheet(row) if row else None


def places_used(agent: Access, *, many: int = 5) -> tuple[tuple[str, str, str], ...]:
    """(id in the offer or "", name, commune) of the places of the last workshops and notes of this account."""
    rows = Workshop.objects.filter(within(agent), made_by_id=agent.account_id).exclude(place_name="")
    mine = rows.order_by("-made_at", "-pk").values_list("place_id", "place_name", "commune_code")[:50]
    return tuple(dict.fromkeys((*mine, *encounters.places_used(agent))))[:many]


def of_person(agent: Access, reference: str, *, many: int = 5) -> tuple[tuple[Sheet, Seat], ...]:
    """The last workshops where a person followed has a seat or waits, within the scope."""
    rows = Workshop.objects.filter(
        within(agent), registrations__person=reference, registrations__withdrawn_at__isnull=True
    )
    sheets = [sheet(row) for row in full(rows.distinct().order_by("-starts_at", "-pk"))[:many]]
    return tuple((one, held) for one in sheets for held in one.seats if held.person == reference)


def for_the_day(agent: Access, *, at: dt.datetime) -> tuple[Sheet, ...]:
    """One's own held today, or of which somebody is to be told, or past and not noted yet: the soonest first."""
    since, until = at - dt.timedelta(days=14), at + dt.timedelta(days=60)
    rows = Workshop.objects.filter(within(agent), made_by_id=agent.account_id, starts_at__range=(since, until))
    found = (sheet(row) for row in full(rows.order_by("starts_at", "pk"))[:50])
    return tuple(one for one in found if one.is_of_the_day(at=at))


def open_workshop(number: int) -> Sheet | None:
    """One open to all, to come or past, cancelled or not."""
    row = full(Workshop.objects.filter(pk=number, is_public=True)).first()
    return sheet(row) if row else None


def near(
    here: territories.Commune, *, at: dt.datetime, most: int = 20, within_km: float = WITHIN_KM
) -> list[tuple[Sheet, float]]:
    """(workshop, kilometres) of those open to all, to come, around a commune: the soonest first, then the nearest.

    Those held remotely are near everywhere in the department. A cancelled one is still shown until its hour.
    """
    away = {here.code: 0.0} | {one.code: km for one, km in territories.neighbours(here.code, within_km)}
    is_near = Q(commune_code__in=list(away)) & ~Q(place_kind=PlaceKind.REMOTE)
    is_remote = Q(place_kind=PlaceKind.REMOTE, commune_code__startswith=here.department)
    rows = Workshop.objects.filter(is_near | is_remote, is_public=True, starts_at__gt=at, encounter__isnull=True)
    found = [
        (sheet(row), 0.0 if row.place_kind == PlaceKind.REMOTE else away[row.commune_code])
        for row in full(rows.order_by("starts_at", "pk"))[:most]
    ]
    return sorted(found, key=lambda one: (one[0].starts_at, one[1], one[0].id))


def seat(found: Sheet, number: int) -> Seat | None:
    """One registration of a workshop."""
    return next((one for one in found.seats if one.id == number), None)


def zone_of(commune: str) -> dt.tzinfo:
    """The time zone of the clock on the wall there."""
    found = territories.commune(commune)
    return zones.zone(found.department) if found else PARIS


def full(rows: QuerySet[Workshop]) -> QuerySet[Workshop]:
    return rows.select_related("made_by", "encounter").prefetch_related("registrations")


def sheet(row: Workshop) -> Sheet:
    """As a value. A note that was removed leaves the workshop to be noted again."""
    noted = row.encounter if row.encounter and row.encounter.removed_at is None else None
    return Sheet(
        id=row.pk,
        uid=hashlib.sha256(row.operation.bytes).hexdigest()[:32],
        organisation_id=row.organisation_id,
        made_by=row.made_by_id,
        author=row.made_by.display_name or row.made_by.email or "",
        made_at=row.made_at,
        version=(row.changed_at or row.made_at).isoformat(),
        title=row.title,
        level=row.level,
        capacity=row.capacity,
        taken=row.taken,
        others=row.others,
        starts_at=row.starts_at.astimezone(zone_of(row.commune_code)),
        minutes=row.minutes,
        place_kind=row.place_kind,
        place_id=row.place_id,
        place_name=row.place_name,
        commune=row.commune_code,
        themes=tuple(row.themes),
        is_public=row.is_public,
        sequence=row.sequence,
        changed_at=row.changed_at or row.made_at,
        moved_at=row.moved_at,
        cancelled_at=row.cancelled_at,
        encounter=noted.pk if noted else 0,
        noted_at=noted.noted_at if noted else None,
        seats=seats(list(row.registrations.all())),
    )


def seats(rows: Sequence[Registration]) -> tuple[Seat, ...]:
    """Those not withdrawn, in order of asking."""
    found, waiting = [], 0
    for one in sorted(rows, key=lambda one: (one.asked_at, one.pk)):
        if one.withdrawn_at:
            continue
        waiting += one.seated_at is None
        found.append(
            Seat(
                id=one.pk,
                person=one.person,
                label=one.label,
                seats=one.seats,
                waits=0 if one.seated_at else waiting,
                came=one.came,
                asked_at=one.asked_at,
                is_promoted=one.seated_at is not None and one.seated_at > one.asked_at,
                is_to_tell=one.told_at is None,
                has_phone=one.phone is not None,
            )
        )
    return tuple(found)
