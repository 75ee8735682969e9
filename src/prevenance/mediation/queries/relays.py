"""Relays in the scope of who supervises them, their trainings, and what they say to have reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from prevenance.mediation.choices.relay_states import State
from prevenance.mediation.models import Reached, Relay, Training
from prevenance.people import queries as people
from prevenance.people.choices import EVERYWHERE
from prevenance.people.queries import Access, teams
from prevenance.people.queries.secrets import digest

ACTION = "supervise_relays"
RENEW_BEFORE = dt.timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Said:
    """One declaration: in a month, between two numbers of people. `by_team`: noted by who supervises."""

    month: dt.date
    low: int
    high: int
    by_team: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One relay, for who supervises or for the relay. `organisation_id` is None until somebody called."""

    id: int
    code: str
    state: State
    organisation_id: int | None
    first_name: str
    contact: str
    commune_code: str
    reason: str
    applied_on: dt.date
    has_come: bool
    charter_until: dt.date | None
    signed: tuple[tuple[str, dt.date], ...]  # (version, day)
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A training session; `seats`: (relay's id, first name, whether they came)."""

    id: int
    organisation_id: int
    starts_at: dt.datetime
    place_name: str
    commune_code: str
    capacity: int
    seats: tuple[tuple[int, str, bool | None], ...]

    @property
    def is_full(self) -> bool:
        """No seat is left."""
        return len(self.seats) >= self.capacity


@dataclass(frozen=True, slots=True)
class Reach:
    """What relays say of one period. `people_low` to `people_high`: how many different people, at the least (the
    largest declaration, if all the others spoke to the same ones) and at the most (nobody was spoken to twice).
    `silent`: active relays who said nothing.
    """

    people_low: int
    people_high: int
    declarations: int
    relays: int
    silent: int


def relays(agent: Access) -> tuple[Sheet, ...]:
    """All those in the scope, in the order of the states, gone ones left out."""
    rows = Relay.objects.filter(erased_at__isnull=True).prefetch_related("seats", "charters", "declarations")
    order = list(State)
    mine = [_sheet(row) for row in rows.order_by("applied_at") if is_in_scope(agent, row)]
    return tuple(sorted(mine, key=lambda one: order.index(one.state)))


def relay(agent: Access, number: int) -> Sheet | None:
    """One; None outside the scope."""
    row = Relay.objects.filter(pk=number).prefetch_related("seats", "charters", "declarations").first()
    return _sheet(row) if row is not None and is_in_scope(agent, row) else None


def takers(agent: Access, commune: str) -> frozenset[int]:
    """The organisations for which this agent may call somebody of this commune who applied: those which work there."""
    return frozenset(
        number
        for number in agent.organisations(ACTION)
        if people.is_within(commune, agent.areas(ACTION, organisation=number) - {EVERYWHERE})
        or (EVERYWHERE in agent.areas(ACTION, organisation=number) and people.is_within(commune, teams.around(number)))
    )


def is_in_scope(agent: Access, row: Relay) -> bool:
    """Somebody who applied is seen around their commune; then by their organisation alone, within its areas."""
    if row.organisation_id is None:
        return bool(takers(agent, row.commune_code))
    return agent.may(ACTION, organisation=row.organisation_id, commune=row.commune_code)


def active(code: str, *, on: dt.date) -> Sheet | None:
    """The relay of a public page; None when they are not active, or their charter is over."""
    row = Relay.objects.filter(code=code, state=State.ACTIVE, charter_until__gt=on).first()
    return _sheet(row) if row else None


def owner(secret: str) -> Sheet | None:
    """The relay to whom this link was given."""
    row = Relay.objects.filter(secret_digest=digest(secret), erased_at__isnull=True).first()
    return _sheet(row) if row else None


def trainings(agent: Access) -> tuple[Meeting, ...]:
    """Those of the agent's organisations, the last first."""
    rows = Training.objects.filter(organisation_id__in=agent.organisations(ACTION)).prefetch_related("seats__relay")
    mine = [one for one in rows if agent.may(ACTION, organisation=one.organisation_id, commune=one.commune_code)]
    return tuple(_meeting(row) for row in sorted(mine, key=lambda one: (one.starts_at, one.pk), reverse=True))


def training(agent: Access, number: int) -> Meeting | None:
    """One; None outside the scope."""
    return next((one for one in trainings(agent) if one.id == number), None)


def reach(sheets: Iterable[Sheet], *, since: dt.date, until: dt.date) -> Reach:
    """Declarations whose month begins in [since, until[. Nothing is multiplied: a relay speaks for themselves only."""
    listed = list(sheets)
    by_relay = {one.id: [said for said in one.said if since <= said.month < until] for one in listed}
    said = [each for many in by_relay.values() for each in many]
    active_ones = [one.id for one in listed if one.state is State.ACTIVE]
    return Reach(
        max((one.low for one in said), default=0),
        sum(one.high for one in said),
        len(said),
        sum(bool(many) for many in by_relay.values()),
        sum(not by_relay[number] for number in active_ones),
    )


def _sheet(row: Relay) -> Sheet:
    said: list[Reached] = sorted(row.declarations.all(), key=lambda one: one.month)
    return Sheet(
        row.pk,
        row.code,
        State(row.state),
        row.organisation_id,
        row.first_name,
        row.contact,
        row.commune_code,
        row.reason,
        row.applied_at.date(),
        any(one.has_come for one in row.seats.all()),
        row.charter_until,
        tuple((one.version, one.signed_at.date()) for one in sorted(row.charters.all(), key=lambda one: one.signed_at)),
        tuple(Said(one.month, one.low, one.high, one.said_by_id is not None) for one in said),
    )


def _meeting(row: Training) -> Meeting:
    return Meeting(
        row.pk,
        row.organisation_id,
        row.starts_at,
        row.place_name,
        row.commune_code,
        row.capacity,
        tuple((one.relay_id, one.relay.first_name, one.has_come) for one in row.seats.all()),
    )
