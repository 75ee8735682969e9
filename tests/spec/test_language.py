"""Each operation of the rules language, the same on every engine. The manual is printed from these tables."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripts import write_rules_manual

from tests import engines
from tests.spec import calendar_tables, laws, logic, tables

ROOT = Path(__file__).parents[2]
TABLES = {table.title: table for table in (*logic.TABLES, *calendar_tables.TABLES, *laws.TABLES)}


def day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def by_day(rows: list[tuple[str, ...]]) -> Iterator[tuple[dt.date, list[tuple[str, ...]]]]:
    for text, group in itertools.groupby(sorted(rows, key=lambda row: row[0]), key=lambda row: row[0]):
        yield dt.date.fromisoformat(text), list(group)


@pytest.mark.parametrize("engine", engines.ENGINES)
@pytest.mark.parametrize("title", [t for t, table in TABLES.items() if isinstance(table, tables.Conditions)])
def test_a_condition_is_true_false_or_unknown(title: str, engine: str) -> None:
    for on, rows in by_day(list(TABLES[title].rows)):
        rules = [tables.asked(tables.condition(text)) for _, text, _, _ in rows]
        people = [tables.profile(raw, on) for _, _, raw, _ in rows]
        found = engines.ENGINES[engine](rules, tables.FACTS, on, people)
        answers = {"due": True, "not_concerned": False, "unknown": None}
        got = [answers[found[place][place].status] for place in range(len(rows))]
        assert got == [answer for *_, answer in rows], [(text, raw) for _, text, raw, _ in rows]


@pytest.mark.parametrize("engine", engines.ENGINES)
@pytest.mark.parametrize("title", [t for t, table in TABLES.items() if isinstance(table, tables.Dates)])
def test_a_date_is_shown_or_there_is_none(title: str, engine: str) -> None:
    for on, rows in by_day(list(TABLES[title].rows)):
        rules = [tables.shown(tables.date(text)) for _, text, _, _ in rows]
        people = [tables.profile(raw, on) for _, _, raw, _ in rows]
        found = engines.ENGINES[engine](rules, tables.FACTS, on, people)
        got = [found[place][place].due_on for place in range(len(rows))]
        assert got == [day(answer) for *_, answer in rows], [(text, raw) for _, text, raw, _ in rows]


@pytest.mark.parametrize("engine", engines.ENGINES)
@pytest.mark.parametrize("title", [t for t, table in TABLES.items() if isinstance(table, tables.Law)])
def test_a_rule_gives_a_status_and_its_dates(title: str, engine: str) -> None:
    law = TABLES[title]
    for on, rows in by_day(list(law.rows)):
        people = [tables.profile(row[1], on) for row in rows]
        found = engines.ENGINES[engine]([law.rule()], tables.FACTS, on, people)
        for (_, raw, status, due_on, until), (outcome,) in zip(rows, found, strict=True):
            assert outcome == (status, day(due_on), day(until)), raw


def test_the_manual_is_up_to_date() -> None:
    manual = (ROOT / "docs" / "rules-language.md").read_text(encoding="utf-8")
    assert manual == write_rules_manual.manual(TABLES.values()), "run: python scripts/write_rules_manual.py"
