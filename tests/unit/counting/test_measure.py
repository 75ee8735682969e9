"""Shares that say their denominator, what is missing and their interval, and hide small groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from prevenance.counting import measure
from prevenance.counting.measure import Why

COUNTS = st.integers(0, 60)


@pytest.mark.parametrize(("many", "of"), [(0, 20), (1, 20), (9, 30), (30, 30), (812, 1003), (1, 100_000)])
def test_the_interval_is_wilsons(many: int, of: int) -> None:
    expected = binomtest(many, of).proportion_ci(0.95, "wilson")
    assert measure.wilson(many, of) == pytest.approx((expected.low, expected.high), abs=1e-12)


@pytest.mark.parametrize(("many", "of"), [(1, 0), (0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(many: int, of: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        measure.wilson(many, of)


def test_a_share_tells_its_numerator_denominator_missing_and_interval() -> None:
    told = measure.share(yes=30, no=70, unknown=25)
    assert (told.numerator, told.denominator, told.missing, told.asked) == (30, 100, 25, 125)
    assert told.value == 0.3 and told.missing_share == 0.2 and told.why is None
    assert (told.low, told.high) == measure.wilson(30, 100)
    assert told.bounds == (30 / 125, 55 / 125)


def test_no_percentage_under_twenty() -> None:
    told = measure.share(yes=9, no=10)
    assert (told.numerator, told.denominator, told.value, told.low, told.why) == (9, 19, None, None, Why.FEW)
    assert told.missing_share is None and told.bounds is None
    assert measure.share(yes=10, no=10).value == 0.5
    assert measure.share(yes=9, no=10, unknown=50).why is Why.FEW  # the missing do not make a denominator


def test_nothing_counted_is_told_and_is_not_zero_per_cent() -> None:
    told = measure.share(yes=0, no=0)
    assert (told.value, told.why) == (None, Why.NOT_ASKED)


def test_a_small_group_is_hidden_with_its_complement() -> None:
    told = measure.share(yes=3, no=97, unknown=2)
    assert (told.numerator, told.value, told.low, told.why) == (None, None, None, Why.HIDDEN)
    assert (told.denominator, told.missing, told.asked) == (100, 2, 102)
    assert measure.share(yes=97, no=3).numerator is None
    assert measure.share(yes=2, no=0).numerator is None
    assert measure.share(yes=5, no=95).value == 0.05
    assert measure.share(yes=0, no=100).value == 0.0


def _shown(told: measure.Share) -> tuple[object, ...]:
    return (told.asked, told.numerator, told.denominator, told.missing, told.value, told.low, told.high, told.why)


def test_no_subtraction_gives_a_small_count_back() -> None:
    """All tables of up to 40 people: those with a count of 1 to 4 are shown like others, in which it differs."""
    tables: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    for yes in range(41):
        for no in range(41 - yes):
            tables.setdefault(_shown(measure.share(yes=yes, no=no)), []).append((yes, no))
    alone = [alike[0] for alike in tables.values() if len(alike) == 1]
    assert alone and not [table for table in alone if any(0 < many < 5 for many in table)]


@given(COUNTS, COUNTS, COUNTS)
def test_what_is_shown_adds_up(yes: int, no: int, unknown: int) -> None:
    told = measure.share(yes=yes, no=no, unknown=unknown)
    assert told.asked == yes + no + unknown == told.denominator + told.missing
    if told.value is not None:
        assert told.low is not None and told.high is not None
        assert told.denominator >= 20
        assert told.low <= told.value <= told.high
    else:
        assert told.why is not None and told.low is None


def test_what_was_declared_is_a_range_and_names_who_is_silent() -> None:
    told = measure.Declared(low=400, high=900, audience=2000, places=8, silent=2, by="relays")
    assert told.value == (0.2, 0.45) and told.why is None
    assert measure.Declared(low=0, high=0, audience=2000, places=8, silent=8, by="relays").why is Why.NOT_ASKED
    assert measure.Declared(low=1, high=9, audience=12, places=1, silent=0, by="relays").value is None
    assert measure.Declared(low=1, high=9000, audience=2000, places=1, silent=0, by="x").value == (0.0005, 1.0)
    with pytest.raises(ValueError, match="declared range"):
        measure.Declared(low=5, high=4, audience=10, places=1, silent=0, by="x")


def test_each_figure_says_what_it_is_and_what_it_is_not_in_both_languages() -> None:
    words = measure.words()
    assert set(words["figures"]) == set(measure.Figure) and set(words["whys"]) == set(Why)
    assert all(set(one) == {"fr", "en", "is_fr", "is_en", "not_fr", "not_en"} for one in words["figures"].values())
