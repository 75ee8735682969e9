"""HSDS 3.0 (Open Referral): services with their organisation and their location, as JSON and as tables in a ZIP.

Identifiers are UUIDs made from ours, the same at each publication. A place is one organisation, one location and a
service for each thing done there. What HSDS has no field for (kinds, sources with their licences) is in attributes,
with terms of taxonomies of our own. An address without a street bears the name of the commune in its first line, which
the standard requires. Hours that are not a plain week are given as words.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from prevenance.formats import week
from prevenance.offer.choices import licences, words
from prevenance.offer.presenters.exports import files, rows
from prevenance.offer.queries.published import Published
from prevenance.territories import queries as territories

FILE = "hsds-services.json"
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:prevenance:hsds")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FEES = {"free": "Gratuit", "conditional": "Gratuit sous condition", "paid": "Payant"}
_ACCESS = {
    "yes": "Accessible en fauteuil roulant.",
    "on_request": "Accessible en fauteuil roulant avec de l'aide.",
    "no": "Non accessible en fauteuil roulant.",
}


def objects(places: Iterable[Published], folder: Path, about: files.About) -> files.Written:
    """`hsds-services.json`: a list of services, everything inside each."""
    written = files.Written(files=[folder / FILE])
    with files.opened(folder / FILE) as stream:
        listed = files.JsonList(stream)
        for place in places:
            for service in services(place):
                listed.add(service)
            written.kept += 1
        listed.close()
    return written


def identifier(*parts: str) -> str:
    """A UUID of ours, always the same for the same parts."""
    return str(uuid.uuid5(_SPACE, "\x1f".join(parts)))


def services(place: Published) -> list[dict[str, Any]]:
    """Each thing that is done at a place, as the standard's `service` object."""
    owner, where = organization(place), location(place)
    labels = list(dict.fromkeys(one.label for one in rows.done_here(place)))
    labels = labels or [words.kinds()[kind]["fr"][0].capitalize() for kind in place.kinds]
    return [_service(place, label, owner, where) for label in labels]


def _service(place: Published, label: str, owner: dict[str, Any], where: dict[str, Any]) -> dict[str, Any]:
    key = identifier("service", place.id, label)
    found = {
        "id": key,
        "name": label,
        "description": place.description,
        "url": place.website,
        "email": rows.email(place),
        "status": "active",
        "fees_description": _FEES.get(place.fees, ""),
        "application_process": f"Prendre rendez-vous : {place.booking}" if place.booking else "",
        "assured_date": place.content_on.isoformat() if place.content_on else "",
        "alert": "Lieu fictif, de démonstration." if place.is_fictional else "",
        "organization": owner,
        "service_at_locations": [{"id": identifier("at", place.id, label), "location": where}],
        "attributes": attributes(place, key, label),
    }
    return _without_empty(found)


def organization(place: Published) -> dict[str, Any]:
    """The body that runs the place when it is known by name, else the place itself."""
    key = identifier("organization", place.id)
    numbers = (("SIRET", place.siret), ("FINESS", place.finess), ("FINESS EJ", place.legal_finess))
    found = {
        "id": key,
        "name": place.organisation or place.name,
        "description": place.description or place.name,
        "email": rows.email(place),
        "website": place.website,
        "organization_identifiers": [
            {"id": identifier("number", place.id, name), "identifier_type": name, "identifier": value}
            for name, value in numbers
            if value
        ],
    }
    return _without_empty(found)


def location(place: Published) -> dict[str, Any]:
    """Where it is, with its telephone, its hours and whether one can go in."""
    found = {
        "id": identifier("location", place.id),
        "location_type": "physical",
        "name": place.name,
        "description": "Position approximative : centre de la commune." if place.is_position_approximate else "",
        "latitude": place.latitude,
        "longitude": place.longitude,
        "external_identifier": place.id,
        "external_identifier_type": "prevenance",
        "addresses": [address(place)] if place.postal_code and place.commune_name else [],
        "phones": [{"id": identifier("phone", place.id), "number": place.phone, "type": "voice"}]
        if place.phone
        else [],
        "schedules": schedules(place),
        "accessibility": accessibility(place),
    }
    return _without_empty(found)


def address(place: Published) -> dict[str, Any]:
    """All of its fields are required by the standard."""
    commune = territories.commune(place.commune_code)
    return {
        "id": identifier("address", place.id),
        "address_1": place.address or place.commune_name,
        "city": place.commune_name,
        "state_province": commune.department_name if commune else place.department,
        "postal_code": place.postal_code,
        "country": "FR",
        "address_type": "physical",
    }


def schedules(place: Published) -> list[dict[str, Any]]:
    """One for each slot and the days that have it; one in words when the hours are not a plain week."""
    plain = week.read(place.opening_hours)
    if plain is None or not any(plain.days):
        said = place.opening_hours or place.opening_words
        return [{"id": identifier("schedule", place.id), "description": said}] if said else []
    slots = sorted(set(itertools.chain.from_iterable(plain.days)))
    return [
        {
            "id": identifier("schedule", place.id, str(slot)),
            "freq": "WEEKLY",
            "byday": ",".join(_DAYS[day] for day in range(7) if slot in plain.days[day]),
            "opens_at": week.clock(slot[0]),
            "closes_at": "23:59" if slot[1] == 24 * 60 else week.clock(slot[1]),
        }
        | ({"notes": "Fermé les jours fériés."} if plain.closed_on_holidays else {})
        for slot in slots
    ]


def accessibility(place: Published) -> list[dict[str, Any]]:
    """What is known of the way in, in words; nothing when nobody said."""
    said = _ACCESS.get(place.wheelchair, "")
    if not said and not place.accessibility_page:
        return []
    found = {"id": identifier("access", place.id), "description": said, "url": place.accessibility_page}
    return [_without_empty(found)]


def attributes(place: Published, service: str, label: str) -> list[dict[str, Any]]:
    """Codes of the service, kinds of the place, sources: `value` is the licence of a source."""
    codes = [one.code for one in place.services if one.label == label and one.code]
    found = [("code", code, "") for code in codes] + [("kind", kind, "") for kind in place.kinds]
    found += [("source", one.source, licences.licence_of(one.source)) for one in place.credits]
    return [
        _without_empty(
            {
                "id": identifier("attribute", service, sort, name),
                "link_id": service,
                "link_entity": "service",
                "link_type": sort,
                "taxonomy_term_id": term(sort, name)["id"],
                "value": value,
                "taxonomy_term": term(sort, name),
            }
        )
        for sort, name, value in dict.fromkeys(found)
    ]


def term(sort: str, name: str) -> dict[str, Any]:
    """A word of one of our taxonomies."""
    kinds = words.kinds()
    said = kinds[name]["fr"][0] if sort == "kind" and name in kinds else name
    return {"id": identifier("term", sort, name), "code": name, "name": said, "description": f"{sort} {name}"}


def _without_empty(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value not in ("", None, [], {})}
