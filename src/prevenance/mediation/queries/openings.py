"""Who receives where and when, and the slots that are left."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import Q

from prevenance.formats import zones
from prevenance.kit.clock import PARIS
from prevenance.mediation.choices import PlaceKind
from prevenance.mediation.choices.appointments import HORIZON_DAYS, SLOT_MOST, AppointmentState
from prevenance.mediation.models import Absence, Appointment, Opening
from prevenance.mediation.queries import public_holidays, slots
from prevenance.mediation.queries.slots import Held, Hours, Slot, Span
from prevenance.people import queries as people
from prevenance.people.queries import Access
from prevenance.territories import queries as territories

ACTION = "hold_appointments"
AROUND_KM, NEAR_MOST = 30, 12


@dataclass(frozen=True, slots=True)
class Receiving:
    """An opening as pages need it. Who the agent is stays between agents."""

    id: int
    organisation_id: int
    organisation: str
    agent_id: int
    hours: Hours
    place_kind: str
    place_id: str
    place_name: str
    commune: str
    phone: str
    is_public: bool

    @property
    def is_remote(self) -> bool:
        """By phone: nobody goes anywhere."""
        return self.place_kind == PlaceKind.REMOTE

    @property
    def spot(self) -> tuple[object, ...]:
        """What a resident calls one place, whoever receives there."""
        return self.organisation_id, self.place_kind, self.place_name.casefold(), self.commune


@dataclass(frozen=True, slots=True)
class Away:
    """An absence of one agent."""

    id: int
    starts_at: dt.datetime
    ends_at: dt.datetime


def opening(number: int) -> Receiving | None:
    """One of them, ended or not; whoever asks."""
    return next(iter(_values(Opening.objects.filter(pk=number))), None)


def openings_of(account_id: int, *, on: dt.date) -> tuple[Receiving, ...]:
    """Those of one agent that are not over."""
    rows = Opening.objects.filter(agent_id=account_id).filter(_not_over(on))
    return _values(rows.order_by("from_time", "pk"))


def team_openings(agent: Access, *, on: dt.date) -> tuple[Receiving, ...]:
    """Those of the organisations where this agent holds appointments, within their areas."""
    rows = Opening.objects.filter(organisation__in=agent.organisations(ACTION)).filter(_not_over(on))
    mine = [one for one in _values(rows.order_by("place_name", "pk")) if may_hold(agent, one)]
    return _still_held(mine, on=on)


def may_hold(agent: Access, one: Receiving) -> bool:
    """Whether this agent may see and hold the appointments of this opening."""
    return agent.may(ACTION, organisation=one.organisation_id, commune=one.commune)


def is_still_held(one: Receiving, *, on: dt.date) -> bool:
    """Whether its agent is still there, and may still receive there."""
    return bool(_still_held([one], on=on))


def zone_of_agent(account_id: int, *, on: dt.date) -> ZoneInfo:
    """What the clock on the wall says where this agent receives; the site's for one who has no hours."""
    mine = openings_of(account_id, on=on)
    return mine[0].hours.zone if mine else PARIS


def absences_of(account_id: int, *, at: dt.datetime) -> tuple[Away, ...]:
    """Those that are not over, in order."""
    rows = Absence.objects.filter(agent_id=account_id, ends_at__gt=at).order_by("starts_at", "pk")
    return tuple(Away(row.pk, row.starts_at, row.ends_at) for row in rows)


def siblings(one: Receiving, *, at: dt.datetime) -> tuple[Receiving, ...]:
    """The openings that residents may book at the same place with the same organisation, this one included."""
    day = local_day(one, at)
    rows = Opening.objects.filter(
        organisation_id=one.organisation_id, commune_code=one.commune, is_public=True, place_kind=one.place_kind
    ).filter(_not_over(day))
    found = [each for each in _values(rows.order_by("pk")) if each.spot == one.spot]
    return _still_held(found, on=day)


def public_near(here: territories.Commune, *, at: dt.datetime) -> tuple[tuple[Receiving, float], ...]:
    """(opening, km between the communes) of what residents may book around a commune, the nearest first."""
    far = {here.code: 0.0} | {one.code: km for one, km in territories.neighbours(here.code, AROUND_KM)}
    rows = Opening.objects.filter(is_public=True, commune_code__in=list(far)).filter(_not_over(at.date()))
    ordered = sorted(_values(rows), key=lambda one: (far[one.commune], one.organisation, one.id))
    kept = _still_held(ordered[: NEAR_MOST * 4], on=at.date())
    return tuple((one, far[one.commune]) for one in kept)


def free_slots(
    many: Sequence[Receiving],
    *,
    at: dt.datetime,
    first: dt.date,
    last: dt.date,
    without: int = 0,
    urgent: bool = False,
    most: int | None = None,
) -> tuple[Slot, ...]:
    """What is free in these openings, from one day to another, in order. `without`: the appointment being moved.
    `urgent`: an agent books, the notice does not count. `most`: the first ones only, of each opening.
    """
    last = min(last, at.date() + dt.timedelta(days=HORIZON_DAYS))
    if not many or last < first:
        return ()
    agents = {one.agent_id for one in many}
    held = _held(agents, first, last, without)
    away = _away(agents, first, last)
    found: list[Slot] = []
    for one in many:
        department = _department(one.commune)
        offered = slots.free(
            _hurried(one.hours) if urgent else one.hours,
            first=first,
            last=last,
            at=at,
            held=held.get(one.agent_id, ()),
            absences=away.get(one.agent_id, ()),
            is_holiday=lambda day, department=department: public_holidays.is_holiday(day, department=department),  # type: ignore[misc]
        )
        found += itertools.islice(offered, most)
    return tuple(sorted(found, key=lambda slot: (slot.span.starts_at, slot.opening)))


def zone_of(commune: str) -> str:
    """The name of the time zone of this commune."""
    return zones.zone_name(_department(commune))


def local_day(one: Receiving, at: dt.datetime) -> dt.date:
    """The day that it is there."""
    return at.astimezone(one.hours.zone).date()


def day_of(instant: dt.datetime, zone: str) -> dt.date:
    """The day that it is in this time zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def _hurried(hours: Hours) -> Hours:
    return replace(hours, notice=dt.timedelta(0))


def _department(code: str) -> str:
    found = territories.commune(code)
    return found.department if found else ""


def _not_over(on: dt.date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=on)


def _still_held(many: Iterable[Receiving], *, on: dt.date) -> tuple[Receiving, ...]:
    """Without those whose agent has left, or may no longer receive there."""
    known: dict[int, Access] = {}
    found = []
    for one in many:
        if one.agent_id not in known:
            known[one.agent_id] = people.access(one.agent_id, on=on)
        if may_hold(known[one.agent_id], one):
            found.append(one)
    return tuple(found)


def _values(rows: Iterable[Opening]) -> tuple[Receiving, ...]:
    kept = list(rows)
    names = people.employers({row.organisation_id for row in kept})
    return tuple(
        Receiving(
            row.pk,
            row.organisation_id,
            names[row.organisation_id][0],
            row.agent_id,
            Hours(
                row.pk,
                frozenset(row.weekdays),
                row.from_time,
                row.until_time,
                row.slot_minutes,
                row.capacity,
                row.starts_on,
                row.ends_on,
                ZoneInfo(row.zone),
                row.every_weeks,
                row.on_public_holidays,
                dt.timedelta(hours=row.notice_hours),
            ),
            row.place_kind,
            row.place_id,
            row.place_name,
            row.commune_code,
            row.phone,
            row.is_public,
        )
        for row in kept
    )


def _bounds(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """A day more on each side: wherever the place is, its day is within."""
    begins = dt.datetime.combine(first, dt.time(), tzinfo=dt.UTC) - dt.timedelta(days=1)
    return begins, dt.datetime.combine(last, dt.time(), tzinfo=dt.UTC) + dt.timedelta(days=2)


def _held(agents: Iterable[int], first: dt.date, last: dt.date, without: int) -> dict[int, list[Held]]:
    begins, ends = _bounds(first, last)
    rows = Appointment.objects.filter(
        agent_id__in=agents, starts_at__gte=begins - dt.timedelta(minutes=SLOT_MOST), starts_at__lt=ends
    )
    rows = rows.exclude(state=AppointmentState.CANCELLED).exclude(pk=without)
    found: dict[int, list[Held]] = {}
    for agent_id, opening_id, seat, starts_at, minutes in rows.values_list(
        "agent_id", "opening_id", "seat", "starts_at", "minutes"
    ):
        span = Span(starts_at, starts_at + dt.timedelta(minutes=minutes))
        found.setdefault(agent_id, []).append(Held(span, opening_id, seat))
    return found


def _away(agents: Iterable[int], first: dt.date, last: dt.date) -> dict[int, list[Span]]:
    begins, ends = _bounds(first, last)
    found: dict[int, list[Span]] = {}
    rows = Absence.objects.filter(agent_id__in=agents, starts_at__lt=ends, ends_at__gt=begins)
    for agent_id, starts_at, ends_at in rows.values_list("agent_id", "starts_at", "ends_at"):
        found.setdefault(agent_id, []).append(Span(starts_at, ends_at))
    return found
