"""Four figures of a campaign (exposed, reached, understood, acted), each with all that is needed not to be fooled.

A share tells its numerator, its denominator, what is missing and its interval. It gives no percentage under
`LEAST_DENOMINATOR` people known, and hides a group of fewer than `LEAST_CELL` with its complement, so that no
subtraction gives it back. Definitions in words, and what each figure is not, are in `measure_words.yaml`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml

LEAST_DENOMINATOR = 20
LEAST_CELL = 5
NORMAL_95 = 1.959963984540054


class Figure(StrEnum):
    """What is measured. Four different questions: none may stand for another."""

    EXPOSED = "exposed"
    REACHED = "reached"
    UNDERSTOOD = "understood"
    ACTED = "acted"


class Why(StrEnum):
    """Why a number is not given."""

    NOT_ASKED = "not_asked"  # nothing was counted
    FEW = "few"  # fewer than LEAST_DENOMINATOR known
    HIDDEN = "hidden"  # a group of fewer than LEAST_CELL would be seen


@dataclass(frozen=True)
class Share:
    """`numerator` of `denominator` known; `missing` of `asked` for whom nobody knows. What is None, `why` explains.

    `value`, `low` and `high` are between 0 and 1; the interval is Wilson's, at 95 %, of those known: it says nothing
    of those missing, which `bounds` does.
    """

    asked: int
    numerator: int | None
    denominator: int
    missing: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    why: Why | None = None

    @property
    def missing_share(self) -> float | None:
        """Part of those asked for whom nobody knows; None under LEAST_DENOMINATOR asked."""
        return self.missing / self.asked if self.asked >= LEAST_DENOMINATOR else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Share if all the missing were "no", then if all were "yes": what the missing alone could change."""
        if self.value is None or self.numerator is None:
            return None
        return self.numerator / self.asked, (self.numerator + self.missing) / self.asked


def wilson(many: int, of: int) -> tuple[float, float]:
    """95 % interval of a share (E. B. Wilson, 1927); ValueError unless 0 ≤ many ≤ of and of > 0."""
    if not 0 <= many <= of or of == 0:
        raise ValueError(f"{many} of {of} is not a share")
    square = NORMAL_95**2 / of
    middle = (many / of + square / 2) / (1 + square)
    half = NORMAL_95 * math.sqrt(many / of * (1 - many / of) / of + square / (4 * of)) / (1 + square)
    # Rounding must not put nobody above zero, nor everybody under one.
    return (0.0 if many == 0 else middle - half), (1.0 if many == of else middle + half)


def share(*, yes: int, no: int, unknown: int = 0) -> Share:
    """A share and its silences. `unknown`: those of the question for whom nobody knows. ValueError below zero."""
    if min(yes, no, unknown) < 0:
        raise ValueError("A count is never below zero")
    asked, known = yes + no + unknown, yes + no
    if not known:
        return Share(asked, None, 0, unknown, why=Why.NOT_ASKED)
    # Yes and no are each other's complement: a small one hides both. Nobody knows anything of those missing: shown.
    if 0 < yes < LEAST_CELL or 0 < no < LEAST_CELL:
        return Share(asked, None, known, unknown, why=Why.HIDDEN)
    if known < LEAST_DENOMINATOR:
        return Share(asked, yes, known, unknown, why=Why.FEW)
    return Share(asked, yes, known, unknown, yes / known, *wilson(yes, known))


@dataclass(frozen=True)
class Declared:
    """People who may have had the message before their eyes, as those who carried it say: a range, not a count.

    `by`: who declared, `places`: of how many asked; `silent` of them said nothing. The denominator is the audience.
    """

    low: int
    high: int
    audience: int
    places: int
    silent: int
    by: str

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high or not 0 <= self.silent <= self.places or self.audience < 0:
            raise ValueError("A declared range goes from lowest to highest, and silent places are among those asked")

    @property
    def value(self) -> tuple[float, float] | None:
        """Lowest and highest share of the audience, never above 1; None under LEAST_DENOMINATOR or if nobody said."""
        if self.audience < LEAST_DENOMINATOR or self.silent == self.places:
            return None
        return min(1.0, self.low / self.audience), min(1.0, self.high / self.audience)

    @property
    def why(self) -> Why | None:
        if self.silent == self.places:
            return Why.NOT_ASKED
        return Why.FEW if self.audience < LEAST_DENOMINATOR else None


@dataclass(frozen=True)
class Measure:
    """The four figures of one campaign. None: not measured, which is told and never taken for zero."""

    exposed: Declared | None = None
    reached: Share | None = None
    understood: Share | None = None
    acted: Share | None = None


@cache
def words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """`figures` and `whys`, by key then field: `fr` and `en` (title), `is_fr`, `is_en`, `not_fr`, `not_en`."""
    read: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load(
        files("prevenance.counting").joinpath("measure_words.yaml").read_text("utf-8")
    )
    return read
