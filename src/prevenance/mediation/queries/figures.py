"""Figures of an organisation over a period, read from the tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Min

from prevenance.mediation.models import Encounter, Participation
from prevenance.mediation.queries.counting import Figures, counted
from prevenance.mediation.queries.encounters import SEE, Noted, full, noted, within
from prevenance.people.queries import Access

ACTION = "see_figures"


@dataclass(frozen=True, slots=True)
class Asked:
    """Of one organisation, from the first day to the last, both included."""

    organisation: int
    first: dt.date
    last: dt.date
    kind: str = ""


def figures(agent: Access, asked: Asked) -> Figures | None:
    """None outside the scope. A membership bounded to areas sees the encounters held there only."""
    if not agent.may(ACTION, organisation=asked.organisation):
        return None
    scope = Encounter.objects.filter(within(agent, ACTION), organisation_id=asked.organisation, removed_at__isnull=True)
    kept = scope.filter(held_on__gte=asked.first, held_on__lte=asked.last)
    if asked.kind:
        kept = kept.filter(kind=asked.kind)
    drafts = [noted(row).draft for row in full(kept)]
    people = {person.person for one in drafts for person in one.people if person.person}
    since = (
        Participation.objects.filter(encounter__in=scope)
        .exclude(person="")
        .values("person")
        .annotate(day=Min("encounter__held_on"))
        .values_list("person", "day")
    )
    seen_first = {person: day for person, day in since if person in people}
    return counted(drafts, first=asked.first, last=asked.last, seen_first=seen_first)


def acts(agent: Access, asked: Asked) -> tuple[Noted, ...]:
    """The encounters themselves, in order of day, for whoever may see those of the team."""
    rows = Encounter.objects.filter(
        within(agent, SEE),
        organisation_id=asked.organisation,
        removed_at__isnull=True,
        held_on__gte=asked.first,
        held_on__lte=asked.last,
    )
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    return tuple(noted(row) for row in full(rows).order_by("held_on", "id"))
