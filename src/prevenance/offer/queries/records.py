"""What one source said of its places: for the readers that complete it, never for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from prevenance.offer import models


@dataclass(frozen=True, slots=True)
class RecordCard:
    """Enough of a record to place beside it what another file of the same publisher says of it."""

    source_id: str
    kind: str
    name: str
    address: str
    postal_code: str
    commune_code: str
    commune_name: str
    latitude: float
    longitude: float
    is_position_approximate: bool
    phone: str
    siret: str


def records_of(source: str, source_ids: Iterable[str]) -> dict[str, RecordCard]:
    """By identifier of the source; those that are not known are absent. At most 500 identifiers at once."""
    rows = models.Record.objects.filter(source=source, source_id__in=list(source_ids)).values_list(
        *RecordCard.__dataclass_fields__
    )
    return {row[0]: RecordCard(*row) for row in rows}
