"""The hours of a week as they are typed: each day two slots, or closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import dates
from django.utils.translation import gettext

from prevenance.formats import week as weeks
from prevenance.formats.opening import OSM_DAYS
from prevenance.formats.week import MOST_SLOTS, Week
from prevenance.kit.inputs import Mistake

FACT = "opening_hours"
CLOSED_ON_HOLIDAYS = "hours-holidays"


@dataclass(frozen=True, slots=True)
class TypedDay:
    """As typed, so that a mistake loses nothing. `slots`: (from, to) texts."""

    code: str
    slots: tuple[tuple[str, str], ...]
    is_closed: bool

    @property
    def is_empty(self) -> bool:
        return not self.is_closed and not any(text for slot in self.slots for text in slot)


@dataclass(frozen=True, slots=True)
class TypedWeek:
    days: tuple[TypedDay, ...]
    closed_on_holidays: bool

    @property
    def is_empty(self) -> bool:
        return all(day.is_empty for day in self.days)


def name(code: str, number: int, end: str) -> str:
    """Of an input: `hours-mo-1-from`."""
    return f"hours-{code.lower()}-{number}-{end}"


def of(week: Week | None) -> TypedWeek:
    """The grid as it is first shown."""
    if week is None:
        empty = tuple(TypedDay(code, (("", ""),) * MOST_SLOTS, False) for code in OSM_DAYS)
        return TypedWeek(empty, False)
    days = []
    for code, slots in zip(OSM_DAYS, week.days, strict=True):
        shown = [(_hour(opens), _hour(closes)) for opens, closes in slots] + [("", "")] * MOST_SLOTS
        days.append(TypedDay(code, tuple(shown[:MOST_SLOTS]), not slots))
    return TypedWeek(tuple(days), week.closed_on_holidays)


def typed(posted: Mapping[str, str]) -> TypedWeek:
    days = tuple(
        TypedDay(
            code,
            tuple(
                (_text(posted, name(code, number, "from")), _text(posted, name(code, number, "to")))
                for number in range(1, MOST_SLOTS + 1)
            ),
            f"hours-{code.lower()}-closed" in posted,
        )
        for code in OSM_DAYS
    )
    return TypedWeek(days, CLOSED_ON_HOLIDAYS in posted)


def read(given: TypedWeek) -> tuple[Week | None, list[Mistake]]:
    """The week typed; None when nothing was. A day left empty beside others counts as closed, as the page says."""
    mistakes: list[Mistake] = []
    days: list[tuple[weeks.Minutes, ...]] = []
    for day in given.days:
        slots, wrong = _read_day(day)
        days.append(slots)
        mistakes += wrong
    if given.is_empty or mistakes:
        return None, mistakes
    return Week(tuple(days), given.closed_on_holidays), []


def _read_day(day: TypedDay) -> tuple[tuple[weeks.Minutes, ...], list[Mistake]]:
    label = str(dates.WEEKDAYS[OSM_DAYS.index(day.code)]).capitalize()
    slots: list[weeks.Minutes] = []
    for number, (start, end) in enumerate(day.slots, start=1):
        if not start and not end:
            continue
        goal = name(day.code, number, "from")
        opens, closes = weeks.minutes(start), weeks.minutes(end)
        if not start or opens is None:
            words = gettext("%(day)s: write the hour of opening, for example 9h or 14h30.") % {"day": label}
            return (), [Mistake(FACT, goal, words)]
        if not end or closes is None:
            words = gettext("%(day)s: write the hour of closing, for example 12h or 18h30.") % {"day": label}
            return (), [Mistake(FACT, name(day.code, number, "to"), words)]
        slots.append((opens, closes))
    goal = name(day.code, 1, "from")
    if slots and day.is_closed:
        words = gettext("%(day)s: either hours, or closed. Clear one of the two.") % {"day": label}
        return (), [Mistake(FACT, goal, words)]
    problem = weeks.problem(slots)
    if problem == "overlap":
        words = gettext("%(day)s: the second opening begins before the first ends.") % {"day": label}
        return (), [Mistake(FACT, name(day.code, 2, "from"), words)]
    if problem:
        words = gettext("%(day)s: closing comes after opening. For a night, use the words below.") % {"day": label}
        return (), [Mistake(FACT, goal, words)]
    return tuple(slots), []


def _text(posted: Mapping[str, str], key: str) -> str:
    return str(posted.get(key, "")).strip()[:20]


def _hour(minutes: int) -> str:
    return f"{minutes // 60}h" + (f"{minutes % 60:02d}" if minutes % 60 else "")
