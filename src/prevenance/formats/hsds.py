"""HSDS 3.0 (Open Referral): services of JSON, alone, in a list or in a page of an API, or tables in a ZIP.

Whatever the form, the records are put on one shelf, by table, as the tabular form has them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import ijson

from prevenance.formats import archives, fhir, files, objects, opening, shelves, tables
from prevenance.formats.fhir import mapping, mappings, text
from prevenance.formats.refusals import FileRefused, RowRefused

TABLES = (
    *("organization", "service", "location", "service_at_location", "address", "phone", "schedule"),
    *("attribute", "taxonomy_term"),
)
_OWNERS = ("service_at_location", "location", "service", "organization")
_BYDAY = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_RESTRICTED = ("bymonthday", "byweekno", "byyearday", "count", "until", "valid_to")
_LONGEST_VALUE = 2_000


def put_aside(file: files.Checked, shelf: shelves.Shelf) -> Iterator[RowRefused]:
    """Fills the shelf; gives what is not a record. Raises `FileRefused`."""
    if file.notation == "package":
        for name in TABLES:
            yield from _table(file, name, shelf)
        return
    for found in objects.objects(file, _envelope(file)):
        if isinstance(found, RowRefused):
            yield found
        else:
            _any(shelf, *found)


def _envelope(file: files.Checked) -> str:
    if file.notation != "json":
        raise FileRefused("not_json")
    with files.opened_bytes(file) as stream:
        try:
            for where, event, value in ijson.parse(stream, use_float=True):
                if not where and event == "start_array":
                    return "item"
                if not where and event == "map_key" and value == "contents":
                    return "contents.item"
        except (ijson.JSONError, ValueError) as error:
            raise FileRefused("broken_json") from error
    return ""


def _table(file: files.Checked, name: str, shelf: shelves.Shelf) -> Iterator[RowRefused]:
    with archives.opened_table(file.path, name) as stream:
        if stream is None:
            if name in ("organization", "service", "location"):
                raise FileRefused("missing_tables", tables=f"{name}.csv")
            return
        cells = tables.cells_of(stream, ",")
        names = tables.header(next(cells, []))
        for number, row in enumerate(cells, start=2):
            if row is None or len(row) != len(names):
                if row != []:
                    yield RowRefused(number, "malformed_row" if row is None else "wrong_number_of_cells")
                continue
            _put(shelf, name, number, dict(zip(names, row, strict=True)))


def _put(shelf: shelves.Shelf, sort: str, rank: int, record: Mapping[str, Any], **owner: str) -> str:
    """One row of one table: its plain values, and the record that it belongs to."""
    row = {name: text(record, name)[:_LONGEST_VALUE] for name in record}
    row |= {f"{name}_id": key for name, key in owner.items() if key}
    if sort == "service_at_location":
        parent = row.get("location_id", "")
    elif sort == "attribute":
        parent = f"{row.get('link_entity', '')} {row.get('link_id', '')}"
    else:
        parent = next((f"{name} {row[f'{name}_id']}" for name in _OWNERS if row.get(f"{name}_id")), "")
    shelf.put(
        sort, row.get("id", ""), {name: value for name, value in row.items() if value}, number=rank, parent=parent
    )
    return row.get("id", "")


def _any(shelf: shelves.Shelf, rank: int, record: Mapping[str, Any]) -> None:
    if "location_type" in record or "addresses" in record:
        _location(shelf, rank, record)
    elif "status" in record or "organization" in record or "service_at_locations" in record:
        _service(shelf, rank, record)
    else:
        _organization(shelf, rank, record)


def _organization(shelf: shelves.Shelf, rank: int, record: Mapping[str, Any]) -> str:
    key = text(record, "id")
    if key and shelf.get("organization", key) is None:
        _put(shelf, "organization", rank, record)
        _belongings(shelf, rank, record, organization=key)
    for service in mappings(record.get("services")):
        _service(shelf, rank, service, organization=key)
    for location in mappings(record.get("locations")):
        _location(shelf, rank, location, organization=key)
    return key


def _service(shelf: shelves.Shelf, rank: int, record: Mapping[str, Any], organization: str = "") -> None:
    owner = mapping(record.get("organization"))
    organization = (_organization(shelf, rank, owner) if owner else "") or organization
    key = _put(shelf, "service", rank, record, organization=organization)
    _belongings(shelf, rank, record, service=key)
    for link in mappings(record.get("service_at_locations")):
        place = mapping(link.get("location"))
        location = _location(shelf, rank, place) if place else text(link, "location_id")
        at = _put(shelf, "service_at_location", rank, link, service=key, location=location)
        _belongings(shelf, rank, link, service_at_location=at)


def _location(shelf: shelves.Shelf, rank: int, record: Mapping[str, Any], organization: str = "") -> str:
    key = text(record, "id")
    if not key or shelf.get("location", key) is None:
        _put(shelf, "location", rank, record, organization=organization)
        _belongings(shelf, rank, record, location=key)
    return key


def _belongings(shelf: shelves.Shelf, rank: int, record: Mapping[str, Any], **owner: str) -> None:
    for sort, name in (("address", "addresses"), ("phone", "phones"), ("schedule", "schedules")):
        for one in mappings(record.get(name)):
            _put(shelf, sort, rank, one, **owner)
    for one in mappings(record.get("attributes")):
        if term := mapping(one.get("taxonomy_term")):
            _put(shelf, "taxonomy_term", rank, term)
        entity, key = next(iter(owner.items()))
        _put(shelf, "attribute", rank, {**one, "link_entity": entity, "link_id": key})


def hours(schedules: Sequence[Mapping[str, str]]) -> opening.Hours:
    """Weeks that repeat without end become OSM syntax; anything rarer stays as words, for a person to read."""
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for one in schedules:
        days, opens, closes = _days(one), _minutes(one, "opens_at"), _minutes(one, "closes_at")
        if not days or opens is None or closes is None or opens >= closes:
            return opening.Hours(words=_words(schedules))
        for day in days:
            week[day].append((opens, closes))
    return opening.from_minutes(week)


def _days(schedule: Mapping[str, str]) -> list[int]:
    """Ranks of the days of a weekly rule, Monday is 0; empty when the rule is not weekly and endless."""
    if schedule.get("freq", "").upper() != "WEEKLY" or schedule.get("interval", "1") not in ("1", "1.0"):
        return []
    if any(schedule.get(name) for name in _RESTRICTED):
        return []
    if names := [name for name in re.split(r"[\s,;]+", schedule.get("byday", "").upper()) if name]:
        return [_BYDAY[name] for name in names] if all(name in _BYDAY for name in names) else []
    try:
        return [dt.date.fromisoformat(schedule.get("dtstart", "")[:10]).weekday()]
    except ValueError:
        return []


def _minutes(schedule: Mapping[str, str], name: str) -> int | None:
    """A time in universal time is not the time on the door: not understood."""
    time = schedule.get(name, "")
    return None if time.upper().endswith("Z") else fhir.minutes(time)


def _words(schedules: Sequence[Mapping[str, str]]) -> str:
    names = (
        "description",
        "freq",
        "interval",
        "byday",
        "bymonthday",
        "valid_from",
        "valid_to",
        "opens_at",
        "closes_at",
    )
    said = (one.get("description") or " ".join(one[name] for name in names if one.get(name)) for one in schedules[:20])
    return " ; ".join(said)[: opening.LONGEST_WORDS]


def closed(service: Mapping[str, str]) -> bool:
    return service.get("status", "active") != "active"
