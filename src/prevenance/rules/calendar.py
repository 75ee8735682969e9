"""Dates as conventions C1 to C5 want them: birthdays, months that clamp, thresholds folded once the day is known."""

from __future__ import annotations

import calendar
import datetime as dt

HORIZON_MONTHS = 12  # C4: what comes within the year


def last_day_of_month(year: int, month: int) -> int:
    """28 to 31."""
    return calendar.monthrange(year, month)[1]


def birthday(born: dt.date, years: int) -> dt.date:
    """The day of completing `years` years; a birthday on 29 February falls on 1 March in non-leap years (C1, C2)."""
    year = born.year + years
    if born.month == 2 and born.day == 29 and not calendar.isleap(year):
        return dt.date(year, 3, 1)
    return dt.date(year, born.month, born.day)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` months later (earlier when negative), or the last day of that month (C3)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, last_day_of_month(year, month + 1)))


def completed_years(born: dt.date, on: dt.date) -> int:
    """Age in completed years on `on`; negative before birth."""
    years = on.year - born.year
    return years if birthday(born, years) <= on else years - 1


def completed_months(born: dt.date, on: dt.date) -> int:
    """Age in completed months on `on` (C1, infants)."""
    months = (on.year - born.year) * 12 + on.month - born.month
    return months if add_months(born, months) <= on else months - 1


def latest_anniversary(on: dt.date, month: int, day: int) -> dt.date:
    """The most recent `day`/`month` on or before `on` (never 29 February)."""
    this_year = dt.date(on.year, month, day)
    return this_year if this_year <= on else dt.date(on.year - 1, month, day)


def next_anniversary(on: dt.date, month: int, day: int) -> dt.date:
    """The first `day`/`month` strictly after `on` (never 29 February)."""
    this_year = dt.date(on.year, month, day)
    return this_year if this_year > on else dt.date(on.year + 1, month, day)


def latest_with_birthday_by(limit: dt.date, years: int) -> dt.date:
    """The latest date of birth whose `years`-th birthday falls on or before `limit`."""
    year = limit.year - years
    return dt.date(year, limit.month, min(limit.day, last_day_of_month(year, limit.month)))


def latest_with_months_by(limit: dt.date, months: int) -> dt.date:
    """The latest day D such that add_months(D, months) is on or before `limit`."""
    index = limit.year * 12 + limit.month - 1 - months
    year, month = divmod(index, 12)
    last = last_day_of_month(year, month + 1)
    if limit.day == last_day_of_month(limit.year, limit.month):
        return dt.date(year, month + 1, last)  # every longer day clamps onto the end of the shorter month
    return dt.date(year, month + 1, min(limit.day, last))
