"""Every engine behind one call, so that a test says a thing once and asks it of all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import duckdb
import numpy as np

from prevenance.rules import evaluating, nodes
from prevenance.rules.compiling import columns, features, python, sql
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
    plans = []
    for row in rows:
        plans.append(compiled.plan(row))
        assert compiled.statuses(row) == tuple(one.status for one in plans[-1])
    return plans


def in_columns(
    rules: Sequence[nodes.Rule], declared: Mapping[str, Fact], on: dt.date, profiles: Sequence[Profile]
) -> Outcomes:
    compiled = columns.compile_rules(rules, on, declared)
    table = compiled.table([features.row(compiled.features, profile) for profile in profiles])
    if not table:  # rules which read no fact
        table = {"nothing": np.zeros(len(profiles), dtype=np.uint8)}
    plans = compiled.plans(table)
    assert (compiled.statuses(table) == plans.statuses).all()
    return plans.outcomes()


def in_sql(
    rules: Sequence[nodes.Rule], declared: Mapping[str, Fact], on: dt.date, profiles: Sequence[Profile]
) -> Outcomes:
    compiled = sql.compile_rules(rules, on, declared)
    with duckdb.connect() as connection:
        sql.load(connection, "people", compiled.features, [features.row(compiled.features, one) for one in profiles])
        return sql.outcomes(connection, compiled, "people", "person")


COMPILED: dict[str, Engine] = {"python": in_python, "columns": in_columns, "sql": in_sql}
ENGINES: dict[str, Engine] = {"judge": judge, **COMPILED}
