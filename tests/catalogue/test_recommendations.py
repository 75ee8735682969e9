"""Each recommendation, by named situations: the day before, of and after each bound, exclusions, unknowns."""

import datetime as dt
import functools

import pytest

from prevenance.catalogue import book, case_reading
from prevenance.catalogue.case_reading import TwinCase
from prevenance.rules import evaluating, profiles
from prevenance.rules.compiling import python
from prevenance.rules.compiling.python import Compiled
from prevenance.rules.facts import Profile
from prevenance.rules.verdicts import Verdict

FOLDER = book.FOLDER / "recommendations"
TWINS = {file.parent.name: case_reading.read_cases(file).cases for file in sorted(FOLDER.glob("*/cases.yaml"))}
SITUATIONS = [
    pytest.param(identity, case, id=f"{identity}: {case.name}") for identity, cases in TWINS.items() for case in cases
]


@functools.cache
def compiled(identity: str, on: dt.date) -> Compiled:
    catalogue = book.load()
    return python.compile_rules([catalogue.rule(identity, on)], on, catalogue.facts)


def judged(identity: str, case: TwinCase) -> tuple[Profile, Verdict]:
    catalogue = book.load()
    profile = profiles.read(catalogue.facts, case.person, on=case.on)
    return profile, evaluating.judge(catalogue.rule(identity, case.on), profile)


@pytest.mark.parametrize(("identity", "case"), SITUATIONS)
def test_the_judge_says_what_the_source_says(identity: str, case: TwinCase) -> None:
    _, verdict = judged(identity, case)
    assert case.disagreement(verdict) is None


@pytest.mark.parametrize(("identity", "case"), SITUATIONS)
def test_the_compiled_engine_says_what_the_judge_says(identity: str, case: TwinCase) -> None:
    profile, verdict = judged(identity, case)
    engine = compiled(identity, case.on)
    (outcome,) = engine.plan(engine.row(profile))
    assert (outcome.status, outcome.due_on, outcome.until) == (verdict.status, verdict.due_on, verdict.until)


def test_every_recommendation_has_its_situations() -> None:
    assert set(TWINS) == set(book.load().recommendations)
    assert {identity: len(cases) for identity, cases in TWINS.items() if len(cases) < 8} == {}
