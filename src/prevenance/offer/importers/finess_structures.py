"""FINESS, the daily flow of structures (JSON): legal entities, each with its establishments.

Read as the flow is, which is not as its published schema says: the category is written with or without a capital, as
a code or an object; values may be null; the address of care (`usageAdresse` 03) is not always the first one;
coordinates are degrees or Lambert-93, depending on the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from prevenance.formats import files, objects
from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import words
from prevenance.offer.operations import PlaceDraft

_CARE = "03"


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for found in objects.objects(file, "pmej.item"):
        if isinstance(found, RowRefused):
            yield found
            continue
        rank, entity = found
        for establishment in _list(entity.get("ege")):
            yield _draft(rank, establishment)


def _draft(rank: int, establishment: Mapping[str, Any]) -> PlaceDraft | RowRefused:
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
    where = _dict(address.get("coordonneesGeographique"))
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
        latitude=_text(where, "coordonneeY"),
        longitude=_text(where, "coordonneeX"),
        phone=next((phone for phone in map(_phone, _list(establishment.get("contact"))) if phone), ""),
        finess=_text(general, "numFinessEge"),
    )


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
