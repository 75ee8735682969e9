"""Sampling sites of medical laboratories. One site may have several rows (drive-in, doors): the first one is kept.

The hours are those of Covid-19 sampling, of 2020: they are given as words that say so, never as the laboratory's own
hours.
"""

from __future__ import annotations

from collections.abc import Iterator

from prevenance.formats import files, tables
from prevenance.formats.opening import UNKNOWN, Hours
from prevenance.formats.refusals import RowRefused
from prevenance.offer.operations import PlaceDraft

_REQUIRED = frozenset(("finess_et", "raison_sociale", "adresse", "longitude", "latitude", "horaire", "date_modif"))


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for row in tables.rows(file, required=_REQUIRED):
        if isinstance(row, RowRefused):
            yield row
        elif row.text("do_prel").upper() == "FALSE":
            yield RowRefused(row.number, "kind_not_used")
        else:
            yield _draft(row)


def _draft(row: tables.Row) -> PlaceDraft:
    said = " ; ".join(part.strip() for part in row.text("horaire").split("|") if part.strip())
    return PlaceDraft(
        number=row.number,
        source_id=row.text("finess_et") or f"{row.text('raison_sociale')}|{row.text('adresse')}"[:200],
        kind="laboratory",
        name=row.text("raison_sociale"),
        address=row.text("adresse"),
        postal_code=row.text("code_postal"),
        latitude=row.text("latitude"),
        longitude=row.text("longitude"),
        phone=row.text("tel_rdv"),
        booking=row.text("web_rdv"),
        hours=Hours(words=f"Prélèvements Covid-19 : {said}"[:500]) if said else UNKNOWN,
        finess=row.text("finess_et").zfill(9),
        content_on=row.text("date_modif"),
    )
