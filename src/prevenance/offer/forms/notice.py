"""A notice of a few days, as it is typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.formats import cleaning
from prevenance.kit import controls
from prevenance.kit.controls import TypedDate
from prevenance.kit.inputs import Mistake
from prevenance.offer.choices import Notice

LONGEST_WORDS = 200
LONGEST = dt.timedelta(days=366)
FARTHEST = dt.timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Reading:
    """`starts_on`, `ends_on` and `notice` are there when there is no mistake."""

    given: str
    first: TypedDate
    last: TypedDate
    words: str
    mistakes: tuple[Mistake, ...]
    notice: Notice | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


def read(posted: Mapping[str, str], *, on: dt.date) -> Reading:
    first, last = controls.typed_date(posted, "first"), controls.typed_date(posted, "last")
    typed = str(posted.get("words", ""))[: LONGEST_WORDS * 2]
    words, _ = cleaning.line(typed, LONGEST_WORDS)
    given = str(posted.get("notice", ""))
    mistakes: list[Mistake] = []
    notice = Notice(given) if given in {str(one) for one in Notice} else None
    if notice is None:
        mistakes.append(Mistake("notice", "notice-1", gettext("Choose what you want to announce.")))
    starts_on = _day(first, gettext("Write the first day: day, month and year, in digits."), mistakes)
    ends_on = _day(last, gettext("Write the last day: day, month and year, in digits."), mistakes)
    if starts_on and ends_on:
        if ends_on < starts_on:
            mistakes.append(Mistake("last", "last-day", gettext("The last day comes before the first one.")))
        elif ends_on < on:
            mistakes.append(Mistake("last", "last-day", gettext("These days have passed.")))
        elif ends_on - starts_on > LONGEST or starts_on - on > FARTHEST:
            mistakes.append(Mistake("last", "last-year", gettext("At most one year. Check the years.")))
    if notice is Notice.OTHER_HOURS and not words:
        mistakes.append(Mistake("words", "words", gettext("Write the hours of these days.")))
    if mistakes:
        return Reading(given, first, last, typed, tuple(mistakes))
    return Reading(given, first, last, words, (), notice, starts_on, ends_on)


def _day(typed: TypedDate, words: str, mistakes: list[Mistake]) -> dt.date | None:
    try:
        return dt.date(*(int(part) for part in (typed.year, typed.month, typed.day) if controls.DIGITS.fullmatch(part)))
    except (TypeError, ValueError):
        mistakes.append(Mistake(typed.name, f"{typed.name}-day", words))
        return None
