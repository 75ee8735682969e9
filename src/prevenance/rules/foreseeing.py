"""What screens should find, for people like this one: some are imagined, with all their answers, the same each time.

For each act that would be due for one of them, which screens find it together? An act may be found in two ways (the
vaccine is advised by an illness, or by a job). Then a few screens ahead are weighed, so that an illness and the date
of a vaccine, of no use alone, are worth what they find together. Pure, without a clock.
"""

from __future__ import annotations

import functools
import itertools
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from prevenance.rules import priors, profiles
from prevenance.rules.facts import Fact, Profile, Value
from prevenance.rules.nodes import Rule
from prevenance.rules.statuses import Status

# What a screen is worth: finding an act to do, or settling any status.
FOUND, SETTLED = 1.0, 0.01
DRAWS, SETTLING = 16, 4  # people imagined; those among them whose every status counts, due or not
AHEAD, CANDIDATES = 3, 8  # screens weighed together; the most promising ones, among which they are taken
FADING = 0.75  # what is found is worth so much less for each effort that comes before it
DUE = frozenset([Status.DUE])

Answers = dict[str, Value]
Possible = Callable[[Rule, Profile], frozenset[Status]]
Ways = frozenset[int]  # sets of screens as bits, each of which finds an act: one way or another
Needs = Mapping[Ways, float]  # what they find, and what it is worth


@dataclass(frozen=True)
class Imagining:
    """People like `profile`, their answers to `screens` (the facts that each asks), and what these settle."""

    profile: Profile
    screens: Sequence[tuple[str, ...]]
    declared: Mapping[str, Fact]
    shares: priors.Priors
    possible: Possible
    _memory: dict[tuple[object, ...], frozenset[Status]] = field(default_factory=dict, repr=False)

    def needs(self, rules: Sequence[tuple[Rule, frozenset[str]]]) -> Needs:
        """What the screens find: for each act of `rules` (with the facts that may settle it), the ways to it."""
        found: dict[Ways, float] = defaultdict(float)
        implied = {rule.id: {n: self.declared[n] for n in read if self.declared[n].implied} for rule, read in rules}
        for number, answers in enumerate(self._people()):
            counted: float = SETTLED / SETTLING if number < SETTLING else 0.0
            for rule, read in rules:
                told = [{name: value for name, value in given.items() if name in read} for given in answers]
                ask = functools.partial(self._reached, rule, read, implied[rule.id], told)
                ways, reached = _ways(told, ask, only_due=not counted)
                if ways:
                    found[ways] += counted + (FOUND / DRAWS if reached == DUE else 0.0)
        return found

    def _reached(
        self,
        rule: Rule,
        read: frozenset[str],
        implied: Mapping[str, Fact],
        told: Sequence[Answers],
        places: Iterable[int],
    ) -> frozenset[Status]:
        values = dict(self.profile.values)
        for place in places:
            values |= told[place]
        key = (rule.id, *map(values.get, read))
        if key not in self._memory:
            imagined = Profile(values, self.profile.on)
            self._memory[key] = self.possible(rule, profiles.complete(implied, imagined) if implied else imagined)
        return self._memory[key]

    def _people(self) -> Iterator[list[Answers]]:
        """The answers of some people to each screen: the same ones each time, nothing secret."""
        dice = random.Random(0)  # noqa: S311
        names = dict.fromkeys(itertools.chain.from_iterable(self.screens))
        usual = {name: priors.scenarios(self.declared[name], self.shares, self.profile) for name in names}
        for _ in range(DRAWS):
            given = {name: _drawn(answers, dice) for name, answers in usual.items()}
            yield [{name: given[name] for name in asked} for asked in self.screens]


def _ways(
    told: Sequence[Answers], reached: Callable[[Iterable[int]], frozenset[Status]], *, only_due: bool
) -> tuple[Ways, frozenset[Status]]:
    """The sets of screens that settle an act, of which none can be taken away, and what they settle."""
    everything = [place for place, given in enumerate(told) if given]
    status = reached(everything)
    if len(status) > 1 or (only_due and status != DUE):
        return frozenset(), status
    found = set()
    for order in (everything, everything[::-1]):
        kept = everything
        for place in reversed(order):
            fewer = [one for one in kept if one != place]
            if reached(fewer) == status:
                kept = fewer
        found.add(sum(1 << place for place in kept))
        if len(kept) == len(everything):
            break
    return frozenset(found), status


def best(needs: Needs, efforts: Sequence[float], touched: Sequence[float]) -> tuple[int, float]:
    """The screen to begin with, and its score: the first of the few that find most, soonest, for their effort.

    `efforts` tells the screens that may be asked now, the first ones of those in `needs`; `touched`: a little worth of
    its own that each has, to break ties.
    """
    worth = _Worth(needs)
    alone = [
        (
            sum(
                w / min(way.bit_count() for way in ways if way >> place & 1) ** 2
                for ways, w in needs.items()
                if any(way >> place & 1 for way in ways)
            )
            + touched[place]
        )
        / effort
        for place, effort in enumerate(efforts)
    ]
    promising = sorted(range(len(efforts)), key=lambda place: -alone[place])[:CANDIDATES]
    best_score, first = -1.0, promising[0]
    for line in itertools.permutations(promising, min(AHEAD, len(promising))):
        taken, score, spent, before = 0, 0.0, 0.0, 0.0
        for place in line:
            taken |= 1 << place
            spent += efforts[place]
            now = worth.of(taken)
            score += (now - before + touched[place]) * FADING**spent
            before = now
        if score > best_score + 1e-12:
            best_score, first = score, line[0]
    return first, best_score


class _Worth:
    """What a set of screens finds."""

    def __init__(self, needs: Needs) -> None:
        self._needs = [(tuple(ways), worth) for ways, worth in needs.items()]
        self._known: dict[int, float] = {}

    def of(self, taken: int) -> float:
        if taken not in self._known:
            self._known[taken] = sum(w for ways, w in self._needs if any(not way & ~taken for way in ways))
        return self._known[taken]


def _drawn(scenarios: list[priors.Scenario], dice: random.Random) -> Value:
    point = dice.random()
    for value, weight in scenarios:
        point -= weight
        if point <= 0:
            return value
    return scenarios[-1][0]
