"""The encounters of one person followed, for their page."""

from __future__ import annotations

from prevenance.mediation.queries.encounters import Noted, full, noted, visible
from prevenance.people.queries import Access


def encounters_of(agent: Access, reference: str, *, many: int) -> tuple[tuple[Noted, ...], int]:
    """The last held within the scope, and how many there are in all."""
    rows = visible(agent).filter(participations__person=reference, removed_at__isnull=True).distinct()
    return tuple(noted(row) for row in full(rows.order_by("-held_on", "-id"))[:many]), rows.count()
