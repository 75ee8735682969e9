"""The next question: the one which should find most due acts for its effort, for a person like this one.

One step ahead: for each question still open, the answers that such people give, the verdicts they would bring. Stops
when no answer can change the plan. Sensitive questions wait until the others are done. Pure, and the same each time.
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

# What an answer is worth: finding an act to do, learning that an act which may be due concerns one, settling a status.
FOUND, CONCERNED, SETTLED = 1.0, 0.3, 0.05
PRODUCT_MOST, DRAWS = 36, 24

Verdicts = Mapping[str, Verdict]
Possible = Callable[[Rule, Profile], frozenset[Status]]


class Asks(Protocol):
    """What a question must tell to be chosen."""

    @property
    def id(self) -> str: ...
    @property
    def facts(self) -> tuple[str, ...]: ...
    @property
    def sensitive(self) -> object: ...
    @property
    def effort(self) -> float: ...
    @property
    def asked_when(self) -> nodes.Condition | None: ...


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
        open_rules = [
            self.rules[identity] for identity, verdict in verdicts.items() if verdict.status is Status.UNKNOWN
        ]
        wanted = {
            rule.id: [f for f in verdicts[rule.id].missing if self._may_ask(f, profile, closed)] for rule in open_rules
        }
        candidates = list(self._candidates(profile, wanted, closed))
        if not candidates:
            return None
        leading = self._leading(candidates, wanted)
        if leading is not None:
            return leading
        plain = [one for one in candidates if not one[0].sensitive]
        scored = [
            (self._score(question, facts, profile, open_rules), question, facts)
            for question, facts in plain or candidates
        ]
        best = max(scored, key=lambda one: (one[0], _count(one[2], wanted) / one[1].effort, -len(one[2])))
        return Choice(best[1].id, best[2], best[0])

    def _may_ask(self, name: str, profile: Profile, closed: Collection[str]) -> bool:
        if name in closed or profile.known(name) is not None:
            return False
        only_if = self.declared[name].only_if
        return only_if is None or evaluating.truth(only_if, profile) is not False

    def _candidates(
        self, profile: Profile, wanted: Mapping[str, Sequence[str]], closed: Collection[str]
    ) -> Iterator[tuple[Asks, tuple[str, ...]]]:
        useful = set(itertools.chain.from_iterable(wanted.values()))
        # What an open rule reads but does not wait for (an exclusion that counts only when declared) is asked along.
        read = set().union(*(self._reads[identity] for identity in wanted))
        for question in self.questions:
            if useful.isdisjoint(question.facts):
                continue
            facts = tuple(name for name in question.facts if name in read and self._may_ask(name, profile, closed))
            if question.asked_when is not None and evaluating.truth(question.asked_when, profile) is False:
                continue
            yield question, facts

    def _leading(
        self, candidates: Iterable[tuple[Asks, tuple[str, ...]]], wanted: Mapping[str, Sequence[str]]
    ) -> Choice | None:
        """A fact that most open acts wait for (age, to begin with) is asked without more thought."""
        for question, facts in candidates:
            count = _count(facts, wanted)
            if len(facts) == 1 and count > len(wanted) / 2 and count > 3 and not question.sensitive:
                return Choice(question.id, facts, float(count))
        return None

    def _score(self, question: Asks, asked: tuple[str, ...], profile: Profile, open_rules: Sequence[Rule]) -> float:
        touched = [rule for rule in open_rules if not self._reads[rule.id].isdisjoint(asked)]
        before = {rule.id: self.possible(rule, profile) for rule in touched}
        gain = 0.0
        for answers, share in self._answers(question, asked, profile):
            imagined = profiles.complete(self.declared, Profile({**profile.values, **answers}, profile.on))
            for rule in touched:
                gain += share * _worth(before[rule.id], self.possible(rule, imagined))
        return gain / question.effort

    @functools.cached_property
    def _reads(self) -> dict[str, frozenset[str]]:
        return {identity: nodes.facts_read(rule) for identity, rule in self.rules.items()}

    def _answers(
        self, question: Asks, asked: tuple[str, ...], profile: Profile
    ) -> Iterator[tuple[dict[str, Value], float]]:
        each = [priors.scenarios(self.declared[name], self.priors, profile) for name in asked]
        if all(isinstance(value, bool) for one in each for value, _ in one) and len(each) > 2:
            yield from _boxes(asked, each)
            return
        size = 1
        for one in each:
            size *= len(one)
        if size <= PRODUCT_MOST:
            for combined in itertools.product(*each):
                share = 1.0
                for _, weight in combined:
                    share *= weight
                yield dict(zip(asked, (value for value, _ in combined), strict=True)), share
            return
        dice = random.Random(question.id)  # noqa: S311 - the same draws each time, nothing secret
        for _ in range(DRAWS):
            yield {name: _drawn(one, dice) for name, one in zip(asked, each, strict=True)}, 1 / DRAWS


def _worth(before: frozenset[Status], after: frozenset[Status]) -> float:
    if len(after) == 1:
        return SETTLED + (FOUND if Status.DUE in after else 0.0)
    learnt = Status.NOT_CONCERNED in before and Status.NOT_CONCERNED not in after
    return CONCERNED if learnt and Status.DUE in after else 0.0


def _boxes(asked: tuple[str, ...], each: list[list[priors.Scenario]]) -> Iterator[tuple[dict[str, Value], float]]:
    """Boxes to tick: none of them, or one of them alone (two at once are rare, and settle more)."""
    yes = [next((weight for value, weight in one if value is True), 0.0) for one in each]
    none = 1.0
    for share in yes:
        none *= 1 - share
    yield dict.fromkeys(asked, False), none
    total = sum(yes)
    for name, share in zip(asked, yes, strict=True):
        if share:
            yield {other: other == name for other in asked}, (1 - none) * share / total


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
