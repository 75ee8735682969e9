"""Before a comparison is declared: who may start when, lots drawn from public words, power, what would raise it.

Lots: the seed is the SHA-256 of the declared words. Read as one number, it seeds NumPy's `PCG64`; each territory, in
the order declared, takes the next raw draw of 64 bits; the smallest draw takes the first start of the list. Raw draws
are the part of NumPy that is promised never to change: anybody can draw again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from .designs import Assumption, CannotTell, Design, Power, power

Starts = tuple[int | None, ...]
RUNS, FEWER_RUNS = 20_000, 5_000
_CELLS = 240  # territories × periods above which fewer campaigns are drawn, so that a page stays quick


@dataclass(frozen=True)
class Raise:
    """What would give more power. `territories`, `periods`: how many in all."""

    territories: int
    periods: int
    power: float


def halves(many: int, with_campaign: int, start: int) -> Starts:
    """`with_campaign` territories start together at period `start`, the others never."""
    if not 0 <= with_campaign <= many:
        raise ValueError(f"{with_campaign} of {many} territories")
    return (start,) * with_campaign + (None,) * (many - with_campaign)


def staggered(many: int, steps: int, start: int) -> Starts:
    """All start, in `steps` steps one period apart, as many in each as can be; the first takes one more."""
    if not 0 < steps <= many:
        raise ValueError(f"{steps} steps for {many} territories")
    return tuple(sorted(start + one % steps for one in range(many)))


def seed(text: str) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def drawn(seed_: str, starts: Sequence[int | None]) -> Starts:
    """The starts, dealt to territories in the order declared."""
    keys = np.random.PCG64(int(seed_, 16)).random_raw(len(starts))
    dealt: list[int | None] = [None] * len(starts)
    for start, territory in zip(starts, np.argsort(keys, kind="stable"), strict=True):
        dealt[int(territory)] = start
    return tuple(dealt)


@lru_cache(maxsize=128)
def stated(starts: Starts, periods: int, hoped: float, assumption: Assumption, most: int = RUNS) -> Power | CannotTell:
    """The power of a comparison. It does not depend on which territory starts when: it may be said before the lots."""
    runs = min(most, most * _CELLS // (len(starts) * periods or 1))
    return power(_design(starts, periods, hoped), assumption, runs=runs)


def _design(starts: Starts, periods: int, hoped: float) -> Design:
    """Sorted, so that lots drawn otherwise give the same number. The days play no part here."""
    ordered = sorted(starts, key=lambda one: (one is None, one or 0))
    names = {f"{number:03}": start for number, start in enumerate(ordered)}
    return Design(names, periods, hoped, date(2000, 1, 1), date(2000, 1, 2))


def raises(starts: Starts, periods: int, hoped: float, assumption: Assumption) -> tuple[Raise, ...]:
    """Half as many territories again, then twice as many periods: those that would help by five points at least."""
    now = stated(starts, periods, hoped, assumption)
    if isinstance(now, CannotTell):
        return ()
    more = (*starts, *_spread(starts, (len(starts) + 1) // 2))
    found = []
    for tried, length in ((more, periods), (starts, periods * 2)):
        then = stated(tried, length, hoped, assumption, FEWER_RUNS)
        if isinstance(then, Power) and then.value >= now.value + 0.05:
            found.append(Raise(len(tried), length, then.value))
    return tuple(found)


def _spread(starts: Starts, many: int) -> Starts:
    """`many` more, in the proportions of those there."""
    return tuple(starts[int((one + 0.5) * len(starts) / many)] for one in range(many))
