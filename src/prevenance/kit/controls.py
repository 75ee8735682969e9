"""Form controls as values: what a template shows of one thing asked; dates and numbers read as people type them.

A control has no logic left in it: words are in the page's language, choices know whether they are ticked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

DIGITS = re.compile(r"\d{1,4}", re.ASCII)
SHORT, SHORT_WORD = 18, 9  # letters that fit in half of a narrow phone
NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?", re.ASCII)


class Wrong(ValueError):
    """What was typed cannot be read. The message is for the person; `part` names the input to go to ("" the first)."""

    def __init__(self, message: str, part: str = "") -> None:
        self.part = part
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or tick box, with its words."""

    value: str
    label: str
    hint: str = ""
    checked: bool = False
    name: str = ""  # a tick box's own name; radio buttons share their control's
    opens: tuple[int, ...] = ()  # numbers of the controls of the page that wait for it


@dataclass(frozen=True, slots=True)
class TypedDate:
    """Three inputs as they were typed, so that a mistake loses nothing. `legend`: "" when the control's says it all."""

    name: str
    day: str = ""
    month: str = ""
    year: str = ""
    legend: str = ""
    autocomplete: str = ""  # "bday" when it is the person's own birth date

    @property
    def is_empty(self) -> bool:
        """Nothing was typed."""
        return not (self.day or self.month or self.year)


@dataclass(frozen=True, slots=True)
class Control:
    """One thing asked. `kind`: radios, checkboxes, date, history, number, or body_mass."""

    kind: str
    name: str
    legend: str
    hint: str = ""
    date_hint: str = ""  # how precise its dates must be
    why: str = ""  # why a sensitive question is asked
    choices: tuple[Choice, ...] = ()
    dates: tuple[TypedDate, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    error: str = ""
    error_part: str = ""
    alone: bool = True  # the only one on its page: its legend is the page's title
    waits: int = 0  # its number when it makes sense after some answers of its page only: the browser shows it then

    @property
    def is_answered(self) -> bool:
        """Something is ticked."""
        return any(choice.checked for choice in self.choices)

    @property
    def is_short(self) -> bool:
        """Several choices of a word or two: they stand side by side."""
        words = [word for one in self.choices for word in one.label.split()]
        return (
            len(self.choices) > 2
            and all(len(one.label) <= SHORT and not one.hint for one in self.choices)
            and max(map(len, words)) <= SHORT_WORD
        )

    @property
    def folds(self) -> bool:
        """Several doses among other things asked: their inputs are folded away."""
        return len(self.dates) > 1 and not self.alone

    @property
    def unfolded(self) -> bool:
        """Nothing typed, nor a mistake, is ever folded away."""
        return bool(self.error) or any(not date.is_empty for date in self.dates)

    @property
    def goal(self) -> str:
        """The id of the input that an error links to."""
        return self.error_part or self.first

    @property
    def first(self) -> str:
        """The id of the first input."""
        if self.kind in ("radios", "checkboxes", "history") and self.choices:
            return f"{self.name}-1"
        if self.dates:
            return f"{self.dates[0].name}-day"
        return f"{self.name}-weight" if self.kind == "body_mass" else self.name


def typed_date(posted: Mapping[str, str], name: str, *, legend: str = "", autocomplete: str = "") -> TypedDate:
    """The three inputs `name-day`, `name-month`, `name-year` of a posted form, trimmed."""
    day, month, year = (str(posted.get(f"{name}-{part}", "")).strip()[:10] for part in ("day", "month", "year"))
    return TypedDate(name, day, month, year, legend, autocomplete)


def read_date(typed: TypedDate, *, on: dt.date, coarse: bool = False, not_before: dt.date | None = None) -> dt.date:
    """The date of three inputs. When `coarse`, the day or the day and month may be left out.

    A coarse answer counts from the first day that it can mean, so that an act never looks more recent than it is; not
    before `not_before` (the birth), when the period holds that day.

    Raises:
        Wrong: in words, naming the input.
    """
    year = _part(typed, "year", typed.year, 1900, on.year)
    if coarse and not typed.day:
        month = _part(typed, "month", typed.month, 1, 12) if typed.month else 1
        day = dt.date(year, month, 1)
        if (
            not_before
            and day < not_before
            and not_before.year == year
            and (not typed.month or not_before.month == month)
        ):
            day = not_before
    else:
        month = _part(typed, "month", typed.month, 1, 12)
        number = _part(typed, "day", typed.day, 1, 31)
        try:
            day = dt.date(year, month, number)
        except ValueError:
            raise Wrong(gettext("This day does not exist in this month. Check the day."), f"{typed.name}-day") from None
    if day > on:
        raise Wrong(gettext("This date is in the future. Give a date in the past."), f"{typed.name}-year")
    return day


def _part(typed: TypedDate, part: str, text: str, low: int, high: int) -> int:
    goal = f"{typed.name}-{part}"
    missing, wrong = _part_words(part, low, high)
    if not text:
        raise Wrong(missing, goal)
    if not DIGITS.fullmatch(text) or not low <= int(text) <= high:
        raise Wrong(wrong, goal)
    return int(text)


def _part_words(part: str, low: int, high: int) -> tuple[str, str]:
    if part == "day":
        return gettext("Write the day, for example 4."), gettext("The day is a number from 1 to 31.")
    if part == "month":
        return gettext("Write the month as a number, for example 9."), gettext("The month is a number from 1 to 12.")
    wrong = gettext("The year has 4 digits, from %(low)s to %(high)s.") % {"low": low, "high": high}
    return gettext("Write the year, for example 1968."), wrong


def read_number(text: str, *, minimum: float, maximum: float, goal: str = "") -> float:
    """A number as people write it here, with a comma or a point.

    Raises:
        Wrong: in words.
    """
    text = text.replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
    if not NUMBER.fullmatch(text):
        raise Wrong(gettext("Write a number, without its unit."), goal)
    value = float(text.replace(",", "."))
    if not minimum <= value <= maximum:
        words = gettext("This number must be between %(low)s and %(high)s.")
        raise Wrong(words % {"low": f"{minimum:g}", "high": f"{maximum:g}"}, goal)
    return value
