"""Whether a rule decides for everybody, and whether each of its cases is of any use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from prevenance.catalogue.checking.findings import Findings
from prevenance.catalogue.checking.people import MOST, Invention
from prevenance.catalogue.checking.reading import Draft
from prevenance.rules import calendar, evaluating, nodes
from prevenance.rules.facts import Fact, History, Profile

UNKNOWN = 0.3
A_FEW = 200


def check(one: Draft, facts: Mapping[str, Fact], findings: Findings) -> None:
    """Adds the gaps, the repetitions and the useless cases of one recommendation."""
    if one.written is None:
        return
    repeated = _repetitions(one, findings)
    idle = set(range(len(one.written.cases))) - repeated
    for most in (A_FEW, MOST):  # a quick look settles most rules
        for day, rule in _days(one.rules):
            if not idle and _is_complete(rule):
                continue
            gap, decided = _decided(rule, facts, day, idle, most)
            idle -= decided
            if gap is not None:
                cause = f"no case applies to this person on {day}: {_described(gap)}"
                findings.add(one.written.file, one.written.cases[-1].line, cause, "End the rule with `when: always`")
                return
    for day, rule in _days(one.rules):
        idle -= {number for number in idle if _changes_something(rule, number, facts, day)}
    for number in sorted(idle):
        cause = f"case {number + 1} never decides: the cases above it settle everybody it could apply to"
        findings.add(
            one.written.file, one.written.cases[number].line, cause, "Move it up, mend its condition or remove it"
        )


def _days(rules: Mapping[dt.date, nodes.Rule]) -> Iterator[tuple[dt.date, nodes.Rule]]:
    """The days to try: those when values change, and one a month for a year for a rule with seasons."""
    for day, rule in rules.items():
        yield day, rule
        if _has_seasons(rule):
            months = [calendar.add_months(dt.date(day.year, day.month, 15), number) for number in range(1, 13)]
            yield from ((month, rule) for month in months)


def _has_seasons(rule: nodes.Rule) -> bool:
    return any(isinstance(node, nodes.Anniversary) for node in _below(rule))


def _is_complete(rule: nodes.Rule) -> bool:
    """Its last case takes everybody."""
    return _condition(rule, rule.branches[-1].case) == nodes.ALWAYS


def _below(node: object) -> Iterator[object]:
    yield node
    for child in nodes.children(node):
        yield from _below(child)


def _repetitions(one: Draft, findings: Findings) -> set[int]:
    """The cases with the condition of an earlier one, which therefore never apply."""
    assert one.written is not None
    conditions: dict[nodes.Condition, int] = {}
    repeated: set[int] = set()
    last = list(one.rules.values())[-1]
    for number in range(len(one.written.cases)):
        condition = _condition(last, number)
        if condition is None:
            continue
        if condition in conditions:
            repeated.add(number)
            cause = f"case {number + 1} repeats the condition of case {conditions[condition] + 1}: it never applies"
            findings.add(one.written.file, one.written.cases[number].line, cause, "Remove one of the two")
        conditions.setdefault(condition, number)
    return repeated


def _condition(rule: nodes.Rule, number: int) -> nodes.Condition | None:
    """When case `number` applies: the condition of its last branch, which catches all that its others left."""
    found = [branch.when for branch in rule.branches if branch.case == number]
    return found[-1] if found else None


def _decided(
    rule: nodes.Rule, facts: Mapping[str, Fact], day: dt.date, idle: set[int], most: int
) -> tuple[Profile | None, set[int]]:
    """Someone for whom no case applies, or None; and the cases, among `idle`, that decide for somebody."""
    decided: set[int] = set()
    complete = _is_complete(rule)
    for person in Invention(rule, facts, day).people(most):
        try:
            case = evaluating.judge(rule, person).case
        except evaluating.NoCase:
            return person, decided
        if case in idle:
            decided.add(case)
        if complete and decided >= idle:
            break
    return None, decided


def _changes_something(rule: nodes.Rule, number: int, facts: Mapping[str, Fact], day: dt.date) -> bool:
    """Without this case, would somebody, even someone who leaves questions open, be told otherwise?"""
    others = tuple(branch for branch in rule.branches if branch.case != number)
    if not others:
        return True
    without = nodes.Rule(rule.id, others)
    return any(
        _status(rule, person) != _status(without, person)
        for person in Invention(rule, facts, day).sample(MOST, UNKNOWN)
    )


def _status(rule: nodes.Rule, person: Profile) -> object:
    try:
        return evaluating.judge(rule, person).status
    except evaluating.NoCase:
        return None


def _described(person: Profile) -> str:
    told = {
        name: (", ".join(map(str, value.dates)) or "never") if isinstance(value, History) else str(value)
        for name, value in person.values.items()
    }
    return ", ".join(f"{name} {value}" for name, value in told.items()) or "nothing known"
