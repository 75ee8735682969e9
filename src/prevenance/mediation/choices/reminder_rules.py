"""When somebody is reminded of an appointment, and in which words: data of `reminders.yaml`."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from prevenance.people.choices.messages import Channel

FILE = Path(__file__).with_name("reminders.yaml")
PURPOSE = "reminders"  # of the table of purposes: what the person said yes to
NEAR = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """One reminder. `not_after`: how long before the appointment it is no more use."""

    key: str
    days_before: int
    at: dt.time
    evening: dt.time | None
    is_worth_it_late: bool
    channels: frozenset[Channel]
    not_after: dt.timedelta

    def due(self, starts_at: dt.datetime, zone: str) -> dt.datetime:
        """The instant at which it is due, in UTC."""
        local = starts_at.astimezone(ZoneInfo(zone))
        due = dt.datetime.combine(local.date() - dt.timedelta(days=self.days_before), self.at, ZoneInfo(zone))
        # Instants are compared in UTC: Python compares two local times of one zone by their clocks' faces.
        if self.evening and due.astimezone(dt.UTC) > starts_at.astimezone(dt.UTC) - NEAR:
            due = dt.datetime.combine(local.date() - dt.timedelta(days=1), self.evening, ZoneInfo(zone))
        return due.astimezone(dt.UTC)


@functools.cache
def rules() -> tuple[Rule, ...]:
    """All of them, in the order of the file."""
    return tuple(
        Rule(
            one["key"],
            one["days_before"],
            dt.time.fromisoformat(one["at"]),
            dt.time.fromisoformat(one["else_evening_before"]) if "else_evening_before" in one else None,
            one.get("late", False),
            frozenset(Channel(each) for each in one["channels"]),
            dt.timedelta(hours=one["not_after_hours"]),
        )
        for one in _given()["rules"]
    )


def subject(language: str) -> str:
    """Of an e-mail or a letter."""
    return str(_given()["words"]["subject"][_known(language)])


def words(channel: Channel, language: str, values: Mapping[str, str]) -> str:
    """The message. A line that lacks one of its values is left out; `{stop}` stays for the outbox to replace."""
    lines = []
    for line in _given()["words"][str(channel)][_known(language)]:
        names = set(re.findall(r"\{(\w+)\}", line)) - {"stop"}
        if all(values.get(name) for name in names):
            lines.append(re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), line))
    return (" " if channel is Channel.SMS else "\n").join(lines)


def _known(language: str) -> str:
    return "en" if language == "en" else "fr"


@functools.cache
def _given() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded
