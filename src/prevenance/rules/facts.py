"""What may be known of a person: the declarations of facts, and the values that they take."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from prevenance.rules import nodes

Words = Mapping[str, str]  # language code ("fr", "en") → text
EARLIEST = dt.date(1900, 1, 1)  # nobody born before is alive; engines count days from here


class Kind(enum.StrEnum):
    """How a fact is given: the shape of its value in a profile."""

    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    WEEKS = "weeks"  # completed weeks on the day of the plan; kept as the date they count from
    ACT = "act"  # what was done: a date, a list of dates, "never", or "done"


@dataclass(frozen=True, slots=True)
class Implied:
    """When `when` is true and the fact was not given, it is worth `value`. `firm`: any other value is refused."""

    when: nodes.Condition
    value: object
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `names`, `question` and `help` are words for people; the rest is for engines."""

    name: str
    kind: Kind
    names: Words
    question: Words
    help: Words | None = None
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    decimals: int = 0
    values: tuple[tuple[str, Words], ...] = ()
    sensitive: Words | None = None  # why it is asked, when it touches privacy
    series: int | None = None  # how many doses "done" stands for
    counts_from_months: int | None = None  # a dose received younger does not count
    also_counts: tuple[str, ...] = ()  # other acts which count as this one
    may_precede_birth: bool = False  # the act may concern the mother
    implied: tuple[Implied, ...] = ()
    only_if: nodes.Condition | None = None  # the fact makes sense only then
    leads: bool = False  # so plain, and so much hangs on it, that it is asked before anything is weighed
    effort: float = 1.0  # what answering costs, a plain yes or no being 1

    @property
    def choices(self) -> tuple[str, ...]:
        """The allowed values, for a choice."""
        return tuple(value for value, _ in self.values)


@dataclass(frozen=True, slots=True)
class History:
    """What is known of an act: `dates` sorted; `undated` more times without date; `count` None when not known."""

    dates: tuple[dt.date, ...] = ()
    undated: int = 0
    count: int | None = 0

    @property
    def is_never(self) -> bool:
        """It was never done."""
        return self.count == 0

    @property
    def first(self) -> dt.date | None:
        """The first date; None when it is not known (or never)."""
        return self.dates[0] if self.dates and not self.undated else None

    @property
    def last(self) -> dt.date | None:
        """The last date; None when it is not known (or never)."""
        return self.dates[-1] if self.dates and not self.undated else None


NEVER = History()

Value = dt.date | str | bool | float | History


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one person on the day `on`. A fact that is absent is unknown."""

    values: Mapping[str, Value]
    on: dt.date

    def known(self, fact: str) -> Value | None:
        """The value, or None when it is unknown."""
        return self.values.get(fact)
