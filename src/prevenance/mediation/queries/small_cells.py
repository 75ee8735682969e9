"""What may leave the organisation: no number of people below 5, nor what would give it back by subtraction.

Each distribution of one total is protected by itself: whatever is hidden, at least two tables fit what is shown. Two
periods that overlap are not compared: shared figures are of whole months and never move (`models.Share`).
"""

from __future__ import annotations

from dataclasses import replace

from prevenance.mediation.queries.counting import ENCOUNTERS, Distribution, Figures

LEAST = 5


def published(figures: Figures) -> Figures:
    """The same, small numbers hidden (None). Numbers of encounters are acts, not people: they stay."""
    shown = tuple(_published(one) for one in figures.distributions)
    return replace(
        figures, participations=_seen(figures.participations), people=_seen(figures.people), distributions=shown
    )


def _seen(many: int | None) -> int | None:
    return None if many is None or 0 < many < LEAST else many


def _published(one: Distribution) -> Distribution:
    if one.unit == ENCOUNTERS or not one.total:
        return one
    if one.total < LEAST:
        return replace(one, total=None, missing=None, cells=tuple((key, None) for key, _ in one.cells))
    assert one.missing is not None
    counts = [many or 0 for _, many in one.cells] + [one.missing]
    hidden = _hidden(counts) if one.is_exclusive else _hidden_alone(counts, one.total)
    told = [None if at in hidden else many for at, many in enumerate(counts)]
    cells = tuple((key, many) for (key, _), many in zip(one.cells, told, strict=False))
    return replace(one, missing=told[-1], cells=cells)


def _hidden(counts: list[int]) -> set[int]:
    """Where counts that add up to a known total are hidden: the small ones, then the smallest others until the sum of
    what is hidden leaves each of them a choice. When there is no other left, all of them, zeros included.
    """
    hidden = {at for at, many in enumerate(counts) if 0 < many < LEAST}
    others = sorted({many for many in counts if many >= LEAST})
    while hidden and _is_told(counts, hidden):
        if not others:
            return set(range(len(counts)))
        smallest = others.pop(0)  # every cell of this size: exchanging two hidden ones then shows the same page
        hidden |= {at for at, many in enumerate(counts) if many == smallest}
    return hidden


def _is_told(counts: list[int], hidden: set[int]) -> bool:
    """Whether the sum of what is hidden says too much: one number alone; near its least, each is 1 or so; at its most,
    each is the largest of the small ones.
    """
    many, total = len(hidden), sum(counts[at] for at in hidden)
    are_small = all(counts[at] < LEAST for at in hidden)
    return many == 1 or total < many + LEAST - 1 or (are_small and total == many * (LEAST - 1))


def _hidden_alone(counts: list[int], total: int) -> set[int]:
    """Counts that need not add up: the small ones, and those that all but a few are in."""
    return {at for at, many in enumerate(counts) if 0 < many < LEAST or 0 < total - many < LEAST}
