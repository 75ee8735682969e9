"""Paths in words, for the agents' pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.kit.templatetags.kit import short_date
from prevenance.mediation.choices.path_steps import endings, steps
from prevenance.mediation.queries.paths import Standing
from prevenance.territories import queries as territories


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the list. `question`: what to ask, from `due_on` on."""

    id: int
    who: str
    where: str
    stands: str
    question: str
    due_on: dt.date | None
    is_due: bool
    is_over: bool


def shown(one: Standing, *, on: dt.date, name: str = "") -> Shown:
    """`on`: today. `name`: of a person followed, for those who follow them."""
    due = one.follow_up
    return Shown(
        one.id,
        name or who(one),
        commune(one.commune_code),
        str(endings()[one.ending]) if one.ending else stands(one),
        str(steps()[due.key].name) if due else "",
        due.on if due else None,
        due is not None and due.on <= on,
        bool(one.ending),
    )


def who(one: Standing) -> str:
    """How the mediator knows this person."""
    if one.label:
        return one.label
    if one.person:
        return gettext("Person followed, record %(number)s") % {"number": one.person}
    return gettext("Somebody anonymous, since %(day)s") % {"day": short_date(one.begun_on)}


def commune(code: str) -> str:
    """Its name."""
    found = territories.commune(code)
    return found.name if found else code


def stands(one: Standing) -> str:
    """The furthest step."""
    return str(steps()[one.last].name) if one.last else gettext("Not begun yet")


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of one person. `said`: what was noted; "" when nothing was."""

    key: str
    name: str
    sign: str
    how: str
    said: str
    asks: bool  # a question asked later, that may be answered by no


def steps_of(one: Standing) -> list[StepShown]:
    """All the steps, in order."""
    known = {step.key: step for step in one.steps}
    return [
        StepShown(
            key,
            str(step.name),
            str(step.sign),
            str(step.how),
            _said(known[key].on, known[key].is_reached) if key in known else "",
            bool(step.follow_months),
        )
        for key, step in steps().items()
    ]


def _said(day: dt.date, is_reached: bool) -> str:
    words = gettext("Yes, on %(day)s.") if is_reached else gettext("Asked on %(day)s: not yet.")
    return words % {"day": short_date(day)}


def counted(many: Iterable[Standing], *, on: dt.date) -> tuple[int, int]:
    """(paths open, questions due)."""
    listed = list(many)
    due = [one for one in listed if one.follow_up and one.follow_up.on <= on]
    return sum(not one.ending for one in listed), len(due)
