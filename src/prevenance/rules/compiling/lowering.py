"""Rules lowered once, for a day: three-valued logic becomes two ordinary conditions, *surely* and *possibly*."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from prevenance.rules import nodes
from prevenance.rules.compiling import dates, simplifying
from prevenance.rules.compiling import dates_in_codes as codes
from prevenance.rules.compiling import expressions as ex
from prevenance.rules.compiling.features import MOST, NOT_SAID
from prevenance.rules.facts import Fact
from prevenance.rules.statuses import ORDER, Status

NO_DATE = ex.Number(-1)


class NoCase(ValueError):
    """No case of a rule applies to some person: the rule has a gap, which `catalogue check` finds."""


@dataclass(frozen=True, slots=True)
class Rails:
    """A three-valued condition: true where `surely`, false where not `possibly`, unknown between them."""

    surely: ex.Truth
    possibly: ex.Truth

    def negated(self) -> Rails:
        """Kleene's not."""
        return Rails(ex.negation(self.possibly), ex.negation(self.surely))


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch; its dates are proleptic ordinals, -1 where there is none. `until` is the last day."""

    when: Rails
    status: Status
    due_on: ex.Whole
    until: ex.Whole

    def roots(self) -> tuple[ex.Whole | ex.Truth, ...]:
        """Every expression of the branch."""
        return (self.when.surely, self.when.possibly, self.due_on, self.until)


@dataclass(frozen=True, slots=True)
class Lowered:
    """A rule on a day."""

    id: str
    branches: tuple[Branch, ...]

    @property
    def always_decides(self) -> bool:
        """The last branch holds for everyone."""
        return bool(self.branches) and self.branches[-1].when.surely == ex.TRUE

    @property
    def only(self) -> Status | None:
        """The status, when it is the same for everyone."""
        statuses = {branch.status for branch in self.branches}
        return statuses.pop() if self.always_decides and len(statuses) == 1 else None


def lower(rule: nodes.Rule, on: dt.date, declared: Mapping[str, Fact]) -> Lowered:
    """The rule in two-valued integer expressions.

    Raises:
        ValueError: a date out of reach, or more doses than a count can hold.
    """
    return Lowered(rule.id, tuple(_branch(branch, on, declared) for branch in rule.branches))


def _branch(branch: nodes.Branch, on: dt.date, declared: Mapping[str, Fact]) -> Branch:
    when = rails(branch.when, on, declared)
    due_on = _shown(branch.on, 0, on) if branch.on else NO_DATE
    until = _shown(branch.leaves_on, -1, on) if branch.leaves_on else NO_DATE
    return Branch(when, branch.status, due_on, until)


def _shown(date: nodes.Date, days: int, on: dt.date) -> ex.Whole:
    lowered = dates.lowered(date, on)
    value, hidden = ex.plus(lowered.ordinal(), days), ex.either(lowered.unknown, lowered.never)
    if hidden == ex.FALSE:
        return value
    return ex.plus(ex.times(ex.as_number(ex.negation(hidden)), ex.plus(value, 1)), -1)


def rails(condition: nodes.Condition, on: dt.date, declared: Mapping[str, Fact]) -> Rails:
    """The two conditions of one."""
    match condition:
        case nodes.Constant(value):
            return Rails(ex.Literal(value), ex.Literal(value))
        case nodes.Not(part):
            return rails(part, on, declared).negated()
        case nodes.All(parts):
            return _every([rails(part, on, declared) for part in parts])
        case nodes.Any(parts):
            return _some([rails(part, on, declared) for part in parts])
        case nodes.Surely(part):
            sure = rails(part, on, declared).surely
            return Rails(sure, sure)
        case nodes.Before(first, second, or_same):
            return _before(first, second, or_same, on)
        case nodes.Flag(fact):
            column = ex.Column(fact)
            return Rails(ex.equal(column, 1), ex.at_most(ex.Number(1), column))
        case nodes.Choice(fact, values):
            column, positions = ex.Column(fact), [declared[fact].choices.index(value) for value in values]
            sure = ex.either(*(ex.equal(column, position) for position in positions))
            return Rails(sure, ex.either(sure, ex.equal(column, NOT_SAID)))
        case nodes.AtLeast(fact, least, strict):
            scaled = Decimal(str(least)) * 10 ** declared[fact].decimals
            return _at_least(fact, math.floor(scaled) + 1 if strict else math.ceil(scaled), codes.UNKNOWN)
        case nodes.Never(act):
            column = ex.Column(f"{act}__last")
            sure = ex.equal(column, codes.NEVER)
            return Rails(sure, ex.either(sure, ex.equal(column, codes.UNKNOWN)))
        case nodes.Doses(act, least):
            return _doses(act, least)
    raise TypeError(condition)


def _at_least(name: str, least: int, unknown: int) -> Rails:
    column = ex.Column(name)
    possibly = ex.at_most(ex.Number(min(least, unknown)), column)
    return Rails(ex.both(possibly, ex.at_most(column, ex.Number(unknown - 1))), possibly)


def _doses(act: str, least: int) -> Rails:
    if least > MOST:
        raise ValueError(f"doses of {act}: {least} is more than a count can hold ({MOST})")
    if least <= 0:  # true of any known history
        return Rails(ex.at_most(ex.Column(f"{act}__last"), ex.Number(codes.UNDATED)), ex.TRUE)
    if least == 1:  # done, even when nobody knows how many times
        return _at_least(f"{act}__last", codes.NEVER + 1, codes.UNKNOWN)
    return _at_least(f"{act}__count", least, NOT_SAID)


def _every(parts: list[Rails]) -> Rails:
    return Rails(ex.both(*(part.surely for part in parts)), ex.both(*(part.possibly for part in parts)))


def _some(parts: list[Rails]) -> Rails:
    return Rails(ex.either(*(part.surely for part in parts)), ex.either(*(part.possibly for part in parts)))


def _before(first: nodes.Date, second: nodes.Date, or_same: bool, on: dt.date) -> Rails:
    if isinstance(first, nodes.Later):  # as the judge: one known date may settle "the later of"
        return _every([_before(part, second, or_same, on) for part in (first.first, first.second)])
    if isinstance(second, nodes.Later):
        return _some([_before(first, part, or_same, on) for part in (second.first, second.second)])
    limit, start = dates.constant(second, on), dates.constant(first, on)
    one_day = dt.timedelta(days=1)
    if limit is not None:
        return _settled(*dates.at_most_day(first, limit if or_same else limit - one_day, on))
    if start is not None:
        return _settled(*dates.at_most_day(second, start - one_day if or_same else start, on)).negated()
    return _settled(*dates.in_order(first, second, or_same, on))


def _settled(ordered: ex.Truth, unknown: ex.Truth) -> Rails:
    return Rails(ex.both(ordered, ex.negation(unknown)), ex.either(ordered, unknown))


# For some people only


def specialised(rule: Lowered, known: simplifying.Known) -> Lowered:
    """The same rule for the people whose features lie in `known`: what they settle is gone."""
    kept: list[Branch] = []
    for branch in rule.branches:
        possibly = simplifying.simplify(branch.when.possibly, known)
        if possibly == ex.FALSE:
            continue
        when = Rails(simplifying.simplify(branch.when.surely, known), possibly)
        due_on, until = (
            simplifying.simplify_whole(branch.due_on, known),
            simplifying.simplify_whole(branch.until, known),
        )
        kept.append(Branch(when, branch.status, due_on, until))
        if when.surely == ex.TRUE:
            break
    return Lowered(rule.id, tuple(kept))


def domain(columns: Iterable[tuple[str, int]]) -> dict[str, simplifying.Range]:
    """What each column may hold, from its width in bits."""
    return {name: (0, 2**bits - 1) for name, bits in columns}


def thresholds(rules: Iterable[Lowered], column: str) -> tuple[int, ...]:
    """The values of `column` at which something may change: between two of them, every comparison is settled."""
    found: set[int] = set()
    for node in ex.nodes_of(root for rule in rules for branch in rule.branches for root in branch.roots()):
        match node:
            case ex.Compare(ex.Sign.AT_MOST, ex.Column(name), ex.Number(value)) if name == column:
                found.add(value + 1)
            case ex.Compare(ex.Sign.AT_MOST, ex.Number(value), ex.Column(name)) if name == column:
                found.add(value)
            case ex.Compare(_, ex.Column(name), ex.Number(value)) if name == column:
                found |= {value, value + 1}
    return tuple(sorted(found))


# Status by status, for engines that look at all people at once


def where(rule: Lowered, known: simplifying.Known) -> Iterator[tuple[Status, ex.Truth]]:
    """Each status that the rule may give, with the condition under which it surely does. Elsewhere: unknown."""
    found = {branch.status for branch in rule.branches} - {Status.UNKNOWN}
    for status in ORDER:
        if status in found:
            yield status, simplifying.simplify(_surely(rule, status), known)


def _surely(rule: Lowered, wanted: Status) -> ex.Truth:
    """Every branch that may apply has this status (and one may apply: see `undecided`)."""
    result: ex.Truth = ex.TRUE
    for branch in reversed(rule.branches):
        if branch.status is wanted:
            result = ex.either(branch.when.surely, result)
        else:
            result = ex.both(ex.negation(branch.when.possibly), result)
    if not rule.branches or rule.branches[-1].status is not wanted or not rule.always_decides:
        result = ex.both(result, ex.negation(undecided(rule)))
    return result


def undecided(rule: Lowered) -> ex.Truth:
    """No branch may apply: the judge refuses such people."""
    return ex.both(*(ex.negation(branch.when.possibly) for branch in rule.branches))


def alone(rule: Lowered, index: int, known: simplifying.Known) -> ex.Truth:
    """Only this branch may apply: its dates are the person's."""
    branches = rule.branches
    others = ex.both(*(ex.negation(other.when.possibly) for other in branches[index + 1 :]))
    earlier = ex.both(*(ex.negation(other.when.possibly) for other in branches[:index]))
    when = branches[index].when
    return simplifying.simplify(ex.both(earlier, when.possibly, ex.either(when.surely, others)), known)
