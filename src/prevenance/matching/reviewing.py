"""Which uncertain pairs a person should look at first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log2

from prevenance.matching.records import Judged

FROM, TO = 0.1, 0.95


def review(
    judged: Iterable[Judged], worth: Mapping[str, float] | None = None, *, above: float = FROM, below: float = TO
) -> list[tuple[float, Judged]]:
    """(value, pair), the most valuable first: doubt in bits (1 at even odds) × the worth of the two records together.

    `worth`: by record id, how many people or acts depend on it; 1 when not given.
    """
    known = worth or {}
    found = [
        (doubt(one.probability) * (known.get(one.id_a, 1.0) + known.get(one.id_b, 1.0)), one)
        for one in judged
        if above <= one.probability < below
    ]
    return sorted(found, key=lambda row: (-row[0], row[1].id_a, row[1].id_b))


def doubt(probability: float) -> float:
    """Entropy, in bits."""
    if not 0 < probability < 1:
        return 0.0
    return -probability * log2(probability) - (1 - probability) * log2(1 - probability)
