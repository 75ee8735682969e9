"""Requests in plain words: what is understood of them, over a set labelled by hand."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from prevenance import catalogue
from prevenance.catalogue.content_values import SignKind
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
        "sign": ([label["sign"]] if "sign" in label else list(read.signs), list(read.signs)),
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


@pytest.mark.parametrize(
    ("said", "sign"),
    [
        ("j'ai mal à la poitrine", "chest_pain"),
        ("jai tres mal a la poitrine", "chest_pain"),
        ("mal a la poitrinne", "chest_pain"),
        ("J’ai une forte douleur dans la poitrine Laon", "chest_pain"),
        ("mon mari n'arrive plus à parler", "stroke_signs"),
        ("ma mère a la moitié du visage paralysée", "stroke_signs"),
        ("mon bébé ne respire plus", "breathing_difficulty"),
        ("il saigne beaucoup de la jambe", "heavy_bleeding"),
        ("mon voisin est inconscient", "unconscious"),
        ("sa gorge gonfle vite", "sudden_swelling"),
        ("je ne veux plus vivre, j'ai envie de mourir", "suicidal_thoughts"),
        ("je suis enceinte et je saigne", "pregnancy_warning"),
        ("my chest hurts", "chest_pain"),
        ("I want to kill myself", "suicidal_thoughts"),
        ("he is not breathing", "breathing_difficulty"),
        ("pharmacie à Laon, j'ai mal à la poitrine", "chest_pain"),
    ],
)
def test_a_danger_is_heard_before_anything_else(said: str, sign: str) -> None:
    read = requests.read(said, on=ON)
    assert read.is_urgent
    assert sign in read.signs


def test_every_way_of_saying_a_sign_is_heard() -> None:
    for sign in catalogue.load().signs.values():
        for said in sign.said:
            read = requests.read(said, on=ON)
            assert sign.key in read.signs, said
            assert read.is_urgent is (sign.kind == SignKind.EMERGENCY), said
            assert read.where.commune is None and not read.where.matches, said


@pytest.mark.parametrize("said", ["xyzzy", "qwertz", "blorf", "asdfgh", "zzzz"])
def test_nonsense_is_no_commune(said: str) -> None:
    where = requests.read(said, on=ON).where
    assert where.commune is None
    assert not where.matches


def test_a_sign_that_can_wait_leads_to_a_doctor() -> None:
    read = requests.read("j'ai une boule au sein à Laon", on=ON)
    assert (read.signs, read.kinds, read.is_urgent) == (("breast_change",), ("doctor",), False)
    assert read.where.commune is not None and read.where.commune.name == "Laon"
