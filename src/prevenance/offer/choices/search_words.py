"""What people write when they look for a place, as expressions ready to be looked up (`search_words.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from prevenance import catalogue
from prevenance.catalogue.content_values import SignKind
from prevenance.territories.queries import spelling


class Sort(StrEnum):
    """What an expression speaks of."""

    WHAT = "what"
    NOT_HELD = "not_held"
    NOTED = "noted"
    URGENT = "urgent"
    SIGN = "sign"
    AROUND_ME = "around_me"
    ACCESSIBLE = "accessible"
    OPEN = "open"
    NOW = "now"
    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEKEND = "weekend"
    DAY = "day"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`key`: of what is not held or noted, or of a sign of the catalogue. `number`: a day of the week, Monday 0.
    `part`: from and to, in hours.

    `weak` gives way to anything more precise. `is_complaint`: what is felt, not what is looked for.
    """

    sort: Sort
    act: str = ""
    kinds: tuple[str, ...] = ()
    weak: bool = False
    key: str = ""
    contacts: tuple[str, ...] = ()
    number: int = 0
    part: tuple[int, int] = (0, 24)
    is_complaint: bool = False


Expression = tuple[str, ...]  # words without capitals, accents, plurals or small words


@dataclass(frozen=True, slots=True)
class Words:
    """`dangers`: those of the expressions which call for help or for a doctor. `known`: every word of an expression of
    four letters or more, to mend typing errors. `complained`: those which only complaints have. `common`: words that no
    one writes for a commune. `words_first`: names of communes that are common words first.
    """

    expressions: Mapping[Expression, Meaning]
    dangers: Mapping[Expression, Meaning]
    longest: int
    fillers: frozenset[str]
    hollow: frozenset[str]
    before_where: frozenset[str]
    known: tuple[str, ...]
    sounds: Mapping[str, str]
    complained: frozenset[str]
    common: frozenset[str]
    words_first: frozenset[str]


@cache
def words() -> Words:
    """Both languages at once: people mix them."""
    given = _given("search_words.yaml") | _given("complaints.yaml")
    common = {key: _split(text) for key, text in _given("common_words.yaml").items()}
    words_first = common["words_first"] | common["by_hand_first"]
    fillers = frozenset(spelling.plain(word) for word in _said(given["fillers"]))
    expressions: dict[Expression, Meaning] = {}
    for text, meaning in _meanings(given):
        expression = tuple(singular(word) for word in spelling.plain(text).split() if word not in fillers)
        if expression:
            expressions.setdefault(expression, meaning)
            if len(expression) > 1 and len("".join(expression)) >= 7:  # «sagefemme»
                expressions.setdefault(("".join(expression),), meaning)
    known = sorted({word for expression in expressions for word in expression if len(word) >= 4})
    return Words(
        expressions=expressions,
        dangers={said: one for said, one in expressions.items() if one.sort in (Sort.URGENT, Sort.SIGN)},
        longest=max(map(len, expressions)),
        fillers=fillers,
        hollow=frozenset(singular(word) for text in _said(given["hollow"]) for word in spelling.plain(text).split()),
        before_where=frozenset(spelling.plain(word) for word in _said(given["before_where"])),
        known=tuple(known),
        sounds={spelling.sound(word): word for word in reversed(known) if len(word) >= 5},
        complained=_only_complained(expressions),
        common=common["no_misspelt_name"] | common["by_hand"] | words_first,
        words_first=words_first,
    )


def _only_complained(expressions: Mapping[Expression, Meaning]) -> frozenset[str]:
    others = {word for expression, one in expressions.items() if not one.is_complaint for word in expression}
    return frozenset(word for expression in expressions for word in expression) - others


def _split(text: str) -> frozenset[str]:
    return frozenset(spelling.plain(word) for word in text.split())


def _given(name: str) -> dict[str, Any]:
    given: dict[str, Any] = yaml.safe_load((files(__package__) / name).read_text(encoding="utf-8"))
    return given


def singular(word: str) -> str:
    """One form for one and several: `dentistes`, `seins`, `yeux` stays."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and not word.endswith(("ss", "eux")) else word


def _said(given: Mapping[str, list[str]]) -> list[str]:
    return [*given["fr"], *given["en"]]


def _meanings(given: Mapping[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """Signs of the catalogue first: nothing hides a danger."""
    for sign in catalogue.load().signs.values():
        sort = Sort.URGENT if sign.kind == SignKind.EMERGENCY else Sort.SIGN
        yield from ((text, Meaning(sort, key=sign.key)) for text in sign.said)
    for entry in given["what"]:
        act, kinds, weak = entry.get("act", ""), tuple(entry.get("kinds", ())), entry.get("weak", False)
        yield from ((text, Meaning(Sort.WHAT, act, kinds, weak)) for text in _said(entry))
    for sort in (Sort.NOT_HELD, Sort.NOTED):
        for entry in given[sort]:
            contacts = tuple(entry.get("contacts", ()))
            yield from ((text, Meaning(sort, key=entry["key"], contacts=contacts)) for text in _said(entry))
    for entry in given["complaints"]:
        meant = Meaning(
            Sort.NOTED if "key" in entry else Sort.WHAT,
            kinds=tuple(entry["kinds"]),
            weak=entry.get("weak", True),
            key=entry.get("key", ""),
            contacts=tuple(entry.get("contacts", ())),
            is_complaint=True,
        )
        yield from ((text, meant) for text in _said(entry))
    for language in ("fr", "en"):
        for number, day in enumerate(given["days"][language]):
            yield day, Meaning(Sort.DAY, number=number)
    for entry in given["parts"]:
        yield from ((text, Meaning(Sort.PART, part=(entry["from"], entry["to"]))) for text in _said(entry))
    for sort in (s for s in Sort if s in given and isinstance(given[s], dict)):
        yield from ((text, Meaning(sort)) for text in _said(given[sort]))
