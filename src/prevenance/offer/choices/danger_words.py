"""Dangers said in other ways than the expressions of the catalogue's signs (`danger_words.yaml`): words together in
any order, and other languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

from prevenance.offer.choices.search_words import singular
from prevenance.territories.queries import spelling

_HEARD_ALIKE = 5  # letters: shorter words sound like too many others
_SLIP_ALLOWED = 7  # letters


@dataclass(frozen=True, slots=True)
class Heard:
    """`sign`: a key of the catalogue, or "" for help at once without saying which. `meant`: an expression to read in
    place of the words at `positions`; "" for a danger.
    """

    sign: str
    meant: str
    positions: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Rule:
    sign: str
    meant: str
    groups: tuple[frozenset[str], ...]
    unless: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Words:
    """`sounds`: how a word is heard -> the words of the rules heard so. `long`: those where one slip is forgiven."""

    rules: tuple[_Rule, ...]
    known: frozenset[str]
    sounds: Mapping[str, frozenset[str]]
    long: tuple[str, ...]
    elsewhere: tuple[tuple[re.Pattern[str], str], ...]


def heard(text: str, tokens: Sequence[str]) -> Iterator[Heard]:
    """`text`: as typed, in any writing. `tokens`: its plain words."""
    words = _words()
    plain = _composed(text)
    yield from (Heard(sign, "", frozenset()) for pattern, sign in words.elsewhere if pattern.search(plain))
    forms = [_forms(token, words) for token in tokens]
    said = frozenset[str]().union(*forms) if forms else frozenset[str]()
    for rule in words.rules:
        if all(group & said for group in rule.groups) and not rule.unless.intersection(tokens):
            every = frozenset[str]().union(*rule.groups)
            yield Heard(rule.sign, rule.meant, frozenset(at for at, form in enumerate(forms) if form & every))


def _forms(token: str, words: _Words) -> frozenset[str]:
    """The words of the rules that a word typed may be."""
    alone = {token, singular(token)} & words.known
    if alone or token.isdigit():
        return frozenset(alone)
    alike = words.sounds.get(spelling.sound(token), frozenset()) if len(token) >= _HEARD_ALIKE - 1 else frozenset()
    if alike or len(token) < _SLIP_ALLOWED - 1:
        return alike
    near = process.extract(token, words.long, scorer=OSA.distance, score_cutoff=1, limit=3)
    return frozenset(word for word, _, _ in near)


def _composed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def _words() -> _Words:
    given: dict[str, Any] = yaml.safe_load((files(__package__) / "danger_words.yaml").read_text(encoding="utf-8"))
    rules = tuple(_rule(entry) for entry in given["together"])
    known = frozenset[str]().union(*(group for rule in rules for group in rule.groups))
    sounds: dict[str, set[str]] = {}
    for word in known:
        if len(word) >= _HEARD_ALIKE:
            sounds.setdefault(spelling.sound(word), set()).add(word)
    return _Words(
        rules=rules,
        known=known,
        sounds={sound: frozenset(alike) for sound, alike in sounds.items()},
        long=tuple(sorted(word for word in known if len(word) >= _SLIP_ALLOWED)),
        elsewhere=tuple(
            # Languages written without spaces have no beginning of word.
            (re.compile(("" if phrase[0] > "\u2e80" else r"(?<!\w)") + re.escape(_composed(phrase))), sign)
            for sign, phrases in given["elsewhere"].items()
            for phrase in phrases
        ),
    )


def _rule(entry: Mapping[str, Any]) -> _Rule:
    return _Rule(
        sign=entry.get("sign", ""),
        meant=entry.get("meant", ""),
        groups=tuple(frozenset(spelling.plain(word) for word in group) for group in entry["words"]),
        unless=frozenset(spelling.plain(word) for word in entry.get("unless", ())),
    )
