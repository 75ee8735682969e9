"""Paths towards Mon espace santé within the scope of an agent, and the calls back that are due."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prevenance.mediation.choices.path_steps import ACTIVATED, steps
from prevenance.mediation.models import Path, PathStep
from prevenance.people.queries import Access

ACTION = "follow_persons"


@dataclass(frozen=True, slots=True)
class Reached:
    """A step, and its day. `is_reached` false: it was asked, and the answer was no."""

    key: str
    on: dt.date
    is_reached: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question to ask the person, from a day on."""

    key: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands. `follow_up`: the next question, due or to come; None when there is none."""

    id: int
    organisation_id: int
    commune_code: str
    person: str
    label: str
    encounter_id: int | None
    begun_on: dt.date
    ending: str
    ended_on: dt.date | None
    steps: tuple[Reached, ...]
    follow_up: FollowUp | None

    @property
    def last(self) -> str:
        """The furthest step reached, "" for none."""
        reached = {one.key for one in self.steps if one.is_reached}
        return next((key for key in reversed(list(steps())) if key in reached), "")


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day `months` later, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return dt.date(day.year + year, month + 1, min(day.day, last))


def follow_up(reached: Iterable[Reached]) -> FollowUp | None:
    """The first question not asked yet, counted from the activation."""
    known: Mapping[str, Reached] = {one.key: one for one in reached}
    if ACTIVATED not in known:
        return None
    for step in steps().values():
        if step.follow_months and step.key not in known:
            return FollowUp(step.key, months_after(known[ACTIVATED].on, step.follow_months))
    return None


def paths(agent: Access) -> tuple[Standing, ...]:
    """All those in the scope: first the questions due soonest, then the last begun. Those ended come last."""
    organisations = agent.organisations(ACTION)
    rows = Path.objects.filter(organisation_id__in=organisations).prefetch_related("steps")
    mine = [_standing(row) for row in rows if _is_in_scope(agent, row)]
    never = dt.date.max
    return tuple(
        sorted(
            mine,
            key=lambda one: (
                bool(one.ending),
                one.follow_up.on if one.follow_up else never,
                -one.begun_on.toordinal(),
                -one.id,
            ),
        )
    )


def path(agent: Access, number: int) -> Standing | None:
    """One, None outside the scope."""
    row = Path.objects.filter(pk=number).prefetch_related("steps").first()
    return _standing(row) if row is not None and _is_in_scope(agent, row) else None


def paths_of(agent: Access, reference: str) -> tuple[Standing, ...]:
    """Those of one person followed, the last begun first."""
    rows = Path.objects.filter(person=reference).prefetch_related("steps").order_by("-begun_on", "-pk")
    return tuple(_standing(row) for row in rows if _is_in_scope(agent, row))


def _is_in_scope(agent: Access, row: Path) -> bool:
    return agent.may(ACTION, organisation=row.organisation_id, commune=row.commune_code)


def _standing(row: Path) -> Standing:
    order = list(steps())
    rows: list[PathStep] = sorted(row.steps.all(), key=lambda one: order.index(one.key))
    reached = tuple(Reached(one.key, one.on, one.is_reached) for one in rows)
    return Standing(
        row.pk,
        row.organisation_id,
        row.commune_code,
        row.person,
        row.label,
        row.encounter_id,
        row.begun_on,
        row.ending,
        row.ended_on,
        reached,
        None if row.ending else follow_up(reached),
    )
