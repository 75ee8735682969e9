"""Establishments of the yearly SAE survey, and the structures attached to them: FINESS category, address, no
position.
"""

from __future__ import annotations

from collections.abc import Iterator

from prevenance.formats import files, tables
from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import words
from prevenance.offer.operations import PlaceDraft

_REQUIRED = frozenset(("finess_et", "raison_sociale", "categorie_finess", "code_insee", "voie", "code_postal"))


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for row in tables.rows(file, required=_REQUIRED):
        if isinstance(row, RowRefused):
            yield row
        elif kind := words.finess_kinds().get(row.text("categorie_finess")):
            yield _draft(row, kind)
        else:
            yield RowRefused(row.number, "kind_not_used")


def _draft(row: tables.Row, kind: str) -> PlaceDraft:
    return PlaceDraft(
        number=row.number,
        source_id=row.text("finess_et"),
        kind=kind,
        name=" ".join(dict.fromkeys(filter(None, (row.text("raison_sociale"), row.text("raison_sociale_compl"))))),
        address=" ".join(filter(None, (row.text("numero"), row.text("type_voie"), row.text("voie")))),
        postal_code=row.text("code_postal"),
        commune_code=row.text("code_insee"),
        commune_name=row.text("acheminement"),
        finess=row.text("finess_et").zfill(9),
    )
