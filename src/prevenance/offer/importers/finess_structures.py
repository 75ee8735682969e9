"""FINESS, the daily flow of structures (JSON): legal entities, each with its establishments.

Read as the flow is, which is not as its published schema says: the category is written with or without a capital, as
a code or an object; the SIRET inside the general information or beside it; values may be null; the address of care
(`usageAdresse` 03) is not always the first one; the two pairs of coordinates swap, from record to record, degrees and
metres (Lambert-93, or overseas a UTM zone).
A position whose key in the address base (BAN) is that of a whole commune is the commune's centre, whatever its score:
it is left out, so that the place is shown as placed roughly. `gco` and `gcc` are groups of entities, not places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from prevenance.formats import files, objects, positions
from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import words
from prevenance.offer.operations import PlaceDraft

_CARE = "03"
_COMMUNE = re.compile(r"\d[\dAB]\d{3}")
_OVERSEAS_SYSTEMS = {
    "971": "UTM_N20",
    "972": "UTM_N20",
    "973": "UTM_N22",
    "974": "UTM_S40",
    "975": "UTM_N21",
    "976": "UTM_S38",
    "977": "UTM_N20",
    "978": "UTM_N20",
}


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for found in objects.objects(file, "pmej.item"):
        if isinstance(found, RowRefused):
            yield found
            continue
        rank, entity = found
        for establishment in _list(entity.get("ege")):
            yield _draft(
                rank, establishment, legal=_text(_dict(entity.get("informationsGeneralesPmej")), "numFinessPm")
            )


def _draft(rank: int, establishment: Mapping[str, Any], *, legal: str = "") -> PlaceDraft | RowRefused:
    general = _dict(establishment.get("informationsGeneralesEGE"))
    if _code(establishment.get("etatObjet")) != "A" or general.get("dateFermeture"):
        return RowRefused(rank, "closed")
    category = establishment.get("categorieentiteGeographiqueExercice") or establishment.get(
        "categorieEntiteGeographiqueExercice"
    )
    kind = words.finess_kinds().get(_code(category))
    if kind is None:
        return RowRefused(rank, "kind_not_used")
    addresses = _list(establishment.get("adresse"))
    address = next((one for one in addresses if _code(one.get("usageAdresse")) == _CARE), (addresses or [{}])[0])
    where = _position(address)
    updated = _dict(establishment.get("dateDerniereMaj"))
    return PlaceDraft(
        number=rank,
        source_id=_text(general, "numFinessEge"),
        kind=kind,
        name=_text(general, "nomEgeLong") or _text(general, "nomEgeCourt"),
        address=" ".join(
            filter(None, (_text(address, "numeroVoie"), _code(address.get("typeVoie")), _text(address, "libelleVoie")))
        ),
        postal_code=_text(address, "codePostal"),
        commune_code=_code(address.get("cogCommune")),
        commune_name=_text(address, "ligneAcheminement").lstrip("0123456789 "),
        latitude=where[0],
        longitude=where[1],
        phone=next((phone for phone in map(_phone, _list(establishment.get("contact"))) if phone), ""),
        finess=_text(general, "numFinessEge"),
        legal_finess=legal,
        siret=_text(general, "siret") or _text(establishment, "siret"),
        content_on=_text(updated, "dateEvenement"),
        mended=(where[2],) if where[2] else (),
    )


def _position(address: Mapping[str, Any]) -> tuple[str, str, str]:
    """Two texts, in an order that does not matter: degrees or metres, put right and counted with every other source;
    then what was mended here, if anything.
    """
    where = _dict(address.get("coordonneesGeographique"))
    key = _text(where, "cleInInteropBAN")
    cog = _code(address.get("cogCommune"))
    if key and (key == cog or _COMMUNE.fullmatch(key)):  # a street's or a number's goes on: 59350_2105_00012
        return "", "", "commune_centre_passed_off"
    pairs = (("coordonneeY", "coordonneeX"), ("directionLatitude", "directionLongitude"))
    found = [(_text(where, first), _text(where, second)) for first, second in pairs]
    if usable := next((pair for pair in found if positions.parsed(*pair)[0]), None):
        return *usable, ""
    for one, other in found:
        for x, y in ((one, other), (other, one)):
            if position := positions.in_system(x, y, _OVERSEAS_SYSTEMS.get(cog[:3], ""))[0]:
                return str(position.latitude), str(position.longitude), "projected_coordinates_converted"
    return *found[0], ""


def _phone(contact: Mapping[str, Any]) -> str:
    telecoms = contact.get("telecom")
    all_of_them = _list(telecoms) if isinstance(telecoms, list) else [_dict(telecoms)]
    return next((number for number in (_text(telecom, "telephone") for telecom in all_of_them) if number), "")


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _code(value: Any) -> str:
    """A code given as such, or inside the object that the schema announces."""
    return _text(_dict(value), "code") if isinstance(value, dict) else _text({"code": value}, "code")


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return str(value).strip() if isinstance(value, (str, int, float)) else ""
