"""Ready messages: content of the package, read by no professional yet. A team takes one to review it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from prevenance.campaigns.choices import ties
from prevenance.campaigns.choices.messages import Intent
from prevenance.campaigns.choices.ties import Tied
from prevenance.campaigns.choices.word_lists import CONTENT
from prevenance.campaigns.queries.messages import Draft, Source, Words
from prevenance.campaigns.queries.trials import Asked

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Fact:
    """What sources say. `entry`: (kind, key) of the catalogue's entry that has it; None: it is the sources' alone."""

    key: str
    says: str
    entry: tuple[str, str] | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """`asked` and `right`: a question to try it with residents; `rests_on`: the facts of its right answer.

    `tied`: language → every sentence, with the facts that carry it.
    """

    key: str
    draft: Draft
    asked: Mapping[str, Asked]
    right: int
    rests_on: tuple[str, ...]
    tied: Mapping[str, tuple[Tied, ...]]


@functools.cache
def ready_facts() -> Mapping[str, Fact]:
    """The facts that the ready messages rest on, by key.

    Raises:
        KeyError, ValueError, TypeError: the file is not as it should be.
    """
    given = _file()
    sources = {key: Source.read(one) for key, one in given["sources"].items()}
    found = {}
    for key, one in given["facts"].items():
        entry = next(iter(one["from"].items())) if "from" in one else None
        found[key] = Fact(key, str(one["says"]), entry, tuple(sources[name] for name in one["sources"]))
    return found


@functools.cache
def ready_messages() -> Mapping[str, Ready]:
    """By key, in the order of the file.

    Raises:
        KeyError, ValueError, TypeError: the file is not as it should be.
    """
    return {key: read(key, one, ready_facts()) for key, one in _file()["messages"].items()}


def read(key: str, one: Mapping[str, Any], facts: Mapping[str, Fact]) -> Ready:
    """One message of the file. Its sources are those of its facts, in the order of its French words; `ready_facts`
    finds a name that is no fact's.

    Raises:
        KeyError, ValueError, TypeError
    """
    words: dict[str, Words] = {}
    tied: dict[str, tuple[Tied, ...]] = {}
    for language in LANGUAGES:
        parts = {part: ties.read(part, str(marked)) for part, marked in one[language].items()}
        words[language] = Words(**{part: plain for part, (plain, _) in parts.items()})
        tied[language] = tuple(each for _, found in parts.values() for each in found)
    named = [name for each in tied["fr"] if not each.is_advice for name in each.facts]
    right = int(one["test"]["right"])
    if right not in (1, 2, 3):
        raise ValueError(f"{key}: right is {right}")
    draft = Draft(
        intent=Intent(str(one["intent"])).value,
        audience=str(one["audience"]),
        subject=str(one["subject"]),
        pictogram=str(one["pictogram"]),
        sources=tuple(dict.fromkeys(source for name in named if name in facts for source in facts[name].sources)),
        words=words,
    )
    asked = {language: _asked(one["test"][language]) for language in LANGUAGES}
    return Ready(key, draft, asked, right, tuple(map(str, one["test"]["rests_on"])), tied)


def _asked(given: object) -> Asked:
    if not isinstance(given, dict):
        raise TypeError(f"a test: {given!r}")
    first, second, third = given["choices"]
    return Asked(str(given["question"]), (str(first), str(second), str(third)))


@functools.cache
def _file() -> Mapping[str, Any]:
    return yaml.safe_load((CONTENT / "ready_messages.yaml").read_text("utf-8"))  # type: ignore[no-any-return]
