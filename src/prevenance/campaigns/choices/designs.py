"""What a declared comparison may be: lengths of a period, ways to choose who starts, bounds, words."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from prevenance.kit.texts import Text

TERRITORIES_MOST, PERIODS_MOST, COMMUNES_MOST = 40, 24, 200
NAME_MOST, SOURCE_MOST, WHY_MOST = 60, 120, 300
PEOPLE_MOST = 1_000_000
FAIR, WEAK = 0.8, 0.5  # power: four times in five is what is usually asked for; under one in two, better not begin


class Length(StrEnum):
    """Of a period."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class Way(StrEnum):
    """How the starts are chosen: lots for who has it and who never does; lots for when; by hand, which is told."""

    HALF = "half"
    STEPS = "steps"
    HAND = "hand"


class CountSource(StrEnum):
    """Where the numbers come from."""

    SITE = "site"
    TYPED = "typed"


class Objection(StrEnum):
    """Why a comparison may not be declared, beside those of `counting.designs.Why`."""

    ALREADY = "already"
    TWICE = "twice"
    NO_COMMUNE = "no_commune"
    NOT_COUNTED = "not_counted"
    TOO_LONG = "too_long"


def first_day(first_on: dt.date, length: Length, period: int) -> dt.date:
    """Of a period, before or after `first_on`; a month that has not this day takes its last one."""
    if length is Length.WEEK:
        return first_on + dt.timedelta(weeks=period)
    months = first_on.year * 12 + first_on.month - 1 + period * (1 if length is Length.MONTH else 3)
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, min(first_on.day, calendar.monthrange(year, month + 1)[1]))


def days(first_on: dt.date, length: Length, period: int) -> tuple[dt.date, dt.date]:
    """First and last day of a period."""
    return first_day(first_on, length, period), first_day(first_on, length, period + 1) - dt.timedelta(days=1)


@functools.cache
def words(part: str) -> Mapping[str, Text]:
    """`lengths`, `ways`, `sources`, `objections` or `supposed`."""
    return {key: Text.read(told) for key, told in _file()[part].items()}


@functools.cache
def _file() -> Mapping[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "designs.yaml").read_text("utf-8"))  # type: ignore[no-any-return]
