"""How long each kind of thing is kept, and what ends soon."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from prevenance.consent.models import Keeping, OwnPage
from prevenance.kit import retention
from prevenance.people.queries import Access
from prevenance.people.queries import persons as people


@dataclass(frozen=True, slots=True)
class Ending:
    """A record which will be erased. `day`: its last one; `was_kept`: longer, once already."""

    person: people.Followed
    day: dt.date
    noticed_on: dt.date | None
    was_kept: bool


def kept(organisation_id: int, kind: str) -> dt.timedelta:
    """How long this organisation keeps this kind of thing: what a room asks when it writes one.

    Raises:
        KeyError: no room has declared it.
    """
    usual = retention.kind(kind).usual
    days = Keeping.objects.filter(organisation_id=organisation_id, kind=kind).values_list("days", flat=True).first()
    return dt.timedelta(days=usual if days is None else days)


def endings(agent: Access, *, on: dt.date) -> tuple[Ending, ...]:
    """The records within reach whose retention ends within 30 days, or has ended; the first to end first."""
    mine = agent.organisations("follow_persons")
    found = []
    for organisation, reference, day, noticed in people.ending(on=on):
        if organisation in mine and (one := people.person(agent, reference)) is not None:
            found.append(Ending(one, day, noticed, one.kept_until is not None))
    return tuple(sorted(found, key=lambda each: (each.day, each.person.id)))


def locked(agent: Access) -> tuple[tuple[people.Followed, dt.datetime], ...]:
    """The people within reach whose link closed after too many tries: they need a new one."""
    rows = OwnPage.objects.filter(locked_at__isnull=False).order_by("-locked_at")[:200]
    found = [(people.person(agent, row.person), row.locked_at) for row in rows]
    return tuple((one, moment) for one, moment in found if one is not None and moment is not None)
