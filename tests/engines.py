"""Every engine behind one call, so that a test says a thing once and asks it of all of them."""

from __future__ import annotations

import atexit
import datetime as dt
import functools
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pytest

from prevenance.rules import evaluating, nodes
from prevenance.rules.compiling import backends, columns, features, python, sql
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
    for profile, plan in zip(profiles, plans, strict=True):
        assert compiled.plan_of(profile) == plan
        assert compiled.statuses_of(profile) == tuple(one.status for one in plan)
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
    with duckdb.connect() as connection:
        return _on(backends.DuckDb(connection), rules, declared, on, profiles)


def in_postgresql(
    rules: Sequence[nodes.Rule], declared: Mapping[str, Fact], on: dt.date, profiles: Sequence[Profile]
) -> Outcomes:
    return _on(backends.PostgreSql(postgresql()), rules, declared, on, profiles)


def in_spark(
    rules: Sequence[nodes.Rule], declared: Mapping[str, Fact], on: dt.date, profiles: Sequence[Profile]
) -> Outcomes:
    return _on(backends.Spark(spark()), rules, declared, on, profiles)


def _on(
    backend: sql.Backend,
    rules: Sequence[nodes.Rule],
    declared: Mapping[str, Fact],
    on: dt.date,
    profiles: Sequence[Profile],
) -> Outcomes:
    compiled = sql.compile_rules(rules, on, declared, backend.dialect)
    sql.load(backend, "people", compiled.features, [features.row(compiled.features, one) for one in profiles])
    return sql.outcomes(backend, compiled, "people", "person")


@functools.cache
def postgresql() -> Any:
    """One connection for the whole run; skips where no server was named."""
    psycopg = pytest.importorskip("psycopg", reason="needs the extra `postgresql`")
    server = os.environ.get("PREVENANCE_POSTGRESQL")
    if not server:
        pytest.skip("PREVENANCE_POSTGRESQL names no server (a DSN)")
    connection = psycopg.connect(server, autocommit=True)
    atexit.register(connection.close)
    return connection


@functools.cache
def spark() -> Any:
    """One session for the whole run; skips where there is no pyspark, or no Java."""
    pyspark = pytest.importorskip("pyspark.sql", reason="needs the extra `spark`")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java (17 or later)")
    builder = pyspark.SparkSession.builder.master("local[1]")
    for name, value in SPARK.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    atexit.register(session.stop)
    return session


SPARK = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "4g",  # our statements are long: Spark's own reading of them takes more than 1 GB
    "spark.sql.shuffle.partitions": "1",
    "spark.ui.enabled": "false",
}
COMPILED: dict[str, Engine] = {"python": in_python, "columns": in_columns, "sql": in_sql}
DISTANT: dict[str, Engine] = {"postgresql": in_postgresql, "spark": in_spark}  # skip where they are not at hand
ENGINES: dict[str, Engine] = {"judge": judge, **COMPILED, **DISTANT}
