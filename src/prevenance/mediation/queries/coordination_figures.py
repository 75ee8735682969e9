"""Figures of coordination: no person helped is in them, so that none is hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from prevenance.mediation.choices import Field, values
from prevenance.mediation.queries.coordination import Activity
from prevenance.mediation.queries.counting import Distribution, exclusive, several

COORDINATIONS, MET = "coordinations", "met"
WITH = "coordination_met"


def figures(activities: Sequence[Activity]) -> tuple[Distribution, ...]:
    """How many, of which kinds, on what, at which level, by whom, and how many were there."""
    kinds = Counter(one.kind for one in activities)
    found = [
        exclusive(Field.COORDINATION_KINDS, COORDINATIONS, len(activities), kinds, values(Field.COORDINATION_KINDS))
    ]
    for kind, field, name in (
        ("animation", Field.ANIMATION_TYPES, "subjects"),
        ("animation", Field.ANIMATION_THEMES, "themes"),
        ("event", Field.EVENT_TYPES, "subjects"),
        ("event", Field.ORGANISERS, "organisers"),
        ("partnership", Field.PARTNERSHIP_NATURES, "subjects"),
    ):
        found.append(_several(activities, (kind,), field, lambda one, name=name: getattr(one, name)))  # type: ignore[misc]
    of_level = ("event", "partnership")
    found.append(_several(activities, ("animation",), Field.INITIATIVES, lambda one: filter(None, [one.initiative])))
    found.append(_several(activities, of_level, Field.ECHELONS, lambda one: filter(None, [one.echelon])))
    met = {
        name: sum(getattr(one, name) or 0 for one in activities)
        for name in ("mediators", "structures", "others", "participants")
    }
    found.append(exclusive(WITH, MET, sum(met.values()), met, met))
    return tuple(found)


def _several(
    activities: Sequence[Activity], kinds: tuple[str, ...], field: Field, of: Callable[[Activity], Iterable[str]]
) -> Distribution:
    mine = [one for one in activities if one.kind in kinds]
    return several(field, mine, [1] * len(mine), of, values(field), COORDINATIONS)
