"""The next question: the one which should find most due acts for its effort, for a person like this one.

What each screen should find is foreseen on imagined people (`foreseeing`). Stops when no answer can change the plan.
Sensitive questions wait until the others are done. Pure, and the same each time.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from prevenance.rules import evaluating, foreseeing, nodes, priors, residuals
from prevenance.rules.facts import Fact, Profile
from prevenance.rules.nodes import Rule
from prevenance.rules.statuses import Status
from prevenance.rules.verdicts import Verdict

TOUCHED = 0.002  # what touching an act that stays open is worth, to break ties (an act found is worth 1)
TO_DO = frozenset([Status.DUE, Status.COMING, Status.OPTIONAL])

Verdicts = Mapping[str, Verdict]


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
    possible: foreseeing.Possible = evaluating.possible_statuses

    def next(self, profile: Profile, verdicts: Verdicts, closed: Collection[str] = ()) -> Choice | None:
        """The next question, or None when no answer can change the plan. `closed`: facts asked and not known."""
        wanted, rules, screens = self._open(profile, verdicts, closed)
        if not screens:
            return None
        leading = self._leading(screens, wanted)
        if leading is not None:
            return leading
        now = [one for one in screens if not self._is_sensitive(one[1])] or screens
        # Those that may be asked now come first, so that an act is found with them when it can be.
        ordered = now + [one for one in screens if one not in now]
        imagining = foreseeing.Imagining(
            profile, [asked for _, asked in ordered], self.declared, self.priors, self.possible
        )
        needs = imagining.needs(rules)
        place, score = foreseeing.best(
            needs, [_effort(*one) for one in now], [TOUCHED * _count(asked, wanted) for _, asked in now]
        )
        return Choice(now[place][0].id, now[place][1], score)

    def open_screens(self, profile: Profile, verdicts: Verdicts, closed: Collection[str] = ()) -> list[Screen]:
        """Every question that may still change the plan, in the order of the files, with the facts it would ask."""
        return self._open(profile, verdicts, closed)[2]

    def _open(
        self, profile: Profile, verdicts: Verdicts, closed: Collection[str]
    ) -> tuple[dict[str, list[str]], list[tuple[Rule, frozenset[str]]], list[Screen]]:
        """The open acts with what each waits for; what is left of their rules, with what may settle it; the screens.

        Once nothing else but sensitive questions is left, also what would take back an act to do, if declared.
        """
        wanted = self._wanted(profile, verdicts, closed)
        rules = [self._left(self.rules[identity], profile) for identity in wanted]
        screens = self._screens(profile, wanted, rules, closed)
        if all(self._is_sensitive(asked) for _, asked in screens):
            doubts = self._doubts(profile, verdicts, closed)
            if doubts:
                wanted = doubts | wanted
                rules += [self._left(self._loosened[identity], profile) for identity in doubts]
                screens = self._screens(profile, wanted, rules, closed)
        return wanted, rules, screens

    def _left(self, rule: Rule, profile: Profile) -> tuple[Rule, frozenset[str]]:
        left = residuals.residual(rule, profile)
        read = nodes.facts_read(left)
        telling = (self.declared[name].implied for name in read)
        return left, read.union(*(nodes.facts_read(one.when) for one in itertools.chain.from_iterable(telling)))

    def _is_sensitive(self, asked: Iterable[str]) -> bool:
        return any(self.declared[name].sensitive for name in asked)

    def _screens(
        self,
        profile: Profile,
        wanted: Mapping[str, Sequence[str]],
        rules: Iterable[tuple[Rule, frozenset[str]]],
        closed: Collection[str],
    ) -> list[Screen]:
        useful = set(itertools.chain.from_iterable(wanted.values()))
        # What an open act does not wait for, but would count if it were declared (an exclusion), is asked along.
        read = useful.union(*(nodes.facts_read(rule) for rule, _ in rules))
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
        """A fact that most open acts wait for (age, to begin with), or else that leads (sex), is asked without more
        thought.
        """
        led: Choice | None = None
        for question, facts in screens:
            if len(facts) > 1 or self._is_sensitive(facts):
                continue
            count = _count(facts, wanted)
            choice = Choice(question.id, facts, float(count))
            if count > len(wanted) / 2 and count > 3:
                return choice
            if count and self.declared[facts[0]].leads:
                led = led or choice
        return led

    def _doubts(self, profile: Profile, verdicts: Verdicts, closed: Collection[str]) -> dict[str, list[str]]:
        """Acts to do, with what counts only when it is declared (a womb removed) and would change them."""
        doubtful = {
            identity: evaluating.judge(self._loosened[identity], profile)
            for identity, verdict in verdicts.items()
            if verdict.status in TO_DO and identity in self._loosened
        }
        return {identity: open_ for identity, open_ in self._wanted(profile, doubtful, closed).items() if open_}

    def _wanted(self, profile: Profile, verdicts: Verdicts, closed: Collection[str]) -> dict[str, list[str]]:
        """The open acts, with the facts that each waits for. One asked and not known may be told by others."""
        return {
            identity: [
                one
                for name in verdict.missing
                if profile.known(name) is None
                for one in ([name] if name not in closed else self._telling(name, profile, closed))
            ]
            for identity, verdict in verdicts.items()
            if verdict.status is Status.UNKNOWN
        }

    def _telling(self, name: str, profile: Profile, closed: Collection[str]) -> list[str]:
        """The facts that may imply one which the person does not know (the doses of a baby's combined vaccine)."""
        return [
            one
            for implied in self.declared[name].implied
            if evaluating.truth(implied.when, profile) is None
            for one in sorted(nodes.facts_read(implied.when))
            if one not in closed and profile.known(one) is None
        ]

    @functools.cached_property
    def _loosened(self) -> dict[str, Rule]:
        """The rules in which something counts only when it is declared."""
        found = {identity: residuals.loosened(rule) for identity, rule in self.rules.items()}
        return {i: rule for i, rule in found.items() if any(map(_differ, rule.branches, self.rules[i].branches))}


def _differ(one: nodes.Branch, other: nodes.Branch) -> bool:
    return one.when != other.when


def _effort(question: Asks, asked: tuple[str, ...]) -> float:
    """Half of the effort is to turn a page; the rest is shared by the facts which stand on it."""
    return question.effort * (1 + len(asked) / len(question.facts)) / 2


def _count(facts: Iterable[str], wanted: Mapping[str, Sequence[str]]) -> int:
    """How many open acts wait for one of these facts."""
    names = set(facts)
    return sum(1 for missing in wanted.values() if not names.isdisjoint(missing))
