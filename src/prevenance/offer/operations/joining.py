"""One place, one record: records judged, grouped, and places made from the groups.

A join reads everything, thinks, then writes in one transaction. What people decided binds it: a decision names records
by their stable ids, and is kept when an import takes the records away and brings them back.
"""

from __future__ import annotations

import datetime as dt
import math
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import F, Max, Q

from prevenance import matching
from prevenance.offer.choices import PairVerdict
from prevenance.offer.models import Pair, PairDecision, Place, PlaceMoved, Record, Revision
from prevenance.offer.operations import places
from prevenance.offer.operations.naming import named
from prevenance.territories import queries as territories

LEAST_KEPT = 0.1  # pairs less likely than this are not kept: nobody would look at them
BATCH = 1000
_TRIES = 3

Progress = Callable[[str], None]


class DecisionRefused(ValueError):
    """`reason` is a key of `reasons.yaml`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class JoinReport:
    """`joined`: places that several records make. `moved`: ids given away by this join. `to_review`: doubtful pairs."""

    records: int
    pairs: int
    places: int
    joined: int
    moved: int
    to_review: int
    seconds: float


def join(*, at: dt.datetime, progress: Progress = lambda _: None, method: str = "") -> JoinReport:
    """Judges all records of real sources anew. Fictional ones stay alone. `method`: see `matching.pairs`.

    Raises RuntimeError when imports keep changing the records while it thinks.
    """
    started = time.perf_counter()
    for _ in range(_TRIES):
        seen = _revision()
        records = list(_candidates(Record.objects.filter(is_fictional=False)))
        judged = matching.pairs(records, lambda step, done, total: progress(f"{step} {done} / {total}"), method=method)
        must, must_not = _decisions()
        groups = matching.groups(judged, records, must=must, must_not=must_not)
        progress(f"{len(groups)} places from {len(records)} records")
        with transaction.atomic():
            if _revision() != seen:
                continue
            moved = _regroup(groups, at=at, progress=progress)
            to_review = _keep_pairs(judged, records, groups, at)
            Revision.objects.create(at=at, cause="join")
        return JoinReport(
            records=len(records),
            pairs=len(judged),
            places=len(groups),
            joined=sum(len(members) > 1 for members in groups),
            moved=moved,
            to_review=to_review,
            seconds=time.perf_counter() - started,
        )
    raise RuntimeError("Records kept changing while they were being joined: run it again when imports are over.")


def decide(
    first: str,
    second: str,
    verdict: PairVerdict,
    *,
    author: str,
    at: dt.datetime,
    account_id: int | None = None,
    operation: uuid.UUID | None = None,
) -> None:
    """A person says that two records (by id) are one place, are not, or that they do not know; the places concerned
    are made again.

    Raises `DecisionRefused`: `same_record`, `record_unknown`, `fictional_record`, or `decisions_contradict` when what
    was said before, put together, says the opposite. Nothing is then changed.
    """
    first, second = min(first, second), max(first, second)
    if first == second:
        raise DecisionRefused("same_record")
    rows = dict(Record.objects.filter(id__in=(first, second)).values_list("id", "is_fictional"))
    if len(rows) < 2:
        raise DecisionRefused("record_unknown")
    if any(rows.values()):
        raise DecisionRefused("fictional_record")
    with transaction.atomic():
        _undo(PairDecision.objects.filter(first=first, second=second, undone_at__isnull=True), author, at)
        PairDecision.objects.create(
            first=first,
            second=second,
            verdict=verdict,
            author=author,
            account_id=account_id,
            operation=operation,
            decided_at=at,
        )
        _regroup_around({first, second}, at)


def undo_decision(first: str, second: str, *, author: str, at: dt.datetime) -> bool:
    """Gives the pair back to the model. False when no decision was in force."""
    first, second = min(first, second), max(first, second)
    with transaction.atomic():
        undone = _undo(PairDecision.objects.filter(first=first, second=second, undone_at__isnull=True), author, at)
        if undone:
            _regroup_around({first, second}, at)
    return bool(undone)


def _undo(decisions: object, author: str, at: dt.datetime) -> int:
    return int(decisions.update(undone_at=at, undone_by=author))  # type: ignore[attr-defined]


def _regroup_around(records: set[str], at: dt.datetime) -> None:
    """The same answer as a whole join: groups depend on nothing beyond the links that lead to these records."""
    around = _connected(records)
    judged = [
        matching.Judged(pair.first, pair.second, pair.probability)
        for chunk in _chunks(sorted(around))
        for pair in Pair.objects.filter(first__in=chunk)
        if pair.second in around
    ]
    must, must_not = _decisions()
    candidates = list(_candidates(Record.objects.filter(id__in=around, is_fictional=False)))
    try:
        groups = matching.groups(judged, candidates, must=must, must_not=must_not)
    except ValueError as error:
        raise DecisionRefused("decisions_contradict") from error
    _regroup(groups, at=at)
    for members in groups:
        for chunk in _chunks(members):
            Pair.objects.filter(first__in=chunk).update(is_joined=False)
            Pair.objects.filter(first__in=chunk, second__in=list(members)).update(is_joined=True)
    Revision.objects.create(at=at, cause="decision")


def _connected(records: set[str]) -> set[str]:
    """Every record that a chain of links, or of decisions, or a place of today leads to."""
    reached, fresh = set(records), set(records)
    links = (
        Pair.objects.filter(probability__gte=matching.THRESHOLD),
        PairDecision.objects.filter(undone_at__isnull=True, verdict=PairVerdict.SAME),
    )
    while fresh:
        chunk = sorted(fresh)[:BATCH]
        found: set[str] = set()
        for rows in links:
            for pair in rows.filter(Q(first__in=chunk) | Q(second__in=chunk)).values_list("first", "second"):
                found.update(pair)
        homes = Record.objects.filter(id__in=chunk).values_list("place_id", flat=True)
        found.update(Record.objects.filter(place_id__in=list(homes)).values_list("id", flat=True))
        fresh = (fresh - set(chunk)) | (found - reached)
        reached |= found
    return reached


def _regroup(groups: list[tuple[str, ...]], *, at: dt.datetime, progress: Progress = lambda _: None) -> int:
    """Records go to the place of their group; the number of ids that were given away."""
    concerned = [record for members in groups for record in members]
    held: dict[str, str] = {}
    for chunk in _chunks(concerned):
        held.update(Record.objects.filter(id__in=chunk).values_list("id", "place_id"))
    elsewhere = set(Record.objects.exclude(place_id=F("id")).values_list("place_id", flat=True)) - set(held.values())
    homes = named(groups, held, taken=elsewhere)
    changed = {record: place for record, place in homes.items() if held.get(record, place) != place}
    if not changed:
        return 0
    touched = sorted({*changed.values(), *(held[record] for record in changed)})
    _open_places(changed)
    for chunk in _chunks(sorted(changed)):
        moving = list(Record.objects.filter(id__in=chunk))
        for record in moving:
            record.place_id = changed[record.id]
        Record.objects.bulk_update(moving, ["place"])
    moved = _redirect(touched, held, homes)
    for done, chunk in enumerate(_chunks(touched)):
        places.make(chunk)
        progress(f"places {min((done + 1) * BATCH, len(touched))} / {len(touched)}")
    return moved


def _open_places(changed: Mapping[str, str]) -> None:
    """A place that comes to be is a row before its records point to it; `places.make` then writes it whole."""
    first_of: dict[str, str] = {}
    for record, place in sorted(changed.items()):
        first_of.setdefault(place, record)
    for chunk in _chunks(sorted(first_of)):
        missing = set(chunk) - set(Place.objects.filter(id__in=chunk).values_list("id", flat=True))
        PlaceMoved.objects.filter(id__in=sorted(missing)).delete()
        seeds = Record.objects.in_bulk([first_of[place] for place in missing])
        Place.objects.bulk_create(
            Place(
                id=place,
                source=seeds[first_of[place]].source,
                kind=seeds[first_of[place]].kind,
                name=seeds[first_of[place]].name,
                latitude=seeds[first_of[place]].latitude,
                longitude=seeds[first_of[place]].longitude,
            )
            for place in sorted(missing)
        )


def _redirect(touched: list[str], held: Mapping[str, str], homes: Mapping[str, str]) -> int:
    """Ids without records from now on lead to the place that took most of theirs."""
    alive: set[str] = set()
    for chunk in _chunks(touched):
        alive.update(Record.objects.filter(place_id__in=chunk).values_list("place_id", flat=True))
    gone = {place for place in touched if place not in alive}
    votes: dict[str, dict[str, int]] = {place: {} for place in gone}
    for record, place in held.items():
        if place in gone:
            votes[place][homes[record]] = votes[place].get(homes[record], 0) + 1
    heirs = {place: min(found, key=lambda one: (-found[one], one)) for place, found in votes.items() if found}
    for place, heir in heirs.items():
        PlaceMoved.objects.filter(place_id=place).update(place_id=heir)
    PlaceMoved.objects.bulk_create(
        [PlaceMoved(id=place, place_id=heir) for place, heir in sorted(heirs.items())],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["place"],
    )
    return len(heirs)


def _keep_pairs(
    judged: list[matching.Judged],
    records: list[matching.Candidate],
    groups: list[tuple[str, ...]],
    at: dt.datetime,
) -> int:
    """The pairs worth keeping, and how many of them a person should look at."""
    home = {record: rank for rank, members in enumerate(groups) for record in members}
    kept = [pair for pair in judged if pair.probability >= LEAST_KEPT]
    values = {(pair.id_a, pair.id_b): value for value, pair in matching.review(kept, _worth(records))}
    Pair.objects.all().delete()
    rows = (
        Pair(
            first=pair.id_a,
            second=pair.id_b,
            probability=pair.probability,
            evidence=[{"key": e.key, "value": e.value, "weight": round(e.weight, 2)} for e in pair.evidence],
            value=values.get((pair.id_a, pair.id_b), 0.0),
            is_joined=home[pair.id_a] == home[pair.id_b],
            judged_at=at,
        )
        for pair in kept
    )
    while batch := list(islice(rows, BATCH)):
        Pair.objects.bulk_create(batch)
    return len(values)


def _worth(records: Iterable[matching.Candidate]) -> dict[str, float]:
    """How many people a wrong answer reaches, in orders of magnitude: the inhabitants of the commune."""
    worth = {}
    for record in records:
        commune = territories.commune(record.commune_code)
        worth[record.id] = math.log10(10 + (commune.population if commune else 0))
    return worth


def _decisions() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    rows = list(PairDecision.objects.filter(undone_at__isnull=True).values_list("first", "second", "verdict"))
    same = [(first, second) for first, second, verdict in rows if verdict == PairVerdict.SAME]
    different = [(first, second) for first, second, verdict in rows if verdict == PairVerdict.DIFFERENT]
    return same, different


def _candidates(records: object) -> Iterable[matching.Candidate]:
    columns = (
        "id source kind name latitude longitude address postal_code commune_code is_position_approximate"
        " phone email website siret finess legal_finess organisation"
    )
    rows = records.values_list(*columns.split())  # type: ignore[attr-defined]
    fields = columns.replace("is_position_approximate", "is_approximate").split()
    for row in rows.iterator(chunk_size=5000):
        yield matching.Candidate(**dict(zip(fields, row, strict=True)))


def _revision() -> int:
    return Revision.objects.aggregate(last=Max("id"))["last"] or 0


def _chunks(items: Iterable[str]) -> Iterable[list[str]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, BATCH)):
        yield chunk
