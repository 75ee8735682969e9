"""A warehouse's ordinary columns, NULL for unknown, become the features that a profile gives."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

import duckdb
import pytest

from prevenance.catalogue import book
from prevenance.rules.compiling import backends, dialects, sql
from prevenance.rules.compiling.features import Feature, Reading
from prevenance.rules.facts import History, Profile
from tests import engines
from tests.generative import people

ON = dt.date(2026, 11, 24)
TYPES = {
    Reading.DATE: "DATE", Reading.LAST: "DATE", Reading.FIRST: "DATE", Reading.COUNT: "INTEGER",
    Reading.FLAG: "BOOLEAN", Reading.CHOICE: "TEXT", Reading.NUMBER: "FLOAT8",
}  # fmt: skip


def ordinary(feature: Feature, profile: Profile) -> object:
    value = profile.known(feature.fact)
    if isinstance(value, History):
        return {Reading.LAST: value.last, Reading.FIRST: value.first}.get(feature.reading, value.count)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value  # Spark wants a float


def opened(dialect: str) -> backends.DuckDb | backends.PostgreSql | backends.Spark:
    match dialect:
        case "duckdb":
            return backends.DuckDb(duckdb.connect())
        case "postgresql":
            return backends.PostgreSql(engines.postgresql())
    return backends.Spark(engines.spark())


def keep(backend: sql.Backend, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[object]]) -> None:
    """The table `warehouse`, as its owner would have made it."""
    printer = dialects.Printer(dialects.DIALECTS[backend.dialect])
    declared = ", ".join(f"{printer.name(name)} {kind}" for name, kind in columns)
    marks = ", ".join(["?" if backend.dialect == "duckdb" else "%s"] * len(columns))
    if isinstance(backend, backends.Spark):
        plain = declared.replace("FLOAT8", "DOUBLE").replace("TEXT", "STRING")
        backend.session.createDataFrame(rows, plain).createOrReplaceTempView("warehouse")
    elif isinstance(backend, backends.DuckDb | backends.PostgreSql):
        backend.connection.execute("DROP TABLE IF EXISTS warehouse")
        backend.connection.execute(f"CREATE TEMP TABLE warehouse ({declared})")
        for row in rows:
            backend.connection.execute(f"INSERT INTO warehouse VALUES ({marks})", row)


@pytest.mark.parametrize("dialect", dialects.DIALECTS)
def test_the_view_gives_the_features_of_a_profile(dialect: str) -> None:
    backend = opened(dialect)
    catalogue, draw = book.load(), random.Random(20261124)
    wanted = sql.compile_rules(catalogue.rules(ON), ON, catalogue.facts).features
    crowd = [people.person(draw, catalogue.facts, ON) for _ in range(200)]
    acts = sorted({f.fact for f in wanted if f.reading in (Reading.LAST, Reading.FIRST, Reading.COUNT)})
    columns = [("person", "INTEGER"), *((f.name, TYPES[f.reading]) for f in wanted)]
    columns += [(f"{act}__done", "BOOLEAN") for act in acts]
    rows: list[list[object]] = []
    for number, profile in enumerate(crowd):
        histories = [profile.known(act) for act in acts]
        done = [not one.is_never if isinstance(one, History) else None for one in histories]
        rows.append([number, *(ordinary(feature, profile) for feature in wanted), *done])
    keep(backend, columns, rows)

    found = backend.rows(f"{sql.feature_view(wanted, 'warehouse', ['person'], dialect)} ORDER BY person")

    for profile, row in zip(crowd, found, strict=True):
        for feature, got in zip(wanted, row[1:], strict=True):
            assert got == feature.value(profile.known(feature.fact)), (feature.name, profile.known(feature.fact))
