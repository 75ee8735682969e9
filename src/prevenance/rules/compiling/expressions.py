"""Two-valued expressions over small integers: all that an engine has to print. No null, no date, no *not* node.

Conditions are kept in negation normal form: `negation` pushes itself down to the comparisons.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

BIG = 10**9  # larger than any code, ordinal or sum of them


class Sign(enum.StrEnum):
    """How two integers compare."""

    AT_MOST = "<="
    EQUAL = "="
    DIFFERENT = "<>"


# Integers


@dataclass(frozen=True, slots=True)
class Column:
    """A feature of the person."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: int


@dataclass(frozen=True, slots=True)
class Add:
    """A sum."""

    first: Whole
    second: Whole


@dataclass(frozen=True, slots=True)
class Times:
    """A product."""

    first: Whole
    second: Whole


@dataclass(frozen=True, slots=True)
class Quotient:
    """The whole quotient by a positive constant. The dividend is never negative: engines disagree about those."""

    dividend: Whole
    divisor: int


@dataclass(frozen=True, slots=True)
class Remainder:
    """The remainder by a positive constant. The dividend is never negative."""

    dividend: Whole
    divisor: int


@dataclass(frozen=True, slots=True)
class Greater:
    """The greater of two integers."""

    first: Whole
    second: Whole


@dataclass(frozen=True, slots=True)
class AsNumber:
    """1 when the condition is true, 0 otherwise."""

    condition: Truth


@dataclass(frozen=True, slots=True)
class Apply:
    """A function of `dates_in_codes`, by name."""

    function: str
    argument: Whole


Whole = Column | Number | Add | Times | Quotient | Remainder | Greater | AsNumber | Apply


# Conditions


@dataclass(frozen=True, slots=True)
class Literal:
    """True or false."""

    value: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison. Built by `at_most`, `equal` and their like only."""

    sign: Sign
    first: Whole
    second: Whole


@dataclass(frozen=True, slots=True)
class Both:
    """And."""

    parts: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Or."""

    parts: tuple[Truth, ...]


Truth = Literal | Compare | Both | Either

TRUE, FALSE = Literal(True), Literal(False)


# Building


def plus(first: Whole, second: Whole | int) -> Whole:
    """A sum, constants folded to the right."""
    other = Number(second) if isinstance(second, int) else second
    if isinstance(first, Number):
        first, other = other, first
    if isinstance(other, Number):
        if isinstance(first, Number):
            return Number(first.value + other.value)
        if other.value == 0:
            return first
        if isinstance(first, Add) and isinstance(first.second, Number):
            return plus(first.first, first.second.value + other.value)
    return Add(first, other)


def times(first: Whole, second: Whole | int) -> Whole:
    """A product, with the constants 0 and 1 folded."""
    other = Number(second) if isinstance(second, int) else second
    if isinstance(first, Number):
        first, other = other, first
    if isinstance(other, Number):
        if isinstance(first, Number):
            return Number(first.value * other.value)
        if other.value in (0, 1):
            return first if other.value else other
    return Times(first, other)


def as_number(condition: Truth) -> Whole:
    """1 or 0."""
    return Number(int(condition.value)) if isinstance(condition, Literal) else AsNumber(condition)


def greater(first: Whole, second: Whole) -> Whole:
    """The greater of two."""
    if isinstance(first, Number) and isinstance(second, Number):
        return Number(max(first.value, second.value))
    return Greater(first, second)


def at_most(first: Whole, second: Whole) -> Truth:
    """`first` <= `second`."""
    if isinstance(first, Number) and isinstance(second, Number):
        return Literal(first.value <= second.value)
    return Compare(Sign.AT_MOST, first, second)


def below(first: Whole, second: Whole) -> Truth:
    """`first` < `second`."""
    if isinstance(second, Number):
        return at_most(first, Number(second.value - 1))
    return at_most(plus(first, 1), second)


def equal(first: Whole, value: int) -> Truth:
    """`first` = a constant."""
    return Literal(first.value == value) if isinstance(first, Number) else Compare(Sign.EQUAL, first, Number(value))


def negation(condition: Truth) -> Truth:
    """Not."""
    match condition:
        case Literal(value):
            return Literal(not value)
        case Compare(Sign.AT_MOST, first, second):
            return below(second, first)
        case Compare(sign, first, second):
            return Compare(Sign.DIFFERENT if sign is Sign.EQUAL else Sign.EQUAL, first, second)
        case Both(parts):
            return Either(tuple(negation(part) for part in parts))
        case Either(parts):
            return Both(tuple(negation(part) for part in parts))


def both(*parts: Truth) -> Truth:
    """And, flat, without repetition."""
    kept: dict[Truth, None] = {}
    for part in parts:
        if part == FALSE:
            return FALSE
        if part != TRUE:
            kept.update(dict.fromkeys(part.parts if isinstance(part, Both) else [part]))
    return next(iter(kept), TRUE) if len(kept) < 2 else Both(tuple(kept))


def either(*parts: Truth) -> Truth:
    """Or, flat, without repetition."""
    kept: dict[Truth, None] = {}
    for part in parts:
        if part == TRUE:
            return TRUE
        if part != FALSE:
            kept.update(dict.fromkeys(part.parts if isinstance(part, Either) else [part]))
    return next(iter(kept), FALSE) if len(kept) < 2 else Either(tuple(kept))


# Reading


def _below_node(node: Whole | Truth) -> tuple[Whole | Truth, ...]:
    match node:
        case Add(a, b) | Times(a, b) | Greater(a, b) | Compare(_, a, b):
            return (a, b)
        case Quotient(a, _) | Remainder(a, _) | Apply(_, a):
            return (a,)
        case AsNumber(condition):
            return (condition,)
        case Both(parts) | Either(parts):
            return parts
    return ()


def nodes_of(roots: Iterable[Whole | Truth]) -> Iterator[Whole | Truth]:
    """Every node, each distinct object once."""
    stack: list[Whole | Truth] = list(roots)
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            stack += _below_node(node)


def columns_read(roots: Iterable[Whole | Truth]) -> frozenset[str]:
    """The names of the features that the expressions read."""
    return frozenset(node.name for node in nodes_of(roots) if isinstance(node, Column))


def substituted(node: Whole, replaced: Mapping[Whole, Column]) -> Whole:
    """The same integer, where some parts are columns computed beforehand."""
    found = replaced.get(node)
    if found is not None:
        return found
    match node:
        case Add(a, b):
            return Add(substituted(a, replaced), substituted(b, replaced))
        case Times(a, b):
            return Times(substituted(a, replaced), substituted(b, replaced))
        case Greater(a, b):
            return Greater(substituted(a, replaced), substituted(b, replaced))
        case Quotient(a, divisor):
            return Quotient(substituted(a, replaced), divisor)
        case Remainder(a, divisor):
            return Remainder(substituted(a, replaced), divisor)
        case Apply(function, a):
            return Apply(function, substituted(a, replaced))
        case AsNumber(condition):
            return AsNumber(substituted_truth(condition, replaced))
    return node


def substituted_truth(node: Truth, replaced: Mapping[Whole, Column]) -> Truth:
    """The same condition, where some integers are columns computed beforehand."""
    match node:
        case Compare(sign, a, b):
            return Compare(sign, substituted(a, replaced), substituted(b, replaced))
        case Both(parts):
            return Both(tuple(substituted_truth(part, replaced) for part in parts))
        case Either(parts):
            return Either(tuple(substituted_truth(part, replaced) for part in parts))
    return node
