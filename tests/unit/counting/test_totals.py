"""Totals shown together: whatever is subtracted from whatever, nobody is left in a group of 1 to 4."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

from hypothesis import example, given
from hypothesis import strategies as st

from prevenance.counting.totals import PARTS_MOST, Total, shown

FIRST = dt.date(2026, 3, 1)


def total(first: int, last: int, yes: int, no: int | None = None) -> Total:
    return Total(FIRST + dt.timedelta(days=first), FIRST + dt.timedelta(days=last), yes, no)


@st.composite
def counted(draw: st.DrawFn) -> tuple[list[Total], list[Total]]:
    """Totals of one true population of days, so that subtractions are of real people; and one shown beside them."""
    yes = draw(st.lists(st.integers(0, 9), min_size=6, max_size=6))
    no = draw(st.lists(st.integers(0, 9), min_size=6, max_size=6))
    spans = draw(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)).map(sorted), min_size=1, max_size=7))
    said = [total(a, b, sum(yes[a : b + 1]), sum(no[a : b + 1])) for a, b in spans]
    return [one for one in said[1:] if not 0 < one.yes < 5 and not 0 < (one.no or 0) < 5], said[:1]


def groups(told: list[Total]) -> set[tuple[int, ...]]:
    """(of each day, 1 or 0; who acted; who did not) that adding and subtracting what is shown can make."""
    found: dict[tuple[int, ...], None] = {(0,) * 8: None}
    for one in told:
        a, b = (one.first_on - FIRST).days, (one.last_on - FIRST).days
        line = [int(a <= day <= b) for day in range(6)] + [one.yes, one.no or 0]
        for kept in list(found):
            for sign in (1, -1):
                found[tuple(old + sign * new for old, new in zip(kept, line, strict=True))] = None
    return {one for one in found if set(one[:6]) == {0, 1} or set(one[:6]) == {1}}


@given(counted())
@example(([total(0, 1, 60, 60), total(2, 3, 40, 40)], [total(0, 5, 102, 102)]))
def test_no_sum_and_no_difference_of_what_is_shown_is_a_small_group(drawn: tuple[list[Total], list[Total]]) -> None:
    said, beside = drawn
    told = [one for one, may_be in zip(said, shown(said, beside), strict=True) if may_be]
    if 0 < beside[0].yes < 5 or 0 < (beside[0].no or 0) < 5:
        return  # never shown by the site itself
    for *_, yes, no in groups(told + beside):
        assert not 0 < yes < 5 and not 0 < no < 5


def test_what_harms_nobody_is_shown() -> None:
    weeks = [total(7 * one, 7 * one + 6, 30 + 7 * one) for one in range(4)]
    assert shown([total(0, 27, 162), *weeks]) == [True] * 5  # the weeks add up to the whole
    assert shown([total(0, 27, 180), *weeks]) == [True] * 5
    assert shown([total(0, 9, 40), total(0, 9, 60)]) == [True, True]  # two sources, the same days


def test_the_longest_days_stay_and_days_that_cross_are_hidden() -> None:
    assert shown([total(0, 3, 40), total(0, 9, 42)]) == [False, True]
    assert shown([total(0, 9, 100), total(5, 12, 50)]) == [True, False]
    assert shown([total(0, 9, 40)], [total(3, 12, 90)]) == [False]


def test_parts_beyond_what_can_be_tried_are_hidden() -> None:
    parts = [total(day, day, 1000 * 2**day) for day in range(PARTS_MOST + 2)]
    assert shown([total(0, 20, 10**9), *parts]) == [True] * (PARTS_MOST + 1) + [False, False]
    assert all(one.yes != other.yes for one, other in combinations(parts, 2))
