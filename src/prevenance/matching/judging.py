"""From records to judged pairs: blocked, weighed, and those that stand a chance judged closely."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from prevenance.matching import blocking, columns, comparing, exact, levels, model
from prevenance.matching.columns import Columns, Floats, Ints
from prevenance.matching.records import Candidate, Evidence, Judged, Progress

_AT_ONCE = 500_000  # pairs compared at a time: about 0.5 GB
_HOPELESS = -10.0  # bits: no labelled pair of one place is below, and most blocked pairs are
_KEPT = 0.02  # pairs less likely than this are not handed over


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs that stand a chance, and the sum of their reasons in bits."""

    left: Ints
    right: Ints
    bits: Floats
    blocked: int  # pairs compared in all


def pairs(records: Iterable[Candidate], progress: Progress | None = None, *, method: str = "") -> list[Judged]:
    """Every pair with some chance of being one place, by ids. `method`: `model`, `exact`, or whichever is installed."""
    used = method or ("model" if model.is_installed() else "exact")
    prepared = columns.prepared(records)
    weighed = weigh(prepared, progress)
    rivals = rivalry(prepared, weighed)
    found: list[Judged] = []
    for start in range(0, len(weighed.left), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        features = closely(prepared, weighed, rivals, part)
        probabilities = model.probabilities(features) if used == "model" else exact.probabilities(features)
        probabilities = np.where(exact.twins(features), np.maximum(probabilities, exact.TWINS), probabilities)
        found += _told(prepared, weighed, part, features, probabilities, used)
        if progress is not None:
            progress("judge", min(start + _AT_ONCE, len(weighed.left)), len(weighed.left))
    return found


def weigh(prepared: Columns, progress: Progress | None = None) -> Weighed:
    left, right = blocking.blocked(prepared)
    kept: list[tuple[Ints, Ints, Floats]] = []
    for start in range(0, len(left), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        features = comparing.compared(prepared, left[part], right[part])
        bits = levels.summed(levels.levelled(features))
        hopeful = bits > _HOPELESS
        kept.append((left[part][hopeful], right[part][hopeful], bits[hopeful]))
        if progress is not None:
            progress("compare", min(start + _AT_ONCE, len(left)), len(left))
    if not kept:
        return Weighed(left, right, np.zeros(0), 0)
    lefts, rights, weights = zip(*kept, strict=True)
    return Weighed(np.concatenate(lefts), np.concatenate(rights), np.concatenate(weights), len(left))


def closely(prepared: Columns, weighed: Weighed, rivals: dict[str, Floats], part: slice) -> dict[str, Floats]:
    """Every feature of a part of the pairs."""
    left, right = weighed.left[part], weighed.right[part]
    return {
        **comparing.compared(prepared, left, right),
        **comparing.refined(prepared, left, right),
        "bits": weighed.bits[part],
        **{key: values[part] for key, values in rivals.items()},
    }


def rivalry(prepared: Columns, weighed: Weighed) -> dict[str, Floats]:
    """How far each pair is above the best other pair that one of its records makes with the other's source.

    `rival_most`, `rival_least`: bits, seen from the record where the lead is larger, and smaller; 40 without a rival.
    `rivals`: how many other pairs within 6 bits, both sides together.
    """
    sources, voices = prepared.codes["source"], prepared.codes["voice"]
    width = int(sources.max(initial=0)) + 1
    left, right = weighed.left, weighed.right
    lead_a, near_a = _lead(left * width + sources[right], voices[right], weighed.bits)
    lead_b, near_b = _lead(right * width + sources[left], voices[left], weighed.bits)
    return {
        "rival_most": np.maximum(lead_a, lead_b),
        "rival_least": np.minimum(lead_a, lead_b),
        "rivals": near_a + near_b,
    }


def _lead(groups: Ints, voices: Ints, bits: Floats) -> tuple[Floats, Floats]:
    """Lead over the best other voice of the group; number of other voices at most 6 bits below the best, or above."""
    if not len(groups):
        return np.zeros(0), np.zeros(0)
    order = np.lexsort((-bits, voices, groups))
    ranked_groups, ranked_voices = groups[order], voices[order]
    is_new = np.r_[True, (ranked_groups[1:] != ranked_groups[:-1]) | (ranked_voices[1:] != ranked_voices[:-1])]
    heads = order[is_new]  # the best pair of each voice in each group
    best_other, near = _others(groups[heads], bits[heads])
    of_head = np.cumsum(is_new) - 1
    lead, close = np.empty(len(order)), np.empty(len(order))
    lead[order] = np.clip(bits[order] - best_other[of_head], -40, 40)
    close[order] = near[of_head]
    return lead, close


def _others(groups: Ints, bits: Floats) -> tuple[Floats, Floats]:
    """For each row, the most bits of another row of its group, and how many others are within 6 bits of the best."""
    order = np.lexsort((-bits, groups))
    ranked, ranked_bits = groups[order], bits[order]
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
    sizes = np.diff(np.r_[starts, len(order)])
    first = np.repeat(ranked_bits[starts], sizes)
    second = np.full(len(starts), -np.inf)
    many = sizes > 1
    second[many] = ranked_bits[starts[many] + 1]
    is_first = np.zeros(len(order), dtype=np.bool_)
    is_first[starts] = True
    best_other, near = np.empty(len(order)), np.empty(len(order))
    best_other[order] = np.where(is_first, np.repeat(second, sizes), first)
    close = (first - ranked_bits <= 6).astype(np.float64)
    near[order] = np.repeat(np.add.reduceat(close, starts), sizes) - close
    return best_other, near


def _told(
    prepared: Columns, weighed: Weighed, part: slice, features: dict[str, Floats], probabilities: Floats, method: str
) -> list[Judged]:
    left, right = weighed.left[part], weighed.right[part]
    marks = levels.levelled(features)
    ending = Evidence("method", method, 0.0)
    return [
        Judged(
            prepared.ids[left[rank]],
            prepared.ids[right[rank]],
            round(float(probabilities[rank]), 6),
            (*levels.evidence(marks, features, rank), ending),
        )
        for rank in np.flatnonzero(probabilities > _KEPT).tolist()
    ]
