"""The words of a recommendation, read from its `words.yaml`: both languages side by side, sources, review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from prevenance.catalogue import content_reading
from prevenance.catalogue.content_values import Source, Wording
from prevenance.catalogue.marked_yaml import Entry, read_file

PARTS = ("who", "timing", "cost", "where", "season")
TEXTS = ("name", "summary", "why", "what_happens", "where", "cost", "if_not")


@dataclass(frozen=True, slots=True)
class RecommendationWords:
    """What a person reads of one recommendation. `free` None: not known. `checker` None: nobody has reviewed it yet."""

    name: Wording
    summary: Wording
    act: str
    why: Wording
    what_happens: Wording
    where: Wording
    cost: Wording
    free: bool | None
    if_not: Wording
    notes: Mapping[str, Wording]
    pictogram: str
    sources: tuple[Source, ...]
    to_be_confirmed: tuple[str, ...]
    author: str
    checker: str | None
    next_review: dt.date


def read_words(file: Path, acts: Mapping[str, object]) -> RecommendationWords:
    """The words of one recommendation.

    Raises:
        ContentError: a missing language, an unknown act, a source without address…
    """
    keys = (
        *TEXTS,
        "act",
        "free",
        "notes",
        "pictogram",
        "sources",
        "to_be_confirmed",
        "author",
        "checker",
        "next_review",
    )
    fields = read_file(file).mapping(keys)
    texts = {name: content_reading.wording(fields[name]) for name in TEXTS}
    return RecommendationWords(
        act=fields["act"].one_of(acts, "act"),
        free=content_reading.free(fields["free"]),
        notes={name: content_reading.wording(entry) for name, entry in _named(fields["notes"]).items()},
        pictogram=fields["pictogram"].text(),
        sources=content_reading.sources(fields["sources"]),
        to_be_confirmed=tuple(item.one_of(PARTS, "part") for item in fields["to_be_confirmed"].items()),
        author=fields["author"].text(),
        checker=None if fields["checker"].is_null() else fields["checker"].text(),
        next_review=fields["next_review"].day(),
        **texts,
    )


def _named(entry: Entry) -> dict[str, Entry]:
    pairs = entry.node.value if isinstance(entry.node.value, list) else []
    return entry.mapping((), tuple(str(key.value) for key, _ in pairs))
