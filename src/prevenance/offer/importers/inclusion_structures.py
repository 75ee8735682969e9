"""Organisations of data·inclusion that help with digital tools: a JSON list of objects, fields that may be missing or
null.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from prevenance.formats import files, objects, opening
from prevenance.formats.refusals import RowRefused
from prevenance.offer.operations import PlaceDraft


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for found in objects.objects(file, "item"):
        yield found if isinstance(found, RowRefused) else _draft(*found)


def _draft(rank: int, record: Mapping[str, Any]) -> PlaceDraft:
    return PlaceDraft(
        number=rank,
        source_id=_text(record, "id"),
        kind="digital_mediation",
        name=_text(record, "nom"),
        address=" ".join(filter(None, (_text(record, "adresse"), _text(record, "complement_adresse")))),
        postal_code=_text(record, "code_postal"),
        commune_code=_text(record, "code_insee"),
        commune_name=_text(record, "commune"),
        latitude=_text(record, "latitude"),
        longitude=_text(record, "longitude"),
        phone=_text(record, "telephone"),
        website=_text(record, "site_web"),
        booking=_text(record, "prise_rdv"),
        hours=opening.from_osm(_text(record, "horaires") or _text(record, "horaires_accueil")),
        content_on=_text(record, "date_maj"),
        services=tuple(filter(None, map(str.strip, _text(record, "services").split(";")))),
    )


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return str(value).strip() if isinstance(value, (str, int, float)) else ""
