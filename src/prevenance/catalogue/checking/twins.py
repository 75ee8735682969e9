"""The twin cases: those that the rule contradicts, and the bounds that none of them stands on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prevenance.catalogue.case_reading import TwinCase
from prevenance.catalogue.checking import windows
from prevenance.catalogue.checking.findings import Findings
from prevenance.catalogue.checking.reading import Draft
from prevenance.catalogue.checking.windows import Window
from prevenance.rules import evaluating, nodes, profiles
from prevenance.rules.facts import Fact, Profile
from prevenance.rules.nodes import BIRTH
from prevenance.rules.refusals import Refused

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Bound:
    """Something changes for a person when `date` comes, or the day after it when `strict`."""

    date: nodes.Date
    strict: bool

    def stands(self, case: TwinCase, person: Profile) -> tuple[bool, bool]:
        """Whether the person is on the last day before the change, and on its first day."""
        date = evaluating.worth(self.date, person)
        if date is None or date == evaluating.NEVER:
            return False, False
        change = date + DAY if self.strict else date
        return case.on == change - DAY, case.on == change


def check(one: Draft, facts: Mapping[str, Fact], findings: Findings) -> None:
    """Adds the broken twin cases of one recommendation, and the bounds without theirs."""
    if one.written is None or one.twins is None or not one.rules:
        return
    people: list[tuple[TwinCase, Profile]] = []
    for case in one.twins.cases:
        person = _person(one, case, facts, findings)
        if person is not None:
            people.append((case, person))
    _bounds(one, people, findings)


def _person(one: Draft, case: TwinCase, facts: Mapping[str, Fact], findings: Findings) -> Profile | None:
    """The person of a case, judged; None when the case or the rule is wrong."""
    assert one.written is not None and one.twins is not None
    said = f"twin case “{case.name}”"
    try:
        person = profiles.read(facts, case.person, on=case.on)
        disagreement = case.disagreement(evaluating.judge(one.written.rule_on(case.on), person))
    except Refused as refused:
        for problem in refused.problems:
            cause = f"{said}: {problem.field}: {problem.cause('en')}"
            findings.add(one.twins.file, case.line, cause, problem.mend("en"))
        return None
    except evaluating.NoCase:
        findings.add(one.twins.file, case.line, f"{said}: no case of the rule applies", "Mend the rule")
        return None
    if disagreement:
        mend = "Read the source again, then mend the rule or the twin case"
        findings.add(one.twins.file, case.line, f"{said}: {disagreement}", mend)
    return person


def _bounds(one: Draft, people: Sequence[tuple[TwinCase, Profile]], findings: Findings) -> None:
    assert one.twins is not None and one.written is not None
    seen: set[tuple[bool, str]] = set()
    for day, rule in one.rules.items():
        for bound in dict.fromkeys(_bounds_of(rule, windows.by_case(one.written, day))):
            stood = [bound.stands(case, person) for case, person in people]
            words = described(bound.date)
            for side, name in enumerate(("the last day before", "the first day of")):
                if side == 0 and _is_birth(bound.date):
                    continue  # nobody has a day before birth
                when = f"{words} + 1 day" if bound.strict else words
                if not any(pair[side] for pair in stood) and (bool(side), when) not in seen:
                    seen.add((bool(side), when))
                    cause = f"no twin case stands on {name} {when}"
                    findings.add(one.twins.file, 1, cause, "Add one: what the source says for that very day")


def _bounds_of(rule: nodes.Rule, windowed: Mapping[int, Sequence[Window]]) -> Iterator[_Bound]:
    """The dates of a person that the rule compares with today. Of a list of windows, only where the first one opens and
    the last one closes: they all follow one law, tested once for all."""
    for branch in rule.branches:
        if branch.case not in windowed:
            yield from _compared(branch.when)
    for spans in windowed.values():
        ends = [end for _, end in spans if end is not None]
        yield from (_Bound(date, strict=False) for date in (spans[0][0], *ends[-1:]))


def _compared(node: object) -> Iterator[_Bound]:
    match node:
        case nodes.Before(first, nodes.Today(), or_same) if _is_personal(first):
            yield from (_Bound(part, strict=not or_same) for part in _parts(first))
        case nodes.Before(nodes.Today(), second, or_same) if _is_personal(second):
            yield from (_Bound(part, strict=or_same) for part in _parts(second))
    for child in nodes.children(node):
        yield from _compared(child)


def _is_birth(date: nodes.Date) -> bool:
    return date in (nodes.DateFact(BIRTH), nodes.PlusDays(nodes.DateFact(BIRTH), 0))


def _parts(date: nodes.Date) -> Iterator[nodes.Date]:
    if isinstance(date, nodes.Later):
        yield from _parts(date.first)
        yield from _parts(date.second)
    elif _is_personal(date):
        yield date


def _is_personal(date: nodes.Date) -> bool:
    return bool(nodes.facts_read(date))


def described(date: nodes.Date) -> str:
    """A date expression in words, as the rules language writes it."""
    match date:
        case nodes.Birthday(years):
            return f"birthday {years}"
        case nodes.DateFact(fact):
            return "birth" if fact == BIRTH else fact
        case nodes.Occurrence(act, first):
            return f"{'first' if first else 'last'} {act}"
        case nodes.PlusMonths(inner, months):
            return f"{described(inner)} {'+' if months >= 0 else '-'} {abs(months)} months"
        case nodes.PlusDays(inner, days):
            return f"{described(inner)} {'+' if days >= 0 else '-'} {abs(days)} days"
        case nodes.Later(one, other):
            return f"later({described(one)}, {described(other)})"
        case nodes.Anniversary(month, day, following):
            return f"{'next' if following else 'latest'} {day}/{month}"
        case nodes.Day(day):
            return day.isoformat()
    return "today"
