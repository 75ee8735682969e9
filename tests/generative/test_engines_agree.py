"""Invented people: every engine gives the judge's statuses and dates for the whole catalogue."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import engines
from tests.generative import people

from prevenance.catalogue import book
from prevenance.rules.facts import Profile


def agree(name: str, seed: int, on: dt.date, number: int) -> None:
    catalogue, draw = book.load(), random.Random(seed)
    rules = list(catalogue.rules(on))
    crowd = [people.person(draw, catalogue.facts, on) for _ in range(number)]
    engine = engines.COMPILED[name]
    wanted = engines.judge(rules, catalogue.facts, on, crowd)
    found = engine(rules, catalogue.facts, on, crowd)
    for profile, one, other in zip(crowd, wanted, found, strict=True):
        for rule, verdict, outcome in zip(rules, one, other, strict=True):
            if verdict != outcome:

                def differs(smaller: Profile, rule=rule) -> bool:  # type: ignore[no-untyped-def]
                    alone = ([rule], catalogue.facts, on, [smaller])
                    return engines.judge(*alone) != engine(*alone)

                least = people.smallest(profile, differs)
                alone = ([rule], catalogue.facts, on, [least])
                got, right = engine(*alone), engines.judge(*alone)
                pytest.fail(f"{name}, {rule.id}, on {on}: {got} instead of {right} for {least.values}")


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32), on=st.sampled_from(people.DAYS))
def test_python_gives_one_person_what_the_judge_gives(seed: int, on: dt.date) -> None:
    agree("python", seed, on, 25)  # few: it compiles anew for each range of dates of birth


@pytest.mark.parametrize("name", [name for name in engines.COMPILED if name != "python"])
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**32), on=st.sampled_from(people.DAYS))
def test_an_engine_gives_a_crowd_what_the_judge_gives(name: str, seed: int, on: dt.date) -> None:
    agree(name, seed, on, 300)


@pytest.mark.long
@pytest.mark.parametrize("name", engines.COMPILED)
@pytest.mark.parametrize("on", people.DAYS, ids=str)
def test_an_engine_gives_a_larger_crowd_what_the_judge_gives(name: str, on: dt.date) -> None:
    agree(name, on.toordinal(), on, 4000)
