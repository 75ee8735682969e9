"""Import of dated prevention actions. One file replaces what its source announces, in one transaction or not at all:
what is announced no more is withdrawn, what is past goes away.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from prevenance.formats import cleaning, phones, zones
from prevenance.formats import files as format_files
from prevenance.formats.refusals import FileRefused, RowRefused
from prevenance.offer.choices import Outcome, OutreachStatus, outreach_acts
from prevenance.offer.models import ImportRun, Outreach
from prevenance.offer.operations import storing
from prevenance.offer.operations.drafts import PlaceDraft
from prevenance.offer.operations.importing import ImportReport, Progress, silent
from prevenance.offer.operations.outreach_drafts import OutreachDraft, outreach_reader
from prevenance.offer.operations.placing import Placing, place_id

MOST_OUTREACHES = 50_000
_LIMITS = format_files.Limits(file=64 << 20)  # a calendar is kept in memory while its replacements are sorted out
_KEPT_AFTER = dt.timedelta(days=7)  # so that someone who had it still reads that it is over, or was cancelled
_SOURCE = re.compile(r"^outreach-[a-z0-9-]{1,40}$")
_UPDATED = [field.name for field in Outreach._meta.concrete_fields if field.name not in ("id", "source", "source_id")]


def import_outreaches(
    path: Path, *, source: str, at: dt.datetime, progress: Progress = silent, accept_less: bool = False
) -> ImportReport:
    """Import a calendar or a table. `source` is `outreach-` and a short name given by whoever imports.

    Raises ValueError when `source` is not such a name; everything wrong with the file is in the report.
    """
    if not _SOURCE.match(source):
        raise ValueError(f"{source}: expected outreach-<letters, digits and hyphens>.")
    started = time.perf_counter()
    report = ImportReport(source=source, path=path)
    run = storing.begin_run(source=source, file_name=path.name, at=at)
    try:
        rows = _settled(run, report, at=at)
        if not rows and not accept_less:
            raise FileRefused("nothing_kept", read=report.read)
        progress(f"{source}: {report.kept} / {report.read}")
        with transaction.atomic():
            _replace(run, rows, on=at.date(), report=report)
            run.rows_kept = report.kept
            storing.end_done(run, at=at + dt.timedelta(seconds=time.perf_counter() - started))
        report.outcome = Outcome.DONE
    except FileRefused as refusal:
        report.problem, report.facts = refusal.reason, refusal.facts
        storing.end_refused(run, problem=refusal.reason, facts=refusal.facts, at=at)
    report.seconds = time.perf_counter() - started
    return report


def remove_outreaches(source: str, *, at: dt.datetime) -> None:
    """Forget everything that this source announced."""
    with transaction.atomic():
        run = storing.begin_run(source=source, file_name="", at=at)
        Outreach.objects.filter(source=source).delete()
        storing.end_done(run, at=at, outcome=Outcome.REMOVED)


def _settled(run: ImportRun, report: ImportReport, *, at: dt.datetime) -> list[dict[str, Any]]:
    file = format_files.checked(report.path, _LIMITS)
    report.digest = run.file_digest = file.digest
    refused: list[tuple[int, str]] = []
    settling = OutreachPlacing(run.source, today=at.date(), refuse=lambda *row: refused.append(row))
    rows = [row for draft in outreach_reader()(file, at.date()) if (row := settling.settled_outreach(draft))]
    storing.keep_refused(run, refused)
    report.read, report.kept, report.refused = settling.read, len(rows), dict(settling.refused)
    report.mended, report.first_lines = dict(settling.mended), settling.first_lines
    report.content_on = run.content_on = at.date()
    run.rows_read, run.refused, run.mended = report.read, report.refused, report.mended
    return rows


def _replace(run: ImportRun, rows: list[dict[str, Any]], *, on: dt.date, report: ImportReport) -> None:
    held = dict(Outreach.objects.filter(source=run.source).values_list("id", "sequence"))
    newer = [row for row in rows if row["sequence"] >= held.get(row["id"], 0)]
    older = {row["id"] for row in rows} - {row["id"] for row in newer}
    if older:
        report.refused["older_version"] = report.refused.get("older_version", 0) + len(older)
        report.kept -= len(older)
    Outreach.objects.bulk_create(
        [Outreach(**row, source=run.source, import_run=run) for row in newer],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_UPDATED,
    )
    Outreach.objects.filter(source=run.source, ends_on__lt=on - _KEPT_AFTER).delete()
    gone = Outreach.objects.filter(source=run.source, status=OutreachStatus.ANNOUNCED, ends_on__gte=on)
    named = {row["id"] for row in rows}
    for batch in _batches([identifier for identifier in gone.values_list("id", flat=True) if identifier not in named]):
        Outreach.objects.filter(id__in=batch).update(status=OutreachStatus.WITHDRAWN, import_run=run)


def _batches(identifiers: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(identifiers), 500):
        yield identifiers[start : start + 500]


class OutreachPlacing(Placing):
    """Settles the drafts of one file: a place in a commune of today, its clock, its acts."""

    def settled_outreach(self, draft: OutreachDraft | RowRefused) -> dict[str, Any] | None:
        self.read += 1
        if isinstance(draft, RowRefused):
            self._count_refused(draft.number, draft.reason)
            return None
        if len(self._seen) >= MOST_OUTREACHES:
            raise FileRefused("too_many_events", limit=MOST_OUTREACHES)
        row, reason = self._row(draft)
        if reason:
            self._count_refused(draft.number, reason)
            return None
        self._seen.add(row["id"])
        return row

    def _row(self, draft: OutreachDraft) -> tuple[dict[str, Any], str]:
        """The columns, or the reason of the refusal."""
        title, source_id = self._line(draft.title, 200), self._line(draft.source_id, 250)
        if not title or not source_id:
            return {}, "no_name" if source_id else "no_identifier"
        key = f"{source_id}/{draft.announced_for}" if draft.announced_for else source_id
        identifier = place_id(self.source, key)
        if identifier in self._seen:
            return {}, "duplicate"
        where = self._where(_as_place(draft))
        if where is None:
            return {}, "no_position"
        department = where["commune_code"][:3] if where["commune_code"].startswith("97") else where["commune_code"][:2]
        first, last = _local(draft.starts, department), _local(draft.ends, department)
        if isinstance(first, dt.datetime) == isinstance(last, dt.datetime) and last < first:
            return {}, "ends_before_it_starts"
        when = _when(first, last)
        if when["ends_on"] < self.today:
            return {}, "past"
        return {
            "id": identifier,
            "source_id": key,
            "status": OutreachStatus.CANCELLED if draft.is_cancelled else OutreachStatus.ANNOUNCED,
            "sequence": draft.sequence,
            "title": title,
            "description": self._line(draft.description, 500),
            "acts": outreach_acts.acts_of(*draft.words),
            **when,
            "place": self._line(draft.place, 200),
            "address": self._line(draft.address, 250),
            **where,
            "organiser": self._line(draft.organiser, 200),
            "phone": self._or_left_out(phones.e164(draft.phone, department), draft.phone, "phone_left_out"),
            "booking": self._or_left_out(cleaning.url(draft.booking), draft.booking, "website_left_out"),
            "audience": self._line(draft.audience, 200),
            "cost": self._line(draft.cost, 200),
        }, ""


def _as_place(draft: OutreachDraft) -> PlaceDraft:
    """What says where it is: the same care as for a place."""
    return PlaceDraft(
        number=draft.number,
        source_id=draft.source_id,
        kind="",
        name=draft.title,
        postal_code=draft.postal_code,
        commune_code=draft.commune_code,
        commune_name=draft.commune_name,
        latitude=draft.latitude,
        longitude=draft.longitude,
    )


def _when(first: dt.datetime | dt.date, last: dt.datetime | dt.date) -> dict[str, Any]:
    """An end at the very time of the beginning says nothing: nobody said when it ends."""
    says_end = isinstance(first, dt.datetime) and isinstance(last, dt.datetime) and last > first
    return {
        "starts_on": first.date() if isinstance(first, dt.datetime) else first,
        "starts_time": first.time() if isinstance(first, dt.datetime) else None,
        "ends_on": last.date() if isinstance(last, dt.datetime) else last,
        "ends_time": last.time() if says_end and isinstance(last, dt.datetime) else None,
    }


def _local(moment: dt.datetime | dt.date, department: str) -> dt.datetime | dt.date:
    if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
        return moment.astimezone(zones.zone(department)).replace(tzinfo=None)
    return moment
