"""The only writes of the offer. One import replaces the rows of its source in one transaction, or changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction

from prevenance.offer.choices import DEMO_SOURCE, Outcome
from prevenance.offer.models import ImportRun, Place, Service

BATCH = 1000
_UPDATED = [
    field.name
    for field in Place._meta.concrete_fields
    if field.name not in ("id", "source", "source_id", "is_fictional")
]


def begin_run(*, source: str, file_name: str, at: dt.datetime) -> ImportRun:
    """Runs of this source that a killed process left open are closed as interrupted: their rows were never visible."""
    with transaction.atomic():
        ImportRun.objects.filter(source=source, outcome=Outcome.RUNNING).update(
            outcome=Outcome.INTERRUPTED, ended_at=at
        )
        return ImportRun.objects.create(
            source=source, outcome=Outcome.RUNNING, started_at=at, file_name=file_name[-255:]
        )


def end_refused(run: ImportRun, *, problem: str, facts: dict[str, str | int], at: dt.datetime) -> None:
    run.outcome, run.ended_at, run.problem, run.problem_facts = Outcome.REFUSED, at, problem, facts
    run.save()


def replace_places(
    run: ImportRun, rows: Iterable[dict[str, Any]], *, content_on: dt.date | None, progress: Callable[[int], None]
) -> None:
    """The rows become the places of the source, with the same ids as before; what is not among them goes.

    The caller has filled the counts of `run`; it is ended by `end_done` in the same transaction.
    """
    Service.objects.filter(place__source=run.source).delete()
    stored = 0
    for batch in _batches(rows):
        places = [_place(row, run, content_on) for row in batch]
        Place.objects.bulk_create(places, update_conflicts=True, unique_fields=["id"], update_fields=_UPDATED)
        Service.objects.bulk_create(
            [Service(place_id=row["id"], label=label) for row in batch for label in row["services"]], batch_size=BATCH
        )
        stored += len(batch)
        progress(stored)
    _delete_places(Place.objects.filter(source=run.source).exclude(import_run=run))


def end_done(run: ImportRun, *, at: dt.datetime, outcome: Outcome = Outcome.DONE) -> None:
    run.outcome, run.ended_at = outcome, at
    run.save()


def delete_source(run: ImportRun) -> None:
    """All the places of the source of this run."""
    Service.objects.filter(place__source=run.source).delete()
    _delete_places(Place.objects.filter(source=run.source))


def _delete_places(places: Any) -> None:
    """By batches: Django loads what it deletes."""
    while ids := list(places.values_list("id", flat=True)[:BATCH]):
        Place.objects.filter(id__in=ids).delete()


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _place(row: dict[str, Any], run: ImportRun, content_on: dt.date | None) -> Place:
    values = {name: value for name, value in row.items() if name != "services"}
    own = values.pop("content_on")
    return Place(
        **values,
        source=run.source,
        import_run=run,
        is_fictional=run.source == DEMO_SOURCE,
        content_on=dt.date.fromisoformat(own) if own else content_on,
    )
