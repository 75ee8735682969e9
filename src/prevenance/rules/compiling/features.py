"""A profile as a row of small integers: the only input of the compiled engines.

Sixteen bits: dates and acts (codes of `dates_in_codes`), numbers (times a power of ten). Eight bits: yes or no, choices
(position in the declaration), counts. The greatest value of each means unknown; nothing is ever null.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from prevenance.rules import nodes
from prevenance.rules.compiling import dates_in_codes as codes
from prevenance.rules.facts import Fact, History, Profile, Value

NOT_SAID = 255  # unknown, for eight bits
MOST = 254  # more times than that count the same


class Reading(enum.StrEnum):
    """What a feature says of its fact."""

    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    NUMBER = "number"
    LAST = "last"
    FIRST = "first"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Feature:
    """One column. `values`: a choice's; `decimals`: a number's."""

    fact: str
    reading: Reading
    values: tuple[str, ...] = ()
    decimals: int = 0

    @property
    def name(self) -> str:
        """The column's name: the fact's, with what is read of an act."""
        is_act = self.reading in (Reading.LAST, Reading.FIRST, Reading.COUNT)
        return f"{self.fact}__{self.reading}" if is_act else self.fact

    @property
    def bits(self) -> int:
        """8 or 16."""
        return 8 if self.reading in (Reading.FLAG, Reading.CHOICE, Reading.COUNT) else 16

    @property
    def unknown(self) -> int:
        """The value that means unknown."""
        return NOT_SAID if self.bits == 8 else codes.UNKNOWN

    def value(self, known: Value | None) -> int:
        """The integer that stands for `known`.

        Raises:
            ValueError: a value that the fact cannot take, or that does not fit.
        """
        return self.unknown if known is None else self.reader()(known)

    def reader(self) -> Callable[[Value], int]:
        """What turns a known value into an integer; it raises as `value` does."""
        match self.reading:
            case Reading.DATE:
                return self._date
            case Reading.FLAG:
                return self._flag
            case Reading.CHOICE:
                return self._choice
            case Reading.NUMBER:
                return self._number
            case Reading.COUNT:
                return self._count
            case Reading.LAST:
                return self._last
            case Reading.FIRST:
                return self._first

    def _refuse(self, known: Value) -> NoReturn:
        raise ValueError(f"{self.fact}: {known!r} is not a {self.reading}")

    def _date(self, known: Value) -> int:
        return codes.stored(known) if isinstance(known, dt.date) else self._refuse(known)

    def _flag(self, known: Value) -> int:
        return 1 if known is True else 0 if known is False else self._refuse(known)

    def _choice(self, known: Value) -> int:
        return self.values.index(known) if known in self.values else self._refuse(known)

    def _number(self, known: Value) -> int:
        if not isinstance(known, int | float) or isinstance(known, bool):
            self._refuse(known)
        scaled: int = round(known * 10**self.decimals)
        if scaled / 10**self.decimals != known or not 0 <= scaled < codes.UNKNOWN:
            raise ValueError(f"{self.fact}: {known!r} does not fit with {self.decimals} decimals")
        return scaled

    def _count(self, known: Value) -> int:
        if not isinstance(known, History):
            self._refuse(known)
        return NOT_SAID if known.count is None else min(known.count, MOST)

    def _last(self, known: Value) -> int:
        if not isinstance(known, History):
            self._refuse(known)
        return codes.NEVER if known.count == 0 else self._occurrence(known.last)

    def _first(self, known: Value) -> int:
        if not isinstance(known, History):
            self._refuse(known)
        return codes.NEVER if known.count == 0 else self._occurrence(known.first)

    @staticmethod
    def _occurrence(day: dt.date | None) -> int:
        return codes.UNDATED if day is None else codes.stored(day)


def features(rules: Iterable[nodes.Rule], declared: Mapping[str, Fact]) -> tuple[Feature, ...]:
    """The features that `rules` read, in the order of `declared`."""
    found: set[tuple[str, Reading]] = set()
    for rule in rules:
        _collect(rule, declared, found)
    ranks = {name: position for position, name in enumerate(declared)}
    ordered = sorted(found, key=lambda one: (ranks[one[0]], one[1]))
    return tuple(Feature(name, reading, declared[name].choices, declared[name].decimals) for name, reading in ordered)


def _collect(node: object, declared: Mapping[str, Fact], found: set[tuple[str, Reading]]) -> None:
    match node:
        case nodes.Birthday():
            found.add((nodes.BIRTH, Reading.DATE))
        case nodes.DateFact(fact):
            found.add((fact, Reading.DATE))
        case nodes.Flag(fact):
            found.add((fact, Reading.FLAG))
        case nodes.Choice(fact, _):
            found.add((fact, Reading.CHOICE))
        case nodes.AtLeast(fact, _, _):
            found.add((fact, Reading.NUMBER))
        case nodes.Occurrence(act, first):
            found.add((act, Reading.FIRST if first else Reading.LAST))
        case nodes.Never(act):
            found.add((act, Reading.LAST))
        case nodes.Doses(act, least):
            found.add((act, Reading.COUNT if least > 1 else Reading.LAST))
    for child in nodes.children(node):
        _collect(child, declared, found)


def row(wanted: Iterable[Feature], profile: Profile) -> tuple[int, ...]:
    """The features of one person. Raises ValueError as `Feature.value` does."""
    return row_reader(wanted)(profile)


def row_reader(wanted: Iterable[Feature]) -> Callable[[Profile], tuple[int, ...]]:
    """`row` for many people, prepared once."""
    readers = [(feature.fact, feature.unknown, feature.reader()) for feature in wanted]

    def read(profile: Profile) -> tuple[int, ...]:
        get = profile.values.get
        return tuple([unknown if (known := get(fact)) is None else of(known) for fact, unknown, of in readers])

    return read
