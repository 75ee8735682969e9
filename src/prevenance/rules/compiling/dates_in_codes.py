"""Dates as small integers, and the calendar as integer formulas, so that no engine ever computes a date itself.

A code is 372·(year − 1900) + 31·(month − 1) + (day − 1) + 2: as if every month had 31 days. Adding n years is adding
372·n, n months 31·n; what falls on a day that does not exist is brought back by `clamped` (C3) or `march_first` (C2).
"""

from __future__ import annotations

import datetime as dt

from prevenance.rules.compiling import expressions as ex

YEAR, MONTH = 372, 31
NEVER, FIRST = 0, 2  # an act that was not done; 1 January 1900
UNDATED, UNKNOWN = 65534, 65535  # an act done on an unknown day; nothing known
LATEST = dt.date(2075, 12, 31)  # the last day that fits below UNDATED
BASE_YEAR = 1500  # formulas count from there: nothing negative, so every engine divides alike
_SHIFT = YEAR * (1900 - BASE_YEAR) - FIRST


def code(day: dt.date) -> int:
    """The code of any date (it fits 16 bits from 1900 to 2075)."""
    return (day.year - 1900) * YEAR + (day.month - 1) * MONTH + day.day - 1 + FIRST


def date(value: int) -> dt.date:
    """The date of a code."""
    years, rest = divmod(value - FIRST, YEAR)
    months, days = divmod(rest, MONTH)
    return dt.date(1900 + years, months + 1, days + 1)


def stored(day: dt.date) -> int:
    """The code of a date of a person.

    Raises:
        ValueError: the date does not fit 16 bits.
    """
    if not 1900 <= day.year <= LATEST.year:
        raise ValueError(f"{day} is not between 1900-01-01 and {LATEST}: engines cannot hold it")
    return code(day)


def _parts(slot: ex.Whole) -> tuple[ex.Whole, ex.Whole, ex.Whole]:
    """Years since BASE_YEAR, month 0 to 11, day 0 to 30."""
    moved = ex.plus(slot, _SHIFT)
    within = ex.Remainder(moved, YEAR)
    return ex.Quotient(moved, YEAR), ex.Quotient(within, MONTH), ex.Remainder(within, MONTH)


def _is_leap(year: ex.Whole) -> ex.Truth:
    """`year` counts from BASE_YEAR (1500 is 300 in its cycle of 400 years)."""
    century = ex.Compare(ex.Sign.DIFFERENT, ex.Remainder(year, 100), ex.Number(0))
    cycle = ex.Compare(ex.Sign.EQUAL, ex.Remainder(year, 400), ex.Number(100))
    return ex.both(ex.equal(ex.Remainder(year, 4), 0), ex.either(century, cycle))


def _minus(whole: ex.Whole) -> ex.Whole:
    return ex.times(whole, -1)


def _clamped(slot: ex.Whole) -> ex.Whole:
    year, month, day = _parts(slot)
    long_months = ex.Remainder(ex.plus(ex.plus(month, ex.Quotient(month, 7)), 1), 2)
    february = ex.times(
        ex.as_number(ex.equal(month, 1)), ex.plus(_minus(ex.as_number(_is_leap(year))), 2)
    )  # 30 − 2, or 30 − 1
    excess = ex.plus(ex.plus(ex.plus(day, _minus(long_months)), february), 1 - 30)
    return ex.plus(slot, _minus(ex.greater(excess, ex.Number(0))))


def _march_first(slot: ex.Whole) -> ex.Whole:
    year, month, day = _parts(slot)
    missing = ex.both(ex.equal(month, 1), ex.equal(day, 28), ex.negation(_is_leap(year)))
    return ex.plus(slot, ex.times(ex.as_number(missing), 3))


def _days_before_year(year: ex.Whole) -> ex.Whole:
    """Days from 1 January of year 1 to 1 January of BASE_YEAR + `year`, plus one: its ordinal."""
    past = ex.plus(year, BASE_YEAR - 1)
    leaps = ex.plus(ex.plus(ex.Quotient(past, 4), _minus(ex.Quotient(past, 100))), ex.Quotient(past, 400))
    return ex.plus(ex.plus(ex.times(past, 365), leaps), 1)


def _days_before_month(year: ex.Whole, month: ex.Whole) -> ex.Whole:
    """`month` from 0."""
    regular = ex.Quotient(ex.plus(ex.times(month, 367), 367 - 362), 12)
    short = ex.plus(_minus(ex.as_number(_is_leap(year))), 2)
    return ex.plus(regular, _minus(ex.times(ex.as_number(ex.at_most(ex.Number(2), month)), short)))


def _ordinal(slot: ex.Whole) -> ex.Whole:
    year, month, day = _parts(slot)
    return ex.plus(ex.plus(_days_before_year(year), _days_before_month(year, month)), day)


def _from_ordinal(ordinal: ex.Whole) -> ex.Whole:
    """The year is guessed from the mean length, then corrected by one where needed."""
    guess = ex.plus(ex.Quotient(ex.times(ordinal, 400), 146097), 1 - BASE_YEAR)
    late = ex.as_number(ex.below(ordinal, _days_before_year(guess)))
    early = ex.as_number(ex.at_most(_days_before_year(ex.plus(guess, 1)), ordinal))
    return ex.Apply("code_in_year", ex.plus(ex.times(ordinal, 1024), ex.plus(ex.plus(guess, _minus(late)), early)))


def _code_in_year(packed: ex.Whole) -> ex.Whole:
    """`packed`: an ordinal × 1024 + its year, so that the corrected year is computed once."""
    ordinal, year = ex.Quotient(packed, 1024), ex.Remainder(packed, 1024)
    in_year = ex.plus(ordinal, _minus(_days_before_year(year)))
    leap = ex.as_number(_is_leap(year))
    after_february = ex.as_number(ex.at_most(ex.plus(leap, 59), in_year))
    stretched = ex.plus(in_year, ex.times(after_february, ex.plus(_minus(leap), 2)))
    month = ex.Quotient(ex.plus(ex.times(stretched, 12), 373 - 367), 367)
    day = ex.plus(in_year, _minus(_days_before_month(year, month)))
    years = ex.times(ex.plus(year, BASE_YEAR - 1900), YEAR)
    return ex.plus(ex.plus(ex.plus(years, ex.times(month, MONTH)), day), FIRST)


ARGUMENT = ex.Column("argument")
FUNCTIONS: dict[str, ex.Whole] = {
    "clamped": _clamped(ARGUMENT),
    "march_first": _march_first(ARGUMENT),
    "ordinal": _ordinal(ARGUMENT),
    "code_in_year": _code_in_year(ARGUMENT),
    "from_ordinal": _from_ordinal(ARGUMENT),
}
"""What `Apply` names, as expressions of `ARGUMENT`; a function uses only those before it.

clamped: a slot on a missing day → the code of the last day of its month (C3).
march_first: the slot 29 February of a year without one → 1 March (C2).
ordinal, from_ordinal: code ↔ proleptic Gregorian ordinal, as in `datetime.date`.
"""
