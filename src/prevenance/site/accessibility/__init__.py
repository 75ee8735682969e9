"""What we found when we went through the criteria of the RGAA: `rgaa.yaml`, read for the page and for the tests."""

from __future__ import annotations

import datetime as dt
import enum
import functools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "rgaa.yaml"


class Status(enum.StrEnum):
    """What was found for one criterion."""

    CONFORMS = "conforms"
    NOT_APPLICABLE = "not_applicable"
    FAILS = "does_not_conform"
    UNTESTED = "not_tested"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion. `asks`: what it asks, in our words. `tests`: those of the repository that hold it, as
    `path::name`. `looked`: what was looked at by a person, and how. `words`: for the page, when something is left."""

    number: str
    asks: str
    status: Status
    tests: tuple[str, ...]
    looked: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole table, the day it was gone through, and the pages it was gone through on."""

    standard: str
    checked_on: dt.date
    pages: tuple[str, ...]
    criteria: tuple[Criterion, ...]

    def counts(self) -> Counter[Status]:
        """How many criteria have each status."""
        return Counter(one.status for one in self.criteria)


@functools.cache
def load() -> Audit:
    """The table that comes with the code.

    Raises:
        KeyError, ValueError: the file lacks a field or names a status that does not exist; a test sees it first.
    """
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    criteria = tuple(
        Criterion(
            number=str(number),
            asks=row["asks"],
            status=Status(row["status"]),
            tests=tuple(row.get("tests", ())),
            looked=row.get("looked", ""),
            words=row.get("words", {}),
        )
        for number, row in told["criteria"].items()
    )
    return Audit(told["standard"], told["checked_on"], tuple(told["pages"]), criteria)
