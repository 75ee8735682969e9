"""What is done at a place and what is not, as people corrected it, over what its sources declare."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from prevenance.offer.models import Change, PlaceAct


def write(identifiers: Collection[str], changes: Mapping[str, Sequence[Change]]) -> None:
    """Replaces the corrected acts of these places by those in force: by place, oldest first, the last word wins. "Not
    known any more" (null) leaves what the sources say.
    """
    PlaceAct.objects.filter(place_id__in=list(identifiers), origin__has_key="change").delete()
    rows = [
        PlaceAct(
            place_id=identifier,
            act=act,
            confidence="declared" if is_done else "not_done",
            origin={"change": change.pk, "author": change.author, "on": change.made_at.date().isoformat()},
        )
        for identifier, mine in changes.items()
        for act, (is_done, change) in _last_words(mine).items()
        if is_done is not None
    ]
    PlaceAct.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["place", "act"], update_fields=["confidence", "origin"]
    )


def _last_words(changes: Sequence[Change]) -> dict[str, tuple[bool | None, Any]]:
    found: dict[str, tuple[bool | None, Any]] = {}
    for change in changes:
        if change.field == "acts" and isinstance(change.after, dict):
            found |= {str(act): (is_done, change) for act, is_done in change.after.items()}
    return found
