"""Every engine behind one call, so that a test says a thing once and asks it of all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from prevenance.rules import evaluating, nodes
from prevenance.rules.compiling import python
from prevenance.rules.compiling.proving import Outcome
from prevenance.rules.facts import Fact, Profile

Outcomes = list[tuple[Outcome, ...]]  # person by person, rule by rule
Engine = Callable[[Sequence[nodes.Rule], Mapping[str, Fact], dt.date, Sequence[Profile]], Outcomes]


def judge(
    rules: Sequence[nodes.Rule], declared: Mapping[str, Fact], on: dt.date, profiles: Sequence[Profile]
) -> Outcomes:
    found = []
    for profile in profiles:
        verdicts = [evaluating.judge(rule, profile) for rule in rules]
        found.append(tuple(Outcome(one.status, one.due_on, one.until) for one in verdicts))
    return found


def in_python(
    rules: Sequence[nodes.Rule], declared: Mapping[str, Fact], on: dt.date, profiles: Sequence[Profile]
) -> Outcomes:
    compiled = python.compile_rules(rules, on, declared)
    rows = [compiled.row(profile) for profile in profiles]
    plans = [compiled.plan(row) for row in rows]
    assert [compiled.statuses(row) for row in rows] == [tuple(one.status for one in plan) for plan in plans]
    return plans


COMPILED: dict[str, Engine] = {"python": in_python}
ENGINES: dict[str, Engine] = {"judge": judge, **COMPILED}
