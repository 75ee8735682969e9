"""Aidants Connect organisations. The counts of people helped are not read: they say nothing to someone looking for a
place.
"""

from __future__ import annotations

from collections.abc import Iterator

from prevenance.formats import files, tables
from prevenance.formats.refusals import RowRefused
from prevenance.offer.operations import PlaceDraft

_REQUIRED = frozenset(("nom", "uuid", "actif", "code_insee", "adresse", "code_postal", "commune"))


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for row in tables.rows(file, required=_REQUIRED):
        if isinstance(row, RowRefused):
            yield row
        elif row.text("actif").lower() not in ("true", "t", "1", "oui"):
            yield RowRefused(row.number, "inactive")
        else:
            yield _draft(row)


def _draft(row: tables.Row) -> PlaceDraft:
    return PlaceDraft(
        number=row.number,
        source_id=row.text("uuid"),
        kind="aidants_connect",
        name=row.text("nom"),
        address=row.text("adresse"),
        postal_code=row.text("code_postal"),
        commune_code=row.text("code_insee"),
        commune_name=row.text("commune"),
    )
