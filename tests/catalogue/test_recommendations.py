"""Each recommendation, by named situations: the day before, of and after each bound, the exclusions and the unknowns."""

import pytest

from prevenance.catalogue import book, case_reading
from prevenance.catalogue.case_reading import TwinCase
from prevenance.rules import evaluating, profiles

FOLDER = book.FOLDER / "recommendations"
TWINS = {file.parent.name: case_reading.read_cases(file).cases for file in sorted(FOLDER.glob("*/cases.yaml"))}
SITUATIONS = [
    pytest.param(identity, case, id=f"{identity}: {case.name}") for identity, cases in TWINS.items() for case in cases
]


@pytest.mark.parametrize(("identity", "case"), SITUATIONS)
def test_the_judge_says_what_the_source_says(identity: str, case: TwinCase) -> None:
    catalogue = book.load()
    profile = profiles.read(catalogue.facts, case.person, on=case.on)
    verdict = evaluating.judge(catalogue.rule(identity, case.on), profile)
    assert case.disagreement(verdict) is None
