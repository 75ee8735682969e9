"""Invented rules on invented people: every engine gives what the judge gives."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import engines
from tests.generative import invented_rules, people
from tests.spec.tables import FACTS


def agree(seed: int, on: dt.date, rules_number: int, people_number: int, asked: Iterable[str]) -> None:
    draw = random.Random(seed)
    rules = [invented_rules.rule(draw, number) for number in range(rules_number)]
    crowd = [people.person(draw, FACTS, on) for _ in range(people_number)]
    wanted = engines.judge(rules, FACTS, on, crowd)
    for name in asked:
        found = engines.ENGINES[name](rules, FACTS, on, crowd)
        for profile, one, other in zip(crowd, wanted, found, strict=True):
            for rule, verdict, outcome in zip(rules, one, other, strict=True):
                assert outcome == verdict, (name, rule, profile)


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32), on=st.sampled_from(people.DAYS))
def test_every_engine_gives_what_the_judge_gives(seed: int, on: dt.date) -> None:
    agree(seed, on, rules_number=12, people_number=60, asked=engines.COMPILED)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(40))
def test_every_engine_gives_what_the_judge_gives_on_many_rules(seed: int) -> None:
    agree(seed, people.DAYS[seed % len(people.DAYS)], rules_number=20, people_number=100, asked=engines.COMPILED)


@pytest.mark.parametrize("name", engines.DISTANT)
@pytest.mark.parametrize("seed", (11, 12))
def test_an_engine_at_hand_gives_what_the_judge_gives(name: str, seed: int) -> None:
    agree(seed, people.DAYS[seed], rules_number=20, people_number=200, asked=[name])
