"""Places for help with digital tools, national schema 1.0.2 (LaMednum, standard-mediation-num).

What the published schema refuses is written otherwise: the label of La Poste, which its pattern misspells, goes to the
other labels; a telephone number or a commune that its patterns do not know is left empty. A place without an address
or without a date cannot be in the file: it is left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from prevenance.offer.choices import exchanges, sources
from prevenance.offer.presenters.exports import files, rows
from prevenance.offer.queries.published import Published

FILE = "lieux-de-mediation-numerique.csv"
KINDS = frozenset(("digital_mediation", "conseiller_numerique", "aidants_connect", "france_services"))
COLUMNS = (
    "id",
    "pivot",
    "nom",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "latitude",
    "longitude",
    "typologie",
    "telephone",
    "courriels",
    "site_web",
    "horaires",
    "presentation_resume",
    "presentation_detail",
    "source",
    "itinerance",
    "structure_parente",
    "date_maj",
    "services",
    "publics_specifiquement_adresses",
    "prise_en_charge_specifique",
    "frais_a_charge",
    "dispositif_programmes_nationaux",
    "formations_labels",
    "autres_formations_labels",
    "modalites_acces",
    "modalites_accompagnement",
    "fiche_acces_libre",
    "prise_rdv",
)
NO_PIVOT = "00000000000000"  # what national files write for a place without a SIRET; the column is required
PHONE = re.compile(r"\+(?:33|590|594|262|596|269|687|689|508|681)\d{6,9}", re.ASCII)
COMMUNE = re.compile(r"(?:[013-9]\d|2[AB1-9])\d{3}", re.ASCII)
LONGEST_SUMMARY = 280
_FEES = {"free": "Gratuit", "conditional": "Gratuit sous condition", "paid": "Payant"}
_PROGRAMMES = {
    "conseiller_numerique": "Conseillers numériques",
    "aidants_connect": "Aidants Connect",
    "france_services": "France Services",
}


def table(places: Iterable[Published], folder: Path, about: files.About) -> files.Written:
    """`lieux-de-mediation-numerique.csv`: the places of digital kinds only."""
    written = files.Written(files=[folder / FILE])
    with files.opened(folder / FILE) as stream:
        rows_of = files.Table(stream, COLUMNS)
        for place in places:
            if KINDS.isdisjoint(place.kinds):
                continue
            if reason := missing(place):
                written.leave_out(reason)
                continue
            rows_of.add(row(place))
            written.kept += 1
    return written


def missing(place: Published) -> str:
    """Why the schema cannot hold this place; "" when it can."""
    if not place.address:
        return "no_address"
    if not place.postal_code:
        return "no_postal_code"
    return "" if place.content_on else "no_date"


def row(place: Published) -> dict[str, Any]:
    """By column of the schema."""
    values = {name: _values(place, column) for name, column in exchanges.digital_mediation_values().items()}
    programmes = [_PROGRAMMES[kind] for kind in place.kinds if kind in _PROGRAMMES]
    values["dispositif_programmes_nationaux"] = [
        *dict.fromkeys((*programmes, *values["dispositif_programmes_nationaux"]))
    ]
    is_short = len(place.description) <= LONGEST_SUMMARY
    return {
        "id": place.id,
        "pivot": place.siret or NO_PIVOT,
        "nom": place.name,
        "commune": place.commune_name,
        "code_postal": place.postal_code,
        "code_insee": place.commune_code if COMMUNE.fullmatch(place.commune_code) else "",
        "adresse": place.address,
        "latitude": None if place.is_position_approximate else place.latitude,
        "longitude": None if place.is_position_approximate else place.longitude,
        "telephone": place.phone if PHONE.fullmatch(place.phone) else "",
        "courriels": rows.email(place),
        "site_web": place.website,
        "horaires": place.opening_hours,
        "presentation_resume": place.description if is_short else "",
        "presentation_detail": "" if is_short else place.description,
        "source": _source(place),
        "structure_parente": place.organisation,
        "date_maj": place.content_on,
        "frais_a_charge": _FEES.get(place.fees, ""),
        "autres_formations_labels": _other_labels(place),
        "fiche_acces_libre": place.accessibility_page if "acceslibre" in place.accessibility_page else "",
        "prise_rdv": place.booking,
        **values,
    }


def _source(place: Published) -> str:
    known = sources.sources().get(place.credits[0].source)
    return known.publisher if known else place.credits[0].source


def _values(place: Published, column: dict[str, Any]) -> list[str]:
    accepted, scheme = column["values"], column["scheme"]
    ends = (one.code.removeprefix(f"{scheme}:") for one in place.services if one.code.startswith(f"{scheme}:"))
    return list(dict.fromkeys(accepted[end] for end in ends if end in accepted))


def _other_labels(place: Published) -> list[str]:
    accepted = exchanges.digital_mediation_values()["formations_labels"]["values"]
    return [
        one.label
        for one in place.services
        if one.code.startswith("mednum-label:") and one.code.removeprefix("mednum-label:") not in accepted
    ]
