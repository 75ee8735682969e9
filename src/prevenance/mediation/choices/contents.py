"""What the room says to people: dated content with its sources, in `content/*.yaml`, read once."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation

FOLDER = Path(__file__).resolve().parents[1] / "content"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages; shown in the page's."""

    fr: str
    en: str

    def __str__(self) -> str:
        if translation.get_language() == "en":
            return self.en.replace("'", "’")
        return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", self.fr.replace("'", "’"))


@dataclass(frozen=True, slots=True)
class Source:
    """Who said so. `status`: V for an official text or page, S for one that reports it."""

    words: str
    url: str
    status: str


@dataclass(frozen=True, slots=True)
class Review:
    """`checker`: the health professional or the institution that read it, "" when nobody did yet."""

    author: str
    checker: str
    checked_on: dt.date
    next_review: dt.date


@dataclass(frozen=True, slots=True)
class Section:
    """A title, a sentence, a list. `is_unsure`: some of it waits for an official confirmation."""

    key: str
    title: Text
    text: Text | None
    items: tuple[Text, ...]
    is_ordered: bool
    is_unsure: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One choice of an exercise, and what is said to who takes it."""

    key: str
    label: Text
    reply: Text
    is_good: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """A scene or a chapter of a course: what is told, what a screen shows (name and value), a question."""

    key: str
    title: Text
    texts: tuple[Text, ...]
    shown: tuple[tuple[Text, Text], ...]
    question: Text
    answers: tuple[Answer, ...]


def given(name: str) -> Mapping[str, Any]:
    """One file, as it is written."""
    return _file(name)


@functools.cache
def review(name: str) -> Review:
    """Who wrote a file, who checked it, when."""
    one = _file(name)["review"]
    return Review(one["author"], one["checker"] or "", one["checked_on"], one["next_review"])


@functools.cache
def sections(name: str, part: str = "sections") -> tuple[Section, ...]:
    """The sections of a file."""
    sources = {key: Source(**one) for key, one in _file(name).get("sources", {}).items()}
    return tuple(
        Section(
            one["key"],
            text(one["title"]),
            text(one["text"]) if "text" in one else None,
            tuple(text(item) for item in one["items"]),
            one.get("ordered", False),
            one.get("unsure", False),
            tuple(sources[key] for key in one.get("sources", [])),
        )
        for one in _file(name)[part]
    )


@functools.cache
def sources(name: str) -> tuple[Source, ...]:
    """All those of a file."""
    return tuple(Source(**one) for one in _file(name).get("sources", {}).values())


@functools.cache
def lessons(name: str, part: str = "lessons") -> Mapping[str, Lesson]:
    """The lessons of a file, in order."""
    return {key: _lesson(key, one) for key, one in _file(name)[part].items()}


def text(given: Mapping[str, str]) -> Text:
    """A text of a file."""
    return Text(given["fr"], given["en"])


def _lesson(key: str, one: Mapping[str, Any]) -> Lesson:
    return Lesson(
        key,
        text(one["title"]),
        tuple(text(each) for each in one["texts"]),
        tuple((text(name), text(value)) for name, value in one.get("shown", [])),
        text(one["question"]),
        tuple(
            Answer(name, text(answer["label"]), text(answer["reply"]), answer.get("good", False))
            for name, answer in one["answers"].items()
        ),
    )


@functools.cache
def _file(name: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded
