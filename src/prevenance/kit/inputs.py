"""Names of the inputs of a question's page, agreed between what writes them (presenters) and what reads (forms)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prevenance.rules import nodes
from prevenance.rules.facts import Fact

BIRTH = nodes.BIRTH
NONE = "none_of_these"  # the tick box which says that nothing of a list applies
BODY_MASS = "kg/m²"  # a number in this unit may be given as a weight and a height
DATES_MOST = 6


@dataclass(frozen=True, slots=True)
class Mistake:
    """`fact`: the control it belongs to; `goal`: the id of the input ("" its first); `words`: cause and mend."""

    fact: str
    goal: str
    words: str


def doses(fact: Fact) -> int:
    """How many dates a page proposes for an act."""
    return max(1, min(fact.series or 1, DATES_MOST))


def one(posted: Mapping[str, Sequence[str]], name: str) -> str:
    """The last value of an input, on one line, trimmed; "" when it was not posted."""
    return " ".join((list(posted.get(name, ())) or [""])[-1].split())
