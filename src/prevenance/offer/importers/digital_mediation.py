"""Places for help with digital tools: schema « lieux de médiation numérique », its version 1.0.2 (`|` between values)
and the earlier one (`;`); and the desks of digital advisers, which use the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from prevenance.formats import files, opening, tables
from prevenance.formats.refusals import RowRefused
from prevenance.offer.operations import PlaceDraft

_REQUIRED = frozenset(
    ("id", "nom", "commune", "code_postal", "adresse", "latitude", "longitude", "date_maj", "services")
)
_BETWEEN_VALUES = re.compile(r"[|;]")


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    yield from _of_kind(file, "digital_mediation")


def adviser_drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    yield from _of_kind(file, "conseiller_numerique")


def _of_kind(file: files.Checked, kind: str) -> Iterator[PlaceDraft | RowRefused]:
    for row in tables.rows(file, required=_REQUIRED):
        yield row if isinstance(row, RowRefused) else _draft(row, kind)


def _draft(row: tables.Row, kind: str) -> PlaceDraft:
    return PlaceDraft(
        number=row.number,
        source_id=row.text("id"),
        kind=kind,
        name=row.text("nom"),
        address=" ".join(filter(None, (row.text("adresse"), row.text("complement_adresse")))),
        postal_code=row.text("code_postal"),
        commune_code=row.text("code_insee"),
        commune_name=row.text("commune"),
        latitude=row.text("latitude"),
        longitude=row.text("longitude"),
        phone=row.text("telephone"),
        website=row.text("site_web"),
        booking=row.text("prise_rdv"),
        hours=opening.from_osm(row.text("horaires")),
        content_on=row.text("date_maj"),
        services=tuple(filter(None, map(str.strip, _BETWEEN_VALUES.split(row.text("services"))))),
    )
