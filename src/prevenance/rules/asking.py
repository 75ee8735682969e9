"""The next question: the one which should find most due acts for its effort, for a person like this one.

Some people like this one are imagined, with all their answers. For each act that would be due for one of them, which
questions find it? Each gets its credit: whole when it finds the act alone, less when it takes several. Stops when no
answer can change the plan. Sensitive questions wait until the others are done. Pure, and the same each time.
"""

from __future__ import annotations

import functools
import itertools
import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from prevenance.rules import evaluating, nodes, priors, profiles
from prevenance.rules.facts import Fact, Profile, Value
from prevenance.rules.nodes import Rule
from prevenance.rules.statuses import Status
from prevenance.rules.verdicts import Verdict

# What a screen is worth: finding an act to do, settling any status, touching an act that stays open (to break ties).
FOUND, SETTLED, TOUCHED = 1.0, 0.08, 0.002
DRAWS, SETTLING = 16, 4  # people imagined; those among them whose every status counts, due or not
DUE = frozenset([Status.DUE])

Verdicts = Mapping[str, Verdict]
Possible = Callable[[Rule, Profile], frozenset[Status]]


class Asks(Protocol):
    """What a question must tell to be chosen."""

    @property
    def id(self) -> str: ...
    @property
    def facts(self) -> tuple[str, ...]: ...
    @property
    def effort(self) -> float: ...
    @property
    def asked_when(self) -> nodes.Condition | None: ...


Answers = dict[str, Value]
Memory = dict[tuple[object, ...], frozenset[Status]]
Screen = tuple[Asks, tuple[str, ...]]  # a question, and the facts that it asks this person


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen question and, of its facts, those that can still change the plan."""

    question: str
    facts: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Asking:
    """What choosing needs: the rules of the day, the declared facts, the questions, how people usually answer."""

    rules: Mapping[str, Rule]
    declared: Mapping[str, Fact]
    questions: Sequence[Asks]
    priors: priors.Priors
    possible: Possible = evaluating.possible_statuses

    def next(self, profile: Profile, verdicts: Verdicts, closed: Collection[str] = ()) -> Choice | None:
        """The next question, or None when no answer can change the plan. `closed`: facts asked and not known."""
        wanted = _wanted(profile, verdicts, closed)
        residuals = [_residual(self.rules[identity], profile) for identity in wanted]
        screens = self._screens(profile, wanted, residuals, closed)
        if not screens:
            return None
        leading = self._leading(screens, wanted)
        if leading is not None:
            return leading
        now = [one for one in screens if not self._is_sensitive(one[1])] or screens
        # Those that may be asked now come first, so that an act is credited to them when it can be.
        ordered = now + [one for one in screens if one not in now]
        credits = self._credits(profile, ordered, residuals)
        scored = [
            ((credit + TOUCHED * _count(facts, wanted)) / _effort(question, facts), question, facts)
            for credit, (question, facts) in zip(credits[: len(now)], now, strict=True)
        ]
        score, question, facts = max(scored, key=lambda one: (one[0], -len(one[2])))
        return Choice(question.id, facts, score)

    def open_screens(self, profile: Profile, verdicts: Verdicts, closed: Collection[str] = ()) -> list[Screen]:
        """Every question that may still change the plan, in the order of the files, with the facts it would ask."""
        wanted = _wanted(profile, verdicts, closed)
        residuals = [_residual(self.rules[identity], profile) for identity in wanted]
        return self._screens(profile, wanted, residuals, closed)

    def _is_sensitive(self, asked: Iterable[str]) -> bool:
        return any(self.declared[name].sensitive for name in asked)

    def _screens(
        self,
        profile: Profile,
        wanted: Mapping[str, Sequence[str]],
        residuals: Iterable[Rule],
        closed: Collection[str],
    ) -> list[Screen]:
        useful = set(itertools.chain.from_iterable(wanted.values()))
        # What an open act does not wait for, but would count if it were declared (an exclusion), is asked along.
        read = useful.union(*map(nodes.facts_read, residuals))
        found: list[Screen] = []
        waiting: list[Screen] = []
        for question in self.questions:
            if useful.isdisjoint(question.facts):
                continue
            facts = tuple(n for n in question.facts if n in read and self._may_ask(n, question, profile, closed))
            when = True if question.asked_when is None else evaluating.truth(question.asked_when, profile)
            if when is False or useful.isdisjoint(facts):
                continue
            waits = when is None and not nodes.facts_read(question.asked_when).issubset({*profile.values, *closed})
            (waiting if waits else found).append((question, facts))
        kept = [one for one in found if not self._stands_elsewhere(one, found + waiting)]
        return kept or found or waiting

    def _may_ask(self, name: str, question: Asks, profile: Profile, closed: Collection[str]) -> bool:
        """Not answered yet, and it makes sense for this person, or may do after another answer of the same page."""
        if name in closed or profile.known(name) is not None:
            return False
        only_if = self.declared[name].only_if
        sense = True if only_if is None else evaluating.truth(only_if, profile)
        return sense or (sense is None and not nodes.facts_read(only_if).difference(closed).isdisjoint(question.facts))

    def _stands_elsewhere(self, screen: Screen, screens: Iterable[Screen]) -> bool:
        """All its facts, and more, stand on another page which is no more sensitive."""
        facts = set(screen[1])
        return any(
            facts < set(other) and (self._is_sensitive(facts) or not self._is_sensitive(other)) for _, other in screens
        )

    def _leading(self, screens: Iterable[Screen], wanted: Mapping[str, Sequence[str]]) -> Choice | None:
        """A fact that most open acts wait for (age, to begin with) is asked without more thought."""
        for question, facts in screens:
            count = _count(facts, wanted)
            if len(facts) == 1 and count > len(wanted) / 2 and count > 3 and not self._is_sensitive(facts):
                return Choice(question.id, facts, float(count))
        return None

    def _credits(self, profile: Profile, screens: Sequence[Screen], rules: Sequence[Rule]) -> list[float]:
        """For each screen, what it should find and settle, on average over some people imagined like this one.

        An act that several screens settle only together is worth less to each of them: it takes them all.
        """
        credits = [0.0] * len(screens)
        memory: Memory = {}
        for number, answers in enumerate(self._imagined(profile, screens)):
            for rule in rules:
                needed, reached = self._needed(rule, profile, answers, memory, only_due=number >= SETTLING)
                worth = (FOUND / DRAWS if reached == DUE else 0.0) + (SETTLED / SETTLING if number < SETTLING else 0.0)
                for place in needed:
                    credits[place] += worth / len(needed) ** 2
        return credits

    def _needed(
        self, rule: Rule, profile: Profile, answers: Sequence[Answers], memory: Memory, *, only_due: bool
    ) -> tuple[list[int], frozenset[Status]]:
        """The places of the screens that settle the act only together, and what they settle; none when none does."""
        reads = self._reads[rule.id]
        told = [{name: value for name, value in given.items() if name in reads} for given in answers]

        def possible(places: Iterable[int]) -> frozenset[Status]:
            values = dict(profile.values)
            for place in places:
                values |= told[place]
            key = (rule.id, *map(values.get, reads))
            if key not in memory:
                imagined = Profile(values, profile.on)
                if self._implied[rule.id]:
                    imagined = profiles.complete(self._implied[rule.id], imagined)
                memory[key] = self.possible(rule, imagined)
            return memory[key]

        kept = [place for place, given in enumerate(told) if given]
        reached = possible(kept)
        if len(reached) > 1 or (only_due and reached != DUE):
            return [], reached
        for place in reversed(kept):
            fewer = [one for one in kept if one != place]
            if possible(fewer) == reached:
                kept = fewer
        return kept, reached

    def _imagined(self, profile: Profile, screens: Sequence[Screen]) -> Iterator[list[Answers]]:
        """The answers of some people like `profile` to each screen: the same ones each time, nothing secret."""
        dice = random.Random(0)  # noqa: S311
        usual = {
            name: priors.scenarios(self.declared[name], self.priors, profile) for _, asked in screens for name in asked
        }
        for _ in range(DRAWS):
            given = {name: _drawn(answers, dice) for name, answers in usual.items()}
            yield [{name: given[name] for name in asked} for _, asked in screens]

    @functools.cached_property
    def _reads(self) -> dict[str, frozenset[str]]:
        return {identity: nodes.facts_read(rule) for identity, rule in self.rules.items()}

    @functools.cached_property
    def _implied(self) -> dict[str, dict[str, Fact]]:
        """For each rule, the facts it reads which others imply."""
        return {
            identity: {name: fact for name, fact in self.declared.items() if name in reads and fact.implied}
            for identity, reads in self._reads.items()
        }


def _wanted(profile: Profile, verdicts: Verdicts, closed: Collection[str]) -> dict[str, list[str]]:
    """The open acts, with the facts that each waits for."""
    return {
        identity: [name for name in verdict.missing if name not in closed and profile.known(name) is None]
        for identity, verdict in verdicts.items()
        if verdict.status is Status.UNKNOWN
    }


def _effort(question: Asks, asked: tuple[str, ...]) -> float:
    """Half of the effort is to turn a page; the rest is shared by the facts which stand on it."""
    return question.effort * (1 + len(asked) / len(question.facts)) / 2


def _residual(rule: Rule, profile: Profile) -> Rule:
    """What is left of a rule once what is known is used: the same verdict for every answer still to come."""
    branches = []
    for branch in rule.branches:
        when = _left(branch.when, profile)
        if when != nodes.Constant(False):
            branches.append(nodes.Branch(when, branch.status))
        if when == nodes.ALWAYS:
            break
    return Rule(rule.id, tuple(branches))


def _left(condition: nodes.Condition, profile: Profile) -> nodes.Condition:
    match condition:
        case nodes.Not(part):
            left = _left(part, profile)
            return nodes.Constant(not left.value) if isinstance(left, nodes.Constant) else nodes.Not(left)
        case nodes.Surely(part):
            left = _left(part, profile)
            return left if isinstance(left, nodes.Constant) else nodes.Surely(left)
        case nodes.All(parts) | nodes.Any(parts):
            return _left_of_parts(condition, [_left(part, profile) for part in parts])
    value = evaluating.truth(condition, profile)
    return condition if value is None else nodes.Constant(value)


def _left_of_parts(whole: nodes.All | nodes.Any, parts: Sequence[nodes.Condition]) -> nodes.Condition:
    settling = nodes.Constant(isinstance(whole, nodes.Any))
    if settling in parts:
        return settling
    left = tuple(part for part in parts if not isinstance(part, nodes.Constant))
    if not left:
        return nodes.Constant(not settling.value)
    return left[0] if len(left) == 1 else type(whole)(left)


def _drawn(scenarios: list[priors.Scenario], dice: random.Random) -> Value:
    point = dice.random()
    for value, weight in scenarios:
        point -= weight
        if point <= 0:
            return value
    return scenarios[-1][0]


def _count(facts: Iterable[str], wanted: Mapping[str, Sequence[str]]) -> int:
    """How many open acts wait for one of these facts."""
    names = set(facts)
    return sum(1 for missing in wanted.values() if not names.isdisjoint(missing))
