"""Figures of an organisation over a period, read from the tables."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Min

from prevenance.mediation.choices import Field, Kind, values
from prevenance.mediation.models import Encounter, Participation, Workshop
from prevenance.mediation.queries import coordination, coordination_figures, mission
from prevenance.mediation.queries.counting import PARTICIPATIONS, Distribution, Figures, counted, exclusive
from prevenance.mediation.queries.encounters import SEE, Noted, full, noted, within
from prevenance.mediation.queries.mission_reads import mission as mission_of
from prevenance.mediation.queries.tags import team_tags
from prevenance.people.queries import Access

ACTION = "see_figures"


@dataclass(frozen=True, slots=True)
class Asked:
    """Of one organisation, from the first day to the last, both included. `on`: the day of the reading, when what is
    due is known; None is the last day.
    """

    organisation: int
    first: dt.date
    last: dt.date
    kind: str = ""
    on: dt.date | None = None


def figures(agent: Access, asked: Asked) -> Figures | None:
    """None outside the scope. A membership bounded to areas sees the encounters held there only. Those of the mission
    and of coordination are of both kinds of encounters: they are given when both are asked for.
    """
    if not agent.may(ACTION, organisation=asked.organisation):
        return None
    scope = Encounter.objects.filter(within(agent, ACTION), organisation_id=asked.organisation, removed_at__isnull=True)
    kept = scope.filter(held_on__gte=asked.first, held_on__lte=asked.last)
    if asked.kind:
        kept = kept.filter(kind=asked.kind)
    acts_kept = [noted(row) for row in full(kept)]
    drafts = [one.draft for one in acts_kept]
    tags = list(dict.fromkeys(one.name for one in team_tags([asked.organisation], with_closed=True)))
    people = {person.person for one in drafts for person in one.people if person.person}
    since = (
        Participation.objects.filter(encounter__in=scope)
        .exclude(person="")
        .values("person")
        .annotate(day=Min("encounter__held_on"))
        .values_list("person", "day")
    )
    seen_first = {person: day for person, day in since if person in people}
    found = counted(drafts, first=asked.first, last=asked.last, seen_first=seen_first, tags=tags)
    more: tuple[Distribution, ...] = (_levels(acts_kept),)
    if not asked.kind:
        on = asked.on or asked.last
        period = {"first": asked.first, "last": asked.last, "on": on}
        of = mission_of(agent, organisation=asked.organisation, encounters=kept, **period)
        mine = coordination.activities(agent, action=ACTION, organisation=asked.organisation)
        done = [one.activity for one in mine if asked.first <= one.activity.held_on <= asked.last]
        more += (*mission.figures(of, **period), *coordination_figures.figures(done))
    return replace(found, distributions=found.distributions + more)


def _levels(held: list[Noted]) -> Distribution:
    """Participations at workshops, by level; missing: a group without a workshop announced, or without a level."""
    weights = {one.id: one.participants for one in held if one.draft.kind == Kind.COLLECTIVE}
    levels = Counter[str]()
    for number, level in Workshop.objects.filter(encounter__in=list(weights)).values_list("encounter_id", "level"):
        if level and number in weights:
            levels[level] += weights[number]
    return exclusive(Field.LEVELS, PARTICIPATIONS, sum(weights.values()), levels, values(Field.LEVELS))


def workshops_of(held: Iterable[Noted]) -> dict[int, tuple[str, str]]:
    """Encounter → (title, level) of the workshop that it was."""
    numbers = [one.id for one in held]
    rows = Workshop.objects.filter(encounter__in=numbers).values_list("encounter_id", "title", "level")
    return {number: (title, level) for number, title, level in rows if number is not None}


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
