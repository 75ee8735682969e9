"""The names that may answer the words typed, by four ways of looking: whole, begun, by words, misspelt."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from math import inf

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from prevenance.territories.choices import Reason
from prevenance.territories.queries import spelling
from prevenance.territories.queries.names import Kind, Names

# Weights, tuned on generated queries (bench/territories.py).
ERROR_WEIGHT = 2.5  # one error in the spelling against a population 300 times larger
_SOUNDS_ALIKE = 0.5  # in errors, as are the next five
_SOUND_WEIGHT = 1.8  # a sound says more than a letter
_RUN_TOGETHER = 1.0
_UNFINISHED = 1.2
_WORDS_LEFT_OUT = 1.5
_NOT_OF_TODAY = 0.5
_LOOK_ALIKES = 120  # names compared letter by letter
_KEPT = 60  # answers kept for each way of looking
_FUSED_SAINT = "st"


class Tier(IntEnum):
    """How well a name answers. Smaller is better; the steps between are what a penalty is counted in."""

    EXACT = 0
    EXACT_SHORTENED = 1
    EXACT_OTHER = 2
    BEGINNING = 3
    BEGINNING_OTHER = 4
    WORDS = 5
    SPELLING = 6
    NUMBER_ONLY = 12


_EXACT = {Kind.NAME: Tier.EXACT, Kind.SHORTENED: Tier.EXACT_SHORTENED, Kind.OTHER: Tier.EXACT_OTHER}


@dataclass(frozen=True, slots=True)
class Candidate:
    row: int  # in Names
    tier: Tier
    reason: Reason
    errors: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Looking:
    """One search. `weight`: for each name, how likely it is meant, before reading it (log10 of the population,
    nearness, number typed). `near`: the names that are near, or None when the person has said nothing of where they
    are.
    """

    known: Names
    words: str
    weight: NDArray[np.float32]
    near: NDArray[np.bool_] | None

    def likeliest(self, rows: NDArray[np.intp], most: int = _KEPT) -> NDArray[np.intp]:
        if len(rows) <= most:
            return rows
        return rows[np.argpartition(-self.weight[rows], most)[:most]]


def whole_or_begun(looking: Looking) -> Iterator[Candidate]:
    compact = spelling.compact(looking.words)
    yield from _whole_or_begun(looking, compact, looking.words)
    if compact.startswith(_FUSED_SAINT) and len(compact) > 4:
        rest = compact.removeprefix(_FUSED_SAINT)
        yield from _whole_or_begun(looking, "saint" + rest, "saint " + rest)


def _whole_or_begun(looking: Looking, compact: str, words: str) -> Iterator[Candidate]:
    known, rows = looking.known, looking.known.beginning(compact)
    begun = rows.start
    while begun < rows.stop and known.compact[begun] == compact:
        yield Candidate(begun, _EXACT[Kind(known.kind[begun])], Reason.EXACT)
        begun += 1
    for row in looking.likeliest(np.arange(begun, rows.stop)).tolist():
        plain = known.plain[row]
        if not plain.startswith(words):
            yield Candidate(row, Tier.SPELLING, Reason.SPELLING, _RUN_TOGETHER)
        elif looking.near is not None and looking.near[row] and plain[len(words) : len(words) + 1] == " ":
            yield Candidate(row, Tier.EXACT, Reason.BEGINNING)  # "Saint-Amand" for who lives near Saint-Amand-les-Eaux
        else:
            tier = Tier.BEGINNING_OTHER if known.kind[row] == Kind.OTHER else Tier.BEGINNING
            yield Candidate(row, tier, Reason.BEGINNING)


def by_words(looking: Looking) -> Iterator[Candidate]:
    """Names that hold all the main words typed, or words that begin like them."""
    words = spelling.main_words(looking.words)
    rows = looking.known.with_word(max(words, key=lambda word: (not "saintes".startswith(word), len(word))))
    others = [" " + word for word in words]
    rows = np.array([row for row in rows.tolist() if _holds(looking.known.plain[row], others)], dtype=np.intp)
    for row in looking.likeliest(rows).tolist():
        yield Candidate(row, Tier.WORDS, Reason.WORDS)


def _holds(plain: str, starts_of_words: list[str]) -> bool:
    name = " " + plain
    return all(start in name for start in starts_of_words)


def misspelt(looking: Looking) -> Iterator[Candidate]:
    """Names written or heard nearly like the words typed; only the very near ones when the words are a name already."""
    known = looking.known
    compact, sound = spelling.compact(looking.words), spelling.sound(looking.words)
    alike = np.maximum(known.spelt_like.shares(compact), known.heard_like.shares(sound)) + 0.03 * looking.weight
    words = spelling.main_words(looking.words)
    allowed = 1 if known.is_a_name(compact) else _errors_allowed(len(compact))
    sounds_allowed = min(allowed, _sound_errors_allowed(compact, sound))
    for row in np.argpartition(-alike, _LOOK_ALIKES)[:_LOOK_ALIKES].tolist():
        errors = min(
            _errors(compact, known.compact[row], allowed),
            _SOUND_WEIGHT * _errors(sound, known.sound[row], sounds_allowed) + _SOUNDS_ALIKE,
            _errors_in_words(words, known.plain[row], allowed),
        )
        if errors <= allowed + _SOUNDS_ALIKE:
            other = _NOT_OF_TODAY if known.kind[row] == Kind.OTHER else 0
            yield Candidate(row, Tier.SPELLING, Reason.SPELLING, errors + other)


def _errors_allowed(letters: int) -> int:
    return min(4, 1 + letters // 4)


def _sound_errors_allowed(compact: str, sound: str) -> int:
    """None for a short sound; -1, not even the same, when next to nothing of what was typed is heard."""
    return -1 if len(sound) * 4 < len(compact) else max(0, len(sound) - 1) // 3


def _errors(typed: str, name: str, allowed: int) -> float:
    """Letters missing, added, changed or swapped; a name typed in part counts as unfinished."""
    if allowed < 0:
        return inf
    distance = OSA.distance(typed, name, score_cutoff=allowed)
    whole = distance if distance <= allowed else inf
    if len(name) <= len(typed) or len(typed) < 4:
        return whole
    begun = OSA.distance(typed, name[: len(typed)], score_cutoff=allowed)
    return min(whole, begun + _UNFINISHED) if begun <= allowed else whole


def _errors_in_words(words: list[str], name: str, allowed: int) -> float:
    """Errors when each word typed stands for one word of a longer name: `kantin` in `saint quentin`."""
    parts = name.split()
    if len(parts) <= len(words):
        return inf
    return _WORDS_LEFT_OUT + sum(
        min(OSA.distance(word, part, score_cutoff=allowed) for part in parts) for word in words
    )
