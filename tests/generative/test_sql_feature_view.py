"""A warehouse's ordinary columns, NULL for unknown, become the features that a profile gives."""

from __future__ import annotations

import datetime as dt
import random

import duckdb
from tests.generative import people

from prevenance.catalogue import book
from prevenance.rules.compiling import sql
from prevenance.rules.compiling.features import Feature, Reading
from prevenance.rules.facts import History, Profile

ON = dt.date(2026, 11, 24)
TYPES = {
    Reading.DATE: "DATE", Reading.LAST: "DATE", Reading.FIRST: "DATE", Reading.COUNT: "INTEGER",
    Reading.FLAG: "BOOLEAN", Reading.CHOICE: "VARCHAR", Reading.NUMBER: "DOUBLE",
}  # fmt: skip


def ordinary(feature: Feature, profile: Profile) -> object:
    value = profile.known(feature.fact)
    if isinstance(value, History):
        return {Reading.LAST: value.last, Reading.FIRST: value.first}.get(feature.reading, value.count)
    return value


def test_the_view_gives_the_features_of_a_profile() -> None:
    catalogue, draw = book.load(), random.Random(20261124)
    wanted = sql.compile_rules(catalogue.rules(ON), ON, catalogue.facts).features
    crowd = [people.person(draw, catalogue.facts, ON) for _ in range(200)]
    acts = sorted({f.fact for f in wanted if f.reading in (Reading.LAST, Reading.FIRST, Reading.COUNT)})
    columns = [(f.name, TYPES[f.reading]) for f in wanted] + [(f"{act}__done", "BOOLEAN") for act in acts]

    with duckdb.connect() as connection:
        declared = ", ".join(f'"{name}" {kind}' for name, kind in columns)
        connection.execute(f"CREATE TABLE warehouse (person INTEGER, {declared})")
        for number, profile in enumerate(crowd):
            cells = [ordinary(feature, profile) for feature in wanted]
            histories = [profile.known(act) for act in acts]
            done = [not one.is_never if isinstance(one, History) else None for one in histories]
            marks = ", ".join("?" * (1 + len(columns)))
            connection.execute(f"INSERT INTO warehouse VALUES ({marks})", [number, *cells, *done])
        view = sql.feature_view(wanted, "warehouse", ["person"])
        found = connection.execute(f"{view} ORDER BY person").fetchall()

    for profile, row in zip(crowd, found, strict=True):
        for feature, got in zip(wanted, row[1:], strict=True):
            assert got == feature.value(profile.known(feature.fact)), (feature.name, profile.known(feature.fact))
