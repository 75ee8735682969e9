"""Reading the rules language: text written by authors → nodes. Lark parses; errors name the place and the mend."""

from __future__ import annotations

import datetime as dt
import difflib
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any as Anything

import lark

from prevenance.rules import nodes
from prevenance.rules.facts import Kind

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS_IN = {"day": 1, "week": 7}
MONTHS_IN = {"month": 1, "year": 12}


class LanguageError(ValueError):
    """A text that is not a rule. `column` counts from 1 in the text; `mend` says what to write instead."""

    def __init__(self, cause: str, mend: str, column: int = 1) -> None:
        self.cause, self.mend, self.column = cause, mend, column
        super().__init__(f"{cause} {mend}")


@functools.cache
def _parser() -> lark.Lark:
    grammar = resources.files("prevenance.rules").joinpath("language.lark").read_text(encoding="utf-8")
    return lark.Lark(grammar, parser="lalr", start=["condition", "date", "window"], propagate_positions=True)


@dataclass(frozen=True)
class Vocabulary:
    """The names that a text may use: declared facts, conditions with a name, dated values in force."""

    kinds: Mapping[str, Kind]
    named: Mapping[str, nodes.Condition] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)


def condition(text: str, vocabulary: Vocabulary) -> nodes.Condition:
    """The condition that `text` says.

    Raises:
        LanguageError: not a condition, an unknown fact or value, or a fact used for what it is not.
    """
    result: nodes.Condition = _read(text, "condition", vocabulary)
    return result


def date(text: str, vocabulary: Vocabulary) -> nodes.Date:
    """The date expression that `text` says. Raises LanguageError like `condition`."""
    result: nodes.Date = _read(text, "date", vocabulary)
    return result


def window(text: str, vocabulary: Vocabulary) -> tuple[nodes.Date, nodes.Date | None]:
    """The first day of an age window, and the day after its last (None: open): `8 to 9 years` → birthdays 8 and 10."""
    result: tuple[nodes.Date, nodes.Date | None] = _read(text, "window", vocabulary)
    return result


@functools.lru_cache(maxsize=4096)
def _tree(text: str, start: str) -> lark.Tree[lark.Token]:
    return _parser().parse(text, start=start)


def _read(text: str, start: str, vocabulary: Vocabulary) -> Anything:
    try:
        return _Builder(vocabulary).transform(_tree(text, start))
    except lark.exceptions.VisitError as error:
        if isinstance(error.orig_exc, LanguageError):
            raise error.orig_exc from None
        raise LanguageError(str(error.orig_exc), "Check the value.") from error
    except lark.exceptions.UnexpectedInput as error:
        place = "at its end" if error.column in (-1, None) else f"near «{text[error.column - 1 :][:20]}»"
        column = len(text) if error.column in (-1, None) else error.column
        raise LanguageError(
            f"This is not a {start} of the rules language, {place}.", _expected(error), column
        ) from None


def _expected(error: lark.exceptions.UnexpectedInput) -> str:
    wanted = sorted(
        getattr(error, "accepts", None) or getattr(error, "expected", None) or getattr(error, "allowed", None) or []
    )
    words = [w.lower().replace("_", "") for w in wanted if not w.startswith("$")]
    return f"Expected one of: {', '.join(words[:12])}." if words else "See docs/rules-language.md."


class _Builder(lark.Transformer[lark.Token, Anything]):
    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.kinds, self.values, self.named = vocabulary.kinds, vocabulary.values, vocabulary.named

    def _fact(self, token: lark.Token, *wanted: Kind) -> str:
        name, kind = str(token), self.kinds.get(str(token))
        if kind is None:
            close = difflib.get_close_matches(name, self.kinds, n=1)
            mend = f"Did you mean `{close[0]}`?" if close else "Declare it under facts/ first."
            raise LanguageError(f"`{name}` is not a declared fact.", mend, token.column or 1)
        if wanted and kind not in wanted:
            kinds = " or ".join(wanted)
            raise LanguageError(
                f"`{name}` is a {kind}; here a {kinds} is needed.", "Use another fact.", token.column or 1
            )
        return name

    # numbers

    def literal(self, items: list[lark.Token]) -> float:
        text = str(items[0])
        return float(text) if "." in text else int(text)

    def value(self, items: list[lark.Token]) -> float:
        name = str(items[0])[1:]
        if name not in self.values:
            raise LanguageError(f"`${name}` has no value on this day.", "Add it under `values`.", items[0].column or 1)
        return self.values[name]

    def unit(self, items: list[lark.Token]) -> str:
        return str(items[0]).rstrip("s")

    # conditions

    def either(self, items: list[nodes.Condition]) -> nodes.Condition:
        return nodes.Any(_flat(nodes.Any, items))

    def both(self, items: list[nodes.Condition]) -> nodes.Condition:
        return nodes.All(_flat(nodes.All, items))

    def negate(self, items: list[nodes.Condition]) -> nodes.Condition:
        return nodes.Not(items[0])

    def surely(self, items: list[nodes.Condition]) -> nodes.Condition:
        return nodes.Surely(items[0])

    def always(self, items: list[object]) -> nodes.Condition:
        return nodes.ALWAYS

    def flag(self, items: list[lark.Token]) -> nodes.Condition:
        if str(items[0]) in self.named:
            return self.named[str(items[0])]
        return nodes.Flag(self._fact(items[0], Kind.YES_NO))

    def is_value(self, items: list[lark.Token]) -> nodes.Condition:
        return nodes.Choice(self._fact(items[0], Kind.CHOICE), (str(items[1]),))

    def is_not_value(self, items: list[lark.Token]) -> nodes.Condition:
        return nodes.Not(self.is_value(items))

    def is_one_of(self, items: list[lark.Token]) -> nodes.Condition:
        return nodes.Choice(self._fact(items[0], Kind.CHOICE), tuple(str(item) for item in items[1:]))

    def _number(self, items: list[Anything]) -> str:
        fact, unit = self._fact(items[0], Kind.NUMBER, Kind.WEEKS), items[2]
        if unit is not None and (unit != "week" or self.kinds[fact] is not Kind.WEEKS):
            raise LanguageError(f"`{fact}` is not counted in {unit}s.", "Write the number alone.", items[0].column or 1)
        return fact

    def at_least(self, items: list[Anything]) -> nodes.Condition:
        fact = self._number(items)
        if self.kinds[fact] is Kind.WEEKS:
            return nodes.Before(nodes.PlusDays(nodes.DateFact(fact), 7 * int(items[1])), nodes.Today(), or_same=True)
        return nodes.AtLeast(fact, items[1])

    def above(self, items: list[Anything]) -> nodes.Condition:
        fact = self._number(items)
        if self.kinds[fact] is Kind.WEEKS:
            return self.at_least([items[0], items[1] + 1, items[2]])
        return nodes.AtLeast(fact, items[1], strict=True)

    def below(self, items: list[Anything]) -> nodes.Condition:
        return nodes.Not(self.at_least(items))

    def at_most(self, items: list[Anything]) -> nodes.Condition:
        return nodes.Not(self.above(items))

    def doses_at_least(self, items: list[Anything]) -> nodes.Condition:
        return nodes.Doses(self._fact(items[0], Kind.ACT), int(items[1]))

    def doses_below(self, items: list[Anything]) -> nodes.Condition:
        return nodes.Not(self.doses_at_least(items))

    def doses_is(self, items: list[Anything]) -> nodes.Condition:
        act, number = self._fact(items[0], Kind.ACT), int(items[1])
        if number == 0:
            return nodes.Never(act)
        return nodes.All((nodes.Doses(act, number), nodes.Not(nodes.Doses(act, number + 1))))

    def never(self, items: list[lark.Token]) -> nodes.Condition:
        return nodes.Never(self._fact(items[0], Kind.ACT))

    def done(self, items: list[lark.Token]) -> nodes.Condition:
        return nodes.Not(self.never(items))

    def age_at_least(self, items: list[Anything]) -> nodes.Condition:
        return nodes.Before(_age(items[0], items[1] or "year"), nodes.Today(), or_same=True)

    def age_above(self, items: list[Anything]) -> nodes.Condition:
        return self.age_at_least([items[0] + 1, items[1]])

    def age_below(self, items: list[Anything]) -> nodes.Condition:
        return nodes.Not(self.age_at_least(items))

    def age_between(self, items: list[Anything]) -> nodes.Condition:
        low, high, unit = items
        return nodes.All((self.age_at_least([low, unit]), nodes.Not(self.age_at_least([high + 1, unit]))))

    def age_is(self, items: list[Anything]) -> nodes.Condition:
        return self.age_between([items[0], *items])

    def before(self, items: list[nodes.Date]) -> nodes.Condition:
        return nodes.Before(items[0], items[1])

    def after(self, items: list[nodes.Date]) -> nodes.Condition:
        return nodes.Before(items[1], items[0])

    def on_or_before(self, items: list[nodes.Date]) -> nodes.Condition:
        return nodes.Before(items[0], items[1], or_same=True)

    def on_or_after(self, items: list[nodes.Date]) -> nodes.Condition:
        return nodes.Before(items[1], items[0], or_same=True)

    # dates

    def plus(self, items: list[Anything]) -> nodes.Date:
        return _shifted(items[0], int(items[1]), items[2])

    def minus(self, items: list[Anything]) -> nodes.Date:
        return _shifted(items[0], -int(items[1]), items[2])

    def today(self, items: list[object]) -> nodes.Date:
        return nodes.Today()

    def birth(self, items: list[object]) -> nodes.Date:
        return nodes.DateFact(nodes.BIRTH)

    def birthday(self, items: list[float]) -> nodes.Date:
        return nodes.Birthday(int(items[0]))

    def birthday_after(self, items: list[float]) -> nodes.Date:
        return nodes.Birthday(int(items[0]) + 1)

    def last(self, items: list[lark.Token]) -> nodes.Date:
        return nodes.Occurrence(self._fact(items[0], Kind.ACT))

    def first(self, items: list[lark.Token]) -> nodes.Date:
        return nodes.Occurrence(self._fact(items[0], Kind.ACT), first=True)

    def latest_day(self, items: list[lark.Token]) -> nodes.Date:
        return nodes.Anniversary(MONTHS.index(str(items[1])) + 1, int(items[0]))

    def next_day(self, items: list[lark.Token]) -> nodes.Date:
        return nodes.Anniversary(MONTHS.index(str(items[1])) + 1, int(items[0]), following=True)

    def later(self, items: list[nodes.Date]) -> nodes.Date:
        return nodes.Later(items[0], items[1])

    def day(self, items: list[lark.Token]) -> nodes.Date:
        return nodes.Day(dt.date.fromisoformat(str(items[0])))

    def date_fact(self, items: list[lark.Token]) -> nodes.Date:
        return nodes.DateFact(self._fact(items[0], Kind.DATE, Kind.WEEKS))

    # windows

    def window_range(self, items: list[Anything]) -> tuple[nodes.Date, nodes.Date | None]:
        return _age(items[0], items[2]), _age(items[1] + 1, items[2])

    def window_single(self, items: list[Anything]) -> tuple[nodes.Date, nodes.Date | None]:
        return _age(items[0], items[1]), _age(items[0] + 1, items[1])

    def window_open(self, items: list[Anything]) -> tuple[nodes.Date, nodes.Date | None]:
        return _age(items[0], items[1]), None


def _flat(kind: Callable[..., Anything], items: list[nodes.Condition]) -> tuple[nodes.Condition, ...]:
    parts: list[nodes.Condition] = []
    for item in items:
        parts += item.parts if type(item) is kind else [item]  # type: ignore[union-attr]
    return tuple(parts)


def _age(number: float, unit: str) -> nodes.Date:
    """The day a person completes that age. Birth itself is a date, not a birthday."""
    if unit == "year":
        return nodes.Birthday(int(number))
    return _shifted(nodes.DateFact(nodes.BIRTH), int(number), unit)


def _shifted(base: nodes.Date, number: int, unit: str) -> nodes.Date:
    if unit in MONTHS_IN:
        return nodes.PlusMonths(base, number * MONTHS_IN[unit])
    return nodes.PlusDays(base, number * DAYS_IN[unit])
