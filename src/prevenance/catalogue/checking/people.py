"""People that stand for everybody a rule can tell apart: each side of each bound, each value that it reads.

All of them when they are few, else a sample, always the same. Facts are known, except those that make no sense for
somebody (weeks of pregnancy of someone who is not pregnant) and, on request, some others.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from prevenance.rules import calendar, evaluating, nodes, profiles
from prevenance.rules.facts import EARLIEST, Fact, History, Kind, Profile, Value
from prevenance.rules.nodes import BIRTH
from prevenance.rules.refusals import Refused

MOST = 4000  # people judged for one rule and one day
MOST_FLAGS = 6
DAY = dt.timedelta(days=1)
SEED = 20261123  # any
RANKS = {Kind.DATE: 0, Kind.CHOICE: 1, Kind.YES_NO: 2, Kind.NUMBER: 3, Kind.WEEKS: 4, Kind.ACT: 5}


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one rule reads of one fact."""

    fact: Fact
    values: tuple[str, ...] = ()
    limits: tuple[float, ...] = ()
    doses: int = 1


class Invention:
    """Invents the people of one rule on one day."""

    def __init__(self, rule: nodes.Rule, facts: Mapping[str, Fact], on: dt.date) -> None:
        self.on, self.facts = on, facts
        self._pairs = tuple(_comparisons(rule))
        self._order = _in_order(rule, facts)

    def people(self, most: int = MOST) -> Iterator[Profile]:
        """Each representative person once, in a shuffled order; a sample of `most` when there are more."""
        everyone = [] if self._is_vast() else list(itertools.islice(self._everyone(0, {}), most + 1))
        if not everyone or len(everyone) > most:
            yield from self.sample(most)
            return
        _drawing().shuffle(everyone)
        yield from (person for values in everyone if (person := self._read(values)) is not None)

    def sample(self, most: int, unknown: float = 0.0) -> Iterator[Profile]:
        """`most` people drawn; half of them leave each answer unknown with that probability."""
        draw = _drawing()
        for _ in range(most):
            values: dict[str, Value] = {}
            yes, silent = draw.choice((0.05, 0.5)), draw.choice((0.0, unknown))
            for one in self._order:
                found = self._candidates(one, values)
                if not found or (silent and draw.random() < silent):
                    continue
                is_flag = one.fact.kind is Kind.YES_NO
                values[one.fact.name] = draw.random() < yes if is_flag else draw.choice(found)
            if (person := self._read(values)) is not None:
                yield person

    def _is_vast(self) -> bool:
        """Too many plain yes-or-no facts to go through all their combinations."""
        return sum(one.fact.kind is Kind.YES_NO for one in self._order) > MOST_FLAGS

    def _everyone(self, position: int, values: dict[str, Value]) -> Iterator[dict[str, Value]]:
        if position == len(self._order):
            yield dict(values)
            return
        one = self._order[position]
        candidates = self._candidates(one, values)
        if not candidates:
            yield from self._everyone(position + 1, values)
        for value in candidates:
            yield from self._everyone(position + 1, {**values, one.fact.name: value})

    def _read(self, values: Mapping[str, Value]) -> Profile | None:
        """The person as a profile would give them; None when their answers contradict each other."""
        try:
            return profiles.read(self.facts, {name: _raw(value) for name, value in values.items()}, on=self.on)
        except Refused:
            return None

    def _candidates(self, one: _Reading, values: Mapping[str, Value]) -> list[Value]:
        fact, so_far = one.fact, Profile(values, self.on)
        if fact.only_if is not None and evaluating.truth(fact.only_if, so_far) is False:
            return []
        match fact.kind:
            case Kind.YES_NO:
                return [False, True]
            case Kind.CHOICE:
                return [*one.values, *[other for other in fact.choices if other not in one.values][:1]]
            case Kind.NUMBER:
                return list(_around(one, fact))
            case Kind.ACT:
                return list(self._histories(one, so_far))
        earliest = EARLIEST if fact.name == BIRTH or fact.may_precede_birth else _born(so_far)
        days = self._days(fact.name, so_far, first=False)
        return [day for day in days or [self.on - 30 * DAY] if earliest <= day <= self.on]

    def _histories(self, one: _Reading, so_far: Profile) -> Iterator[History]:
        yield History()
        earliest = EARLIEST if one.fact.may_precede_birth else _born(so_far)
        lasts = [day for day in self._days(one.fact.name, so_far, first=False) if earliest <= day <= self.on]
        firsts = [day for day in self._days(one.fact.name, so_far, first=True) if earliest <= day <= self.on]
        for last in lasts or [max(earliest, self.on - 30 * DAY)]:
            yield History((last,), 0, 1)
            for count in range(2, one.doses + 1):
                usual = max(earliest, last - 35 * (count - 1) * DAY)
                for first in [usual, *[day for day in firsts if day < last][-4:]]:
                    between = tuple(first for _ in range(count - 2))
                    yield History((first, *between, last), 0, count)

    def _days(self, name: str, so_far: Profile, *, first: bool) -> list[dt.date]:
        """The day before, of and after each bound that the rule sets to the fact, the others being as in `so_far`."""
        found: set[dt.date] = set()
        for left, right in self._pairs:
            for side, other in ((left, right), (right, left)):
                target = evaluating.worth(other, so_far)
                if target is None or target <= EARLIEST:
                    continue
                for solved in _solutions(side, target, name, first):
                    found |= {solved - DAY, solved, solved + DAY}
        return sorted(found)


def _born(so_far: Profile) -> dt.date:
    born = so_far.known(BIRTH)
    return born if isinstance(born, dt.date) else EARLIEST


def _solutions(side: nodes.Date, target: dt.date, name: str, first: bool) -> Iterator[dt.date]:
    """The latest values of the fact `name` for which `side` is on or before `target`."""
    match side:
        case nodes.DateFact(fact) if fact == name:
            yield target
        case nodes.Birthday(years) if name == BIRTH and target.year - years >= EARLIEST.year:
            yield calendar.latest_with_birthday_by(target, years)
        case nodes.Occurrence(act, is_first) if act == name and is_first is first:
            yield target
        case nodes.PlusMonths(inner, months):
            yield from _solutions(inner, calendar.latest_with_months_by(target, months), name, first)
        case nodes.PlusDays(inner, days):
            yield from _solutions(inner, target - days * DAY, name, first)
        case nodes.Later(one, other):
            yield from _solutions(one, target, name, first)
            yield from _solutions(other, target, name, first)


def _comparisons(node: object) -> Iterator[tuple[nodes.Date, nodes.Date]]:
    if isinstance(node, nodes.Before):
        yield node.first, node.second
    for child in nodes.children(node):
        yield from _comparisons(child)


def _around(one: _Reading, fact: Fact) -> Iterator[float]:
    step = 10.0**-fact.decimals
    low, high = fact.minimum or 0.0, fact.maximum or 0.0
    found = {round(limit + shift, fact.decimals) for limit in one.limits for shift in (-step, 0, step)}
    yield from sorted(value for value in found if low <= value <= high)


def _in_order(rule: nodes.Rule, facts: Mapping[str, Fact]) -> tuple[_Reading, ...]:
    """What the rule reads: birth, then the facts in an order such that each comes after those it makes sense with."""
    names = nodes.facts_read(rule)
    waiting = sorted(
        (facts[name] for name in names), key=lambda fact: (fact.name != BIRTH, RANKS[fact.kind], fact.name)
    )
    placed: list[Fact] = []
    while waiting:
        ready = [fact for fact in waiting if not _needs(fact) & {other.name for other in waiting}]
        chosen = (ready or waiting)[0]
        placed.append(chosen)
        waiting.remove(chosen)
    found = list(_all_nodes(rule))
    return tuple(_reading(fact, found) for fact in placed)


def _rank(fact: Fact) -> tuple[bool, int, str]:
    return fact.name != BIRTH, RANKS[fact.kind], fact.name


def _drawing() -> random.Random:
    return random.Random(SEED)  # noqa: S311  # nothing secret: the same people at each check


def _needs(fact: Fact) -> frozenset[str]:
    return nodes.facts_read(fact.only_if) - {fact.name} if fact.only_if is not None else frozenset()


def _reading(fact: Fact, found: Iterable[object]) -> _Reading:
    values: set[str] = set()
    limits: set[float] = set()
    doses = 1
    for node in found:
        match node:
            case nodes.Choice(name, read) if name == fact.name:
                values |= set(read) & set(fact.choices)
            case nodes.AtLeast(name, least, _) if name == fact.name:
                limits.add(least)
            case nodes.Doses(name, least) if name == fact.name:
                doses = max(doses, least)
    return _Reading(fact, tuple(sorted(values)), tuple(sorted(limits)), doses)


def _all_nodes(node: object) -> Iterator[object]:
    yield node
    for child in nodes.children(node):
        yield from _all_nodes(child)


def _raw(value: Value) -> object:
    if isinstance(value, History):
        return [day.isoformat() for day in value.dates] if value.dates else "never"
    return value.isoformat() if isinstance(value, dt.date) else value
