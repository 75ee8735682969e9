"""Figures of the mission: parts sum to totals, what is not due is in no total, nothing hidden is given back."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prevenance.counting.measure import wilson
from prevenance.mediation.choices.path_steps import endings, reasons, steps
from prevenance.mediation.queries import mission
from prevenance.mediation.queries.counting import DEPARTMENTS, HELD_IN, PARTICIPATIONS, Distribution, Figures, exclusive
from prevenance.mediation.queries.mission import Held, Mission, Walked
from prevenance.mediation.queries.small_cells import LEAST, published

FIRST, LAST, ON = dt.date(2026, 1, 1), dt.date(2026, 12, 31), dt.date(2026, 11, 24)


@st.composite
def walks(draw: st.DrawFn) -> Walked:
    begun = draw(st.dates(dt.date(2025, 9, 1), ON))
    ending = draw(st.sampled_from(["", *endings()]))
    reached = {}
    for key in draw(st.lists(st.sampled_from(list(steps())), unique=True)):
        asked = bool(steps()[key].follow_months)
        reached[key] = (begun + dt.timedelta(days=draw(st.integers(-30, 120))), draw(st.booleans()) if asked else True)
    ended = begun + dt.timedelta(days=draw(st.integers(0, 100))) if ending else None
    why = draw(st.sampled_from(["", *reasons()])) if ending else ""
    return Walked(begun, draw(st.sampled_from(["", "active", "not_active"])), ending, ended, why, reached)


SEATS = st.integers(0, 12).flatmap(lambda many: st.tuples(st.just(many), st.none() | st.integers(0, many)))
MISSIONS = st.builds(
    Mission,
    paths=st.lists(walks(), max_size=14),
    appointments=st.lists(st.builds(Held, st.sampled_from(["", "kept", "missed", "excused"]), st.integers(0, 90))),
    handovers=st.lists(
        st.tuples(
            st.sampled_from(["", "accepted", "to_call", "refused", "silent"]),
            st.sampled_from(["", "contacted", "received", "lost"]),
        )
    ),
    seats=st.lists(SEATS, max_size=6),
    relays=st.lists(st.booleans()),
    signposts=st.lists(st.none() | st.booleans()),
)


def read(one: Mission) -> dict[str, Distribution]:
    return {each.key: each for each in mission.figures(one, first=FIRST, last=LAST, on=ON)}


@settings(max_examples=60, deadline=None)
@given(MISSIONS)
def test_the_parts_and_what_is_missing_sum_to_those_due(one: Mission) -> None:
    found = read(one)
    assert set(found) == {
        mission.OUTCOMES, mission.WHY, mission.STEPS, mission.autonomous(1), mission.autonomous(3), mission.KEPT,
        mission.DELAYS, mission.ANSWERS, mission.RECEIVED, mission.CAME, mission.ACTING, mission.DONE,
    }  # fmt: skip
    for each in found.values():
        assert each.total is not None and each.missing is not None and 0 <= each.missing <= each.total
        counts = [many or 0 for _, many in each.cells]
        if each.is_exclusive:
            assert sum(counts) + each.missing == each.total, each.key
        else:
            assert all(many <= each.total - (each.missing or 0) for many in counts)
    told = dict(found[mission.OUTCOMES].cells)
    assert found[mission.WHY].total == (told["refused"] or 0) + (told["not_possible"] or 0)
    assert found[mission.KEPT].total == found[mission.DELAYS].total == len(one.appointments)


@settings(max_examples=60, deadline=None)
@given(MISSIONS, MISSIONS)
def test_two_teams_together_have_the_sum_and_the_order_changes_nothing(ours: Mission, theirs: Mission) -> None:
    both = Mission(
        *(
            [*reversed(getattr(theirs, name)), *getattr(ours, name)]
            for name in ("paths", "appointments", "handovers", "seats", "relays", "signposts")
        )
    )
    together, one, other = read(both), read(ours), read(theirs)
    for key, each in together.items():
        assert each.total == (one[key].total or 0) + (other[key].total or 0)
        for name, many in each.cells:
            assert many == (dict(one[key].cells)[name] or 0) + (dict(other[key].cells)[name] or 0)


def activated(on: dt.date, **more: object) -> Walked:
    reached = {"activated": (on, True)} | {key: value for key, value in more.items() if isinstance(value, tuple)}
    return Walked(on, "not_active", str(more.get("ending", "")), more.get("ended_on"), "", reached)  # type: ignore[arg-type]


def test_autonomy_is_asked_of_those_due_only_and_not_asked_is_missing() -> None:
    month = mission.autonomous(1)
    due_and_asked = activated(dt.date(2026, 9, 1), autonomous_1=(dt.date(2026, 10, 2), False))
    due_not_asked = activated(dt.date(2026, 10, 23))
    not_due_yet = activated(dt.date(2026, 10, 25))
    said_no_before = activated(dt.date(2026, 9, 1), ending="closed", ended_on=dt.date(2026, 9, 20))
    followed_up = activated(dt.date(2026, 9, 1), ending="done", ended_on=dt.date(2026, 9, 20))
    found = read(Mission(paths=[due_and_asked, due_not_asked, not_due_yet, said_no_before, followed_up]))[month]
    assert (found.total, found.missing, found.cells) == (3, 2, (("yes", 0), ("no", 1)))


def test_a_space_activated_before_the_first_meeting_was_active_already() -> None:
    before = Walked(ON, reached={"activated": (ON - dt.timedelta(days=400), True)})
    assert before.outcome == "active"
    assert Walked(ON, "not_active", reached={"activated": (ON, True)}).outcome == "activated"
    assert Walked(ON, "", "objected", ON).outcome == "refused" and Walked(ON).outcome == ""
    assert Walked(ON, "", "not_possible", ON).outcome == "not_possible"


@pytest.mark.parametrize(
    ("many", "of", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1)]
)
def test_intervals_are_wilson_s(many: int, of: int, low: float, high: float) -> None:
    """Reference values of the formula of 1927, by hand."""
    assert wilson(many, of) == pytest.approx((low, high), abs=1e-4)


@settings(max_examples=80, deadline=None)
@given(MISSIONS)
def test_what_is_hidden_is_not_given_back_by_a_total(one: Mission) -> None:
    figures = Figures(FIRST, LAST, 0, 0, 0, 0, tuple(read(one).values()))
    seen = {each.key: each for each in published(figures).distributions}
    for each in seen.values():
        told = [many for _, many in each.cells] + [each.missing, each.total]
        assert all(many is None or many == 0 or many >= LEAST for many in told), each.key
    for key, other in mission.DEPENDS.items():
        if other in seen and any(many is None for _, many in seen[other].cells):
            assert seen[key].total is None and all(many is None for _, many in seen[key].cells)


def places(counts: tuple[int, ...], codes: tuple[str, ...]) -> tuple[Distribution, Distribution]:
    """The last count is of those of whom no place was said."""
    communes = dict(zip(codes, counts[:-1], strict=True))
    departments: dict[str, int] = {}
    for code, many in communes.items():
        departments[code[:2]] = departments.get(code[:2], 0) + many
    total = sum(counts)
    return (
        exclusive(DEPARTMENTS, PARTICIPATIONS, total, departments, sorted(departments)),
        exclusive(HELD_IN, PARTICIPATIONS, total, communes, codes),
    )


def test_communes_and_departments_together_give_no_small_number_back() -> None:
    """Every table of two communes in one department and one or two in another: what both tables show together never
    fits one value of a small number."""
    for codes, most in ((("02001", "02002", "59001"), 15), (("02001", "02002", "59001", "59002"), 9)):
        fitting: dict[tuple[Distribution, ...], list[tuple[int, ...]]] = {}
        for counts in _tables(len(codes) + 1, most):
            figures = Figures(FIRST, LAST, 1, 1, sum(counts), 0, places(counts, codes))
            fitting.setdefault(published(figures).distributions, []).append(counts)
        for seen, candidates in fitting.items():
            if seen[0].total is None:
                continue
            for at in range(len(codes)):
                possible = {one[at] for one in candidates}
                many = next(iter(possible))
                assert len(possible) > 1 or many == 0 or many >= LEAST, (seen, candidates)


def _tables(cells: int, most: int) -> Iterable[tuple[int, ...]]:
    return (one for one in itertools.product(range(most + 1), repeat=cells) if 0 < sum(one) <= most)
