"""Requests in plain words: what is understood of them, over a set labelled by hand."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from prevenance.offer.queries import requests

ON = dt.date(2026, 11, 24)  # a Tuesday
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@cache
def labelled() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(
        Path(__file__).with_name("search_requests.yaml").read_text(encoding="utf-8")
    )
    return found


def held_out(aside: bool) -> list[dict[str, Any]]:
    return [one for number, one in enumerate(labelled(), start=1) if (number % 3 == 0) is aside]


def expected_day(name: str) -> dt.date:
    if name == "tomorrow":
        return ON + dt.timedelta(days=1)
    return ON + dt.timedelta(days=(DAYS.index(name) - ON.weekday()) % 7)


def mistakes(label: dict[str, Any]) -> list[str]:
    """What is not understood as it should be, in words; [] when all of it is."""
    read = requests.read(label["say"], on=ON)
    got_what = read.act or (read.kinds[0] if read.kinds else None)
    where = read.where
    got_in = where.commune.name if where.commune else "?" if where.matches else None
    when = read.when
    asked_days = [expected_day(day) for day in label.get("days", ())]
    first, last = label.get("hours", (0, 24))
    pairs = {
        "what": (label.get("what"), got_what if "what" in label else None),
        "in": (label.get("in"), got_in),
        "days": (asked_days, list(when.days) if when and asked_days else []),
        "hours": (
            (int(first * 60), int(last * 60)),
            (when.from_minute, when.to_minute - (first == last)) if when else (0, 1440),
        ),
        "time": (bool(asked_days or "hours" in label), when is not None),
        "now": (label.get("now", False), read.is_open_now),
        "access": (label.get("access", False), read.accessible),
        "noted": (label.get("noted", []), list(read.noted)),
        "not_held": ([label["not_held"]] if "not_held" in label else [], list(read.not_held)),
        "urgent": (label.get("urgent", False), read.is_urgent),
    }
    wrong = [f"{key}: {want} ≠ {got}" for key, (want, got) in pairs.items() if want != got]
    if "name" in label and label["name"] not in read.unread:
        wrong.append(f"name: {label['name']} ≠ {read.unread}")
    return wrong


@pytest.mark.parametrize(("aside", "least"), [(False, 0.97), (True, 0.9)], ids=["tuned", "held out"])
def test_requests_in_plain_words_are_understood(aside: bool, least: float) -> None:
    cases = held_out(aside)
    wrong = [(one["say"], found) for one in cases if (found := mistakes(one))]
    share = 1 - len(wrong) / len(cases)
    assert len(labelled()) >= 150
    assert share >= least, f"{share:.3f} of {len(cases)}: {wrong if not aside else len(wrong)}"
