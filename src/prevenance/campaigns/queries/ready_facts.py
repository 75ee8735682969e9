"""Whether each sentence of a ready message is carried by a fact, and each fact by the catalogue or a source of its own.

It compares numbers, words of promise, addresses of sources; it does not understand: a person reads too.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from prevenance import catalogue
from prevenance.campaigns.choices.messages import SOURCES_MOST
from prevenance.campaigns.choices.ties import Tied
from prevenance.campaigns.queries.ready import LANGUAGES, Fact, Ready

_NUMBER = re.compile(r"\d+")
_IN_WORDS = {
    word: str(number)
    for number, words in enumerate(("two deux", "three trois", "four quatre", "five cinq", "six"), start=2)
    for word in words.split()
}
# Words that promise something: advice has none of them.
_PROMISE = re.compile(
    r"\b(?:gratuit\w*|paie\w*|payez|rembours\w*|protège\w*|soign\w*|guéri\w*|cancer|droit|loi|toujours|jamais|"
    r"free|pays?|refund\w*|protects?|treated|cure\w*|law|always|never)\b",
    re.IGNORECASE,
)


def problems(messages: Mapping[str, Ready], facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """What is wrong, in words for those who write the file; empty: every sentence is carried."""
    found = [f"{one.key}: {said}" for one in messages.values() for said in _in_message(one, facts)]
    found += [f"fact {key}: {said}" for key, one in facts.items() for said in _in_fact(one)]
    used = {name for one in messages.values() for tied in one.tied.values() for each in tied for name in each.facts}
    return (*found, *(f"fact {key}: no sentence rests on it" for key in facts if key not in used))


def _in_message(one: Ready, facts: Mapping[str, Fact]) -> Iterator[str]:
    if not 0 < len(one.draft.sources) <= SOURCES_MOST:
        yield f"{len(one.draft.sources)} sources"
    for tied in one.tied.values():
        for each in tied:
            yield from _in_sentence(each, facts)
    for part in ("title", "text", "easy"):
        french, english = ({name for each in _of(one, language, part) for name in each.facts} for language in LANGUAGES)
        if french != english:
            yield f"{part}: French and English do not rest on the same facts: {sorted(french ^ english)}"
    carried = {name for each in _of(one, "fr", "text") for name in each.facts}
    if not one.rests_on or not set(one.rests_on) <= carried:
        yield f"the right answer rests on {list(one.rests_on)}, and the text does not"


def _of(one: Ready, language: str, part: str) -> tuple[Tied, ...]:
    return tuple(each for each in one.tied[language] if each.part == part and not each.is_advice)


def _in_sentence(each: Tied, facts: Mapping[str, Fact]) -> Iterator[str]:
    said = f"{each.part}: « {each.sentence} »"
    if each.is_advice:
        if _NUMBER.search(each.sentence) or _PROMISE.search(each.sentence):
            yield f"{said} is marked as advice, and states something"
        return
    if not each.facts:
        if each.needs_a_fact:
            yield f"{said} rests on no fact"
        return
    missing = [name for name in each.facts if name not in facts]
    if missing:
        yield f"{said} rests on {missing}, which nobody wrote"
        return
    extra = numbers(each.sentence) - numbers(" ".join(facts[name].says for name in each.facts))
    if extra:
        yield f"{said} has numbers that its facts do not have: {sorted(extra)}"


def _in_fact(one: Fact) -> Iterator[str]:
    if one.entry is None:
        if not one.sources:
            yield "neither an entry of the catalogue nor a source of its own"
        return
    entry = _entries().get(one.entry)
    if entry is None:
        yield f"the catalogue has no {' '.join(one.entry)}"
        return
    extra = numbers(one.says) - numbers(entry.words)
    if extra:
        yield f"it has numbers that the catalogue's {' '.join(one.entry)} has not: {sorted(extra)}"
    if not one.sources and not entry.is_emergency:
        yield "no source"
    for source in one.sources:
        if entry.sources.get(source.url) != source.status:
            there = entry.sources.get(source.url, "nowhere")
            yield f"{source.url} is {source.status} here, and {there} in the catalogue's {' '.join(one.entry)}"


def numbers(words: str) -> frozenset[str]:
    """The numbers of a text; two to six in words too. « deux tiers » is how 65 % is said."""
    words = re.sub(r"\b(?:deux tiers|two thirds)\b", "65", words)
    spelt = (_IN_WORDS[word] for word in re.findall(r"\w+", words.lower()) if word in _IN_WORDS)
    return frozenset((*_NUMBER.findall(words), *spelt))


@dataclasses.dataclass(frozen=True, slots=True)
class _Entry:
    words: str
    sources: Mapping[str, str]  # address → status
    is_emergency: bool = False


def _entries() -> Mapping[tuple[str, str], _Entry]:
    book = catalogue.load()
    found = {("recommendation", key): _with_sources(one.words) for key, one in book.recommendations.items()}
    found |= {("content", key): _with_sources(one) for key, one in book.contents.items()}
    found |= {("sign", key): _with_sources(one) for key, one in book.signs.items()}
    for key, contact in book.contacts.items():
        sources = {contact.url: str(contact.status)} if contact.url else {}
        found["contact", key] = _Entry(_words(contact), sources, contact.emergency)
    return found


def _with_sources(one: Any) -> _Entry:
    return _Entry(_words(one), {source.url: str(source.status) for source in one.sources if source.url})


def _words(one: Any) -> str:
    """Every text of a value of the catalogue, without its sources."""
    if isinstance(one, str):
        return one
    if dataclasses.is_dataclass(one):
        named = (getattr(one, each.name) for each in dataclasses.fields(one) if each.name not in ("sources", "url"))
        return " ".join(map(_words, named))
    if isinstance(one, Mapping):
        return " ".join(map(_words, one.values()))
    if isinstance(one, tuple | list):
        return " ".join(map(_words, one))
    return ""
