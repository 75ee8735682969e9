"""What residents report and what was corrected, in the areas of an agent; how imports went."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q

from prevenance.offer import models
from prevenance.offer.choices import FlagReason, Outcome
from prevenance.offer.queries import rounds
from prevenance.offer.queries.rounds import Answer
from prevenance.offer.queries.scopes import Scope
from prevenance.territories.queries import spelling

_ACCENTED = {"a": "[aàâä]", "c": "[cç]", "e": "[eéèêë]", "i": "[iîï]", "o": "[oôö]", "u": "[uùûü]", "y": "[yÿ]"}


@dataclass(frozen=True, slots=True)
class Reported:
    """Reports of one reason about one place, by its id of today; `name` is "" when it has gone.

    `last_id`: of the latest one, so that settling leaves later ones open.
    """

    place_id: str
    name: str
    commune_name: str
    reason: FlagReason
    many: int
    last_on: dt.date
    last_id: int


@dataclass(frozen=True, slots=True)
class Named:
    """A place as a list names it; `name` is "" when it has gone. `id`: of today."""

    id: str
    name: str
    commune_name: str


@dataclass(frozen=True, slots=True)
class Run:
    """One import. `refused`: reason → rows; `has_rows`: which rows they were is kept."""

    id: int
    source: str
    outcome: Outcome
    started_at: dt.datetime
    file_name: str
    content_on: dt.date | None
    rows_read: int
    rows_kept: int
    refused: dict[str, int]
    mended: dict[str, int]
    problem: str
    problem_facts: dict[str, Any]
    has_rows: bool


def reports(scope: Scope, *, first: int = 0, many: int = 50, place_id: str = "") -> list[Reported]:
    """What nobody has settled, the most reported first."""
    waiting = models.Flag.objects.filter(scope.of_places(), settled_at__isnull=True)
    if place_id:
        waiting = waiting.filter(place_id__in=rounds.ids_of(place_id))
    counted = waiting.values_list("place_id", "reason").annotate(times=Count("id"), day=Max("made_on"), last=Max("id"))
    rows = list(counted.order_by("-times", "-day", "place_id", "reason")[first : first + many])
    names = named({row[0] for row in rows})
    return [
        Reported(names[place].id, names[place].name, names[place].commune_name, FlagReason(reason), count, day, last)
        for place, reason, count, day, last in rows
    ]


def reports_count(scope: Scope) -> int:
    """How many lines `reports` has."""
    waiting = models.Flag.objects.filter(scope.of_places(), settled_at__isnull=True)
    return waiting.values("place_id", "reason").distinct().count()


def corrections(scope: Scope, *, first: int = 0, many: int = 50, place_id: str = "") -> list[Answer]:
    """Corrections, checks and notices, undone ones too, the last first: of one place, or of all those of the scope."""
    return rounds.changes(place_id, most=first + many, only=scope.of_places())[first:]


def named(place_ids: Collection[str]) -> dict[str, Named]:
    """By the id that is asked, be it given away."""
    moved = dict(models.PlaceMoved.objects.filter(id__in=place_ids).values_list("id", "place_id"))
    today = {one: moved.get(one, one) for one in place_ids}
    rows = models.Place.objects.filter(id__in=set(today.values())).values_list("id", "name", "commune_name")
    known = {row[0]: Named(*row) for row in rows}
    return {one: known.get(now, Named(now, "", "")) for one, now in today.items()}


def is_in(scope: Scope, place_id: str) -> bool:
    """Whether this place is there and of the scope."""
    return models.Place.objects.filter(scope.of_communes(), id=place_id).exists()


def found(scope: Scope, typed: str, *, many: int) -> list[Named]:
    """Places of the scope whose name or commune holds each word typed, whatever the case and the accents; or the one
    whose id this is. Those closed for good too.
    """
    words = spelling.plain(typed[:100]).split()[:8]
    if not words:
        return []
    rows = models.Place.objects.filter(scope.of_communes())
    for word in words:
        pattern = "".join(_ACCENTED.get(letter, re.escape(letter)) for letter in word)
        rows = rows.filter(Q(name__iregex=pattern) | Q(commune_name__iregex=pattern) | Q(id=typed.strip()))
    values = rows.order_by("name", "commune_name", "id").values_list("id", "name", "commune_name")[:many]
    return [Named(*row) for row in values]


def runs(*, first: int = 0, many: int = 20) -> list[Run]:
    """Imports, the last first."""
    rows = models.ImportRun.objects.order_by("-id")[first : first + many]
    return [_run(row) for row in rows.values(*_RUN, "refused_rows__id")]


def run(number: int) -> Run | None:
    """One import."""
    found = models.ImportRun.objects.filter(id=number).values(*_RUN, "refused_rows__id").first()
    return _run(found) if found else None


def refused_rows(number: int) -> Iterator[tuple[int, str]]:
    """(line, or rank of the object in a JSON file; reason) of each row refused by this import, in the file's order.

    Nothing for an import whose rows are not kept any more.
    """
    packed = models.RefusedRows.objects.filter(import_run=number).values_list("packed", flat=True).first()
    if packed is None:
        return
    with gzip.open(io.BytesIO(bytes(packed)), "rt", encoding="utf-8") as lines:
        for line in lines:
            rank, _, reason = line.rstrip().partition(" ")
            yield int(rank), reason


_RUN = (
    *("id", "source", "outcome", "started_at", "file_name", "content_on", "rows_read", "rows_kept"),
    *("refused", "mended", "problem", "problem_facts"),
)


def _run(row: dict[str, Any]) -> Run:
    has_rows = row.pop("refused_rows__id") is not None
    return Run(**{**row, "outcome": Outcome(row["outcome"])}, has_rows=has_rows)
