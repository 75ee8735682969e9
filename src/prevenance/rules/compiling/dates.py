"""Date expressions lowered to codes: folded when the day says all, or a formula with its *unknown* and *never*."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from prevenance.rules import calendar, nodes
from prevenance.rules.compiling import dates_in_codes as codes
from prevenance.rules.compiling import expressions as ex
from prevenance.rules.nodes import Date

LONG_AGO = -100 * codes.YEAR  # 1800, as a code: before every date that a rule can reach


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a person: `value` means nothing where `unknown` or `never` holds."""

    value: ex.Whole
    unknown: ex.Truth = ex.FALSE
    never: ex.Truth = ex.FALSE
    in_days: bool = False  # `value` is an ordinal, not a code
    lowest: int = codes.FIRST  # no real date is below

    def code(self) -> ex.Whole:
        """The value as a code."""
        return ex.Apply("from_ordinal", self.value) if self.in_days else self.value

    def ordinal(self) -> ex.Whole:
        """The value as a proleptic ordinal."""
        if self.in_days:
            return self.value
        if isinstance(self.value, ex.Number):
            return ex.Number(codes.date(self.value.value).toordinal())
        return ex.Apply("ordinal", self.value)


def constant(date: Date, on: dt.date) -> dt.date | None:
    """The date, when it depends on the day only."""
    match date:
        case nodes.Today():
            return on
        case nodes.Day(day):
            return day
        case nodes.Anniversary(month, day, following):
            find = calendar.next_anniversary if following else calendar.latest_anniversary
            return find(on, month, day)
        case nodes.PlusMonths(inner, months):
            base = constant(inner, on)
            return None if base is None else calendar.add_months(base, months)
        case nodes.PlusDays(inner, days):
            base = constant(inner, on)
            return None if base is None else base + dt.timedelta(days=days)
        case nodes.Later(first, second):
            one, other = constant(first, on), constant(second, on)
            return None if one is None or other is None else max(one, other)
    return None


def lowered(date: Date, on: dt.date) -> Dated:
    """The formula of a date expression on the day `on`."""
    fixed = constant(date, on)
    if fixed is not None:
        value = codes.code(fixed)
        return Dated(ex.Number(value), lowest=value)
    match date:
        case nodes.DateFact(fact):
            return _read(fact)
        case nodes.Occurrence(act, first):
            name = f"{act}__{'first' if first else 'last'}"
            return replace(_read(name), never=ex.equal(ex.Column(name), codes.NEVER))
        case nodes.Birthday(years):
            born = _read(nodes.BIRTH)
            return replace(born, value=_applied("march_first", born.value, years * codes.YEAR))
        case nodes.PlusMonths(inner, months):
            base = lowered(inner, on)
            low = base.lowest + codes.MONTH * min(months, 0)
            return Dated(_applied("clamped", base.code(), months * codes.MONTH), base.unknown, base.never, lowest=low)
        case nodes.PlusDays(inner, days):
            base = lowered(inner, on)
            low = base.lowest + 2 * min(days, 0)
            moved = Dated(ex.plus(base.ordinal(), days), base.unknown, base.never, in_days=True, lowest=low)
            return moved if days else base
        case nodes.Later(first_date, second_date):
            return _later(lowered(first_date, on), lowered(second_date, on))
    raise TypeError(date)


def _read(name: str) -> Dated:
    column = ex.Column(name)
    return Dated(column, ex.at_most(ex.Number(codes.UNDATED), column))


def _applied(function: str, value: ex.Whole, slots: int) -> ex.Whole:
    return ex.Apply(function, ex.plus(value, slots)) if slots else value


def _later(one: Dated, other: Dated) -> Dated:
    if min(one.lowest, other.lowest) <= LONG_AGO:
        raise ValueError("a date more than a hundred years before 1900 cannot be compiled")
    value = ex.greater(_long_ago_if_never(one), _long_ago_if_never(other))
    low = max(one.lowest, other.lowest)
    return Dated(value, ex.either(one.unknown, other.unknown), ex.both(one.never, other.never), lowest=low)


def _long_ago_if_never(date: Dated) -> ex.Whole:
    if date.never == ex.FALSE:
        return date.code()
    is_date = ex.as_number(ex.negation(date.never))
    return ex.plus(ex.times(is_date, ex.plus(date.code(), -LONG_AGO)), LONG_AGO)


def at_most_day(date: Date, limit: dt.date, on: dt.date) -> tuple[ex.Truth, ex.Truth]:
    """Surely on or before `limit`, and: unknown. *Never* is before every day.

    The shifts are taken off the limit, once, instead of being added to every person's date.
    """
    match date:
        case nodes.PlusMonths(inner, months):
            return at_most_day(inner, calendar.latest_with_months_by(limit, months), on)
        case nodes.PlusDays(inner, days):
            return at_most_day(inner, limit - dt.timedelta(days=days), on)
        case nodes.Birthday(years):
            limit = calendar.latest_with_birthday_by(limit, years)
            return at_most_day(nodes.DateFact(nodes.BIRTH), limit, on)
        case nodes.Later(first, second):
            one, other = at_most_day(first, limit, on), at_most_day(second, limit, on)
            return ex.both(one[0], other[0]), ex.either(one[1], other[1])
        case nodes.DateFact() | nodes.Occurrence():
            read = lowered(date, on)
            threshold = min(max(codes.code(limit), codes.FIRST - 1), codes.UNDATED - 1)
            return ex.at_most(read.value, ex.Number(threshold)), read.unknown
    fixed = constant(date, on)
    assert fixed is not None
    return ex.Literal(fixed <= limit), ex.FALSE


def in_order(first: Date, second: Date, or_same: bool, on: dt.date) -> tuple[ex.Truth, ex.Truth]:
    """`first` before `second` wherever both are known, and: one of them is unknown."""
    one, other = lowered(first, on), lowered(second, on)
    compare = ex.at_most if or_same else ex.below
    if one.in_days or other.in_days:
        ordered = compare(one.ordinal(), other.ordinal())
    else:
        ordered = compare(*_slots(first, second, or_same, on))
    if not (_orders_never(one) and _orders_never(other)):
        later_is_date = ex.negation(other.never)
        if or_same:
            ordered = ex.either(one.never, ex.both(later_is_date, ordered))
        else:
            ordered = ex.both(later_is_date, ex.either(one.never, ordered))
    return ordered, ex.either(one.unknown, other.unknown)


def _orders_never(date: Dated) -> bool:
    """*Never* cannot be, or is read as it is stored (0): before every date of the other side."""
    return not date.in_days and date.lowest >= codes.FIRST and (date.never == ex.FALSE or _is_column(date.value))


def _is_column(value: ex.Whole) -> bool:
    return isinstance(value, ex.Column)


def _slots(first: Date, second: Date, or_same: bool, on: dt.date) -> tuple[ex.Whole, ex.Whole]:
    """The two codes, one of them without bringing its missing day back, where that cannot change the comparison.

    31 April as a slot lies after 30 April, to which it comes back, and before 1 May: comparing it as it is changes only
    "strictly after 30 April". 29 February, which comes up to 1 March, changes only "on or after 1 March".
    """
    left, right = lowered(first, on).code(), lowered(second, on).code()
    match first, second:
        case nodes.PlusMonths(inner, months), _ if not or_same:
            return ex.plus(lowered(inner, on).code(), months * codes.MONTH), right
        case _, nodes.PlusMonths(inner, months) if or_same:
            return left, ex.plus(lowered(inner, on).code(), months * codes.MONTH)
        case _, nodes.Birthday(years) if not or_same:
            return left, ex.plus(ex.Column(nodes.BIRTH), years * codes.YEAR)
        case nodes.Birthday(years), _ if or_same:
            return ex.plus(ex.Column(nodes.BIRTH), years * codes.YEAR), right
    return left, right
