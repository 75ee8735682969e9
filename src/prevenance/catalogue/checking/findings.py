"""One thing to mend, and the collection of all of them."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from prevenance.catalogue.marked_yaml import ContentError

T = TypeVar("T")


class Level(enum.StrEnum):
    """An error must be mended before the catalogue is used; a warning can wait for the next review."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`line` counts from 1. `cause` and `mend` are whole sentences."""

    file: Path
    line: int
    cause: str
    mend: str
    level: Level = Level.ERROR


class Findings:
    """Collects findings; the same one is kept once."""

    def __init__(self) -> None:
        self._found: dict[tuple[Path, int, str], Finding] = {}

    def add(self, file: Path, line: int, cause: str, mend: str, level: Level = Level.ERROR) -> None:
        """Keeps one finding."""
        one = Finding(file, line, _sentence(cause), _sentence(mend), level)
        self._found.setdefault((file, line, one.cause), one)

    def attempt(self, read: Callable[[], T]) -> T | None:
        """What `read` gives, or None when the catalogue's readers refuse it: the refusal is kept."""
        try:
            return read()
        except ContentError as error:
            self.add(error.file, error.line, error.cause, error.mend)
            return None

    def sorted(self) -> list[Finding]:
        """By file, then line."""
        return sorted(self._found.values())


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "»", "…")) else f"{text}."


def line_of(file: Path, words: str, after: int = 1) -> int:
    """The first line, from `after` on, which holds `words`; `after` when none does."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if number >= after and words in line:
            return number
    return after
