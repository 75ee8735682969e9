"""What the journal says, in sentences: each room declares those of the lines that it writes.

A file: `kind: {verb: {team: {fr, en}, person: {fr, en}}}`. `{who}` is who acted. `team`: read by a coordinator;
`person`: read by the person concerned ("your record"), for the lines that are about somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from prevenance.kit.texts import Text

is_strict = False  # in tests: a line that nobody could read is refused, rather than written


class Unworded(KeyError):
    """No sentence says what this line means: add it to the `journal.yaml` of the room which writes it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one kind of line says."""

    team: Text
    person: Text | None


_sentences: dict[tuple[str, str], Sentence] = {}


def declare(file: Path) -> None:
    """Adds the sentences of one room."""
    for kind, verbs in yaml.safe_load(file.read_text(encoding="utf-8")).items():
        for verb, one in verbs.items():
            person = Text.read(one["person"]) if "person" in one else None
            _sentences[(kind, verb)] = Sentence(Text.read(one["team"]), person)


def sentence(kind: str, verb: str) -> Sentence | None:
    """None when the room which wrote it declared none."""
    return _sentences.get((kind, verb))


def check(kind: str, verb: str) -> None:
    """Called before a line is written.

    Raises:
        Unworded: in tests only.
    """
    if is_strict and (kind, verb) not in _sentences:
        raise Unworded(f"{kind}: {verb}")


def pairs() -> frozenset[tuple[str, str]]:
    """All that is declared."""
    return frozenset(_sentences)
