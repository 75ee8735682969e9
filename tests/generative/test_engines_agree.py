"""Invented people: every engine gives the judge's statuses and dates for the whole catalogue."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Mapping
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prevenance.catalogue import book
from prevenance.rules import nodes
from prevenance.rules.facts import Fact, Profile
from tests import engines
from tests.generative import people


def agree(names: Iterable[str], seed: int, on: dt.date, number: int, few: int) -> None:
    """`few`: how many people the Python engine is asked about: it compiles anew for each range of dates of birth."""
    catalogue, draw = book.load(), random.Random(seed)
    rules = list(catalogue.rules(on))
    crowd = [people.person(draw, catalogue.facts, on) for _ in range(number)]
    wanted = engines.judge(rules, catalogue.facts, on, crowd)
    for name in names:
        asked = few if name == "python" else number
        found = engines.ENGINES[name](rules, catalogue.facts, on, crowd[:asked])
        for profile, one, other in zip(crowd[:asked], wanted[:asked], found, strict=True):
            for rule, verdict, outcome in zip(rules, one, other, strict=True):
                if verdict != outcome:
                    report(name, rule, catalogue.facts, profile)


def report(name: str, rule: nodes.Rule, declared: Mapping[str, Fact], profile: Profile) -> NoReturn:
    """Fail with the smallest profile on which the engine and the judge still differ."""

    def answers(smaller: Profile) -> tuple[engines.Outcomes, engines.Outcomes]:
        alone = ([rule], declared, smaller.on, [smaller])
        return engines.ENGINES[name](*alone), engines.judge(*alone)

    least = people.smallest(profile, lambda smaller: len(set(map(str, answers(smaller)))) == 2)
    got, right = answers(least)
    pytest.fail(f"{name}, {rule.id}, on {profile.on}: {got} instead of {right} for {least.values}")


@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 2**32), on=st.sampled_from(people.DAYS))
def test_every_engine_gives_what_the_judge_gives(seed: int, on: dt.date) -> None:
    agree(engines.COMPILED, seed, on, number=200, few=20)


@pytest.mark.long
@pytest.mark.parametrize("on", people.DAYS, ids=str)
def test_every_engine_gives_a_larger_crowd_what_the_judge_gives(on: dt.date) -> None:
    agree(engines.COMPILED, on.toordinal(), on, number=1000, few=60)


@pytest.mark.parametrize("name", engines.DISTANT)
@pytest.mark.parametrize("on", (dt.date(2026, 11, 24), dt.date(2028, 2, 29)), ids=str)
def test_an_engine_at_hand_gives_what_the_judge_gives(name: str, on: dt.date) -> None:
    agree([name], on.toordinal() + 7, on, number=300, few=0)


@pytest.mark.long
@pytest.mark.parametrize("name", engines.DISTANT)
@pytest.mark.parametrize("on", people.DAYS, ids=str)
def test_an_engine_at_hand_gives_a_larger_crowd_what_the_judge_gives(name: str, on: dt.date) -> None:
    agree([name], on.toordinal() + 8, on, number=500, few=0)
