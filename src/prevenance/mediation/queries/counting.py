"""Figures of a list of encounters: pure arithmetic, the same list gives the same figures, in any order.

`participations` count each person each time: an upper bound of the people met. `people` count references of people
followed: a lower bound. Nothing is drawn at random, nothing is guessed from totals that are not of the same people.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from prevenance.mediation.choices import ABOUT_PEOPLE, Field, Kind, PlaceKind, duration_range, values
from prevenance.mediation.queries.drafts import OF_PERSON, Draft
from prevenance.territories.queries.register import department_of

T = TypeVar("T")
PARTICIPATIONS, PEOPLE, ENCOUNTERS = "participations", "people", "encounters"
RESIDENCE, MONTHS, IDENTITY, FOLLOWED = "residence", "months", "identity", "followed"
ACTIVITIES, HELD_IN, DEPARTMENTS, TAGS = "activities", "held_in", "departments", "tags"


@dataclass(frozen=True, slots=True)
class Distribution:
    """How `total` divides. When `is_exclusive`, each is counted once: cells and `missing` add up to the total;
    otherwise several answers were possible. None: hidden, too small (`small_cells`).
    """

    key: str
    unit: str
    total: int | None
    missing: int | None
    cells: tuple[tuple[str, int | None], ...]
    is_exclusive: bool = True

    @property
    def denominator(self) -> int | None:
        """Of whom it was said."""
        return None if self.total is None or self.missing is None else self.total - self.missing


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one period, in one scope. `people` ≤ how many people there really were ≤ `participations`."""

    first: dt.date
    last: dt.date
    encounters: int
    minutes: int
    participations: int | None
    people: int | None
    distributions: tuple[Distribution, ...]

    def __getitem__(self, key: str) -> Distribution:
        return next(one for one in self.distributions if one.key == key)


def counted(
    drafts: Iterable[Draft],
    *,
    first: dt.date,
    last: dt.date,
    seen_first: Mapping[str, dt.date],
    tags: Sequence[str] = (),
) -> Figures:
    """`seen_first`: the day of the first encounter ever of each person followed, in the same scope. `tags`: of the
    team; those that somebody typed for themselves are not counted.
    """
    kept = [one for one in drafts if first <= one.held_on <= last]
    weights = [len(one.people) + one.total for one in kept]
    participations = sum(weights)
    followed = {person.person for one in kept for person in one.people if person.person}
    resolved = sum(1 for one in kept for person in one.people if person.person)
    new = sum(1 for one in followed if first <= seen_first[one] <= last)
    distributions = (
        exclusive(ACTIVITIES, ENCOUNTERS, len(kept), Counter(one.kind for one in kept), list(Kind)),
        exclusive(
            IDENTITY, PARTICIPATIONS, participations, {"followed": resolved, "anonymous": participations - resolved}, ()
        ),
        exclusive(FOLLOWED, PEOPLE, len(followed), {"new": new, "known": len(followed) - new}, ()),
        _by(MONTHS, kept, weights, lambda one: one.held_on.strftime("%Y-%m"), months(first, last)),
        _by(Field.KINDS, kept, weights, lambda one: one.kind, values(Field.KINDS)),
        _by(
            Field.DURATION_RANGES, kept, weights, lambda one: duration_range(one.minutes), values(Field.DURATION_RANGES)
        ),
        _by(Field.PLACE_KINDS, kept, weights, lambda one: one.place_kind, values(Field.PLACE_KINDS)),
        _by(DEPARTMENTS, kept, weights, lambda one: department_of(_where(one)), ()),
        _by(HELD_IN, kept, weights, _where, ()),
        _several(Field.THEMES, kept, weights, "themes"),
        _several(Field.ADMIN_THEMES, kept, weights, "admin_themes"),
        _several(Field.EQUIPMENT, kept, weights, "equipment"),
        _by(Field.AUTONOMY, kept, weights, lambda one: one.autonomy, values(Field.AUTONOMY)),
        _several(Field.STRUCTURES, kept, weights, "oriented_to"),
        _several(Field.SIGNPOSTS, kept, weights, "signposted"),
        several(TAGS, kept, weights, lambda one: [tag for tag in one.tags if tag in tags], tags),
        _by(Field.NEXT_STEPS, kept, weights, lambda one: one.next_step, values(Field.NEXT_STEPS)),
        *(_about_people(field, kept, participations) for field in ABOUT_PEOPLE),
        exclusive(
            RESIDENCE,
            PARTICIPATIONS,
            participations,
            Counter(person.commune for one in kept for person in one.people if person.commune),
            (),
        ),
    )
    minutes = sum(one.minutes for one in kept)
    return Figures(first, last, len(kept), minutes, participations, len(followed), distributions)


def months(first: dt.date, last: dt.date) -> tuple[str, ...]:
    """`2026-11`, each month of the period, those without an encounter included."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return tuple(f"{number // 12}-{number % 12 + 1:02d}" for number in numbers)


def _where(one: Draft) -> str:
    return "" if one.place_kind == PlaceKind.REMOTE else one.commune


def exclusive(key: str, unit: str, total: int, counts: Mapping[str, int], order: Iterable[str] = ()) -> Distribution:
    """With the values of `order` in their order, absent ones at 0; without an order, the largest first."""
    keys = list(order) or sorted(counts, key=lambda one: (-counts[one], one))
    cells = tuple((str(one), counts.get(one, 0)) for one in keys)
    return Distribution(str(key), unit, total, total - sum(counts.values()), cells)


def _by(key: str, kept: Sequence[Draft], weights: Sequence[int], of: object, order: Iterable[str]) -> Distribution:
    assert callable(of)
    counts: Counter[str] = Counter()
    for one, weight in zip(kept, weights, strict=True):
        if value := of(one):
            counts[value] += weight
    return exclusive(key, PARTICIPATIONS, sum(weights), counts, order)


def _several(key: Field, kept: Sequence[Draft], weights: Sequence[int], name: str) -> Distribution:
    return several(key, kept, weights, operator.attrgetter(name), values(key))


def several(
    key: str,
    kept: Sequence[T],
    weights: Sequence[int],
    of: Callable[[T], Iterable[str]],
    order: Iterable[str],
    unit: str = PARTICIPATIONS,
) -> Distribution:
    """Several answers were possible; `missing`: nothing was said."""
    counts: Counter[str] = Counter()
    missing = 0
    for one, weight in zip(kept, weights, strict=True):
        told = set(of(one))
        missing += 0 if told else weight
        for value in told:
            counts[value] += weight
    cells = tuple((value, counts[value]) for value in order)
    return Distribution(str(key), unit, sum(weights), missing, cells, is_exclusive=False)


def _about_people(field: Field, kept: Sequence[Draft], participations: int) -> Distribution:
    counts: Counter[str] = Counter()
    for one in kept:
        counts.update(told for person in one.people if (told := getattr(person, OF_PERSON[field])))
        counts.update(one.counts.get(str(field), {}))
    return exclusive(field, PARTICIPATIONS, participations, counts, values(field))
