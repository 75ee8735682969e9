"""What the compiled engines accept, refuse and count."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from typing import Any

import duckdb
import numpy as np
import polars
import pytest

from prevenance.catalogue import book
from prevenance.rules import nodes
from prevenance.rules.compiling import backends, columns, features, lowering, proving, python, sql
from prevenance.rules.facts import Profile
from prevenance.rules.statuses import ORDER, Status
from tests import engines
from tests.generative import people

ON = dt.date(2026, 11, 24)
FACTS = book.load().facts
GAP = nodes.Rule("gap", (nodes.Branch(nodes.Flag("diabetes"), Status.DUE),))


def crowd(number: int) -> list[Profile]:
    draw = random.Random(5)
    return [people.person(draw, FACTS, ON) for _ in range(number)]


def test_a_gap_in_a_rule_is_refused_by_every_engine() -> None:
    somebody = Profile({"diabetes": False}, ON)
    for name, engine in engines.COMPILED.items():
        with pytest.raises(lowering.NoCase, match="gap"):
            engine([GAP], FACTS, ON, [somebody])
        assert engine([GAP], FACTS, ON, [Profile({}, ON)])[0][0].status is Status.DUE, name  # the only case possible


def test_rules_of_one_day_refuse_the_profile_of_another() -> None:
    compiled = python.compile_rules([GAP], ON, FACTS)
    with pytest.raises(ValueError, match="compiled for 2026-11-24"):
        compiled.row(Profile({}, dt.date(2026, 11, 25)))
    with pytest.raises(ValueError, match="compiled for 2026-11-24"):
        compiled.plan_of(Profile({}, dt.date(2026, 11, 25)))


@pytest.mark.parametrize("day", [dt.date(1899, 12, 31), dt.date(2076, 1, 1)])
def test_a_date_that_does_not_fit_is_refused(day: dt.date) -> None:
    compiled = python.compile_rules(book.load().rules(ON), ON, FACTS)
    with pytest.raises(ValueError, match="engines cannot hold it"):
        compiled.row(Profile({"birth_date": day}, ON))


def test_a_value_of_another_kind_is_refused() -> None:
    compiled = python.compile_rules([GAP], ON, FACTS)
    with pytest.raises(ValueError, match="diabetes: 'yes' is not a flag"):
        compiled.row(Profile({"diabetes": "yes"}, ON))
    with pytest.raises(ValueError, match="diabetes: 'yes' is not a flag"):
        compiled.statuses_of(Profile({"diabetes": "yes"}, ON))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"mmr_vaccine": "never"}, "mmr_vaccine: 'never' is not a "),
        ({"birth_date": "1970-05-05"}, "birth_date: '1970-05-05' is not a date"),
        ({"birth_date": dt.date(1890, 1, 1)}, "engines cannot hold it"),
        ({"sex": "f"}, "sex: 'f' is not a choice"),
    ],
)
def test_a_profile_read_without_a_row_is_refused_with_the_same_words(values: dict[str, Any], said: str) -> None:
    compiled = python.compile_rules(book.load().rules(ON), ON, FACTS)
    values = {"birth_date": dt.date(2020, 5, 5), **values}
    for read in (compiled.row, compiled.statuses_of, compiled.plan_of):
        with pytest.raises(ValueError, match=said):
            read(Profile(values, ON))


def test_people_are_counted_by_group_as_they_are_listed_even_from_polars() -> None:
    compiled = columns.compile_rules(book.load().rules(ON), ON, FACTS)
    number = 1000
    table = compiled.table([features.row(compiled.features, profile) for profile in crowd(number)])
    starts = np.array([0, 0, 1, 64, 65, 700, number], dtype=np.int64)

    counts = compiled.tally(polars.DataFrame(table).to_dict(), starts)

    ranks = compiled.statuses(table)
    for group, (first, last) in enumerate(itertools.pairwise(starts)):
        for rule in range(len(compiled.ids)):
            listed = np.bincount(ranks[first:last, rule], minlength=len(ORDER))
            assert list(counts[rule, :, group]) == list(listed)
    assert (compiled.tally(table, starts, into=counts.copy()) == 2 * counts).all()


@pytest.mark.parametrize("starts", [[0], [1, 10], [0, 9], [0, 6, 5, 10]])
def test_groups_that_do_not_cover_the_rows_are_refused(starts: list[int]) -> None:
    compiled = columns.compile_rules([GAP], ON, FACTS)
    with pytest.raises(ValueError, match="groups must cover"):
        compiled.tally({"diabetes": np.ones(10, np.uint8)}, np.array(starts, dtype=np.int64))


def test_sql_counts_the_same_with_and_without_bands_of_age() -> None:
    rules = list(book.load().rules(ON))
    compiled, whole = sql.compile_rules(rules, ON, FACTS), columns.compile_rules(rules, ON, FACTS)
    rows = [features.row(compiled.features, profile) for profile in crowd(300)]
    wanted = whole.tally(whole.table(rows), np.array([0, 300], dtype=np.int64))[:, :, 0].reshape(-1)
    with duckdb.connect() as connection:
        sql.load(backends.DuckDb(connection), "people", compiled.features, rows)
        connection.execute("ALTER TABLE people ADD COLUMN commune VARCHAR DEFAULT '37261'")
        for ages in ((), (2, 12, 25, 50, 65)):
            ((commune, *counts),) = connection.execute(compiled.counts("people", "commune", ages=ages)).fetchall()
            assert commune == "37261"
            assert counts == list(wanted)


def test_an_engine_that_computes_wrongly_is_not_let_in() -> None:
    def wrong(trial: proving.Trial) -> list[tuple[proving.Outcome, ...]]:
        return [(*person[:-1], proving.Outcome(Status.DUE)) for person in trial.expected]

    with pytest.raises(proving.Broken, match="an engine: dates, person 0"):
        proving.prove("an engine", wrong)


def test_the_answers_that_prove_engines_are_those_of_the_judge() -> None:
    trial = proving.trial()
    profiles = [Profile(values, proving.ON) for values in proving.people()]
    assert engines.judge(trial.rules, trial.declared, trial.on, profiles) == list(trial.expected)


def test_functions_compiled_beforehand_serve_everyone_born_near() -> None:
    compiled = python.compile_rules(book.load().rules(ON), ON, FACTS)
    compiled.warm([dt.date(1970, 5, 5)])
    ready = dict(compiled._functions)
    row = compiled.row(Profile({"birth_date": dt.date(1970, 6, 6), "sex": "male"}, ON))
    assert tuple(one.status for one in compiled.plan(row)) == compiled.statuses(row)
    assert compiled._functions == ready
