"""Places made from their records, field by field, with the corrections of people on top.

For each field the freshest content speaks first. A correction holds until a source with a newer content changes its
mind: says neither what it said before the correction, nor the correction.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import F, Max

from prevenance.offer.choices import Access, sources
from prevenance.offer.models import Change, Check, Place, PlaceMoved, Record
from prevenance.offer.operations import acts, corrected_acts
from prevenance.territories import queries as territories

_ADDRESS = ("address", "postal_code", "commune_code", "commune_name")
_POSITION = ("latitude", "longitude", "is_position_approximate")
_ALONE = (
    "phone",
    "email",
    "website",
    "booking",
    "accessibility_page",
    "fees",
    "description",
    "organisation",
    "siret",
    "finess",
    "legal_finess",
)
_UPDATED = [field.name for field in Place._meta.concrete_fields if field.name != "id"]


def make(identifiers: Collection[str]) -> None:
    """Writes these places anew from their records of now; those that have none left go. Inside the caller's
    transaction.
    """
    wanted = sorted(identifiers)
    by_place: dict[str, list[Record]] = defaultdict(list)
    for record in Record.objects.filter(place_id__in=wanted):
        by_place[record.place_id].append(record)
    corrections, checked = _corrections(wanted), _checked(wanted)
    made = [
        _made(identifier, records, corrections.get(identifier, ()), checked.get(identifier))
        for identifier, records in by_place.items()
    ]
    Place.objects.bulk_create(made, update_conflicts=True, unique_fields=["id"], update_fields=_UPDATED)
    acts.write({identifier: _in_order(records) for identifier, records in by_place.items()})
    corrected_acts.write(wanted, {place: mine for place, mine in corrections.items() if place in by_place})
    if gone := [identifier for identifier in wanted if identifier not in by_place]:
        Place.objects.filter(id__in=gone).delete()


def _made(identifier: str, records: list[Record], changes: Sequence[Change], checked_on: dt.date | None) -> Place:
    ordered = _in_order(records)
    lead = ordered[0]
    values: dict[str, Any] = {"source": lead.source, "kind": lead.kind, "is_fictional": lead.is_fictional}
    origins: dict[str, Any] = {"": _origin(lead)}

    def take(record: Record, *fields: str) -> None:
        for field in fields:
            values[field] = getattr(record, field)
            if record is not lead and values[field] not in ("", False):
                origins[field] = _origin(record)

    take(lead, "name")
    addressed = next((record for record in ordered if record.address), lead)
    take(addressed, *_ADDRESS)
    exact = (r for r in ordered if not r.is_position_approximate and r.commune_code == addressed.commune_code)
    take(addressed if not addressed.is_position_approximate else next(exact, addressed), *_POSITION)
    hours = next((r for r in ordered if r.opening_hours), next((r for r in ordered if r.opening_words), lead))
    take(hours, "opening_hours", "opening_words")
    for field in _ALONE:
        take(next((record for record in ordered if getattr(record, field)), lead), field)
    take(next((record for record in ordered if record.wheelchair != Access.UNKNOWN), lead), "wheelchair")
    dates = [day for day in (checked_on, *(record.content_on for record in records)) if day]
    values["content_on"] = max(dates, default=None)
    _correct(values, origins, changes, ordered)
    return Place(id=identifier, origins=origins, **values)


def _correct(values: dict[str, Any], origins: dict[str, Any], changes: Sequence[Change], ordered: list[Record]) -> None:
    """`changes` are in force, oldest first: the last one of a field wins."""
    by_id = {record.id: record for record in ordered}
    for change in changes:
        if change.field not in values and change.field != "has_closed":
            continue
        made_on = change.made_at.date()
        origin = origins.get(change.field, origins[""])
        record = by_id.get(origin.get("record", ""))
        is_newer = record is not None and record.content_on is not None and record.content_on > made_on
        if is_newer and values[change.field] not in (change.before, change.after):
            continue
        values[change.field] = change.after
        origins[change.field] = {"change": change.pk, "author": change.author, "on": made_on.isoformat()}
        if values["content_on"] is None or values["content_on"] < made_on:
            values["content_on"] = made_on
        if change.field in ("latitude", "longitude"):
            values["is_position_approximate"] = False
        if change.field == "commune_code":
            _move(values, str(change.after))


def _move(values: dict[str, Any], code: str) -> None:
    """To the centre of a commune, until somebody places it: where it was says nothing any more."""
    commune = territories.commune(code)
    if commune is not None:
        values |= {"commune_code": commune.code, "commune_name": commune.name}
        values |= {"latitude": commune.latitude, "longitude": commune.longitude, "is_position_approximate": True}


def _origin(record: Record) -> dict[str, Any]:
    on = record.content_on.isoformat() if record.content_on else None
    return {"source": record.source, "record": record.id, "on": on}


def _in_order(records: Iterable[Record]) -> list[Record]:
    """The freshest first; then in the order of the register of sources, then by id: the same whatever the order."""
    ranks = {key: rank for rank, key in enumerate(sources.sources())}

    def order(record: Record) -> tuple[int, int, str]:
        fresh = record.content_on.toordinal() if record.content_on else 0
        return -fresh, ranks.get(record.source, len(ranks)), record.id

    return sorted(records, key=order)


def _corrections(identifiers: list[str]) -> dict[str, list[Change]]:
    """In force, under the id of today: what was said of a place whose id was given away counts for the one that took
    it.
    """
    today = _today(identifiers)
    found: dict[str, list[Change]] = defaultdict(list)
    for change in Change.objects.filter(place_id__in=list(today), undone_at__isnull=True).order_by("made_at", "id"):
        found[today[change.place_id]].append(change)
    return found


def _checked(identifiers: list[str]) -> dict[str, dt.date]:
    today = _today(identifiers)
    rows = Check.objects.filter(place_id__in=list(today), undone_at__isnull=True).values("place_id")
    latest: dict[str, dt.date] = {}
    for row in rows.annotate(last=Max("checked_at")):
        identifier = today[row["place_id"]]
        latest[identifier] = max(row["last"].date(), latest.get(identifier, dt.date.min))
    return latest


def _today(identifiers: list[str]) -> dict[str, str]:
    """Every id under which these places are or were known → their id of today."""
    former = PlaceMoved.objects.filter(place_id__in=identifiers).values_list("id", F("place_id"))
    return {**dict(former), **{identifier: identifier for identifier in identifiers}}
