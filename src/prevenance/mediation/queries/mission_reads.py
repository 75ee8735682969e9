"""What the figures of the mission are made of, read from the tables of one organisation, in the areas of an agent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import QuerySet

from prevenance.kit.clock import PARIS
from prevenance.mediation.choices.appointments import OUTCOMES, AppointmentState
from prevenance.mediation.choices.handover_states import State as HandoverState
from prevenance.mediation.choices.relay_states import State as RelayState
from prevenance.mediation.models import Appointment, Encounter, Handover, Path, Relay, Signpost
from prevenance.mediation.queries.mission import RELAY_DAYS, Held, Mission, Walked
from prevenance.mediation.queries.workshop_figures import workshop_figures
from prevenance.people.queries import Access, is_within

SAID = frozenset(str(one) for one in OUTCOMES)
ACTION = "see_figures"


def mission(
    agent: Access, *, organisation: int, first: dt.date, last: dt.date, on: dt.date, encounters: QuerySet[Encounter]
) -> Mission:
    """`encounters`: those that these figures count. What is to come after `on` is left out."""
    areas = agent.areas(ACTION, organisation=organisation)
    until = min(last, on)
    return Mission(
        paths=_paths(organisation, areas),
        appointments=_appointments(organisation, areas, first, until),
        handovers=_handovers(organisation, areas, first, until),
        seats=_seats(agent, organisation, first, last, on),
        relays=_relays(organisation, areas, until),
        signposts=list(Signpost.objects.filter(encounter__in=encounters).values_list("is_done", flat=True)),
    )


def _paths(organisation: int, areas: Collection[str]) -> list[Walked]:
    rows = Path.objects.filter(organisation_id=organisation).prefetch_related("steps")
    return [
        Walked(
            row.begun_on,
            row.found,
            row.ending,
            row.ended_on,
            row.why,
            {one.key: (one.on, one.is_reached) for one in row.steps.all()},
        )
        for row in rows
        if is_within(row.commune_code, areas)
    ]


def _appointments(organisation: int, areas: Collection[str], first: dt.date, until: dt.date) -> list[Held]:
    rows = Appointment.objects.filter(
        organisation_id=organisation, starts_at__gte=_begins(first), starts_at__lt=_begins(until, 1)
    ).exclude(state=AppointmentState.CANCELLED)
    return [
        Held(row.state if row.state in SAID else "", max(0, (_day(row.starts_at) - _day(row.booked_at)).days))
        for row in rows
        if is_within(row.commune_code, areas)
    ]


def _handovers(organisation: int, areas: Collection[str], first: dt.date, until: dt.date) -> list[tuple[str, str]]:
    """One that the person took back is nobody's answer: it is left out."""
    rows = Handover.objects.filter(
        organisation_id=organisation, made_at__gte=_begins(first), made_at__lt=_begins(until, 1)
    ).exclude(state=HandoverState.WITHDRAWN)
    return [
        ("" if row.state == HandoverState.WAITING else row.state, row.outcome)
        for row in rows
        if is_within(row.commune_code, areas)
    ]


def _seats(
    agent: Access, organisation: int, first: dt.date, last: dt.date, on: dt.date
) -> list[tuple[int, int | None]]:
    found = workshop_figures(agent, organisation=organisation, first=first, last=last, on=on)
    if found is None:
        return []
    return [(found.kept.denominator, found.kept.numerator), (found.kept.missing, None)]


def _relays(organisation: int, areas: Collection[str], until: dt.date) -> list[bool]:
    """Those active on that day, by the states entered. Acting: said whom they spoke to, or came to a training."""
    end, begin = _begins(until, 1), _begins(until, 1 - RELAY_DAYS)
    found = []
    for row in Relay.objects.filter(organisation_id=organisation).prefetch_related(
        "states", "declarations", "seats__training"
    ):
        states = sorted((one.at, one.pk, one.state) for one in row.states.all() if one.at < end)
        if not states or states[-1][2] != RelayState.ACTIVE or not is_within(row.commune_code, areas):
            continue
        said = any(begin <= one.said_at < end for one in row.declarations.all())
        came = any(one.has_come and begin <= one.training.starts_at < end for one in row.seats.all())
        found.append(said or came)
    return found


def _begins(day: dt.date, later: int = 0) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=later), dt.time(), PARIS)


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(PARIS).date()
