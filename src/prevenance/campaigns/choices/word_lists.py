"""Our own lists for those who write: hard words with plain ones, words of fear and of blame. Data: `content/`."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CONTENT = Path(__file__).parent.parent / "content"
TONES = ("fear", "blame")


@dataclass(frozen=True, slots=True)
class Listed:
    """`pattern` finds the word whole; `say`: what to write instead, in the language of the list."""

    word: str
    pattern: re.Pattern[str]
    say: str


@functools.cache
def jargon(language: str) -> tuple[Listed, ...]:
    """The longest first, so that « médecin traitant » is found before « médecin »."""
    given = _read(f"plain_{'en' if language == 'en' else 'fr'}.yaml")
    found = [Listed(word, _pattern(word, plural=True), say) for word, say in given.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.word), one.word)))


@functools.cache
def tone(language: str, kind: str) -> tuple[Listed, ...]:
    """`kind`: fear or blame."""
    given = _read("tone.yaml")["en" if language == "en" else "fr"][kind]
    found = [Listed(word.strip("^*"), _pattern(word, plural=False), say) for word, say in given.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.word), one.word)))


def _pattern(word: str, *, plural: bool) -> re.Pattern[str]:
    stem = word.removesuffix("*")
    begins, stem = stem.startswith("^"), stem.removeprefix("^")
    parts = [re.escape(part).replace("'", "['’]").replace(r"\*", r"\w+") for part in stem.split()]
    if plural:
        parts = [f"{part}[sx]?" if len(part) > 3 else part for part in parts]
    ending = r"\w*" if word.endswith("*") else ""
    whole = r"\s+".join(parts) + ending
    before = r"(?:^|(?<=[.!?…]\s)|(?<=\n))" if begins else r"(?<!\w)"
    return re.compile(rf"{before}{whole}(?!\w)", re.IGNORECASE)


def _read(name: str) -> Mapping[str, Any]:
    return yaml.safe_load((CONTENT / name).read_text("utf-8"))  # type: ignore[no-any-return]
