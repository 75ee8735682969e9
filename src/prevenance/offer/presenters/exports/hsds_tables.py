"""HSDS 3.0 in its tabular form: one CSV for each kind of object and a `datapackage.json`, in a ZIP."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from prevenance.offer.presenters.exports import files, hsds
from prevenance.offer.queries.published import Published

FILE = "hsds-tables.zip"
# Table -> file, as the standard names it, and columns.
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "organization": ("organizations.csv", ("id", "name", "description", "email", "website")),
    "organization_identifier": (
        "organization_identifiers.csv",
        ("id", "organization_id", "identifier_type", "identifier"),
    ),
    "service": (
        "services.csv",
        (
            "id",
            "organization_id",
            "name",
            "description",
            "url",
            "email",
            "status",
            "fees_description",
            "application_process",
            "assured_date",
            "alert",
        ),
    ),
    "location": (
        "locations.csv",
        (
            "id",
            "location_type",
            "organization_id",
            "name",
            "description",
            "latitude",
            "longitude",
            "external_identifier",
            "external_identifier_type",
        ),
    ),
    "service_at_location": ("service_at_location.csv", ("id", "service_id", "location_id")),
    "address": (
        "addresses.csv",
        (
            "id",
            "location_id",
            "address_1",
            "city",
            "state_province",
            "postal_code",
            "country",
            "address_type",
        ),
    ),
    "phone": ("phones.csv", ("id", "location_id", "number", "type")),
    "schedule": (
        "schedules.csv",
        ("id", "location_id", "freq", "byday", "opens_at", "closes_at", "description", "notes"),
    ),
    "accessibility": ("accessibility.csv", ("id", "location_id", "description", "url")),
    "attribute": (
        "attributes.csv",
        ("id", "link_id", "taxonomy_term_id", "link_type", "link_entity", "value"),
    ),
    "taxonomy_term": ("taxonomy_terms.csv", ("id", "code", "name", "description")),
}
REQUIRED = {
    "organization": ("id", "name", "description"),
    "organization_identifier": ("id", "organization_id", "identifier_type", "identifier"),
    "service": ("id", "organization_id", "name", "status"),
    "location": ("id", "location_type"),
    "service_at_location": ("id", "service_id", "location_id"),
    "address": TABLES["address"][1],
    "phone": ("id", "number"),
    "schedule": ("id",),
    "accessibility": ("id",),
    "attribute": ("id", "link_id", "taxonomy_term_id", "link_entity"),
    "taxonomy_term": ("id", "name", "description"),
}


def package(places: Iterable[Published], folder: Path, about: files.About) -> files.Written:
    """`hsds-tables.zip`."""
    written = files.Written(files=[folder / FILE])
    with tempfile.TemporaryDirectory() as scratch:
        with ExitStack() as stack:
            tables = {
                name: files.Table(stack.enter_context(files.opened(Path(scratch) / path)), columns)
                for name, (path, columns) in TABLES.items()
            }
            terms: set[str] = set()
            for place in places:
                _add(tables, hsds.services(place), terms)
                written.kept += 1
        with zipfile.ZipFile(folder / FILE, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("datapackage.json", json.dumps(description(about), ensure_ascii=False, indent=2))
            for path, _ in TABLES.values():
                archive.write(Path(scratch) / path, path)
    return written


def description(about: files.About) -> dict[str, Any]:
    """The data package: which table is in which file, what is required, what refers to what."""
    return {
        "name": "human_services_data",
        "title": "HSDS 3.0",
        "created": about.at.isoformat(timespec="seconds"),
        "contributors": [{"title": about.publisher, "role": "publisher"}],
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": name,
                "path": path,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "primaryKey": "id",
                    "fields": [_field(name, column) for column in columns],
                    "foreignKeys": _foreign_keys(columns),
                },
            }
            for name, (path, columns) in TABLES.items()
        ],
    }


def _field(table: str, column: str) -> dict[str, Any]:
    sort = "number" if column in ("latitude", "longitude") else "date" if column == "assured_date" else "string"
    constraints = {"required": True} if column in REQUIRED[table] else {}
    return {"name": column, "type": sort} | ({"constraints": constraints} if constraints else {})


def _foreign_keys(columns: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {"fields": column, "reference": {"resource": column.removesuffix("_id"), "fields": "id"}}
        for column in columns
        if column.endswith("_id") and column.removesuffix("_id") in TABLES
    ]


def _add(tables: Mapping[str, files.Table], services: list[dict[str, Any]], terms: set[str]) -> None:
    """All the services of one place: its organisation and its location are the same in each."""
    owner = services[0]["organization"]
    where = services[0]["service_at_locations"][0]["location"]
    tables["organization"].add(owner)
    for one in owner.get("organization_identifiers", ()):
        tables["organization_identifier"].add(one | {"organization_id": owner["id"]})
    tables["location"].add(where | {"organization_id": owner["id"]})
    for table, name in (("address", "addresses"), ("phone", "phones"), ("schedule", "schedules")):
        for one in where.get(name, ()):
            tables[table].add(one | {"location_id": where["id"]})
    for one in where.get("accessibility", ()):
        tables["accessibility"].add(one | {"location_id": where["id"]})
    for service in services:
        tables["service"].add(service | {"organization_id": owner["id"]})
        for link in service["service_at_locations"]:
            tables["service_at_location"].add(
                {"id": link["id"], "service_id": service["id"], "location_id": where["id"]}
            )
        for one in service.get("attributes", ()):
            tables["attribute"].add(one)
            if one["taxonomy_term_id"] not in terms:
                terms.add(one["taxonomy_term_id"])
                tables["taxonomy_term"].add(one["taxonomy_term"])
