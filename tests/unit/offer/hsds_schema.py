"""What HSDS 3.0 requires of a service given whole, as JSON Schema: written by us from the published specification (its
JSON Schemas are in no package that can be installed). Only the objects that we write are described.
"""

from __future__ import annotations

from typing import Any

UUID = {"type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"}
TEXT = {"type": "string", "minLength": 1}
URI = {"type": "string", "pattern": "^https?://"}
TIME = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}


def thing(required: list[str], **properties: Any) -> dict[str, Any]:
    """An object with an id, and nothing else than these properties."""
    return {
        "type": "object",
        "properties": {"id": UUID, **properties},
        "required": ["id", *required],
        "additionalProperties": False,
    }


def list_of(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema, "minItems": 1}


ADDRESS = thing(
    ["address_1", "city", "state_province", "postal_code", "country", "address_type"],
    address_1=TEXT,
    city=TEXT,
    state_province=TEXT,
    postal_code=TEXT,
    country={"type": "string", "pattern": "^[A-Z]{2}$"},
    address_type={"enum": ["physical", "postal", "virtual"]},
)
SCHEDULE = thing(
    [],
    freq={"enum": ["WEEKLY", "MONTHLY"]},
    byday={"type": "string", "pattern": "^(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*$"},
    opens_at=TIME,
    closes_at=TIME,
    description=TEXT,
    notes=TEXT,
)
LOCATION = thing(
    ["location_type"],
    location_type={"enum": ["physical", "postal", "virtual"]},
    name=TEXT,
    description=TEXT,
    latitude={"type": "number", "minimum": -90, "maximum": 90},
    longitude={"type": "number", "minimum": -180, "maximum": 180},
    external_identifier=TEXT,
    external_identifier_type=TEXT,
    addresses=list_of(ADDRESS),
    phones=list_of(thing(["number"], number=TEXT, type=TEXT)),
    schedules=list_of(SCHEDULE),
    accessibility=list_of(thing([], description=TEXT, url=URI)),
)
ORGANIZATION = thing(
    ["name", "description"],
    name=TEXT,
    description=TEXT,
    email=TEXT,
    website=URI,
    organization_identifiers=list_of(thing(["identifier_type", "identifier"], identifier_type=TEXT, identifier=TEXT)),
)
TERM = thing(["name", "description"], code=TEXT, name=TEXT, description=TEXT)
ATTRIBUTE = thing(
    ["link_id", "link_entity", "taxonomy_term_id"],
    link_id=UUID,
    link_entity={"enum": ["service"]},
    link_type=TEXT,
    taxonomy_term_id=UUID,
    value=TEXT,
    taxonomy_term=TERM,
)
SERVICE = thing(
    ["name", "status", "organization"],
    name=TEXT,
    description=TEXT,
    url=URI,
    email=TEXT,
    status={"enum": ["active", "inactive", "defunct", "temporarily closed"]},
    fees_description=TEXT,
    application_process=TEXT,
    assured_date={"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    alert=TEXT,
    organization=ORGANIZATION,
    service_at_locations=list_of(thing(["location"], location=LOCATION)),
    attributes=list_of(ATTRIBUTE),
)
SERVICES = {"type": "array", "items": SERVICE}
