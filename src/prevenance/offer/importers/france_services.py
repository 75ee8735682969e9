"""France services points: one row per point, opening hours in one column per day.

`commentaire` is left out: notes of one day ("no appointments from 18 to 22 March") that nobody takes away afterwards.
`prise_rdv` says that one can book there, not that one must.
"""

from __future__ import annotations

from collections.abc import Iterator

from prevenance.formats import files, opening, tables
from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import Fees
from prevenance.offer.importers import codes
from prevenance.offer.operations import PlaceDraft, ServiceDraft

_REQUIRED = frozenset(("id_fs", "lib_fs", "adresse", "code_postal", "latitude", "longitude", "h_lundi", "h_samedi"))
_MOVING = frozenset(("bus-equivalent", "itinerante", "multisites"))


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for row in tables.rows(file, required=_REQUIRED):
        yield row if isinstance(row, RowRefused) else _draft(row)


def _draft(row: tables.Row) -> PlaceDraft:
    return PlaceDraft(
        number=row.number,
        source_id=row.text("id_fs"),
        kind="france_services",
        name=row.text("lib_fs"),
        address=" ".join(filter(None, (row.text("adresse"), row.text("complement_adresse")))),
        postal_code=row.text("code_postal"),
        commune_code=row.text("insee_com"),
        commune_name=row.text("lib_com"),
        latitude=row.text("latitude"),
        longitude=row.text("longitude"),
        phone=row.text("telephone"),
        email=row.text("mail"),
        hours=opening.from_day_columns([row.text(f"h_{day}") for day in opening.FRENCH_DAYS]),
        fees=Fees.FREE,  # by the charter of the programme
        services=tuple(_services(row)),
    )


def _services(row: tables.Row) -> Iterator[ServiceDraft]:
    yield ServiceDraft("France services", "programme:france-services")
    form = row.text("format_fs").replace("_", " ")
    if codes.slug(form) in _MOVING:
        yield ServiceDraft(f"Itinérant ou en plusieurs lieux ({form})", f"france-services:{codes.slug(form)}")
    if row.text("type_fs").lower() == "antenne":
        yield ServiceDraft("Antenne", "france-services:antenne")
    if row.text("prise_rdv").lower() == "oui":
        yield ServiceDraft("Prise de rendez-vous possible", "france-services:rendez-vous")
