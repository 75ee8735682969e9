"""A few invented records and doubtful pairs, for tests of what people answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from prevenance.offer.models import ImportRun, Pair, Record
from prevenance.offer.operations import placing, storing
from prevenance.offer.queries import review
from prevenance.offer.queries.scopes import Scope
from prevenance.people.models import Organisation
from tests import agents

AT = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
LAON, LILLE = agents.LAON, agents.LILLE
SPOTS = {LAON: ("02000", "Laon", 49.564, 3.62), LILLE: ("59000", "Lille", 50.633, 3.058)}
SOURCES = ("finess_structures", "pharmacies_vaccination")
EMPTY = (
    *("phone", "website", "booking", "opening_hours", "opening_words", "finess", "legal_finess", "siret", "email"),
    *("description", "organisation", "fees", "accessibility_page"),
)


def record(key: str, *, commune: str = LAON, source: str = SOURCES[0], **values: Any) -> str:
    """Stores one more record, besides those of its source already there. Gives its id, which is its place's."""
    postal_code, name, latitude, longitude = SPOTS[commune]
    row = {
        **dict.fromkeys(EMPTY, ""),
        "id": placing.place_id(source, key),
        "source_id": key,
        "kind": "pharmacy",
        "name": f"Pharmacie {key}",
        "address": "1 place Exemple",
        "postal_code": postal_code,
        "commune_code": commune,
        "commune_name": name,
        "latitude": latitude,
        "longitude": longitude,
        "is_position_approximate": False,
        "wheelchair": "unknown",
        "content_on": None,
        "services": [],
        **values,
    }
    with transaction.atomic():
        run = storing.begin_run(source=source, file_name="", at=AT)
        Record.objects.filter(source=source).update(import_run=run)
        storing.replace_records(run, [row], content_on=None, progress=lambda _: None)
        storing.end_done(run, at=AT)
    return str(row["id"])


def pair(key: str, *, commune: str = LAON, value: float = 1.0, probability: float = 0.6) -> tuple[str, str]:
    """Two records which look alike, and what the model thought of them."""
    ids = [record(key, commune=commune), record(key, commune=commune, source=SOURCES[1], name=f"PHIE {key.upper()}")]
    return thought(*ids, value=value, probability=probability)


def thought(one: str, other: str, *, value: float = 1.0, probability: float = 0.6) -> tuple[str, str]:
    """What the model thought of two records already there."""
    first, second = sorted((one, other))
    evidence = [
        {"key": "address", "value": "same", "weight": 4.2},
        {"key": "name", "value": "0.71", "weight": 1.3},
        {"key": "phone", "value": "different", "weight": -3.1},
    ]
    Pair.objects.create(
        first=first, second=second, probability=probability, evidence=evidence, value=value, judged_at=AT
    )
    return first, second


def seen(scope: Scope) -> list[tuple[str, str]]:
    """The pairs that wait there, in order."""
    return [(one.first, one.second) for one in review.to_review(scope, first=0, many=50)]


def organisation(cast: agents.Cast) -> Organisation:
    return Organisation.objects.get(pk=cast.ours)


def last_run() -> ImportRun:
    return ImportRun.objects.latest("pk")
