"""Organisations of data·inclusion: schema v1 (no service in the file: they are in the one beside, see
`inclusion_services`), and v0 files, which list services of digital mediation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from prevenance.formats import files, opening, records
from prevenance.formats.records import text, texts
from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import inclusion
from prevenance.offer.importers import codes
from prevenance.offer.operations import PlaceDraft, ServiceDraft

_REQUIRED = frozenset(("id", "nom"))
_NETWORKS = {"CNFS": "conseiller-numerique", "conseillers-numeriques": "conseiller-numerique"}
_PROGRAMMES = {"conseiller-numerique": "Conseiller numérique", "aidants-connect": "Aidants Connect"} | {
    "france-services": "France services"
}


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for found in records.records(file, required=_REQUIRED):
        yield found if isinstance(found, RowRefused) else _draft(*found)


def _draft(rank: int, record: Mapping[str, Any]) -> PlaceDraft:
    return PlaceDraft(
        number=rank,
        source_id=text(record, "id"),
        kind=_kind(record),
        name=text(record, "nom"),
        address=" ".join(filter(None, (text(record, "adresse"), text(record, "complement_adresse")))),
        postal_code=text(record, "code_postal"),
        commune_code=text(record, "code_insee"),
        commune_name=text(record, "commune"),
        latitude=text(record, "latitude"),
        longitude=text(record, "longitude"),
        phone=text(record, "telephone"),
        email=text(record, "courriel"),
        website=text(record, "site_web"),
        booking=text(record, "prise_rdv"),
        hours=opening.from_osm(text(record, "horaires_accueil", "horaires")),
        description=text(record, "presentation_resume", "description", "presentation_detail"),
        fees=codes.fees(codes.values(text(record, "conditions_acces"))),
        accessibility_page=text(record, "accessibilite_lieu", "accessibilite"),
        siret=codes.siret(text(record, "siret", "pivot")),
        content_on=text(record, "date_maj"),
        services=tuple(_services(record)),
    )


def _kind(record: Mapping[str, Any]) -> str:
    """Its network decides; then the services of digital mediation that a v0 file lists."""
    said = inclusion.kind_of_networks([*texts(record, "reseaux_porteurs"), *texts(record, "typologie")])
    if said:
        return said
    return "digital_mediation" if text(record, "services") else inclusion.other()


def _services(record: Mapping[str, Any]) -> Iterator[ServiceDraft]:
    for label in codes.values(text(record, "services")):
        yield ServiceDraft(label, f"mednum:{codes.slug(label)}")
    for label in codes.values(text(record, "modalites_accompagnement")):
        yield ServiceDraft(label, f"mednum-support:{codes.slug(label.split(' : ')[0])}")
    for name in (*codes.values(text(record, "labels_nationaux")), *texts(record, "reseaux_porteurs")):
        key = _NETWORKS.get(name, codes.slug(name))
        if key in _PROGRAMMES:
            yield ServiceDraft(_PROGRAMMES[key], f"programme:{key}")
