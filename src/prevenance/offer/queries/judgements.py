"""Why records make one place, and which pairs a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from prevenance.offer import models
from prevenance.offer.choices import PairVerdict, words
from prevenance.offer.queries.places import id_of_today

_ROWS = ("id", "source", "source_id", "kind", "name", "address", "commune_name", "phone", "place_id")


@dataclass(frozen=True, slots=True)
class RecordSeen:
    """What one source says of a place, as a person compares it with another."""

    id: str
    source: str
    source_id: str
    kind: str
    name: str
    address: str
    commune_name: str
    phone: str
    place_id: str


@dataclass(frozen=True, slots=True)
class PairSeen:
    """Two records and what is thought of them. `reasons`: (words, weight in bits), the strongest first; `decision`:
    what a person said, None when the model alone speaks. `value` orders the list of doubtful pairs.
    """

    first: RecordSeen
    second: RecordSeen
    probability: float
    reasons: tuple[tuple[str, float], ...]
    is_joined: bool
    value: float
    decision: PairVerdict | None


def records_of(place_id: str) -> list[RecordSeen]:
    """The records that make a place, also by an id that was given away."""
    rows = _records(place_id=place_id)
    if not rows and (today := id_of_today(place_id)):
        rows = _records(place_id=today)
    return rows


def judgements_of(place_id: str, language: str) -> list[PairSeen]:
    """What was thought of each pair among the records of a place, the most probable first."""
    ids = [record.id for record in records_of(place_id)]
    return _seen(models.Pair.objects.filter(first__in=ids, second__in=ids).order_by("-probability", "id"), language)


def pairs_to_review(language: str, *, limit: int = 20, source: str = "") -> list[PairSeen]:
    """The doubtful pairs that nobody decided, the most valuable first."""
    decided = models.PairDecision.objects.filter(
        first=OuterRef("first"), second=OuterRef("second"), undone_at__isnull=True
    )
    pairs = models.Pair.objects.filter(~Exists(decided), value__gt=0)
    if source:
        its = models.Record.objects.filter(source=source).values("id")
        pairs = pairs.filter(Q(first__in=its) | Q(second__in=its))
    return _seen(pairs.order_by("-value", "first", "second")[:limit], language)


def review_count() -> int:
    decided = models.PairDecision.objects.filter(
        first=OuterRef("first"), second=OuterRef("second"), undone_at__isnull=True
    )
    return models.Pair.objects.filter(~Exists(decided), value__gt=0).count()


def _seen(pairs: Any, language: str) -> list[PairSeen]:
    pairs = list(pairs)
    ids = {identifier for pair in pairs for identifier in (pair.first, pair.second)}
    records = {record.id: record for record in _records(id__in=sorted(ids))}
    decisions = models.PairDecision.objects.filter(first__in=sorted(ids), undone_at__isnull=True)
    said = {(one.first, one.second): PairVerdict(one.verdict) for one in decisions}
    return [
        PairSeen(
            first=records[pair.first],
            second=records[pair.second],
            probability=pair.probability,
            reasons=tuple((words.evidence(e["key"], str(e["value"]), language), e["weight"]) for e in pair.evidence),
            is_joined=pair.is_joined,
            value=pair.value,
            decision=said.get((pair.first, pair.second)),
        )
        for pair in pairs
        if pair.first in records and pair.second in records
    ]


def _records(**wanted: Any) -> list[RecordSeen]:
    return [RecordSeen(*row) for row in models.Record.objects.filter(**wanted).order_by("id").values_list(*_ROWS)]
