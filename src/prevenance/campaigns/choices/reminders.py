"""Reminders asked from a plan: on which days, how many at most, in which words; data of `reminders.yaml`."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from prevenance.kit.texts import Text
from prevenance.people.choices.messages import Channel

FILE = Path(__file__).with_name("reminders.yaml")
PURPOSE, ASKING = "plan_reminders", "reminder_asking"  # two purposes: a no to the asking never ends
KEY, ASK_KEY = "plan-reminder:", "plan-asking:"  # how the keys of their messages begin
TUESDAY = 1
SOON = dt.timedelta(days=28)  # what is due now is said again a month later, not the next day
CODE_ALPHABET, CODE_LENGTH = "ABCDEFGHJKMNPQRSTUVWXYZ23456789", 10
NAME_MOST, LINES_MOST = 80, 300


@functools.cache
def given() -> Mapping[str, Any]:
    """The file."""
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def consent() -> tuple[str, Text]:
    """(version, words) read before asking."""
    return str(given()["version"]), Text.read(given()["consent"])


def year_mosts() -> tuple[int, ...]:
    """How many a year at most: what one may choose."""
    return tuple(given()["years_most"])


def confirm_within(*, is_automatic: bool) -> dt.timedelta:
    """How long an asking waits for its yes."""
    return dt.timedelta(hours=given()["confirm_within_hours"]["automatic" if is_automatic else "by_hand"])


def subject(kind: str, language: str) -> str:
    """Of an e-mail or a letter. `kind`: ask, remind."""
    return str(given()["subject"][kind][known(language)])


def words(channel: Channel, kind: str, language: str, values: Mapping[str, str], *, is_last: bool = False) -> str:
    """A message. A line that lacks one of its values is left out; `{stop}` stays for the outbox to replace."""
    texts, tongue = given()["words"][str(channel)], known(language)
    source = [*texts[kind][tongue]]
    if is_last:
        source.insert(-1 if len(source) > 1 else 1, texts["last"][tongue] + ("\n" if _is_long(channel) else ""))
    return filled(source, channel, values)


def filled(source: Sequence[str], channel: Channel, values: Mapping[str, str]) -> str:
    """The lines of a message with their values; one that lacks a value is left out."""
    lines = []
    for line in source:
        names = set(re.findall(r"\{(\w+)\}", line)) - {"stop"}
        if all(values.get(name) for name in names):
            lines.append(re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), line))
    return ("\n" if _is_long(channel) else " ").join(lines)


def month_days(on: dt.date, months: int) -> list[dt.date]:
    """The first Tuesday of each of the months after `on`: days so rounded tell no birthday."""
    found = []
    for index in range(1, months + 1):
        year, month = divmod(on.year * 12 + on.month - 1 + index, 12)
        first = dt.date(year, month + 1, 1)
        found.append(first + dt.timedelta(days=(TUESDAY - first.weekday()) % 7))
    return found


def chosen(gains: Iterable[dt.date], *, on: dt.date, is_due_now: bool, a_year: int) -> list[dt.date]:
    """The days on which to write, in order, all after `on`, at most `a_year` in any 12 months. `gains`: days of
    `month_days` on which the plan has something new. Never none: a year later, to look again.
    """
    days = month_days(on, int(given()["months"]))
    wanted = set(gains) & set(days)
    if is_due_now:
        wanted.add(next(day for day in days if day >= on + SOON))
    kept: list[dt.date] = []
    for day in sorted(wanted):
        if sum(one > day - dt.timedelta(days=360) for one in kept) < a_year:
            kept.append(day)
    return kept or [days[11]]


def fits(times: Sequence[dt.datetime], new: dt.datetime, *, most: int, days: int) -> bool:
    """Whether one more message at `new` leaves at most `most` in any `days` days, given the `times` of the others."""
    span = dt.timedelta(days=days)
    near = sorted([one for one in times if abs(one - new) < span] + [new])
    return all(sum(start <= one < start + span for one in near) <= most for start in near if start <= new)


def _is_long(channel: Channel) -> bool:
    return channel in (Channel.EMAIL, Channel.LETTER)


def known(language: str) -> str:
    """The language in which the formulas are written."""
    return "en" if language == "en" else "fr"
