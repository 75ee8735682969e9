"""Writes of imports. One import replaces the records of its source in one transaction, or changes nothing."""

from __future__ import annotations

import datetime as dt
import gzip
import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction

from prevenance.offer.choices import DEMO_SOURCE, Outcome
from prevenance.offer.models import ImportRun, Record, RefusedRows, Revision, Service
from prevenance.offer.operations import places

BATCH = 1000
_UPDATED = [
    field.name
    for field in Record._meta.concrete_fields
    if field.name not in ("id", "source", "source_id", "place", "is_fictional")
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


RUNS_TOLD = 3  # of one source: the refused rows of older imports are forgotten, their counts are kept


def keep_refused(run: ImportRun, rows: Iterable[tuple[int, str]]) -> None:
    """Keeps which rows (rank in the file, reason) this import refuses; nothing of what they held. About two bytes a
    row.
    """
    packed = io.BytesIO()
    many = 0
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        for number, reason in rows:
            file.write(f"{number} {reason}\n".encode())
            many += 1
    if many:
        RefusedRows.objects.update_or_create(import_run=run, defaults={"packed": packed.getvalue()})
    told = ImportRun.objects.filter(source=run.source).order_by("-id").values_list("id", flat=True)[:RUNS_TOLD]
    RefusedRows.objects.filter(import_run__source=run.source).exclude(import_run__in=list(told)).delete()


def replace_records(
    run: ImportRun, rows: Iterable[dict[str, Any]], *, content_on: dt.date | None, progress: Callable[[int], None]
) -> None:
    """The rows become the records of the source, with the same ids as before; what is not among them goes. The places
    that they make, alone or with the records of other sources, follow.

    The caller has filled the counts of `run`; it is ended by `end_done` in the same transaction.
    """
    Service.objects.filter(record__source=run.source).delete()
    stored = 0
    for batch in _batches(rows):
        held = dict(Record.objects.filter(id__in=[row["id"] for row in batch]).values_list("id", "place_id"))
        records = [_record(row, run, content_on, held.get(row["id"], row["id"])) for row in batch]
        Record.objects.bulk_create(records, update_conflicts=True, unique_fields=["id"], update_fields=_UPDATED)
        Service.objects.bulk_create(
            [
                Service(record_id=row["id"], label=label, code=code, count=count)
                for row in batch
                for label, code, count in row["services"]
            ],
            batch_size=BATCH,
        )
        places.make({record.place_id for record in records})
        stored += len(batch)
        progress(stored)
    _delete_records(Record.objects.filter(source=run.source).exclude(import_run=run), run)


def end_done(run: ImportRun, *, at: dt.datetime, outcome: Outcome = Outcome.DONE) -> None:
    run.outcome, run.ended_at = outcome, at
    run.save()
    Revision.objects.create(at=at, cause=f"import {run.source}")


def delete_source(run: ImportRun) -> None:
    """All the records of the source of this run, and the places that only they made."""
    Service.objects.filter(record__source=run.source).delete()
    _delete_records(Record.objects.filter(source=run.source), run)


def _delete_records(records: Any, run: ImportRun) -> None:
    """By batches: Django loads what it deletes."""
    while rows := list(records.values_list("id", "place_id")[:BATCH]):
        Record.objects.filter(id__in=[identifier for identifier, _ in rows]).delete()
        places.make({place for _, place in rows})


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _record(row: dict[str, Any], run: ImportRun, content_on: dt.date | None, place: str) -> Record:
    values = {name: value for name, value in row.items() if name != "services"}
    own = values.pop("content_on")
    return Record(
        **values,
        source=run.source,
        import_run=run,
        place_id=place,
        is_fictional=run.source == DEMO_SOURCE,
        content_on=dt.date.fromisoformat(own) if own else content_on,
    )
