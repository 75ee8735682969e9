"""Hospitals with their position (Eurostat, made from FINESS). The type is in words, those of the FINESS categories."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prevenance.formats import files, tables
from prevenance.formats.refusals import RowRefused
from prevenance.offer.operations import PlaceDraft

_REQUIRED = frozenset(("hospital_name", "lat", "lon", "street", "postcode", "city", "facility_type", "ref_date"))
_KINDS = {
    "centre_hospitalier_c_h": "hospital",
    "centre_hospitalier_regional_c_h_r": "hospital",
    "centre_hospitalier_ex_hopital_local": "hospital",
    "centre_hospitalier_specialise_lutte_maladies_mentales": "mental_health_centre",
    "centre_de_lutte_contre_cancer": "hospital",
    "etablissement_de_soins_chirurgicaux": "hospital",
    "etablissement_de_soins_medicaux": "hospital",
    "etablissement_de_soins_pluridisciplinaire": "hospital",
    "etablissement_soins_obstetriques_chirurgico_gynecologiques": "maternity",
}
_DAY_FIRST = re.compile(r"^(\d\d)/(\d\d)/(\d{4})$")


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for row in tables.rows(file, required=_REQUIRED):
        if isinstance(row, RowRefused):
            yield row
        elif kind := _KINDS.get(tables.plain_name(row.text("facility_type"))):
            yield _draft(row, kind)
        else:
            yield RowRefused(row.number, "kind_not_used")


def _draft(row: tables.Row, kind: str) -> PlaceDraft:
    number = row.text("finess", "id")
    return PlaceDraft(
        number=row.number,
        source_id=number,
        kind=kind,
        name=", ".join(dict.fromkeys(filter(None, (row.text("hospital_name"), row.text("site_name"))))),
        address=" ".join(filter(None, (row.text("house_number"), row.text("street")))),
        postal_code=row.text("postcode"),
        commune_name=row.text("city"),
        latitude=row.text("lat"),
        longitude=row.text("lon"),
        phone=row.text("tel"),
        finess=number.zfill(9),
        content_on=_DAY_FIRST.sub(r"\3-\2-\1", row.text("ref_date")),
    )
