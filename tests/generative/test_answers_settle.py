"""An answer never contradicts what was already settled: unknown may become a status, a status stays (C7)."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from prevenance.catalogue import book
from prevenance.rules import nodes
from prevenance.rules.compiling import columns, features
from prevenance.rules.facts import Profile
from prevenance.rules.statuses import ORDER, Status
from tests.generative import people

UNKNOWN = ORDER.index(Status.UNKNOWN)


def doubted(node: object) -> frozenset[str]:
    """Facts read under `surely`, where the author chose that doubt counts as no."""
    if isinstance(node, nodes.Surely):
        return nodes.facts_read(node)
    return frozenset[str]().union(*(doubted(child) for child in nodes.children(node)))


def check(seed: int, on: dt.date, number: int) -> None:
    catalogue, draw = book.load(), random.Random(seed)
    rules = list(catalogue.rules(on))
    compiled = columns.compile_rules(rules, on, catalogue.facts)
    before, after, answered = [], [], []
    for _ in range(number):
        profile = people.person(draw, catalogue.facts, on)
        fact = draw.choice(list(profile.values) or ["sex"])
        fewer = {name: value for name, value in profile.values.items() if name != fact}
        before.append(features.row(compiled.features, Profile(fewer, on)))
        after.append(features.row(compiled.features, profile))
        answered.append(fact)
    first = compiled.statuses(compiled.table(before))
    second = compiled.statuses(compiled.table(after))
    for column, rule in enumerate(rules):
        free = doubted(rule)
        for fact, one, other in zip(answered, first[:, column], second[:, column], strict=True):
            if fact not in free:
                assert one in (UNKNOWN, other), (rule.id, fact, ORDER[one], ORDER[other])


@pytest.mark.parametrize("on", people.DAYS[:4], ids=str)
def test_an_answer_settles_or_changes_nothing(on: dt.date) -> None:
    check(on.toordinal(), on, 3000)


@pytest.mark.long
@pytest.mark.parametrize("on", people.DAYS, ids=str)
def test_many_answers_settle_or_change_nothing(on: dt.date) -> None:
    check(on.toordinal() + 1, on, 6000)
