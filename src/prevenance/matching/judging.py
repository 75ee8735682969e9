"""From records to judged pairs."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from prevenance.matching import blocking, columns, comparing, exact, levels
from prevenance.matching.records import Candidate, Evidence, Judged, Progress

_AT_ONCE = 500_000  # pairs compared at a time: about 0.5 GB
_KEPT = 0.02  # pairs less likely than this are not handed over
_HOPELESS = -14.0  # bits: below, no model could bring a pair back


def pairs(records: Iterable[Candidate], progress: Progress | None = None, *, method: str = "") -> list[Judged]:
    """Every pair with some chance of being one place, by ids. `method`: `model`, `exact`, or whichever is installed."""
    prepared = columns.prepared(records)
    left, right = blocking.blocked(prepared)
    found: list[Judged] = []
    for start in range(0, len(left), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        found += _judged(prepared, left[part], right[part])
        if progress is not None:
            progress("compare", min(start + _AT_ONCE, len(left)), len(left))
    return found


def _judged(prepared: columns.Columns, left: columns.Ints, right: columns.Ints) -> list[Judged]:
    features = comparing.compared(prepared, left, right)
    marks = levels.levelled(features)
    probabilities = exact.probabilities(features)
    method = Evidence("method", "exact", 0.0)
    return [
        Judged(
            prepared.ids[left[rank]],
            prepared.ids[right[rank]],
            round(float(probabilities[rank]), 6),
            (*levels.evidence(marks, features, rank), method),
        )
        for rank in np.flatnonzero(probabilities > _KEPT).tolist()
    ]
