"""Days of an iCalendar recurrence rule (RFC 5545, RRULE) within a window. Each day of the window is asked whether the
rule names it: the work is bounded by the window, whatever a hostile rule says.

Rules of less than a day, by week number or by day of the year are not understood: nobody plans a bus that way.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST_COUNTED = 3660  # days between the first day of a rule with COUNT and the end of the window
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")
_KNOWN = frozenset("FREQ INTERVAL COUNT UNTIL WKST BYDAY BYMONTHDAY BYMONTH BYSETPOS".split())  # noqa: SIM905


class NotUnderstoodError(Exception):
    """The rule says something that is not read here: the event is refused rather than half expanded."""


class _Rule:
    def __init__(self, start: dt.date, rule: Mapping[str, Any]) -> None:
        if unknown := {str(name).upper() for name in rule} - _KNOWN:
            raise NotUnderstoodError(", ".join(sorted(unknown)))
        self.start = start
        self.frequency = str(_one(rule, "FREQ", "")).upper()
        if self.frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
            raise NotUnderstoodError(self.frequency)
        self.interval = _number(_one(rule, "INTERVAL", 1))
        self.count = _number(rule_count) if (rule_count := _one(rule, "COUNT", None)) is not None else None
        self.week_start = _weekday(_one(rule, "WKST", "MO"))
        self.days = [_by_day(value) for value in _many(rule, "BYDAY")]
        self.month_days = [int(value) for value in _many(rule, "BYMONTHDAY")]
        self.months = [int(value) for value in _many(rule, "BYMONTH")]
        self.positions = [int(value) for value in _many(rule, "BYSETPOS")]
        self._refuse_what_has_no_meaning()
        if not self.days and not self.month_days:
            if self.frequency == "WEEKLY":
                self.days = [(0, start.weekday())]
            elif self.frequency in ("MONTHLY", "YEARLY"):
                self.month_days = [start.day]
        if self.frequency == "YEARLY" and not self.months and not self.days:
            self.months = [start.month]

    def _refuse_what_has_no_meaning(self) -> None:
        has_ordinal = any(ordinal for ordinal, _ in self.days)
        by_month = self.frequency == "MONTHLY" or (self.frequency == "YEARLY" and bool(self.months))
        if (has_ordinal or self.positions) and not by_month:
            raise NotUnderstoodError("BYDAY or BYSETPOS")
        if self.positions and self.frequency == "YEARLY" and len(self.months) > 1:
            raise NotUnderstoodError("BYSETPOS")
        if self.frequency == "YEARLY" and self.month_days and not self.months:
            raise NotUnderstoodError("BYMONTHDAY")

    def names(self, day: dt.date) -> bool:
        if not self._is_in_period(day) or not self._is_candidate(day):
            return False
        if not self.positions:
            return True
        length = calendar.monthrange(day.year, day.month)[1]
        month = [found for number in range(1, length + 1) if self._is_candidate(found := day.replace(day=number))]
        ranks = {position - 1 if position > 0 else len(month) + position for position in self.positions}
        return month.index(day) in ranks

    def _is_in_period(self, day: dt.date) -> bool:
        if self.frequency == "DAILY":
            return (day - self.start).days % self.interval == 0
        if self.frequency == "WEEKLY":
            weeks = (self._first_of_week(day) - self._first_of_week(self.start)) // 7
            return weeks % self.interval == 0
        if self.frequency == "MONTHLY":
            return ((day.year - self.start.year) * 12 + day.month - self.start.month) % self.interval == 0
        return (day.year - self.start.year) % self.interval == 0

    def _first_of_week(self, day: dt.date) -> int:
        return day.toordinal() - (day.weekday() - self.week_start) % 7

    def _is_candidate(self, day: dt.date) -> bool:
        if self.months and day.month not in self.months:
            return False
        length = calendar.monthrange(day.year, day.month)[1]
        if self.month_days and day.day not in self.month_days and day.day - length - 1 not in self.month_days:
            return False
        return not self.days or any(_is_nth(day, ordinal, weekday, length) for ordinal, weekday in self.days)


def days(start: dt.date, rule: Mapping[str, Any], *, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days that the rule names from `first` to `last`, both included; UNTIL is left to the caller, who knows hours.

    Raises `NotUnderstoodError`, also for a counted rule that began more than ten years before the end of the window.
    """
    try:
        read = _Rule(start, rule)
    except (ValueError, TypeError, OverflowError) as error:
        raise NotUnderstoodError(str(error)) from error
    if read.count is None:
        day = max(start, first)
    else:
        day = start
        if (last - start).days > LONGEST_COUNTED:
            raise NotUnderstoodError("COUNT")
    named = 0
    while day <= last:
        if read.names(day):
            named += 1
            if read.count is not None and named > read.count:
                return
            if day >= first:
                yield day
        day += dt.timedelta(days=1)


def _is_nth(day: dt.date, ordinal: int, weekday: int, length: int) -> bool:
    if day.weekday() != weekday:
        return False
    if ordinal > 0:
        return (day.day - 1) // 7 + 1 == ordinal
    return not ordinal or (length - day.day) // 7 + 1 == -ordinal


def _many(rule: Mapping[str, Any], name: str) -> list[Any]:
    value = rule.get(name, [])
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _one(rule: Mapping[str, Any], name: str, default: Any) -> Any:
    values = _many(rule, name)
    return values[0] if values else default


def _number(value: Any) -> int:
    number = int(value)
    if not 0 < number < 10_000:
        raise NotUnderstoodError(f"{number}")
    return number


def _weekday(value: Any) -> int:
    return _WEEKDAYS.index(str(value).upper())


def _by_day(value: Any) -> tuple[int, int]:
    found = _BY_DAY.match(str(value).upper())
    if found is None:
        raise NotUnderstoodError(str(value)[:10])
    return int(found[1] or 0), _WEEKDAYS.index(found[2])
