"""FHIR R4 (4.0.1): an Organization, a Location and its HealthcareServices for each place, as NDJSON and as a Bundle.

Identifiers are those of French registers (FINESS, SIRET, as in FR Core); what FHIR has no element for (licence, source,
date of the content, approximate position) is in extensions of our own, under `urn:prevenance:`. A fictional place
bears the security label HTEST: test data. No person is ever written.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from prevenance.formats import week
from prevenance.offer.choices import licences, words
from prevenance.offer.presenters.exports import files, rows
from prevenance.offer.queries.published import Published, PublishedService

BUNDLE = "fhir-bundle.json"
LINES = {"Organization": "organizations", "Location": "locations", "HealthcareService": "healthcare-services"}
OURS = "urn:prevenance:"
_FINESS = "https://finess.esante.gouv.fr"
_SIRET = "https://sirene.fr"
_TYPES = "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203"
_COMMUNE = "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-address-insee-code"
_COMMUNES = "https://mos.esante.gouv.fr/NOS/TRE_R13-Commune/FHIR/TRE-R13-Commune"
_TEST = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def resources(places: Iterable[Published], folder: Path, about: files.About) -> files.Written:
    """Three NDJSON files, and one Bundle of type `collection` with the same resources."""
    paths = {kind: folder / f"fhir-{name}.ndjson" for kind, name in LINES.items()}
    written = files.Written(files=[*paths.values(), folder / BUNDLE])
    with ExitStack() as stack:
        streams = {kind: stack.enter_context(files.opened(path)) for kind, path in paths.items()}
        before = (
            f'{{"resourceType":"Bundle","type":"collection","timestamp":"{about.at.isoformat(timespec="seconds")}",'
        )
        bundle = files.JsonList(
            stack.enter_context(files.opened(folder / BUNDLE)), before=before + '"entry":[', after="]}\n"
        )
        for place in places:
            for resource in resources_of(place):
                streams[resource["resourceType"]].write(files.json_text(resource) + "\n")
                bundle.add({"fullUrl": f"{OURS}{resource['resourceType']}:{resource['id']}", "resource": resource})
            written.kept += 1
        bundle.close()
    return written


def resources_of(place: Published) -> list[dict[str, Any]]:
    """The Organization, the Location, then the services."""
    declared = rows.done_here(place) or tuple(
        PublishedService(words.kinds()[kind]["fr"][0], f"prevenance-kind:{kind}", None) for kind in place.kinds
    )
    return [
        organization(place),
        location(place),
        *(healthcare_service(place, rank, one) for rank, one in enumerate(declared, start=1)),
    ]


def organization(place: Published) -> dict[str, Any]:
    """The establishment, not the body that runs it, of which we only know the name."""
    found: dict[str, Any] = {
        "resourceType": "Organization",
        "id": place.id,
        "meta": _meta(place),
        "extension": _extensions(place),
        "identifier": _identifiers(place),
        "active": True,
        "type": [_kind(kind) for kind in place.kinds],
        "name": place.name,
        "telecom": _telecom(place),
        "address": [_address(place)],
    }
    if place.organisation or place.legal_finess:
        parent: dict[str, Any] = {"display": place.organisation or place.legal_finess}
        if place.legal_finess:
            parent["identifier"] = {"system": _FINESS, "value": place.legal_finess}
        found["partOf"] = parent
    return _without_empty(found)


def location(place: Published) -> dict[str, Any]:
    """Where it is and when it is open."""
    found = {
        "resourceType": "Location",
        "id": place.id,
        "meta": _meta(place),
        "extension": _extensions(place),
        "identifier": [{"system": f"{OURS}place", "value": place.id}],
        "status": "active",
        "name": place.name,
        "description": place.description,
        "mode": "instance",
        "telecom": _telecom(place),
        "address": _address(place),
        "position": {"longitude": place.longitude, "latitude": place.latitude},
        "managingOrganization": {"reference": f"Organization/{place.id}"},
        "hoursOfOperation": [
            _hours(day, opens, closes, "openingTime", "closingTime") for day, opens, closes in _week(place)
        ],
        "availabilityExceptions": place.opening_words if not place.opening_hours else _unusual(place),
    }
    return _without_empty(found)


def healthcare_service(place: Published, rank: int, service: PublishedService) -> dict[str, Any]:
    """One thing that is done there."""
    kind: dict[str, Any] = {"text": service.label}
    if service.code:
        scheme, _, code = service.code.partition(":")
        kind["coding"] = [{"system": f"{OURS}{scheme}", "code": code, "display": service.label}]
    found = {
        "resourceType": "HealthcareService",
        "id": f"{place.id}-{rank}",
        "meta": _meta(place),
        "extension": _extensions(place),
        "active": True,
        "providedBy": {"reference": f"Organization/{place.id}"},
        "type": [kind],
        "location": [{"reference": f"Location/{place.id}"}],
        "name": service.label,
        "comment": f"{service.count} professionnels" if service.count else "",
        "telecom": _telecom(place),
        "appointmentRequired": True if place.booking and not place.opening_hours else None,
        "availableTime": [
            _hours(day, opens, closes, "availableStartTime", "availableEndTime") for day, opens, closes in _week(place)
        ],
    }
    return _without_empty(found)


def _meta(place: Published) -> dict[str, Any]:
    return {"security": [_TEST]} if place.is_fictional else {}


def _extensions(place: Published) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"url": f"{OURS}source", "valueString": f"{one.source} {one.source_id}"} for one in place.credits
    ]
    named = dict.fromkeys(licences.licence_of(one.source) for one in place.credits)
    found += [{"url": f"{OURS}licence", "valueString": licence} for licence in named if licence]
    if place.content_on:
        found.append({"url": f"{OURS}content-on", "valueDate": place.content_on.isoformat()})
    found.append({"url": f"{OURS}position-is-approximate", "valueBoolean": place.is_position_approximate})
    found.append({"url": f"{OURS}wheelchair", "valueCode": place.wheelchair})
    return found


def _identifiers(place: Published) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"system": f"{OURS}place", "value": place.id}]
    if place.finess:
        found.append(
            {"type": {"coding": [{"system": _TYPES, "code": "FINEG"}]}, "system": _FINESS, "value": place.finess}
        )
    if place.siret:
        found.append(
            {"type": {"coding": [{"system": _TYPES, "code": "SIRET"}]}, "system": _SIRET, "value": place.siret}
        )
    return found


def _kind(kind: str) -> dict[str, Any]:
    label = words.kinds()[kind]["fr"][0]
    return {"coding": [{"system": f"{OURS}kinds", "code": kind, "display": label}], "text": label}


def _telecom(place: Published) -> list[dict[str, Any]]:
    known = (("phone", place.phone), ("email", rows.email(place)), ("url", place.website), ("url", place.booking))
    return [{"system": system, "value": value} for system, value in known if value]


def _address(place: Published) -> dict[str, Any]:
    code = {"url": _COMMUNE, "valueCoding": {"system": _COMMUNES, "code": place.commune_code}}
    found = {
        "extension": [code] if place.commune_code else [],
        "line": [place.address] if place.address else [],
        "city": place.commune_name,
        "postalCode": place.postal_code,
        "country": "FR",
    }
    return _without_empty(found)


def _week(place: Published) -> list[tuple[int, str, str]]:
    plain = week.read(place.opening_hours)
    days = plain.days if plain else ()
    return [(day, week.clock(opens), week.clock(closes)) for day, slots in enumerate(days) for opens, closes in slots]


def _unusual(place: Published) -> str:
    """Hours that are not a plain week, or that speak of holidays: in OSM syntax, for who can read it."""
    plain = week.read(place.opening_hours)
    return "" if plain and any(plain.days) and not plain.closed_on_holidays else place.opening_hours


def _hours(day: int, opens: str, closes: str, start: str, end: str) -> dict[str, Any]:
    """FHIR's time stops at 23:59:59."""
    return {"daysOfWeek": [_DAYS[day]], start: f"{opens}:00", end: "23:59:59" if closes == "24:00" else f"{closes}:00"}


def _without_empty(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value not in ("", None, [], {})}
