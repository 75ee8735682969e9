"""Invented people, drawn near the places where rules change: birthdays, intervals, seasons, 29 February, month ends."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping

from prevenance.rules import calendar, profiles
from prevenance.rules.facts import NEVER, Fact, History, Kind, Profile, Value

DAYS = tuple(
    dt.date.fromisoformat(day)
    for day in (
        "2024-02-29", "2024-08-31", "2025-01-31", "2025-02-28", "2025-09-01", "2025-10-15", "2026-02-01", "2026-03-01",
        "2026-06-30", "2026-09-01", "2026-10-14", "2026-11-24", "2027-01-31", "2027-02-28", "2028-02-29", "2028-12-31",
    )
)  # fmt: skip
INTERVALS = (1, 2, 3, 4, 5, 6, 9, 12, 18, 24, 36, 60, 120, 180)  # months that rules speak of
UNKNOWN = 0.25


def person(draw: random.Random, declared: Mapping[str, Fact], on: dt.date) -> Profile:
    """One person. About a quarter of the facts are unknown; half of the time, what is implied is filled in."""
    unknown = draw.choice((0.0, 0.08, UNKNOWN, 0.6))
    born = _born(draw, on)
    values: dict[str, Value] = {}
    for name, fact in declared.items():
        if draw.random() < (0.03 if name in ("birth_date", "sex") else unknown):
            continue
        if name == "birth_date":
            values[name] = born
        else:
            values[name] = _value(draw, fact, born, on)
    profile = Profile(values, on)
    return profiles.complete(declared, profile) if draw.random() < 0.5 else profile


def _born(draw: random.Random, on: dt.date) -> dt.date:
    shape = draw.random()
    if shape < 0.3:
        day = calendar.latest_with_birthday_by(on, draw.randrange(0, 108))
    elif shape < 0.5:
        day = calendar.latest_with_months_by(on, draw.randrange(0, 40))
    elif shape < 0.6:
        day = dt.date(draw.randrange(1904, on.year // 4 * 4, 4), 2, 29)
    elif shape < 0.7:
        day = calendar.latest_with_birthday_by(calendar.add_months(on, 12), draw.randrange(1, 108))
    elif shape < 0.8:
        day = on - dt.timedelta(days=draw.randrange(0, 60))
    else:
        day = on - dt.timedelta(days=draw.randrange(0, 40000))
    return _within(day + dt.timedelta(days=draw.choice((-1, 0, 0, 1))), dt.date(1900, 1, 1), on)


def _within(day: dt.date, low: dt.date, high: dt.date) -> dt.date:
    return min(max(day, low), high)


def _value(draw: random.Random, fact: Fact, born: dt.date, on: dt.date) -> Value:
    match fact.kind:
        case Kind.YES_NO:
            return draw.random() < 0.3
        case Kind.CHOICE:
            return draw.choice(fact.choices)
        case Kind.NUMBER:
            return _number(draw, fact)
        case Kind.WEEKS:
            return on - dt.timedelta(days=7 * draw.randrange(0, 46) + draw.choice((0, 0, 1, 6)))
        case Kind.DATE:
            return _event(draw, born, on)
        case Kind.ACT:
            return _history(draw, fact, born, on)


def _number(draw: random.Random, fact: Fact) -> float:
    low, high = fact.minimum or 0, fact.maximum or 0
    near = draw.choice((18.5, 20, 25, 30, low, high, draw.uniform(low, high)))
    step = 10**-fact.decimals
    wanted = near + draw.choice((-step, 0, 0, step))
    return round(min(max(wanted, low), high) * 10**fact.decimals) / 10**fact.decimals


def _event(draw: random.Random, born: dt.date, on: dt.date) -> dt.date:
    """A day of the person's life, often near a birthday, an interval before today or a season."""
    near: list[Callable[[], dt.date]] = [
        lambda: calendar.latest_with_months_by(on, draw.choice(INTERVALS)),
        lambda: calendar.birthday(born, draw.randrange(0, 80)),
        lambda: calendar.add_months(born, draw.randrange(0, 30)),
        lambda: calendar.add_months(calendar.birthday(born, draw.randrange(5, 90)), -draw.choice(INTERVALS)),
        lambda: calendar.latest_anniversary(on, 9, 1),
        lambda: calendar.add_months(dt.date(on.year - draw.randrange(0, 4), draw.randrange(1, 13), 1), 0),
        lambda: dt.date(on.year - draw.randrange(0, 4), 2, 28),
        lambda: on - dt.timedelta(days=draw.randrange(0, 400)),
        lambda: born + dt.timedelta(days=draw.randrange(0, max(1, (on - born).days))),
    ]
    return _within(draw.choice(near)() + dt.timedelta(days=draw.choice((-1, 0, 0, 0, 1))), born, on)


def _history(draw: random.Random, fact: Fact, born: dt.date, on: dt.date) -> History:
    shape = draw.random()
    if shape < 0.3:
        return NEVER
    if shape < 0.4:
        return History(undated=fact.series or 1, count=fact.series)
    times = draw.choice((1, 1, 1, 2, 2, 3, 4, 6))
    undated = draw.choice((0, 0, 0, 0, 1, times))
    dates = [_event(draw, born, on) for _ in range(times - undated)]
    if len(dates) > 1 and draw.random() < 0.5:  # a second time, at a bound after the first
        dates[-1] = _within(calendar.add_months(min(dates), draw.choice(INTERVALS)), born, on)
    return History(tuple(sorted(dates)), undated, len(dates) + undated)


def smallest(profile: Profile, fails: Callable[[Profile], bool]) -> Profile:
    """The same failure with as few facts as possible, for people who read the report."""
    values = dict(profile.values)
    for name in list(values):
        fewer = {other: value for other, value in values.items() if other != name}
        if fails(Profile(fewer, profile.on)):
            values = fewer
    return Profile(values, profile.on)
