"""Pharmacies and vaccination centres open to booking in 2021-2022: no identifier, so name and position make one."""

from __future__ import annotations

from collections.abc import Iterator

from prevenance.formats import files, opening, tables
from prevenance.formats.refusals import RowRefused
from prevenance.offer.operations import PlaceDraft

_REQUIRED = frozenset(("type", "nom", "adresse", "code_postal", "code_insee", "lat", "lon", "telephone", "horaires"))
_KINDS = {"pharmacie": "pharmacy", "centre_vaccination": "vaccination_centre"}


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for row in tables.rows(file, required=_REQUIRED):
        yield row if isinstance(row, RowRefused) else _draft(row)


def _draft(row: tables.Row) -> PlaceDraft:
    return PlaceDraft(
        number=row.number,
        source_id="|".join((row.text("type"), row.text("nom")[:80], row.text("lat"), row.text("lon"))),
        kind=_KINDS.get(row.text("type"), row.text("type")),
        name=row.text("nom"),
        address=row.text("adresse"),
        postal_code=row.text("code_postal"),
        commune_code=row.text("code_insee"),
        commune_name=row.text("commune"),
        latitude=row.text("lat"),
        longitude=row.text("lon"),
        phone=row.text("telephone"),
        hours=opening.from_any(row.text("horaires")),
    )
