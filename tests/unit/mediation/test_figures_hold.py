"""Figures hold: parts sum to totals, and no move of the team, merge, undo or erasure changes what was done."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import random
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from prevenance.mediation.choices import Field, values
from prevenance.mediation.queries.counting import FOLLOWED, IDENTITY, MONTHS, Distribution, Figures, counted
from prevenance.mediation.queries.drafts import OF_PERSON, Draft, Participant, check
from prevenance.mediation.queries.small_cells import LEAST, published

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
PEOPLE = ["", "", "anna", "bilal", "chloe", "driss"]
COMMUNES = ["", "02408", "02722"]


def one_of(field: Field) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *values(field)])


def some_of(field: Field, least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(list(values(field))), min_size=least, max_size=3, unique=True).map(tuple)


PARTICIPANTS = st.builds(
    Participant,
    person=st.sampled_from(PEOPLE),
    gender=one_of(Field.GENDERS),
    age=one_of(Field.AGES),
    status=one_of(Field.STATUSES),
    first=one_of(Field.FIRSTS),
    commune=st.sampled_from(COMMUNES),
)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    kind = draw(st.sampled_from(["individual", "collective"]))
    one = kind == "individual"
    people = draw(
        st.lists(
            PARTICIPANTS,
            min_size=int(one),
            max_size=1 if one else 4,
            unique_by=lambda p: p.person or object(),
        )
    )
    total = 0 if one else draw(st.integers(0, 12))
    counts = {}
    for field in OF_PERSON if total else ():
        left, told = total, {}
        for key in draw(some_of(field)):
            told[key] = draw(st.integers(0, left))
            left -= told[key]
        counts[str(field)] = told
    return Draft(
        1,
        kind,
        draw(st.dates(dt.date(2025, 11, 1), LAST)),
        draw(st.integers(1, 700)),
        draw(st.sampled_from(list(values(Field.PLACE_KINDS)))),
        draw(st.sampled_from(COMMUNES[1:])),
        draw(some_of(Field.THEMES, 1)),
        admin_themes=draw(some_of(Field.ADMIN_THEMES)),
        equipment=draw(some_of(Field.EQUIPMENT)),
        autonomy=draw(one_of(Field.AUTONOMY)),
        oriented_to=draw(some_of(Field.STRUCTURES)),
        next_step=draw(one_of(Field.NEXT_STEPS)),
        people=tuple(people),
        total=total,
        counts=counts,
    )


HISTORIES = st.lists(drafts(), max_size=12)


def figures(history: Iterable[Draft]) -> Figures:
    history = list(history)
    seen: dict[str, dt.date] = {}
    for one in history:
        for person in one.people:
            if person.person:
                seen[person.person] = min(seen.get(person.person, one.held_on), one.held_on)
    return counted(history, first=FIRST, last=LAST, seen_first=seen)


def renamed(history: Iterable[Draft], names: dict[str, str]) -> list[Draft]:
    """With the references of people replaced, as a merge or an erasure does."""
    return [
        dataclasses.replace(
            one,
            people=tuple(dataclasses.replace(p, person=names.get(p.person, p.person)) for p in one.people),
        )
        for one in history
    ]


@settings(max_examples=40, deadline=None)
@given(HISTORIES)
def test_a_generated_history_could_have_been_written(history: list[Draft]) -> None:
    for one in history:
        check(one, on=LAST)


@settings(max_examples=40, deadline=None)
@given(HISTORIES)
def test_the_parts_sum_to_the_total(history: list[Draft]) -> None:
    found = figures(history)
    kept = [one for one in history if one.held_on >= FIRST]
    assert found.participations == sum(len(one.people) + one.total for one in kept)
    for one in found.distributions:
        assert one.total is not None and one.missing is not None and 0 <= one.missing <= one.total
        counts = [many or 0 for _, many in one.cells]
        assert all(0 <= many <= one.total for many in counts), one.key
        if one.is_exclusive:
            assert sum(counts) + one.missing == one.total, one.key
        else:
            assert sum(counts) >= one.total - one.missing, one.key
    assert found.people is not None and found.people <= found.participations
    assert len(found[MONTHS].cells) == 12


@settings(max_examples=40, deadline=None)
@given(HISTORIES, st.randoms(use_true_random=False))
def test_the_order_of_writing_changes_nothing(history: list[Draft], chance: random.Random) -> None:
    mixed = history[:]
    chance.shuffle(mixed)
    assert figures(mixed) == figures(history)


@settings(max_examples=40, deadline=None)
@given(HISTORIES, HISTORIES)
def test_two_teams_together_have_the_sum_of_their_acts(ours: list[Draft], theirs: list[Draft]) -> None:
    """A mediator who changes team moves nothing: encounters stay where they were noted, and figures add up."""
    both, one, other = figures(ours + theirs), figures(ours), figures(theirs)
    assert both.encounters == one.encounters + other.encounters
    assert both.participations == (one.participations or 0) + (other.participations or 0)
    for mine in both.distributions:
        if mine.key != FOLLOWED:
            for key, many in mine.cells:
                assert many == dict(one[mine.key].cells).get(key, 0) + dict(other[mine.key].cells).get(key, 0)


@settings(max_examples=40, deadline=None)
@given(HISTORIES)
def test_a_merge_changes_only_how_many_people_and_undoing_it_gives_everything_back(history: list[Draft]) -> None:
    separate = [one for one in history if not {"anna", "bilal"} <= {person.person for person in one.people}]
    before, after = figures(separate), figures(renamed(separate, {"bilal": "anna"}))
    met = {p.person for one in separate if one.held_on >= FIRST for p in one.people} & {"anna", "bilal"}
    assert (before.people or 0) - (after.people or 0) == max(0, len(met) - 1)
    for one in before.distributions:
        if one.key != FOLLOWED:
            assert after[one.key] == one


@settings(max_examples=40, deadline=None)
@given(HISTORIES)
def test_erasing_a_person_leaves_what_was_done(history: list[Draft]) -> None:
    before, after = figures(history), figures(renamed(history, {"anna": ""}))
    for one in before.distributions:
        if one.key not in (FOLLOWED, IDENTITY):
            assert after[one.key] == one
    assert after.participations == before.participations and after[IDENTITY].total == before[IDENTITY].total
    assert (before.people or 0) - (after.people or 0) in (0, 1)


def tables(cells: int, total: int) -> Iterable[tuple[int, ...]]:
    for given_ in itertools.product(range(total + 1), repeat=cells - 1):
        if (left := total - sum(given_)) >= 0:
            yield (*given_, left)


def shown(counts: tuple[int, ...], *, exclusive: bool, total: int) -> Distribution:
    cells = tuple((str(at), many) for at, many in enumerate(counts[:-1]))
    one = Distribution("k", "participations", total, counts[-1], cells, is_exclusive=exclusive)
    return published(Figures(FIRST, LAST, 1, 1, total, 0, (one,))).distributions[0]


def test_an_attacker_who_knows_the_rule_finds_no_small_number() -> None:
    """Every table of 2, 3 and 4 numbers of each small total: what is shown never fits one value of a small number."""
    for cells, most in ((2, 20), (3, 17), (4, 11)):
        for total in range(1, most):
            fitting: dict[Distribution, list[tuple[int, ...]]] = {}
            for counts in tables(cells, total):
                fitting.setdefault(shown(counts, exclusive=True, total=total), []).append(counts)
            for seen, candidates in fitting.items():
                for at in range(cells):
                    possible = {one[at] for one in candidates}
                    many = next(iter(possible))
                    assert len(possible) > 1 or many == 0 or many >= LEAST, (seen, candidates)


def test_a_theme_that_all_but_two_came_for_is_hidden() -> None:
    seen = shown((20, 18, 3, 0, 0), exclusive=False, total=20)
    assert seen.cells == (("0", 20), ("1", None), ("2", None), ("3", 0)) and seen.missing == 0


def test_large_numbers_are_all_shown() -> None:
    assert shown((20, 0, 7, 5), exclusive=True, total=32).cells == (("0", 20), ("1", 0), ("2", 7))


@settings(max_examples=40, deadline=None)
@given(HISTORIES)
def test_nothing_published_is_between_one_and_four(history: list[Draft]) -> None:
    seen = published(figures(history))
    for one in seen.distributions:
        if one.unit != "encounters":
            told = [many for _, many in one.cells] + [one.missing, one.total]
            assert all(many is None or many == 0 or many >= LEAST for many in told)
            if one.is_exclusive and one.total is not None:
                hidden = sum(many is None for many in told)
                assert hidden != 1, "the only hidden number is the total less the others"
