"""Aidants Connect organisations. The counts of people helped are not read: they say nothing to someone looking for a
place.
"""

from __future__ import annotations

from collections.abc import Iterator

from prevenance.formats import files, tables
from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import Fees
from prevenance.offer.importers import codes
from prevenance.offer.operations import PlaceDraft, ServiceDraft

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
        siret=codes.siret(row.text("siret")),
        fees=Fees.FREE,  # the mandate is free by the terms of the programme
        services=tuple(_services(row)),
    )


def _services(row: tables.Row) -> Iterator[ServiceDraft]:
    """`nb_aidants` counts the people who may act on someone's behalf."""
    count = row.text("nb_aidants")
    yield ServiceDraft(
        "Aidants Connect", "programme:aidants-connect", int(count) if count.isdecimal() and len(count) < 6 else None
    )
    if row.text("label_france_services").lower() in ("true", "t", "1", "oui"):
        yield ServiceDraft("France services", "programme:france-services")
