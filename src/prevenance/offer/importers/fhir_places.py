"""FHIR R4 Organization, Location and HealthcareService, as the profiles of the French health agency (ANS) write them.

A Location is a place, with the services that name it; an Organization without a Location is one if it has an address.
Services without a Location go to the Organization that provides them. People and appointments are left out, and so are
secure mailboxes (MSS), which are not for the public. Memory: see `formats.shelves`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from prevenance.formats import fhir, files, opening, shelves
from prevenance.formats.fhir import mapping, mappings, text
from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import PLACE_KINDS, health_kinds, words
from prevenance.offer.importers import annuaire_names
from prevenance.offer.operations import PlaceDraft, ServiceDraft

_SORTS = ("Organization", "Location", "HealthcareService")
_CLOSED = ("inactive", "suspended")
_MOST_SERVICES = 60
OWN_KINDS = "urn:prevenance:kinds"  # as our own publication writes them
_CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")
# National identifier of a structure: a figure for its sort, then the number (ANS). 0 and 4: a practice of one person.
_BY_FIRST_FIGURE = {"1": "finess", "3": "siret"}


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    with shelves.shelf() as shelf:
        for found in fhir.resources(file):
            if isinstance(found, RowRefused):
                yield found
            elif (sort := text(found[1], "resourceType")) not in _SORTS:
                yield RowRefused(found[0], "not_a_place")
            else:
                _put_aside(shelf, sort, *found)
        for rank, key, location in shelf.every("Location"):
            yield _of_location(shelf, rank, key, location)
        for rank, key, organization in shelf.every("Organization"):
            if not shelf.children("Location", key):
                yield _of_organization(shelf, rank, key, organization)


def _put_aside(shelf: shelves.Shelf, sort: str, rank: int, resource: fhir.Record, address: str) -> None:
    key = text(resource, "id") or fhir.key(address)
    parent = fhir.reference(resource.get("managingOrganization")) if sort == "Location" else ""
    if sort == "HealthcareService":
        places = [fhir.reference(one) for one in mappings(resource.get("location"))]
        for place in places or [fhir.reference(resource.get("providedBy"))]:
            shelf.put(sort, key, resource, number=rank, parent=place)
        return
    shelf.put(sort, key, resource, number=rank, parent=parent)
    if address and fhir.key(address) != key:
        shelf.put(f"alias {sort}", fhir.key(address), key)


def _found(shelf: shelves.Shelf, sort: str, key: str) -> fhir.Record:
    """The resource, whether it is referred to by its id or by its address in the Bundle."""
    alias = shelf.get(f"alias {sort}", key) if key else None
    return mapping(shelf.get(sort, alias or key)) if key else {}


def _of_location(shelf: shelves.Shelf, rank: int, key: str, location: fhir.Record) -> PlaceDraft | RowRefused:
    owner = _found(shelf, "Organization", fhir.reference(location.get("managingOrganization")))
    if text(location, "mode") == "kind":
        return RowRefused(rank, "not_a_place")
    if text(location, "status") in _CLOSED or owner.get("active") is False:
        return RowRefused(rank, "closed")
    services = _services(shelf, key)
    times = fhir.hours(location.get("hoursOfOperation"), start="openingTime", end="closingTime")
    return _draft(rank, f"Location/{key}" if key else "", location, owner, services, times)


def _of_organization(shelf: shelves.Shelf, rank: int, key: str, organization: fhir.Record) -> PlaceDraft | RowRefused:
    if organization.get("active") is False:
        return RowRefused(rank, "closed")
    services = _services(shelf, key)
    return _draft(rank, f"Organization/{key}" if key else "", organization, organization, services, opening.UNKNOWN)


def _services(shelf: shelves.Shelf, key: str) -> list[fhir.Record]:
    return [one for one in shelf.children("HealthcareService", key) if one.get("active") is not False]


def _draft(
    rank: int,
    source_id: str,
    place: fhir.Record,
    owner: fhir.Record,
    services: list[fhir.Record],
    times: opening.Hours,
) -> PlaceDraft | RowRefused:
    given = text(place, "name") or text(owner, "name")
    said = " ".join((given, *(_label(service) for service in services[:20])))
    kind = _own_kind(place) or _own_kind(owner) or _kind(owner, said)
    if not kind:
        return RowRefused(rank, "kind_unknown")
    numbers = _numbers(owner) | _numbers(place)
    address = _address(place)
    where = mapping(place.get("position"))
    is_individual = _is_individual(owner)
    phone = _telecom(place, "phone") or _telecom(owner, "phone")
    period = mapping(fhir.extension(place, "usePeriod").get("valuePeriod"))
    return PlaceDraft(
        number=rank,
        source_id=source_id,
        kind=kind,
        name=given and _name(given, kind, is_individual=is_individual),
        address=_street(address),
        postal_code=text(address, "postalCode"),
        commune_code=_commune(place, address),
        commune_name=text(address, "city"),
        latitude=text(where, "latitude"),
        longitude=text(where, "longitude"),
        phone=annuaire_names.telephone(phone, people=1) if is_individual else phone,
        email="" if is_individual else _telecom(place, "email"),
        website=_telecom(place, "url") or _telecom(owner, "url"),
        hours=times if times != opening.UNKNOWN else _hours_of(services),
        finess=numbers.get("finess", ""),
        legal_finess=numbers.get("legal_finess", ""),
        siret="" if is_individual else numbers.get("siret", ""),
        content_on=text(mapping(place.get("meta")), "lastUpdated"),
        closes_on=text(period, "end"),
        services=tuple(_service(service) for service in services[:_MOST_SERVICES] if _label(service)),
    )


def _codes(record: fhir.Record, name: str) -> list[tuple[str, str, str]]:
    return [code for concept in mappings(record.get(name)) for code in fhir.codes(concept)]


def _own_kind(record: fhir.Record) -> str:
    """Of a file that we published ourselves; else ""."""
    return next((code for system, code, _ in _codes(record, "type") if system == OWN_KINDS and code in PLACE_KINDS), "")


def _kind(owner: fhir.Record, said: str) -> str:
    """By the category of FINESS (TRE_R66), else by the sector (TRE_R02), else by the words of the names."""
    types = _codes(owner, "type")
    category = next((code for system, code, _ in types if "R66" in system), "")
    sector = next((code for system, code, _ in types if "R02" in system), "")
    kind = words.finess_kinds().get(category) or (health_kinds.by_sector("", sector) if sector else "")
    return health_kinds.by_name(said) if kind in ("", health_kinds.PRACTICE) else kind


def _name(given: str, kind: str, *, is_individual: bool) -> str:
    return annuaire_names.place_name([given], kind=kind, specialty="", people=1, named=0, is_individual=is_individual)


def _is_individual(owner: fhir.Record) -> bool:
    """The practice of one person, by its sector or by its national number."""
    if any("R02" in system and code == "SA07" for system, code, _ in _codes(owner, "type")):
        return True
    numbers = map(_number, mappings(owner.get("identifier")))
    return any(sort == "IDNST" and value[:1] in ("0", "4") for sort, _, value in numbers)


def _number(identifier: fhir.Record) -> tuple[str, str, str]:
    sort = next((code for _, code, _ in fhir.codes(mapping(identifier.get("type")))), "")
    return sort, text(identifier, "system"), text(identifier, "value")


def _numbers(record: fhir.Record) -> dict[str, str]:
    """FINESS of the place (FINEG) and of the legal body (FINEJ), SIRET."""
    found: dict[str, str] = {}
    for sort, system, value in map(_number, mappings(record.get("identifier"))):
        if sort == "FINEJ":
            found["legal_finess"] = value
        elif sort == "FINEG" or "finess" in system:
            found["finess"] = value
        elif sort == "SIRET" or "sirene" in system:
            found["siret"] = value if len(value) == 14 else found.get("siret", "")
        elif sort == "IDNST" and (name := _BY_FIRST_FIGURE.get(value[:1])):
            found.setdefault(name, value[1:])
    return found


def _address(place: fhir.Record) -> fhir.Record:
    """A Location has one address, an Organization several."""
    address = place.get("address")
    return mapping(address) or next(iter(mappings(address)), {})


def _street(address: fhir.Record) -> str:
    """The parts of the street, where they are given apart; else the line, without the town that some write again."""
    for line in mappings(address.get("_line")):
        parts = [text(one, "valueString") for one in mappings(line.get("extension"))]
        if len(parts) > 1:
            return " ".join(filter(None, parts))
    lines: Any = address.get("line")
    said = " ".join(line for line in (lines if isinstance(lines, list) else ()) if isinstance(line, str))
    return said.split(f", {text(address, 'postalCode')} ")[0] if text(address, "postalCode") else said


def _commune(place: fhir.Record, address: fhir.Record) -> str:
    coded = fhir.extension(place, "ror-commune-cog")
    for record in (coded, fhir.extension(address, "insee-code"), fhir.extension(address, "inseeCode")):
        coding = mapping(record.get("valueCoding")) or next(
            iter(mappings(mapping(record.get("valueCodeableConcept")).get("coding"))), {}
        )
        if code := text(coding, "code"):
            return code
    return ""


def _telecom(record: fhir.Record, system: str) -> str:
    """The first by rank; never a secure mailbox, which only professionals may write to."""
    points = [one for one in mappings(record.get("telecom")) if text(one, "system") == system]
    public = [one for one in points if not fhir.extension(one, "mss-metadata") and "mssante" not in text(one, "value")]
    return text(min(public, key=lambda one: text(one, "rank") or "9"), "value") if public else ""


def _label(service: fhir.Record) -> str:
    said = [words for name in ("type", "specialty") for _, _, words in _codes(service, name)]
    return text(service, "name") or next(filter(None, said), "") or text(service, "comment")


def _service(service: fhir.Record) -> ServiceDraft:
    for name in ("type", "specialty"):
        for system, code, _ in _codes(service, name):
            if _CODE.fullmatch(code):
                scheme = fhir.key(system)
                return ServiceDraft(
                    _label(service), f"fhir:{scheme}/{code}" if _CODE.fullmatch(scheme) else f"fhir:{code}"
                )
    return ServiceDraft(_label(service))


def _hours_of(services: list[fhir.Record]) -> opening.Hours:
    """The hours of the services, when they all say the same: otherwise no one knows those of the door."""
    said = {
        fhir.hours(
            one.get("availableTime"),
            start="availableStartTime",
            end="availableEndTime",
            closures=one.get("notAvailable"),
        )
        for one in services
    }
    said.discard(opening.UNKNOWN)
    return said.pop() if len(said) == 1 else opening.UNKNOWN
