"""Tables of Polars, pandas, Arrow and NumPy, nothing for unknown, give the features that a profile gives."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest

from prevenance.catalogue import book
from prevenance.rules import nodes
from prevenance.rules.compiling import columns, features, frames
from prevenance.rules.compiling.features import Feature, Reading
from prevenance.rules.facts import History, Profile
from prevenance.rules.statuses import Status
from tests.generative import people

ON = dt.date(2026, 11, 24)
FACTS = book.load().facts
ACTS = (Reading.LAST, Reading.FIRST, Reading.COUNT)


def in_polars(table: dict[str, list[object]]) -> object:
    return polars.DataFrame(table, infer_schema_length=None)


def in_arrow(table: dict[str, list[object]]) -> object:
    return pytest.importorskip("pyarrow").table(table)


def in_pandas(table: dict[str, list[object]]) -> object:
    return pytest.importorskip("pandas").DataFrame(table)


def in_numpy(table: dict[str, list[object]]) -> object:
    return {name: np.array(values, dtype=object) for name, values in table.items()}


def ordinary(wanted: tuple[Feature, ...], crowd: list[Profile]) -> dict[str, list[object]]:
    """As a warehouse keeps them: `None` for unknown."""
    table: dict[str, list[object]] = {}
    for feature in wanted:
        known = [profile.known(feature.fact) for profile in crowd]
        if feature.reading in ACTS:
            table[f"{feature.fact}__done"] = [None if not isinstance(k, History) else not k.is_never for k in known]
        table[feature.name] = [
            {Reading.LAST: k.last, Reading.FIRST: k.first}.get(feature.reading, k.count)
            if isinstance(k, History)
            else k
            for k in known
        ]
    return table


@pytest.mark.parametrize("given", [in_polars, in_arrow, in_pandas, in_numpy])
def test_any_table_gives_the_statuses_of_the_profiles(given: Callable[[dict[str, list[object]]], Any]) -> None:
    draw = random.Random(8)
    crowd = [people.person(draw, FACTS, ON) for _ in range(500)]
    compiled = columns.compile_rules(book.load().rules(ON), ON, FACTS)

    read = compiled.read(given(ordinary(compiled.features, crowd)))

    wanted = compiled.table([features.row(compiled.features, profile) for profile in crowd])
    for name, column in wanted.items():
        assert read[name].dtype == column.dtype
        assert list(read[name]) == list(column), name
    assert (compiled.statuses(read) == compiled.statuses(wanted)).all()
    again = compiled.read(polars.DataFrame(read))
    assert all((again[name] == column).all() for name, column in wanted.items())


DATE, FLAG = Feature("birth_date", Reading.DATE), Feature("diabetes", Reading.FLAG)
NUMBER, CHOICE = Feature("bmi", Reading.NUMBER, decimals=1), Feature("sex", Reading.CHOICE, ("female", "male"))
COUNT = Feature("vaccine", Reading.COUNT)


@pytest.mark.parametrize(
    ("feature", "values", "wanted"),
    [
        (DATE, ["2001-02-03"], "column birth_date: '2001-02-03' is not a date"),
        (DATE, [dt.date(1899, 12, 31)], "column birth_date: '1899-12-31' is not between 1900-01-01 and 2075-12-31"),
        (FLAG, [None, 2], "column diabetes: 2 is not true, false or nothing"),
        (CHOICE, ["female", "f"], "column sex: 'f' is not one of female, male"),
        (NUMBER, [25.25], "is not a number from 0, decimals: 1 at most"),
        (NUMBER, ["heavy"], "column bmi: 'heavy' is not a number"),
        (NUMBER, [-1], "is not a number from 0"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(feature: Feature, values: list[object], wanted: str) -> None:
    with pytest.raises(ValueError, match=wanted):
        frames.features([feature], {feature.name: np.array(values, dtype=object)})


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ValueError, match="column diabetes is missing"):
        frames.features([FLAG], polars.DataFrame({"other": [1]}))


def test_more_times_than_are_counted_are_the_most_and_never_unknown() -> None:
    table = {"vaccine__count": np.array([300, 255, 254, None, None]), "vaccine__done": np.array([True] * 4 + [False])}
    assert list(frames.features([COUNT], table)["vaccine__count"]) == [254, 254, 254, 255, 0]


def test_the_engine_refuses_columns_of_another_type() -> None:
    branches = (nodes.Branch(nodes.Flag("diabetes"), Status.DUE), nodes.Branch(nodes.ALWAYS, Status.NOT_CONCERNED))
    compiled = columns.compile_rules([nodes.Rule("one", branches)], ON, FACTS)
    with pytest.raises(ValueError, match="column diabetes holds int64, not uint8: give the table to `read` first"):
        compiled.statuses({"diabetes": np.array([1, -1], dtype=np.int64)})


def test_the_example_of_the_guide_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "operating.md").read_text(encoding="utf-8")
    ((example),) = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    compiled = columns.compile_rules(book.load().rules(ON), ON, FACTS)
    polars.DataFrame(ordinary(compiled.features, [Profile({}, ON)] * 3)).write_parquet(tmp_path / "people.parquet")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(example, names)
    assert names["ranks"].shape == (3, len(compiled.ids))
