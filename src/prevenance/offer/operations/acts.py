"""Acts and kinds of places beyond the kinds of their records: declared services, professions found there.

The surest of several declarations is kept. What people corrected comes after (`corrected_acts`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from prevenance.catalogue.content_values import Confidence
from prevenance.offer.choices import acts
from prevenance.offer.models import PlaceAct, PlaceKind, Record, Service


def write(places: Mapping[str, Sequence[Record]]) -> None:
    """Kinds and acts of these places anew. `places`: records by place, the leading one first."""
    declared = _declared(places)
    PlaceKind.objects.filter(place_id__in=list(places)).delete()
    PlaceAct.objects.filter(place_id__in=list(places)).delete()
    kinds: list[PlaceKind] = []
    done: list[PlaceAct] = []
    for identifier, records in places.items():
        own = list(dict.fromkeys(record.kind for record in records))
        services = declared[identifier]
        found = [*own, *acts.kinds_of_codes([code for code, _ in services], own)]
        kinds += [PlaceKind(place_id=identifier, kind=kind) for kind in found]
        done += _acts(identifier, services)
    PlaceKind.objects.bulk_create(kinds)
    PlaceAct.objects.bulk_create(done)


def _declared(places: Mapping[str, Sequence[Record]]) -> dict[str, list[tuple[str, Record]]]:
    """Service codes by place, with the record that declares each."""
    home = {record.id: (identifier, record) for identifier, records in places.items() for record in records}
    found: dict[str, list[tuple[str, Record]]] = defaultdict(list)
    rows = Service.objects.filter(record_id__in=list(home)).exclude(code="").order_by("id")
    for record_id, code in rows.values_list("record_id", "code"):
        identifier, record = home[record_id]
        found[identifier].append((code, record))
    return found


def _acts(identifier: str, services: list[tuple[str, Record]]) -> list[PlaceAct]:
    found: dict[str, tuple[Confidence, dict[str, Any]]] = {}
    for code, record in services:
        for act, confidence in acts.acts_of_code(code).items():
            known = found.get(act)
            if known is None or acts.surest(known[0], confidence) is not known[0]:
                on = record.content_on.isoformat() if record.content_on else None
                found[act] = (confidence, {"source": record.source, "record": record.id, "code": code, "on": on})
    return [
        PlaceAct(place_id=identifier, act=act, confidence=str(said), origin=origin)
        for act, (said, origin) in sorted(found.items())
    ]
