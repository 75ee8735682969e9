"""Totals of one act over days, shown together: which ones, so that no subtraction gives a small group back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from prevenance.counting.measure import LEAST_CELL

PARTS_MOST = 12  # of one total: 4,096 ways to take some of them away, all tried


@dataclass(frozen=True, slots=True)
class Total:
    """People who did the act from a day to another, and who did not (None: nobody says of how many)."""

    first_on: dt.date
    last_on: dt.date
    yes: int
    no: int | None

    def holds(self, other: Total) -> bool:
        """Whether the other's days are among its own."""
        return self.first_on <= other.first_on and other.last_on <= self.last_on

    def meets(self, other: Total) -> bool:
        """Whether they have a day in common."""
        return self.first_on <= other.last_on and other.first_on <= self.last_on


@dataclass(slots=True)
class _Whole:
    """A total shown, and all the sums that totals shown within its days can make."""

    total: Total
    parts: int = 0
    yes: set[int] = field(default_factory=lambda: {0})
    no: set[int] = field(default_factory=lambda: {0})

    def may_hold(self, part: Total) -> bool:
        """Whether, some parts and this one taken away, the rest is never of 1 to 4."""
        if self.parts == PARTS_MOST:
            return False
        rest = [self.total.yes - part.yes - taken for taken in self.yes]
        if self.total.no is not None and part.no is not None:
            rest += [self.total.no - part.no - taken for taken in self.no]
        return not any(0 < abs(one) < LEAST_CELL for one in rest)

    def hold(self, part: Total) -> None:
        self.parts += 1
        self.yes |= {part.yes + taken for taken in self.yes}
        if part.no is not None:
            self.no |= {part.no + taken for taken in self.no}


def shown(totals: Sequence[Total], beside: Sequence[Total] = ()) -> list[bool]:
    """For each, whether it may be shown. `beside`: those shown whatever happens.

    The longest days first; each is shown if the days of those shown then nest or lie apart, and if nothing taken away
    from a whole leaves a small group. With nested days, whoever can be told apart is a whole without parts of it, or
    several such rests together. Too many are hidden rather than too few: parts are taken as if all were apart, and as
    if who did it in one were never in another.
    """
    kept = [_Whole(one) for one in beside]
    told = [False] * len(totals)
    order = sorted(range(len(totals)), key=lambda one: totals[one].first_on - totals[one].last_on)
    for place in order:
        mine = _Whole(totals[place])
        around = [one for one in kept if one.total.meets(mine.total)]
        told[place] = all(_goes_with(one, mine) for one in around)
        if told[place]:
            kept.append(mine)
            for one in around:
                if one.total.holds(mine.total):
                    one.hold(mine.total)
    return told


def _goes_with(one: _Whole, mine: _Whole) -> bool:
    """Whether one shown already allows the other. `mine` takes what it holds; both hold each other on the same days."""
    holds, is_held = mine.total.holds(one.total), one.total.holds(mine.total)
    if not (holds or is_held) or (is_held and not one.may_hold(mine.total)) or (holds and not mine.may_hold(one.total)):
        return False
    if holds:
        mine.hold(one.total)
    return True
