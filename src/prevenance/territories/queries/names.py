"""Every name a commune answers to, prepared for search. Built once per process, at the first search (about 0.2 s)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from prevenance.territories.queries import spelling
from prevenance.territories.queries.likeness import PairsOfLetters
from prevenance.territories.queries.register import Register, register

_ARTICLE = re.compile(r"^(?:le|la|les|l) (?=.)")
_IN_BRACKETS = re.compile(r" ?\(.*\)$")
POPULATION_OF_A_PART = 2_000  # nothing published by part: no more than a small town, whatever the whole has
_AFTER_ALL = "\x7f"  # sorts after every ASCII letter


class Kind(IntEnum):
    NAME = 0  # the official name
    SHORTENED = 1  # the same without its article, or without what is in brackets
    OTHER = 2  # of a part of the commune, or of a commune it has taken in


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Columns, one row per name, sorted by `compact`."""

    compact: Sequence[str]
    plain: Sequence[str]
    sound: Sequence[str]
    owner: NDArray[np.int32]  # index of the commune in the register
    kind: NDArray[np.uint8]
    other: NDArray[np.int32]  # index in register().other_names; -1 for a name of today
    size: NDArray[np.float32]  # log10 of the population: how likely this commune is the one meant
    spelt_like: PairsOfLetters
    heard_like: PairsOfLetters
    _text: str  # every plain name after a line feed and a space, to find whole words
    _starts: NDArray[np.int32]

    def beginning(self, compact: str) -> range:
        """Rows whose compact name begins like this; those equal to it come first."""
        return range(bisect_left(self.compact, compact), bisect_left(self.compact, compact + _AFTER_ALL))

    def is_a_name(self, compact: str) -> bool:
        row = bisect_left(self.compact, compact)
        return row < len(self.compact) and self.compact[row] == compact

    def with_word(self, start: str) -> NDArray[np.intp]:
        """Rows with a word that begins like this."""
        found = [match.start() for match in re.finditer(re.escape(" " + start), self._text)]
        return np.unique(np.searchsorted(self._starts, found, side="right") - 1)


@cache
def names() -> Names:
    return _built(register())


def _rows(of: Register) -> Iterator[tuple[str, int, Kind, int]]:
    """(plain name, index of the commune, kind, index of the other name or -1)"""
    without_brackets = spelling.plain("\n".join(_IN_BRACKETS.sub("", name) for name in of.names)).split("\n")
    for owner, plain in enumerate(spelling.plain("\n".join(of.names)).split("\n")):
        yield plain, owner, Kind.NAME, -1
        shortened = _ARTICLE.sub("", without_brackets[owner])
        if shortened != plain:
            yield shortened, owner, Kind.SHORTENED, -1
    others = spelling.plain("\n".join(other.name for other in of.other_names)).split("\n")
    for number, (plain, other) in enumerate(zip(others, of.other_names, strict=True)):
        yield plain, other.commune, Kind.OTHER, number


def _built(of: Register) -> Names:
    rows = sorted((spelling.compact(plain), plain, owner, kind, other) for plain, owner, kind, other in _rows(of))
    compact, plain, owner, kind, other = zip(*rows, strict=True)
    sound = spelling.sound("\n".join(plain)).split("\n")
    owners = np.array(owner, dtype=np.int32)
    kinds = np.array(kind, dtype=np.uint8)
    population = of.population[owners].astype(np.float32)
    part_of_a_commune = np.minimum(population, POPULATION_OF_A_PART)
    lengths = np.array([len(name) + 2 for name in plain], dtype=np.int32)
    return Names(
        compact=compact,
        plain=plain,
        sound=sound,
        owner=owners,
        kind=kinds,
        other=np.array(other, dtype=np.int32),
        size=np.log10(np.where(kinds == Kind.OTHER, part_of_a_commune, population) + 100).astype(np.float32),
        spelt_like=PairsOfLetters(compact),
        heard_like=PairsOfLetters(sound),
        _text="".join("\n " + name for name in plain),
        _starts=np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int32),
    )
