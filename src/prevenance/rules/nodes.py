"""The rules language as frozen nodes: what every engine reads. Built by `language`; refuses to be built wrong.

A date expression is worth a date, *never* (an act that was not done: earlier than every date) or unknown.
A condition is worth true, false or unknown (Kleene).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from prevenance.rules.statuses import Status

BIRTH = "birth_date"


# Dates


@dataclass(frozen=True, slots=True)
class Today:
    """The day of the evaluation."""


@dataclass(frozen=True, slots=True)
class Day:
    """A fixed date."""

    day: dt.date


@dataclass(frozen=True, slots=True)
class Anniversary:
    """The latest `day`/`month` on or before today, or the next one strictly after it."""

    month: int
    day: int
    following: bool = False

    def __post_init__(self) -> None:
        if (self.month, self.day) == (2, 29):
            raise ValueError("29 February does not come back every year: write 28 February or 1 March")
        dt.date(2025, self.month, self.day)


@dataclass(frozen=True, slots=True)
class DateFact:
    """A fact which is a date."""

    fact: str


@dataclass(frozen=True, slots=True)
class Birthday:
    """The day of completing `years` years (C1, C2)."""

    years: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The first or the last time an act was done."""

    act: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class PlusMonths:
    """`date` + `months` (C3). Negative: before."""

    date: Date
    months: int


@dataclass(frozen=True, slots=True)
class PlusDays:
    """`date` + `days`. Negative: before."""

    date: Date
    days: int


@dataclass(frozen=True, slots=True)
class Later:
    """The later of two dates; *never* loses to any date."""

    first: Date
    second: Date


Date = Today | Day | Anniversary | DateFact | Birthday | Occurrence | PlusMonths | PlusDays | Later


# Conditions


@dataclass(frozen=True, slots=True)
class Constant:
    """True or false, always."""

    value: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes-or-no fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact is one of some values."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A number is `least` or more (strictly more when `strict`)."""

    fact: str
    least: float
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Doses:
    """An act was done at least `least` times."""

    act: str
    least: int


@dataclass(frozen=True, slots=True)
class Never:
    """An act was never done."""

    act: str


@dataclass(frozen=True, slots=True)
class Before:
    """`first` is strictly before `second` (or the same day too, when `or_same`)."""

    first: Date
    second: Date
    or_same: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """Kleene's not."""

    part: Condition


@dataclass(frozen=True, slots=True)
class All:
    """Kleene's and."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Kleene's or."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Surely:
    """True when `part` is known to be true; false otherwise, even when it is unknown."""

    part: Condition


Condition = Constant | Flag | Choice | AtLeast | Doses | Never | Before | Not | All | Any | Surely

ALWAYS = Constant(True)


# A rule


@dataclass(frozen=True, slots=True)
class Branch:
    """When `when` is the first to hold: this status, due or coming on `on`, no longer advised from `leaves_on`."""

    when: Condition
    status: Status
    on: Date | None = None
    leaves_on: Date | None = None
    note: str | None = None
    case: int = 0  # the position, in the author's file, of the case this branch comes from


@dataclass(frozen=True, slots=True)
class Rule:
    """One recommendation on one day: branches tried in order, values already chosen for that day."""

    id: str
    branches: tuple[Branch, ...]
    facts: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.branches:
            raise ValueError(f"{self.id}: a rule needs at least one case")


def children(node: object) -> tuple[object, ...]:
    """The nodes just below `node`."""
    match node:
        case PlusMonths(date, _) | PlusDays(date, _):
            return (date,)
        case Later(first, second) | Before(first, second, _):
            return (first, second)
        case Not(part) | Surely(part):
            return (part,)
        case All(parts) | Any(parts):
            return parts
        case Branch():
            return tuple(n for n in (node.when, node.on, node.leaves_on) if n is not None)
        case Rule():
            return node.branches
    return ()


def facts_read(node: object) -> frozenset[str]:
    """The names of the facts that `node` reads."""
    match node:
        case DateFact(name) | Flag(name) | Choice(name, _) | AtLeast(name, _, _):
            return frozenset([name])
        case Occurrence(name, _) | Doses(name, _) | Never(name):
            return frozenset([name])
        case Birthday():
            return frozenset([BIRTH])
    found: frozenset[str] = frozenset()
    for child in children(node):
        found |= facts_read(child)
    return found
