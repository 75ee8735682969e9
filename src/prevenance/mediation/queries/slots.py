"""Free slots, computed from weekly hours. Pure: no table, no clock.

Slots follow the real time that passes: on the night when clocks change, an opening of three hours on the wall gives two
hours of slots, or four, and two slots never overlap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

Closed = Callable[[dt.date], bool]


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody receives (see `models.Opening`). `notice`: the least time between booking and coming."""

    opening: int
    weekdays: frozenset[int]  # 1 Monday to 7 Sunday
    from_time: dt.time
    until_time: dt.time
    minutes: int
    capacity: int
    starts_on: dt.date
    ends_on: dt.date | None
    zone: ZoneInfo
    every_weeks: int = 1
    on_public_holidays: bool = False
    notice: dt.timedelta = dt.timedelta(0)


@dataclass(frozen=True, slots=True)
class Span:
    """Between two instants in UTC, the end excluded."""

    starts_at: dt.datetime
    ends_at: dt.datetime

    def meets(self, other: Span) -> bool:
        """Whether they share an instant."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment of this agent: it takes one seat of its own slot, and the whole of any other that it meets."""

    span: Span
    opening: int | None
    seat: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A time when somebody may still come. `seats`: those that are free, the first to be given first."""

    opening: int
    starts_at: dt.datetime  # in local time
    minutes: int
    seats: tuple[int, ...]

    @property
    def span(self) -> Span:
        """Its two instants, in UTC: Python compares two local times by what the clock on the wall says."""
        instant = self.starts_at.astimezone(dt.UTC)
        return Span(instant, instant + dt.timedelta(minutes=self.minutes))


def receives(hours: Hours, day: dt.date, *, is_holiday: Closed) -> bool:
    """Whether there are hours on this day, absences aside."""
    if day.isoweekday() not in hours.weekdays or day < hours.starts_on:
        return False
    if hours.ends_on is not None and day > hours.ends_on:
        return False
    weeks = (_monday(day) - _monday(hours.starts_on)).days // 7
    return weeks % hours.every_weeks == 0 and (hours.on_public_holidays or not is_holiday(day))


def spans(hours: Hours, day: dt.date) -> Iterator[Span]:
    """The slots of one day, as the hours cut it; what is left at the end is too short, and is not offered."""
    instant = dt.datetime.combine(day, hours.from_time, tzinfo=hours.zone).astimezone(dt.UTC)
    last = dt.datetime.combine(day, hours.until_time, tzinfo=hours.zone).astimezone(dt.UTC)
    step = dt.timedelta(minutes=hours.minutes)
    while instant + step <= last:
        yield Span(instant, instant + step)
        instant += step


def free(
    hours: Hours,
    *,
    first: dt.date,
    last: dt.date,
    at: dt.datetime,
    held: Sequence[Held] = (),
    absences: Iterable[Span] = (),
    is_holiday: Closed = lambda _day: False,
) -> Iterator[Slot]:
    """The slots that may be booked from `first` to `last` included, in order; none before `at` and the notice."""
    away, earliest = tuple(absences), max(at.astimezone(dt.UTC) + hours.notice, at.astimezone(dt.UTC))
    near = _by_day(held)
    day = max(first, hours.starts_on)
    while day <= (min(last, hours.ends_on) if hours.ends_on else last):
        if receives(hours, day, is_holiday=is_holiday):
            for span in spans(hours, day):
                if span.starts_at < earliest or span.starts_at <= at or any(span.meets(one) for one in away):
                    continue
                if seats := _seats(hours, span, near):
                    yield Slot(hours.opening, span.starts_at.astimezone(hours.zone), hours.minutes, seats)
        day += dt.timedelta(days=1)


def _by_day(held: Iterable[Held]) -> Mapping[dt.date, Sequence[Held]]:
    """Under each day, in UTC, that they touch: a slot is compared with those of its own days only."""
    found: dict[dt.date, list[Held]] = {}
    for one in held:
        day = one.span.starts_at.astimezone(dt.UTC).date()
        while day <= one.span.ends_at.astimezone(dt.UTC).date():
            found.setdefault(day, []).append(one)
            day += dt.timedelta(days=1)
    return found


def _seats(hours: Hours, span: Span, near: Mapping[dt.date, Sequence[Held]]) -> tuple[int, ...]:
    taken = set()
    for day in {span.starts_at.date(), span.ends_at.date()}:
        for one in near.get(day, ()):
            if one.span.meets(span):
                if one.opening != hours.opening or one.span != span:
                    return ()
                taken.add(one.seat)
    return tuple(seat for seat in range(1, hours.capacity + 1) if seat not in taken)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
