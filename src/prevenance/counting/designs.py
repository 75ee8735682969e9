"""What a campaign changed, by a comparison declared before its start; or why nobody can tell.

Two designs. *Comparison*: some territories have the campaign from one moment on, others never. *Staggered*: every
territory starts, at different moments. Both are one model: least squares with an effect of each territory and of each
period, a variance by territory corrected for their small number (CR2: Bell and McCaffrey, 2002), Student's law with the
degrees of freedom of Pustejovsky and Tipton (2018). With two periods and two groups of one size, it is Student's test.
docs/measure.md says what other ways were tried and how well each kept its promise (`bench/effects.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import yaml

LEAST_PEOPLE = 20  # in one territory and period: no share is made of fewer
LEAST_FREEDOM = 4.0  # degrees of freedom under which Student's law no longer fits (Pustejovsky and Tipton, 2018)
LEVEL = 0.95

Numbers = npt.NDArray[np.float64]
Interval = tuple[Numbers, Numbers, Numbers, Numbers]  # value, low, high and p of many campaigns


class Why(StrEnum):
    """Why one cannot tell."""

    NO_DESIGN = "no_design"
    DECLARED_LATE = "declared_late"
    NOT_COMPARABLE = "not_comparable"
    FEW_TERRITORIES = "few_territories"
    MISSING = "missing"
    FEW_PEOPLE = "few_people"
    NO_VARIATION = "no_variation"
    TOO_WIDE = "too_wide"


class Reading(StrEnum):
    """What an effect says. `SMALLER`: the interval holds zero but neither the hoped change nor its contrary."""

    MORE = "more"
    LESS = "less"
    SMALLER = "smaller"


@dataclass(frozen=True)
class Design:
    """What was declared before the start. `starts`: the first period (0, 1…) with the campaign, or None for never.

    `hoped`: the change worth having, as a share of people (0.03 is three points). `starts_on`: day of the first start.
    """

    starts: Mapping[str, int | None]
    periods: int
    hoped: float
    declared_on: date
    starts_on: date

    def __post_init__(self) -> None:
        if self.periods < 2 or not 0 < abs(self.hoped) < 1:
            raise ValueError("A design has two periods at least, and hopes for a change under 1 that is not zero")

    @property
    def kind(self) -> str:
        """`comparison` (one start, and territories that never start) or `staggered`."""
        moments = {start for start in self.starts.values() if start is not None}
        return "comparison" if len(moments) == 1 and None in self.starts.values() else "staggered"

    @property
    def treated(self) -> Numbers:
        """Territories (sorted) × periods: 1 where the campaign was there."""
        return np.array(
            [[float(start is not None and at >= start) for at in range(self.periods)] for _, start in self._sorted]
        )

    @property
    def territories(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self._sorted)

    @property
    def _sorted(self) -> list[tuple[str, int | None]]:
        return sorted(self.starts.items())


@dataclass(frozen=True)
class Cell:
    """`acted` people out of `of`, in one territory and period."""

    territory: str
    period: int
    acted: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.acted <= self.of:
            raise ValueError(f"{self.territory}, period {self.period}: {self.acted} of {self.of} is not a share")


@dataclass(frozen=True)
class Estimate:
    """A difference of shares with its 95 % interval; `p`: how rare such a difference is when nothing changed."""

    value: float
    low: float
    high: float
    p: float
    territories: int


@dataclass(frozen=True)
class Effect:
    estimate: Estimate
    reading: Reading


@dataclass(frozen=True)
class CannotTell:
    """A result like another. `estimate`: what was found all the same, when only its width forbids to conclude."""

    why: Why
    estimate: Estimate | None = None


@dataclass(frozen=True)
class Assumption:
    """What is believed before the start. `base`: share without campaign; `people`: in a territory and period;
    `drift`: by how much a territory's share moves by itself from one period to another (a standard deviation).
    """

    base: float
    people: int
    drift: float

    def __post_init__(self) -> None:
        if not 0 <= self.base <= 1 or self.people < LEAST_PEOPLE or self.drift < 0:
            raise ValueError(f"A share between 0 and 1, {LEAST_PEOPLE} people at least, a drift of zero or more")


@dataclass(frozen=True)
class Power:
    """Chance of seeing the hoped change if it is there, and what drawing `runs` campaigns leaves unsure (95 %)."""

    value: float
    low: float
    high: float
    runs: int


def refusal(design: Design | None) -> CannotTell | None:
    """Why a design could never tell, known before the start; None when it may."""
    if design is None or not design.starts:
        return CannotTell(Why.NO_DESIGN)
    if design.declared_on >= design.starts_on:
        return CannotTell(Why.DECLARED_LATE)
    treated = design.treated
    if np.linalg.norm(_within(treated)) < 1e-9:
        return CannotTell(Why.NOT_COMPARABLE)
    if len(treated) < 3 or _hangs_on_one(treated) or _plan(design)[2] < LEAST_FREEDOM - 1e-9:
        return CannotTell(Why.FEW_TERRITORIES)
    return None


def _hangs_on_one(treated: Numbers) -> bool:
    """Whether nothing can be compared once some territory is left out: the model then fits that territory exactly, and
    the variance holds nothing of its own chance. One against nine would see an effect four times in ten without any.
    """
    rows = np.unique(treated, axis=0, return_counts=True)
    alone = [place for place, many in enumerate(rows[1]) if many == 1]
    return any(np.linalg.norm(_within(np.delete(rows[0], one, axis=0))) < 1e-9 for one in alone)


def effect(design: Design | None, cells: Iterable[Cell]) -> Effect | CannotTell:
    """What the campaign changed. Each territory and period must be there once, with 20 people at least."""
    refused = refusal(design)
    if refused is not None or design is None:
        return refused or CannotTell(Why.NO_DESIGN)
    found = {(cell.territory, cell.period): cell for cell in cells}
    wanted = [[(name, at) for at in range(design.periods)] for name in design.territories]
    if any(key not in found for row in wanted for key in row):
        return CannotTell(Why.MISSING)
    if any(found[key].of < LEAST_PEOPLE for row in wanted for key in row):
        return CannotTell(Why.FEW_PEOPLE)
    shares = np.array([[[found[key].acted / found[key].of for key in row] for row in wanted]])
    value, low, high, p = (float(one[0]) for one in estimates(shares, design))
    if not high - low > 1e-9:  # below what rounding makes of numbers that are all alike
        return CannotTell(Why.NO_VARIATION)
    return _conclude(Estimate(value, low, high, p, len(wanted)), abs(design.hoped))


def _conclude(estimate: Estimate, hoped: float) -> Effect | CannotTell:
    if estimate.low > 0:
        return Effect(estimate, Reading.MORE)
    if estimate.high < 0:
        return Effect(estimate, Reading.LESS)
    if -hoped < estimate.low and estimate.high < hoped:
        return Effect(estimate, Reading.SMALLER)
    return CannotTell(Why.TOO_WIDE, estimate)


def estimates(shares: Numbers, design: Design) -> Interval:
    """Many campaigns of one design at once: `shares` is campaigns × territories (sorted) × periods.

    Where there is no variation at all, low and high are the value, but for rounding.
    """
    from scipy.stats import t as student  # half a second to import, for one page

    flat = shares.reshape(len(shares), -1).T
    weights, pulls, freedom = _plan(design)
    value = weights @ flat
    error = np.sqrt(np.maximum(((pulls @ flat) ** 2).sum(axis=0), 1e-300))
    margin = student.ppf((1 + LEVEL) / 2, freedom) * error
    return value, value - margin, value + margin, 2 * student.sf(np.abs(value) / error, freedom)


def _plan(design: Design) -> tuple[Numbers, Numbers, float]:
    """What depends on the design alone: how each cell weighs in the effect, how each territory weighs in the variance
    (one row each: its part is the square of that row times the cells), and the degrees of freedom (Satterthwaite's, as
    if cells drifted alike: Pustejovsky and Tipton, 2018).
    """
    model = _model(design.treated)
    inverse = np.linalg.inv(model.T @ model)
    weights = inverse[0] @ model.T
    left = np.eye(len(model)) - model @ inverse @ model.T
    pulls = []
    for one in range(len(design.territories)):
        rows = slice(one * design.periods, (one + 1) * design.periods)
        pulls.append(weights[rows] @ _inverse_root(left[rows, rows]) @ left[rows])
    table = np.array(pulls)
    products = table @ table.T
    return weights, table, float(np.trace(products) ** 2 / (products**2).sum())


def _model(treated: Numbers) -> Numbers:
    """Columns: the campaign, each territory, each period but the first."""
    territories, periods = treated.shape
    return np.column_stack(
        (
            treated.ravel(),
            np.repeat(np.eye(territories), periods, axis=0),
            np.tile(np.eye(periods), (territories, 1))[:, 1:],
        )
    )


def _within(table: Numbers) -> Numbers:
    """What is left of a table once its rows' and columns' means are taken away."""
    rows, columns = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
    return np.asarray(table - rows - columns + table.mean())


def _inverse_root(matrix: Numbers) -> Numbers:
    """Symmetric square root of the pseudo-inverse: a territory's own effect takes one dimension away."""
    values, vectors = np.linalg.eigh(matrix)
    roots = np.where(values > 1e-9, 1 / np.sqrt(np.maximum(values, 1e-9)), 0.0)
    return np.asarray((vectors * roots) @ vectors.T)


def power(design: Design, assumption: Assumption, *, runs: int = 20_000, seed: int = 1) -> Power | CannotTell:
    """Stated before the start: campaigns drawn as assumed with the hoped change, each judged as the real one will be.

    Drawn again with the same seed, it gives the same number. A campaign counts when its interval leaves zero on the
    hoped side.
    """
    from .measure import wilson

    refused = refusal(design)
    if refused is not None:
        return refused
    draws = np.random.default_rng(seed)
    expected = assumption.base + design.hoped * design.treated
    moved = expected + draws.normal(0.0, assumption.drift, (runs, *expected.shape))
    shares = draws.binomial(assumption.people, np.clip(moved, 0.0, 1.0)) / assumption.people
    _, low, high, _ = estimates(shares, design)
    seen = int(((low > 0) if design.hoped > 0 else (high < 0)).sum())
    return Power(seen / runs, *wilson(seen, runs), runs)


@cache
def words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """`whys` and `readings`, by key then `fr` and `en`."""
    read: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load(
        files("prevenance.counting").joinpath("design_words.yaml").read_text("utf-8")
    )
    return read
