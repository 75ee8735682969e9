"""What a campaign changed: known answers, and all the times when one cannot tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from prevenance.counting import designs
from prevenance.counting.designs import Assumption, CannotTell, Cell, Design, Effect, Reading, Why

BEFORE, START = date(2026, 9, 1), date(2026, 10, 1)


def compared(*, reached: int = 4, others: int = 4, hoped: float = 0.05, **other: Any) -> Design:
    starts = {f"r{one}": 1 for one in range(reached)} | {f"o{one}": None for one in range(others)}
    return Design(
        **({"starts": starts, "periods": 2, "hoped": hoped, "declared_on": BEFORE, "starts_on": START} | other)
    )


def staggered(*, territories: int = 8, steps: int = 4, hoped: float = 0.05, **other: Any) -> Design:
    starts = {f"t{one:02}": 1 + one % steps for one in range(territories)}
    fixed = {"starts": starts, "periods": steps + 1, "hoped": hoped, "declared_on": BEFORE, "starts_on": START}
    return Design(**(fixed | other))


def counted(design: Design, *, change: float, noise: float, seed: int = 2, of: int = 10_000) -> list[Cell]:
    """Large territories, each with its level, its drift and the same change wherever the campaign is."""
    draws = np.random.default_rng(seed)
    levels = 0.2 + draws.normal(0, 0.05, (len(design.territories), 1))
    shares = levels + 0.01 * np.arange(design.periods) + draws.normal(0, noise, design.treated.shape)
    shares = shares + change * design.treated
    return [
        Cell(name, at, round(of * shares[row, at]), of)
        for row, name in enumerate(design.territories)
        for at in range(design.periods)
    ]


def found(result: Effect | CannotTell) -> designs.Estimate:
    assert isinstance(result, Effect)
    return result.estimate


@pytest.mark.parametrize("design", [compared(), staggered()])
def test_a_change_that_is_there_is_found_with_its_interval(design: Design) -> None:
    estimate = found(designs.effect(design, counted(design, change=0.05, noise=0.004)))
    assert estimate.low < 0.05 < estimate.high and estimate.low > 0.03
    assert estimate.value == pytest.approx(0.05, abs=0.01) and estimate.p < 0.01
    assert estimate.territories == 8


@pytest.mark.parametrize("design", [compared(), staggered()])
def test_what_each_territory_was_and_what_moved_everywhere_change_nothing(design: Design) -> None:
    cells = counted(design, change=0.05, noise=0.004)
    levels = {name: 100 * row for row, name in enumerate(design.territories)}
    moved = [Cell(c.territory, c.period, c.acted + levels[c.territory] + 300 * c.period, c.of) for c in cells]
    one, other = found(designs.effect(design, cells)), found(designs.effect(design, moved))
    assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high), abs=1e-9)


def test_an_effect_reads_as_more_less_or_smaller_than_hoped() -> None:
    design = compared()
    readings = [designs.effect(design, counted(design, change=change, noise=0.004)) for change in (0.05, -0.05, 0.0)]
    assert [one.reading for one in readings if isinstance(one, Effect)] == [Reading.MORE, Reading.LESS, Reading.SMALLER]


def test_an_interval_that_holds_both_nothing_and_the_hoped_change_cannot_tell() -> None:
    design = compared(hoped=0.03)
    result = designs.effect(design, counted(design, change=0.0, noise=0.05))
    assert isinstance(result, CannotTell) and result.why is Why.TOO_WIDE
    assert result.estimate is not None and result.estimate.low < 0 < result.estimate.high


def compared_changes(design: Design, seed: int) -> tuple[list[list[float]], np.ndarray[Any, Any]]:
    cells = {(c.territory, c.period): c.acted / c.of for c in counted(design, change=0.03, noise=0.01, seed=seed)}
    change = {name: cells[name, 1] - cells[name, 0] for name in design.territories}
    groups = [[change[name] for name in change if name.startswith(kind)] for kind in "ro"]
    return groups, np.array([[[cells[name, 0], cells[name, 1]] for name in design.territories]])


@pytest.mark.parametrize("seed", range(4))
def test_two_groups_of_one_size_and_two_periods_give_students_test_of_the_changes(seed: int) -> None:
    design = compared()
    groups, shares = compared_changes(design, seed)
    test = stats.ttest_ind(*groups)
    _, low, high, p = designs.estimates(shares, design)
    assert (low[0], high[0], p[0]) == pytest.approx((*test.confidence_interval(), test.pvalue))


def test_groups_of_unlike_size_give_welchs_error_and_the_freedom_of_the_design() -> None:
    design = compared(reached=3, others=5)
    groups, shares = compared_changes(design, 2)
    value, low, high, _ = designs.estimates(shares, design)
    test = stats.ttest_ind(*groups, equal_var=False)
    freedom = (1 / 3 + 1 / 5) ** 2 / (1 / (3**2 * 2) + 1 / (5**2 * 4))  # Satterthwaite's, for variances alike
    assert value[0] / (high - low)[0] * 2 * stats.t.ppf(0.975, freedom) == pytest.approx(test.statistic)


def test_staggered_starts_give_the_least_squares_of_another_library() -> None:
    sm = pytest.importorskip("statsmodels.api")
    design = staggered()
    shares = np.array([[c.acted / c.of for c in counted(design, change=0.03, noise=0.01)]])
    fit = sm.OLS(shares[0], designs._model(design.treated)).fit()
    assert designs.estimates(shares.reshape(1, 8, 5), design)[0][0] == pytest.approx(fit.params[0])


@pytest.mark.parametrize(
    ("design", "why"),
    [
        (None, Why.NO_DESIGN),
        (compared(starts={}), Why.NO_DESIGN),
        (compared(declared_on=START), Why.DECLARED_LATE),
        (compared(starts={f"r{one}": 1 for one in range(8)}), Why.NOT_COMPARABLE),
        (compared(starts={f"r{one}": None for one in range(8)}), Why.NOT_COMPARABLE),
        (compared(starts={f"r{one}": 0 if one < 4 else None for one in range(8)}), Why.NOT_COMPARABLE),
        (compared(reached=2, others=9), Why.FEW_TERRITORIES),
        (compared(reached=9, others=2), Why.FEW_TERRITORIES),
        (compared(reached=3, others=12), Why.FEW_TERRITORIES),
        (compared(reached=1, others=1), Why.FEW_TERRITORIES),
        (compared(reached=1, others=9), Why.FEW_TERRITORIES),
        (compared(reached=9, others=1), Why.FEW_TERRITORIES),
        (compared(starts={f"r{one}": 1 for one in range(7)} | {"late": 3}, periods=4), Why.FEW_TERRITORIES),
        (staggered(territories=4, steps=2), Why.FEW_TERRITORIES),
    ],
)
def test_a_design_that_could_never_tell_is_refused_before_the_start(design: Design | None, why: Why) -> None:
    assert designs.effect(design, []) == CannotTell(why)
    if design is not None:
        assert designs.power(design, Assumption(0.2, 400, 0.01)) == CannotTell(why)


STARTS = st.integers(2, 6).flatmap(
    lambda periods: st.tuples(
        st.just(periods),
        st.lists(st.one_of(st.none(), st.integers(1, periods - 1)), min_size=3, max_size=12),
    )
)


@settings(deadline=None, max_examples=30)
@given(STARTS)
def test_whatever_design_is_accepted_raises_a_false_alarm_about_one_time_in_twenty(
    drawn: tuple[int, list[int | None]],
) -> None:
    """One territory alone on its side would do so four times in ten: it is refused, as all that hangs on one."""
    periods, starts = drawn
    design = compared(starts={f"t{number:02}": start for number, start in enumerate(starts)}, periods=periods)
    assume(designs.refusal(design) is None)
    shares = 0.2 + np.random.default_rng(5).normal(0, 0.03, (2000, len(starts), periods))
    _, low, high, _ = designs.estimates(shares, design)
    assert ((low > 0) | (high < 0)).mean() < 0.075


def test_numbers_that_are_missing_too_small_or_copied_cannot_tell() -> None:
    design = compared()
    cells = counted(design, change=0.05, noise=0.01)
    assert designs.effect(design, cells[1:]) == CannotTell(Why.MISSING)
    assert designs.effect(design, [Cell("o0", 0, 3, 19), *cells[1:]]) == CannotTell(Why.FEW_PEOPLE)
    same = [Cell(c.territory, c.period, 100, 1000) for c in cells]
    assert designs.effect(design, same) == CannotTell(Why.NO_VARIATION)
    steps = staggered()
    level = [Cell(name, at, 100, 1000) for name in steps.territories for at in range(steps.periods)]
    assert designs.effect(steps, level) == CannotTell(Why.NO_VARIATION)


@pytest.mark.parametrize("design", [compared(reached=6, others=6), staggered(territories=12)])
def test_power_grows_with_people_and_with_the_hoped_change_and_is_the_same_each_time(design: Design) -> None:
    def stated(people: int, hoped: float) -> float:
        one = Design(design.starts, design.periods, hoped, BEFORE, START)
        result = designs.power(one, Assumption(0.2, people, 0.01), runs=2000)
        assert isinstance(result, designs.Power) and result.low <= result.value <= result.high
        return result.value

    assert stated(300, 0.03) < stated(3000, 0.03) < stated(3000, 0.06)
    assert stated(300, 0.03) == stated(300, 0.03)
    assert stated(300, 0.0001) < 0.06  # half of the false alarms: those on the hoped side
    assert stated(3000, -0.06) > 0.9


def test_every_reason_and_reading_has_its_words_in_both_languages() -> None:
    words = designs.words()
    assert set(words["whys"]) == set(Why) and set(words["readings"]) == set(Reading)
    assert all(set(one) == {"fr", "en"} for group in words.values() for one in group.values())


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: compared(hoped=0.0),
        lambda: compared(periods=1),
        lambda: Cell("t", 0, 21, 20),
        lambda: Assumption(1.2, 400, 0.01),
        lambda: Assumption(0.2, 19, 0.01),
        lambda: Assumption(0.2, 400, -0.01),
    ],
)
def test_what_cannot_be_is_refused_where_it_is_written(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"design has two|not a share|people at least"):
        wrong()
