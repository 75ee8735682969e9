"""The criteria of a card's quality: their weights, and the words of each with its mend, `fr` and `en`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion. `field`: the field of the form that mends it. `not_for`: kinds of places to which it says
    nothing. `words` and `mend`: by language.
    """

    key: str
    weight: int
    field: str
    words: Mapping[str, str]
    mend: Mapping[str, str]
    not_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grid:
    """`stale_after_days`: how long a check of the card counts. `least_description`: in characters. The lists of words
    are plain, without accents, as they may be found in what the place says of itself.
    """

    criteria: tuple[Asked, ...]
    stale_after_days: int
    least_description: int
    says: Mapping[str, tuple[str, ...]]
    titles: tuple[str, ...]


@cache
def grid() -> Grid:
    loaded = yaml.safe_load((files(__package__) / "quality.yaml").read_text(encoding="utf-8"))
    criteria = tuple(
        Asked(
            key=key,
            weight=given["weight"],
            field=given["field"],
            words=given["words"],
            mend=given["mend"],
            not_for=frozenset(given.get("not_for", ())),
        )
        for key, given in loaded["criteria"].items()
    )
    return Grid(
        criteria=criteria,
        stale_after_days=loaded["stale_after_days"],
        least_description=loaded["least_description"],
        says={way: tuple(words) for way, words in loaded["says"].items()},
        titles=tuple(loaded["titles"]),
    )
