"""Doubtful pairs as agents see them: those of their areas, by value; one with all that is known; what was answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from prevenance.offer import models
from prevenance.offer.choices import PairVerdict
from prevenance.offer.queries.scopes import Scope
from prevenance.territories import queries as territories

FIELDS = (
    *("id", "source", "kind", "name", "organisation", "address", "postal_code", "commune_code", "commune_name"),
    *("latitude", "longitude", "is_position_approximate", "phone", "email", "website", "siret", "finess"),
    *("legal_finess", "opening_hours", "content_on", "place_id"),
)


Row = TypeVar("Row", models.Pair, models.PairDecision)


@dataclass(frozen=True, slots=True)
class Line:
    """One pair of the list. Names may be of two communes."""

    first: str
    second: str
    names: tuple[str, str]
    communes: tuple[str, str]
    sources: tuple[str, str]
    probability: float


@dataclass(frozen=True, slots=True)
class Said:
    """A decision of somebody. `by`: their name as colleagues read it, "" for the command line or who has left."""

    id: int
    first: str
    second: str
    verdict: PairVerdict
    at: dt.datetime
    by: str
    undone_at: dt.datetime | None = None
    names: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Compared:
    """Two records as their sources write them (`FIELDS`), and why they may be one.

    `evidence`: (key, value, bits in favour). `metres` is None when one of the two spots is only a commune's centre.
    `said`: the decision in force.
    """

    first: dict[str, Any]
    second: dict[str, Any]
    probability: float | None
    evidence: tuple[tuple[str, str, float], ...]
    is_joined: bool
    metres: float | None
    said: Said | None


def to_review(scope: Scope, *, first: int, many: int) -> list[Line]:
    """The pairs that nobody answered, the most valuable first."""
    return _lines(_waiting(scope).order_by("-value", "first", "second")[first : first + many])


def to_review_count(scope: Scope) -> int:
    return _waiting(scope).count()


def after(scope: Scope, pair: tuple[str, str] | None = None) -> tuple[str, str] | None:
    """The most valuable pair that nobody answered, besides this one."""
    waiting = _waiting(scope)
    if pair:
        waiting = waiting.exclude(first=pair[0], second=pair[1])
    return waiting.order_by("-value", "first", "second").values_list("first", "second").first()


def said(scope: Scope, *, first: int, many: int, only: PairVerdict | None = None) -> list[Said]:
    """What people answered, the last first, undone answers too; those in force of one verdict when `only` is given."""
    rows = _in_scope(models.PairDecision.objects.all(), scope)
    if only is not None:
        rows = rows.filter(verdict=only, undone_at__isnull=True)
    found = list(rows.select_related("account").order_by("-id")[first : first + many])
    names = dict(
        models.Record.objects.filter(id__in={one for row in found for one in (row.first, row.second)}).values_list(
            "id", "name"
        )
    )
    return [_said(row, names) for row in found]


def compared(scope: Scope, first: str, second: str) -> Compared | None:
    """None outside the scope, when a record has gone, or when nobody ever compared the two."""
    first, second = min(first, second), max(first, second)
    rows = {row["id"]: row for row in models.Record.objects.filter(id__in=(first, second)).values(*FIELDS)}
    if len(rows) < 2 or not any(scope.holds(row["commune_code"]) for row in rows.values()):
        return None
    pair = models.Pair.objects.filter(first=first, second=second).first()
    answers = models.PairDecision.objects.filter(first=first, second=second)
    decision = answers.filter(undone_at__isnull=True).select_related("account").first()
    if pair is None and not answers.exists():
        return None
    one, other = rows[first], rows[second]
    return Compared(
        first=one,
        second=other,
        probability=pair.probability if pair else None,
        evidence=_evidence(pair) if pair else (),
        is_joined=one["place_id"] == other["place_id"],
        metres=_metres(one, other),
        said=_said(decision, {first: one["name"], second: other["name"]}) if decision else None,
    )


def _waiting(scope: Scope) -> QuerySet[models.Pair]:
    answered = models.PairDecision.objects.filter(
        first=OuterRef("first"), second=OuterRef("second"), undone_at__isnull=True
    )
    return _in_scope(models.Pair.objects.filter(~Exists(answered), value__gt=0), scope)


def _in_scope(pairs: QuerySet[Row], scope: Scope) -> QuerySet[Row]:
    """One of the two records in the scope is enough: a pair across a border concerns both sides."""
    if scope.is_everywhere:
        return pairs
    mine = models.Record.objects.filter(scope.of_communes())
    return pairs.filter(Q(Exists(mine.filter(id=OuterRef("first")))) | Q(Exists(mine.filter(id=OuterRef("second")))))


def _lines(pairs: QuerySet[models.Pair]) -> list[Line]:
    found = list(pairs.values_list("first", "second", "probability"))
    ids = {one for row in found for one in row[:2]}
    columns = ("id", "name", "commune_name", "source")
    records = {row[0]: row for row in models.Record.objects.filter(id__in=ids).values_list(*columns)}
    lines = []
    for first, second, probability in found:
        if first in records and second in records:
            one, other = records[first], records[second]
            lines.append(Line(first, second, (one[1], other[1]), (one[2], other[2]), (one[3], other[3]), probability))
    return lines


def _said(row: models.PairDecision, names: dict[str, str]) -> Said:
    by = row.account.display_name if row.account else ""
    both = (names.get(row.first, ""), names.get(row.second, ""))
    return Said(row.pk, row.first, row.second, PairVerdict(row.verdict), row.decided_at, by, row.undone_at, both)


def _evidence(pair: models.Pair) -> tuple[tuple[str, str, float], ...]:
    return tuple((str(one["key"]), str(one["value"]), float(one["weight"])) for one in pair.evidence)


def _metres(one: dict[str, Any], other: dict[str, Any]) -> float | None:
    if one["is_position_approximate"] or other["is_position_approximate"]:
        return None
    return 1000 * territories.distance_km(one["latitude"], one["longitude"], other["latitude"], other["longitude"])
