"""The offer as files that others can use again: one writer for each format, by name."""

from __future__ import annotations

from prevenance.offer.presenters.exports import (
    digital_mediation,
    fhir,
    hsds,
    hsds_tables,
    inclusion,
    parquet,
    plain,
)
from prevenance.offer.presenters.exports.files import About, Writer, Written
from prevenance.offer.presenters.exports.parquet import NotInstalled

FORMATS: dict[str, Writer] = {
    "csv": plain.table,
    "jsonl": plain.lines,
    "geojson": plain.geojson,
    "parquet": parquet.parquet,
    "mediation-numerique": digital_mediation.table,
    "data-inclusion": inclusion.objects,
    "hsds": hsds.objects,
    "hsds-tables": hsds_tables.package,
    "fhir": fhir.resources,
}
NEEDS_AN_EXTRA = frozenset(("parquet",))

__all__ = ["FORMATS", "NEEDS_AN_EXTRA", "About", "NotInstalled", "Writer", "Written"]
