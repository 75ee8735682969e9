"""Structures and services of data·inclusion, schema v1: places of inclusion, of help with digital tools and of the
health services that the schema knows.

A place without a date, or with a name that the schema finds too short, is left out and counted. A service is listed
when it has a theme of the schema.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from prevenance.offer.choices import exchanges
from prevenance.offer.presenters.exports import files, rows
from prevenance.offer.queries.published import Published

STRUCTURES, SERVICES = "structures-inclusion.json", "services-inclusion.json"
SOURCE = "prevenance"
_REMOTE = " (à distance)"
_SCHEMES = ("data-inclusion:", "mednum:")
_OLDEST_YEAR = 2000


def objects(places: Iterable[Published], folder: Path, about: files.About) -> files.Written:
    """Two files, each a JSON list."""
    written = files.Written(files=[folder / STRUCTURES, folder / SERVICES])
    listed = exchanges.inclusion_values()["kinds"]
    with files.opened(folder / STRUCTURES) as first, files.opened(folder / SERVICES) as second:
        structures, services = files.JsonList(first), files.JsonList(second)
        for place in places:
            if listed.keys().isdisjoint(place.kinds) and not _declared(place):
                continue
            if reason := missing(place, about):
                written.leave_out(reason)
                continue
            structures.add(structure(place))
            for one in services_of(place):
                services.add(one)
            written.kept += 1
        structures.close()
        services.close()
    return written


def missing(place: Published, about: files.About) -> str:
    """Why the schema cannot hold this place; "" when it can."""
    if len(_name(place.name)) < 3:
        return "name_too_short"
    if place.content_on is None:
        return "no_date"
    return "" if place.content_on.year >= _OLDEST_YEAR and place.content_on <= about.at.date() else "date_refused"


def structure(place: Published) -> dict[str, Any]:
    """Required and known fields only."""
    networks = exchanges.inclusion_values()["networks"]
    said = {one.code.removeprefix("programme:") for one in place.services if one.code.startswith("programme:")}
    said |= {kind.replace("_", "-") for kind in place.kinds}
    found = {
        "source": SOURCE,
        "id": structure_id(place),
        "nom": _name(place.name),
        "date_maj": _day(place),
        "description": place.description if len(place.description) >= 5 else "",
        "siret": place.siret,
        **_where(place),
        "telephone": place.phone,
        "courriel": rows.email(place),
        "site_web": place.website,
        "horaires_accueil": place.opening_hours,
        "accessibilite_lieu": place.accessibility_page,
        "reseaux_porteurs": sorted(networks[name] for name in said if name in networks),
    }
    return _without_empty(found)


def services_of(place: Published) -> list[dict[str, Any]]:
    """One service for each thing declared under a theme of the schema; else one for what the kind is about."""
    declared = _declared(place)
    if not declared:
        kinds = exchanges.inclusion_values()["kinds"]
        themes = list(dict.fromkeys(theme for kind in place.kinds for theme in kinds.get(kind, ())))
        declared = {place.name: themes} if themes else {}
    return [_service(place, rank, label, themes) for rank, (label, themes) in enumerate(declared.items(), start=1)]


def structure_id(place: Published) -> str:
    """`<source>--<local id>`, as the schema asks."""
    return f"{SOURCE}--{place.id}"


def _declared(place: Published) -> dict[str, list[str]]:
    """Words of the service -> its themes."""
    values = exchanges.inclusion_values()
    accepted, digital = frozenset(values["themes"]), values["mednum_themes"]
    found: dict[str, list[str]] = {}
    for one in place.services:
        scheme = next((scheme for scheme in _SCHEMES if one.code.startswith(scheme)), "")
        end = one.code.removeprefix(scheme) if scheme else ""
        theme = digital.get(end, "") if scheme == "mednum:" else end
        if theme in accepted and len(_name(one.label)) >= 3:
            found.setdefault(one.label, []).append(theme)
    return {label: list(dict.fromkeys(themes)) for label, themes in found.items()}


def _service(place: Published, rank: int, label: str, themes: list[str]) -> dict[str, Any]:
    ways = [way for way, known in (("telephoner", place.phone), ("utiliser-lien-mobilisation", place.booking)) if known]
    zones = [_end(one.code) for one in place.services if one.code.startswith("data-inclusion-zone:")]
    publics = [_end(one.code) for one in place.services if one.code.startswith("data-inclusion-public:")]
    accepted = exchanges.inclusion_values()["publics"]
    found = {
        "source": SOURCE,
        "structure_id": structure_id(place),
        "id": f"{structure_id(place)}--{rank}",
        "nom": _name(label.removesuffix(_REMOTE)),
        "description": f"{label}. {place.name}, {place.commune_name}.",
        "date_maj": _day(place),
        "thematiques": themes,
        "frais": {"free": "gratuit", "paid": "payant"}.get(place.fees, ""),
        "frais_precisions": "Gratuit sous condition" if place.fees == "conditional" else "",
        "publics": [name for name in publics if name in accepted and name != "tous-publics"],
        **_where(place),
        "telephone": place.phone,
        "courriel": rows.email(place),
        "modes_accueil": ["a-distance" if label.endswith(_REMOTE) else "en-presentiel"],
        "zone_eligibilite": [zone.upper() for zone in zones if len(zone) in (2, 3, 5)],
        "lien_mobilisation": place.booking,
        "modes_mobilisation": ways or ["se-presenter"],
        "mobilisable_par": ["usagers"],
        "horaires_accueil": place.opening_hours,
    }
    return _without_empty(found)


def _where(place: Published) -> dict[str, Any]:
    is_exact = not place.is_position_approximate
    return {
        "commune": place.commune_name,
        "code_postal": place.postal_code,
        "code_insee": place.commune_code,
        "adresse": place.address,
        "longitude": place.longitude if is_exact else None,
        "latitude": place.latitude if is_exact else None,
    }


def _name(text: str) -> str:
    return text[:150].rstrip(" .")


def _day(place: Published) -> str:
    return place.content_on.isoformat() if place.content_on else ""


def _end(code: str) -> str:
    return code.split(":", 1)[1]


def _without_empty(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value not in ("", None, [])}
