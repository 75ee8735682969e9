"""HSDS 3.0: each physical location is a place, with the services given there. Memory: see `formats.shelves`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from prevenance.formats import files, hsds, opening, shelves
from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import PLACE_KINDS, health_kinds
from prevenance.offer.operations import PlaceDraft, ServiceDraft

_MOST_SERVICES = 60
_Row = Mapping[str, str]


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    with shelves.shelf() as shelf:
        yield from hsds.put_aside(file, shelf)
        for rank, key, location in shelf.every("location"):
            yield _draft(shelf, rank, key, location)


def _draft(shelf: shelves.Shelf, rank: int, key: str, location: _Row) -> PlaceDraft | RowRefused:
    if location.get("location_type", "physical") != "physical":
        return RowRefused(rank, "not_a_place")
    links = shelf.children("service_at_location", key)[:_MOST_SERVICES]
    given = [(link, shelf.get("service", link.get("service_id", "")) or {}) for link in links]
    open_ones = [(link, service) for link, service in given if service and not hsds.closed(service)]
    if given and not open_ones:
        return RowRefused(rank, "closed")
    services = [service for _, service in open_ones]
    organization = _organization(shelf, location, services)
    name = location.get("name") or organization.get("name", "")
    said = " ".join((name, organization.get("name", ""), *(_label(one) for one in services)))
    kind = _own_kind(shelf, services) or health_kinds.by_name(said)
    if not kind:
        return RowRefused(rank, "kind_unknown")
    address: _Row = next(iter(shelf.children("address", f"location {key}") if key else ()), {})
    return PlaceDraft(
        number=rank,
        source_id=key,
        kind=kind,
        name=name,
        address=" ".join(filter(None, (address.get("address_1", ""), address.get("address_2", "")))),
        postal_code=address.get("postal_code", ""),
        commune_name=address.get("city", ""),
        latitude=location.get("latitude", ""),
        longitude=location.get("longitude", ""),
        phone=_phone(shelf, key, open_ones, organization),
        email=next((one["email"] for one in (*services, organization) if one.get("email")), ""),
        website=location.get("url") or organization.get("website", ""),
        hours=_hours(shelf, key, open_ones),
        description=location.get("description") or (services[0].get("description", "") if len(services) == 1 else ""),
        organisation=organization.get("name", ""),
        content_on=max((one.get("assured_date") or one.get("last_modified", "") for one in services), default=""),
        services=tuple(ServiceDraft(_label(one)) for one in services if _label(one)),
    )


def _own_kind(shelf: shelves.Shelf, services: list[_Row]) -> str:
    """The first of our own kinds that our own publication wrote as an attribute of a service; "" in other files."""
    for service in services:
        for one in shelf.children("attribute", f"service {service.get('id', '')}"):
            term = shelf.get("taxonomy_term", one.get("taxonomy_term_id", "")) or {}
            if one.get("link_type") == "kind" and term.get("code") in PLACE_KINDS:
                return str(term["code"])
    return ""


def _label(service: _Row) -> str:
    return service.get("name", "")


def _organization(shelf: shelves.Shelf, location: _Row, services: list[_Row]) -> _Row:
    keys = [location.get("organization_id", ""), *(one.get("organization_id", "") for one in services)]
    key = next(filter(None, keys), "")
    return (shelf.get("organization", key) or {}) if key else {}


def _phone(shelf: shelves.Shelf, key: str, given: list[tuple[_Row, _Row]], organization: _Row) -> str:
    """Of the location, else of a service there, else of the organisation; never a fax."""
    owners = [f"location {key}"]
    owners += [f"service_at_location {link.get('id', '')}" for link, _ in given]
    owners += [f"service {service.get('id', '')}" for _, service in given]
    owners.append(f"organization {organization.get('id', '')}")
    for owner in owners:
        for phone in shelf.children("phone", owner):
            if phone.get("number") and not re.search(r"fax|tty", phone.get("type", ""), re.IGNORECASE):
                return str(phone["number"])
    return ""


def _hours(shelf: shelves.Shelf, key: str, given: list[tuple[_Row, _Row]]) -> opening.Hours:
    """Of the location; else of its services, when they all say the same."""
    if own := shelf.children("schedule", f"location {key}"):
        return hsds.hours(own)
    said = set()
    for link, service in given:
        there = shelf.children("schedule", f"service_at_location {link.get('id', '')}")
        said.add(hsds.hours(there or shelf.children("schedule", f"service {service.get('id', '')}")))
    said.discard(opening.UNKNOWN)
    return said.pop() if len(said) == 1 else opening.UNKNOWN
