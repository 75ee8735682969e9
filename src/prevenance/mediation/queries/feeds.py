"""Agents' secret calendar addresses, and the appointments that each gives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from prevenance.mediation.choices.appointments import AppointmentState
from prevenance.mediation.models import Appointment, CalendarFeed
from prevenance.mediation.queries import appointments
from prevenance.mediation.queries.openings import ACTION
from prevenance.people import queries as people
from prevenance.people.queries import Access
from prevenance.people.queries.secrets import digest

KEPT = dt.timedelta(days=30)  # behind: what is past, and what was cancelled, so that every calendar hears of it
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Feed:
    """The address of one agent, without its secret. `read_on`: the last day on which a calendar asked."""

    made_at: dt.datetime
    read_on: dt.date | None


def mine(agent: Access) -> Feed | None:
    """The one in use."""
    assert agent.account_id is not None
    row = CalendarFeed.objects.filter(account_id=agent.account_id, revoked_at__isnull=True).first()
    return Feed(row.made_at, row.read_on) if row else None


def owner(secret: str, *, on: dt.date) -> Access | None:
    """Who gave this address to their calendar; None when it is unknown or withdrawn, and for who left."""
    row = CalendarFeed.objects.filter(secret_digest=digest(secret), revoked_at__isnull=True).first()
    if row is None:
        return None
    agent = people.access(row.account_id, on=on)
    return agent if agent.may_somewhere(ACTION) else None


def dated(agent: Access, *, at: dt.datetime) -> tuple[appointments.Booked, ...]:
    """The appointments which this agent holds where they still may, within their scope; cancelled ones for 30 days."""
    rows = Appointment.objects.filter(
        agent_id=agent.account_id, organisation__in=agent.organisations(ACTION), starts_at__gte=at - KEPT
    )
    gone = rows.filter(state=AppointmentState.CANCELLED, state_at__lt=at - KEPT)
    kept = rows.exclude(pk__in=gone.values("pk")).order_by("starts_at", "pk")[:MOST]
    return tuple(
        one
        for one in appointments.values(kept)
        if agent.may(ACTION, organisation=one.organisation_id, commune=one.commune)
    )
