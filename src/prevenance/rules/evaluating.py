"""The judge: a slow, obvious evaluator which explains. Every other engine must agree with it.

Three-valued logic (Kleene): True, False, or None for unknown. No clock: the profile carries its day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from prevenance.rules import calendar, nodes
from prevenance.rules.facts import History, Profile
from prevenance.rules.nodes import Condition, Date, Rule
from prevenance.rules.statuses import ORDER, Status
from prevenance.rules.verdicts import Reason, Verdict

NEVER = dt.date.min  # earlier than every date: what an act that was not done is worth
Truth = bool | None


class NoCase(ValueError):
    """No case of the rule applies to this person: the rule has a gap, which `catalogue check` finds."""


def worth(date: Date, profile: Profile) -> dt.date | None:
    """The value of a date expression: a date, NEVER, or None when it is unknown."""
    match date:
        case nodes.Today():
            return profile.on
        case nodes.Day(day):
            return day
        case nodes.Anniversary(month, day, following):
            find = calendar.next_anniversary if following else calendar.latest_anniversary
            return find(profile.on, month, day)
        case nodes.DateFact(fact):
            value = profile.known(fact)
            return value if isinstance(value, dt.date) else None
        case nodes.Birthday(years):
            born = profile.known(nodes.BIRTH)
            return calendar.birthday(born, years) if isinstance(born, dt.date) else None
        case nodes.Occurrence(act, first):
            return _occurrence(profile.known(act), first)
        case nodes.PlusMonths(inner, months):
            base = worth(inner, profile)
            return base if base is None or base == NEVER else calendar.add_months(base, months)
        case nodes.PlusDays(inner, days):
            base = worth(inner, profile)
            return base if base is None or base == NEVER else base + dt.timedelta(days=days)
        case nodes.Later(first_date, second_date):
            one, other = worth(first_date, profile), worth(second_date, profile)
            return None if one is None or other is None else max(one, other)
    raise TypeError(date)


def _occurrence(value: object, first: bool) -> dt.date | None:
    if not isinstance(value, History):
        return None
    if value.is_never:
        return NEVER
    return value.first if first else value.last


def truth(condition: Condition, profile: Profile) -> Truth:
    """Is `condition` true of this person?"""
    match condition:
        case nodes.Constant(value):
            return value
        case nodes.Not(part):
            return _negated(truth(part, profile))
        case nodes.All(parts):
            return _all(truth(part, profile) for part in parts)
        case nodes.Any(parts):
            return _negated(_all(_negated(truth(part, profile)) for part in parts))
        case nodes.Surely(part):
            return truth(part, profile) is True
        case nodes.Before(first, second, or_same):
            return _before(first, second, or_same, profile)
        case nodes.Flag(fact):
            known = profile.known(fact)
            return known if isinstance(known, bool) else None
        case nodes.Choice(fact, values):
            known = profile.known(fact)
            return None if known is None else known in values
        case nodes.AtLeast(fact, least, strict):
            number = profile.known(fact)
            if not isinstance(number, int | float):
                return None
            return number > least if strict else number >= least
        case nodes.Never(act) | nodes.Doses(act, _):
            return _history_truth(condition, profile.known(act))
    raise TypeError(condition)


def _history_truth(condition: nodes.Never | nodes.Doses, value: object) -> Truth:
    if not isinstance(value, History):
        return None
    if isinstance(condition, nodes.Never):
        return value.is_never
    if value.count is None:  # done at least once, nobody knows how many times
        return True if condition.least <= 1 else None
    return value.count >= condition.least


def _before(first: Date, second: Date, or_same: bool, profile: Profile) -> Truth:
    # A comparison with "the later of" looks at both, so that one known date may settle it.
    if isinstance(first, nodes.Later):
        return _all(_before(part, second, or_same, profile) for part in (first.first, first.second))
    if isinstance(second, nodes.Later):
        parts = (second.first, second.second)
        return _negated(_all(_negated(_before(first, part, or_same, profile)) for part in parts))
    one, other = worth(first, profile), worth(second, profile)
    if one is None or other is None:
        return None
    return one <= other if or_same else one < other


def _negated(value: Truth) -> Truth:
    return None if value is None else not value


def _all(values: Iterable[Truth]) -> Truth:
    result: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def possible_statuses(rule: Rule, profile: Profile) -> frozenset[Status]:
    """The statuses that what is known leaves possible: one when it is settled.

    Raises:
        NoCase: no branch may apply.
    """
    return frozenset(branch.status for branch in _possible(rule, profile))


def judge(rule: Rule, profile: Profile) -> Verdict:
    """The verdict: the status shared by every branch that may apply; unknown when they differ.

    Raises:
        NoCase: no branch may apply.
    """
    possible = _possible(rule, profile)
    statuses = {branch.status for branch in possible}
    if len(statuses) > 1:
        missing = tuple(_missing(rule, possible, profile))
        reasons = tuple(Reason(fact, "unknown") for fact in missing)
        ordered = tuple(status for status in ORDER if status in statuses)
        return Verdict(Status.UNKNOWN, reasons=reasons, missing=missing, possible=ordered)
    return _settled(rule, possible, profile)


def _possible(rule: Rule, profile: Profile) -> list[nodes.Branch]:
    """The branches that may apply: those not surely false, up to the first that surely holds."""
    possible: list[nodes.Branch] = []
    for branch in rule.branches:
        value = truth(branch.when, profile)
        if value is not False:
            possible.append(branch)
        if value is True:
            break
    if not possible:
        raise NoCase(rule.id)
    return possible


def _settled(rule: Rule, possible: list[nodes.Branch], profile: Profile) -> Verdict:
    branch = possible[-1] if len(possible) == 1 else None
    reasons = tuple(_reasons(rule, possible[0], profile))
    status = possible[0].status
    if branch is None:  # several branches, one status: no single date, unless they agree
        notes = {b.note for b in possible}
        return Verdict(status, note=notes.pop() if len(notes) == 1 else None, reasons=reasons, possible=(status,))
    due_on = _date_out(branch.on, profile)
    leaves = _date_out(branch.leaves_on, profile)
    until = leaves - dt.timedelta(days=1) if leaves else None
    return Verdict(status, due_on, until, branch.note, reasons, case=branch.case, possible=(status,))


def _date_out(date: Date | None, profile: Profile) -> dt.date | None:
    value = worth(date, profile) if date is not None else None
    return None if value == NEVER else value


# Explaining


def _missing(rule: Rule, possible: list[nodes.Branch], profile: Profile) -> Iterator[str]:
    seen: set[str] = set()
    for branch in possible:
        for fact in _open_facts(branch.when, profile):
            if fact not in seen:
                seen.add(fact)
                yield fact


def _open_facts(condition: Condition, profile: Profile) -> Iterator[str]:
    """The unknown facts that leave `condition` unknown."""
    if truth(condition, profile) is not None:
        return
    match condition:
        case nodes.All(parts) | nodes.Any(parts):
            for part in parts:
                yield from _open_facts(part, profile)
        case nodes.Not(part):
            yield from _open_facts(part, profile)
        case _:
            for fact in sorted(nodes.facts_read(condition)):
                if not _is_settled(profile.known(fact)):
                    yield fact


def _is_settled(value: object) -> bool:
    """A history without its dates or its count is known only in part."""
    if isinstance(value, History):
        return value.is_never or not (value.undated or value.count is None)
    return value is not None


def _reasons(rule: Rule, branch: nodes.Branch, profile: Profile) -> Iterator[Reason]:
    seen: set[str] = set()
    atoms = list(_because(branch.when, True, profile))
    for earlier in rule.branches:
        if earlier is branch:
            break
        atoms += _because(earlier.when, False, profile)
    for fact in [*atoms, *sorted(nodes.facts_read(branch.on) if branch.on else ())]:
        if fact not in seen:
            seen.add(fact)
            yield _reason(fact, profile)


def _because(condition: Condition, wanted: bool, profile: Profile) -> Iterator[str]:
    """The facts that make `condition` equal to `wanted`: one false part is enough for an *and*."""
    match condition:
        case nodes.Constant():
            return
        case nodes.Not(part):
            yield from _because(part, not wanted, profile)
        case nodes.Surely(part):
            yield from _because(part, wanted, profile)
        case nodes.All(parts) if wanted:
            for part in parts:
                yield from _because(part, True, profile)
        case nodes.Any(parts) if not wanted:
            for part in parts:
                yield from _because(part, False, profile)
        case nodes.All(parts) | nodes.Any(parts):
            for part in parts:
                if truth(part, profile) is wanted:
                    yield from _because(part, wanted, profile)
                    return
        case _:
            yield from (fact for fact in sorted(nodes.facts_read(condition)) if profile.known(fact) is not None)


def _reason(fact: str, profile: Profile) -> Reason:
    value = profile.known(fact)
    if fact == nodes.BIRTH:
        return Reason(fact, "age", value)
    if isinstance(value, History):
        if value.is_never:
            return Reason(fact, "never")
        return Reason(fact, "last", value.last) if value.last else Reason(fact, "done")
    if isinstance(value, bool):
        return Reason(fact, "yes" if value else "no")
    if isinstance(value, dt.date):
        return Reason(fact, "date", value)
    if isinstance(value, str):
        return Reason(fact, "is", value)
    if value is None:
        return Reason(fact, "unknown")
    return Reason(fact, "number", value)
