"""What each sentence of a message taken from the ready ones rests on, for the professional who reviews it."""

from __future__ import annotations

from dataclasses import dataclass

from prevenance import catalogue
from prevenance.campaigns.choices.readability import sentences
from prevenance.campaigns.queries.messages import Kept, Source
from prevenance.campaigns.queries.ready import Fact, ready_facts, ready_messages


@dataclass(frozen=True, slots=True)
class Carried:
    """`known`: the sentence is the ready message's. `entries`: names in the catalogue; none when it states nothing."""

    sentence: str
    known: bool
    entries: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


def carried(one: Kept, language: str) -> list[Carried]:
    """Sentences of the French title, text and easy version, each once; none for a message written by the team.

    `language`: of the names in the catalogue.
    """
    ready = ready_messages().get(one.ready_key)
    if ready is None:
        return []
    tied = {each.sentence: each for each in ready.tied["fr"]}
    words, facts = one.version.draft.words["fr"], ready_facts()
    found = []
    for said in dict.fromkeys(each for text in (words.title, words.text, words.easy) for each in sentences(text)):
        each = tied.get(said)
        mine = [facts[name] for name in each.facts if name in facts] if each else []
        entries = tuple(dict.fromkeys(filter(None, (_name(fact, language) for fact in mine))))
        sources = tuple(dict.fromkeys(source for fact in mine for source in fact.sources))
        found.append(Carried(said, each is not None, entries, sources))
    return found


def _name(one: Fact, language: str) -> str:
    if one.entry is None:
        return ""
    book, (kind, key) = catalogue.load(), one.entry
    if kind == "recommendation":
        return book.recommendations[key].words.name.in_language(language)
    if kind == "sign":
        return book.signs[key].text.in_language(language)
    return (book.contents[key] if kind == "content" else book.contacts[key]).name.in_language(language)
