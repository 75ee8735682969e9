"""Numbers with decimals and intervals in weeks can be written; a unit that a fact does not have is refused."""

from __future__ import annotations

import pytest

from prevenance.rules import language, nodes
from prevenance.rules.facts import Kind

VOCABULARY = language.Vocabulary({"weight": Kind.NUMBER, "scan": Kind.ACT, "pregnancy": Kind.WEEKS})


def test_a_number_may_have_decimals() -> None:
    assert language.condition("weight above 18.5", VOCABULARY) == nodes.AtLeast("weight", 18.5, strict=True)


def test_weeks_may_be_added_to_a_date() -> None:
    assert language.date("last scan + 2 weeks", VOCABULARY) == nodes.PlusDays(nodes.Occurrence("scan"), 14)


@pytest.mark.parametrize("text", ["weight at least 20 weeks", "pregnancy at least 20 months"])
def test_a_unit_that_the_fact_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(language.LanguageError, match="is not counted in"):
        language.condition(text, VOCABULARY)
