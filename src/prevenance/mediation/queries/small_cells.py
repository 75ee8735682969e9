"""What may leave the organisation: no number of people below 5, nor what would give it back by subtraction.

Each distribution of one total is protected by itself: whatever is hidden, at least two tables fit what is shown.
Communes are protected inside each department, whose number is shown too. A distribution whose total is a part of
another one is hidden whole when that part is. Two periods that overlap are not compared: shared figures are of whole
months and never move (`models.Share`).
"""

from __future__ import annotations

from dataclasses import replace

from prevenance.mediation.queries.coordination_figures import COORDINATIONS, MET
from prevenance.mediation.queries.counting import (
    DEPARTMENTS,
    ENCOUNTERS,
    HELD_IN,
    Distribution,
    Figures,
)
from prevenance.mediation.queries.mission import DEPENDS
from prevenance.territories.queries.register import department_of

LEAST = 5
ACTS = frozenset({ENCOUNTERS, COORDINATIONS, MET})  # acts and professionals, not people helped


def published(figures: Figures) -> Figures:
    """The same, small numbers hidden (None). Numbers of encounters are acts, not people: they stay."""
    shown = {one.key: _published(one) for one in figures.distributions}
    if HELD_IN in shown and DEPARTMENTS in shown:
        exact = next(one for one in figures.distributions if one.key == HELD_IN)
        shown[HELD_IN] = _inside_departments(exact, shown[DEPARTMENTS])
    for key, other in DEPENDS.items():
        if key in shown and other in shown and _hides(shown[other]):
            shown[key] = _all_hidden(shown[key])
    return replace(
        figures,
        participations=_seen(figures.participations),
        people=_seen(figures.people),
        distributions=tuple(shown.values()),
    )


def _hides(one: Distribution) -> bool:
    return one.total is None or one.missing is None or any(many is None for _, many in one.cells)


def _all_hidden(one: Distribution) -> Distribution:
    return replace(one, total=None, missing=None, cells=tuple((key, None) for key, _ in one.cells))


def _inside_departments(communes: Distribution, departments: Distribution) -> Distribution:
    """Each department's number is known when it is shown: its communes are then a table of their own."""
    told = dict(departments.cells)
    seen: dict[str, int | None] = {}
    for code, whole in told.items():
        mine = [(key, many or 0) for key, many in communes.cells if department_of(key) == code]
        hidden = set(range(len(mine))) if whole is None else _hidden([many for _, many in mine])
        seen |= {key: None if at in hidden else many for at, (key, many) in enumerate(mine)}
    if departments.total is None:
        return _all_hidden(communes)
    return replace(communes, missing=departments.missing, cells=tuple((key, seen[key]) for key, _ in communes.cells))


def _seen(many: int | None) -> int | None:
    return None if many is None or 0 < many < LEAST else many


def _published(one: Distribution) -> Distribution:
    if one.unit in ACTS or not one.total:
        return one
    if one.total < LEAST:
        return _all_hidden(one)
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
