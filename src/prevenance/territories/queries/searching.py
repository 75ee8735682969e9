"""Finding the commune a person means, as they type it: a few milliseconds, best answers first.

Names rank by how they answer (`candidates.Tier`), then by population and nearness. A postal code or a department
typed beside the name weighs as whole tiers: it settles homonyms, and a wrong one does not hide the right name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prevenance.territories.choices import Reason
from prevenance.territories.queries import candidates, numbers, typed
from prevenance.territories.queries.candidates import Looking, Tier
from prevenance.territories.queries.distances import distances_from
from prevenance.territories.queries.names import names
from prevenance.territories.queries.register import Commune, register

MOST = 50  # answers, whatever the limit asked for

_BANDS_KM = (30.0, 100.0)  # near, not far, far
_BAND_WEIGHT = 2.0  # one band nearer against a population 100 times larger
# In tiers: what a name loses when the number or the department typed with it is not its own.
_SAME_DEPARTMENT, _OTHER_DEPARTMENT, _OTHER_POSTAL_CODE = 2.0, 4.0, 8.0
_PENALTY_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Match:
    """A commune that may be the one meant. `also_called` is the other name that was recognised (`Lomme` for Lille),
    or empty.
    """

    commune: Commune
    reason: Reason
    also_called: str = ""


@dataclass(frozen=True, slots=True, order=True)
class _Answer:
    tier: float
    value: float  # smaller is better, within a tier
    index: int  # of the commune
    reason: Reason
    other: int = -1


def communes_matching(text: str, *, limit: int = 10, near: str | None = None) -> list[Match]:
    """Communes a person may mean, best first; [] for what cannot be a commune.

    `text` is a name, a postal code (whole or begun), both, or a name and a department, as people type them. `near` is
    the INSEE code of a commune, or of a department: what is near comes first among answers of the same kind. At most
    50 answers.
    """
    asked = typed.read(text)
    limit = min(limit, MOST)
    if limit < 1 or not (asked.words or asked.number):
        return []
    bands = _bands(near)
    best: dict[int, _Answer] = {}
    if asked.words:
        best = _by_name(asked, bands, limit)
        split = typed.without_department(asked)
        if split and not any(answer.tier < Tier.WORDS for answer in best.values()):
            best = _merged(best, _by_name(split, bands, limit))
    if asked.number and len(best) < limit:
        for answer in _by_number(asked.number, bands):
            best.setdefault(answer.index, answer)
    return [_match(answer) for answer in sorted(best.values())[:limit]]


def _merged(first: dict[int, _Answer], second: dict[int, _Answer]) -> dict[int, _Answer]:
    return {
        index: min(found[index] for found in (first, second) if index in found)
        for index in first.keys() | second.keys()
    }


def _bands(near: str | None) -> NDArray[np.float32] | None:
    """For each commune 0 (near), 1 or 2 (far); None when `near` says nothing."""
    if not near:
        return None
    if near in register().departments:
        bands = np.full(len(register().codes), 2, dtype=np.float32)
        bands[numbers.in_department(near)] = 0
        return bands
    index = register().index(near)
    if index is None:
        return None
    distances = distances_from(float(register().latitude[index]), float(register().longitude[index]))
    return np.digitize(distances, _BANDS_KM).astype(np.float32)


def _penalty(asked: typed.Typed) -> NDArray[np.float32] | None:
    """For each commune, in tiers, how much it is at odds with the number or the department typed; None when there is
    neither.
    """
    if not (asked.number or asked.department):
        return None
    if asked.department:
        penalty = np.full(len(register().codes), _OTHER_DEPARTMENT, dtype=np.float32)
        penalty[numbers.in_department(asked.department)] = 0
        return penalty
    answering, same_department = numbers.around(asked.number)
    whole = len(asked.number) == 5 and len(answering) > 0
    penalty = np.full(len(register().codes), _OTHER_POSTAL_CODE if whole else _OTHER_DEPARTMENT, dtype=np.float32)
    penalty[same_department] = _SAME_DEPARTMENT if len(answering) else 0
    penalty[answering] = 0
    return penalty


def _by_name(asked: typed.Typed, bands: NDArray[np.float32] | None, limit: int) -> dict[int, _Answer]:
    """The best answer of each commune found by its name. The costly ways of looking are used when the cheap ones
    leave room.
    """
    known = names()
    weight = known.size if bands is None else known.size - _BAND_WEIGHT * bands[known.owner]
    penalty = _penalty(asked)
    penalties = np.zeros(len(known.plain), dtype=np.float32) if penalty is None else penalty[known.owner]
    near = None if bands is None else bands[known.owner] == 0
    looking = Looking(known, asked.words, weight - _PENALTY_WEIGHT * penalties, near)
    best: dict[int, _Answer] = {}
    for way in (candidates.whole_or_begun, candidates.by_words, candidates.misspelt):
        for found in way(looking):
            answer = _Answer(
                tier=found.tier + float(penalties[found.row]),
                value=candidates.ERROR_WEIGHT * found.errors - float(weight[found.row]),
                index=int(known.owner[found.row]),
                reason=found.reason,
                other=int(known.other[found.row]),
            )
            if answer.index not in best or answer < best[answer.index]:
                best[answer.index] = answer
        if sum(answer.tier <= Tier.WORDS for answer in best.values()) >= limit:
            break
    return best


def _by_number(number: str, bands: NDArray[np.float32] | None) -> Iterator[_Answer]:
    size = np.log10(register().population.astype(np.float32) + 100)
    weight = size if bands is None else size - _BAND_WEIGHT * bands
    for group, (indexes, reason) in enumerate(numbers.answering(number)):
        for index in indexes[np.argsort(-weight[indexes], kind="stable")][:MOST].tolist():
            yield _Answer(Tier.NUMBER_ONLY + group, -float(weight[index]), index, reason)


def _match(answer: _Answer) -> Match:
    other = register().other_names[answer.other].name if answer.other >= 0 else ""
    return Match(register().commune(answer.index), answer.reason, other)
