"""Import of files: looked at, read, settled into a spool on disk; only then does one short transaction replace the
source.

Killed at any moment, or refused: the previous content stays as it was. Killed while it reads, the next import of the
same file on the same day goes on from the last checkpoint.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction

from prevenance import __version__
from prevenance.formats import files as format_files
from prevenance.formats import tables
from prevenance.formats.refusals import FileRefused
from prevenance.offer.choices import DEMO_SOURCE, Outcome, sources
from prevenance.offer.choices.sources import Source
from prevenance.offer.models import ImportRun
from prevenance.offer.operations import drafts, spooling, storing
from prevenance.offer.operations.placing import Placing
from prevenance.offer.operations.spooling import Spool

Progress = Callable[[str], None]
MOST_FILES = 20_000
CHECKPOINT_ROWS = 20_000
FEWEST_COMPARED = 20  # below, half as many rows means nothing


@dataclass
class ImportReport:
    """What one import did. `outcome` is `done` or `refused`; then `problem` is a key of `reasons.yaml` and
    `facts` its values.

    `refused` and `mended` count rows by reason; `first_lines` gives up to five line numbers for each reason of
    refusal.
    """

    source: str
    path: Path
    outcome: Outcome = Outcome.REFUSED
    read: int = 0
    kept: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    mended: dict[str, int] = field(default_factory=dict)
    first_lines: dict[str, list[int]] = field(default_factory=dict)
    content_on: dt.date | None = None
    digest: str = ""
    seconds: float = 0.0
    problem: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)


def silent(_: str) -> None:
    """Progress for nobody."""


def import_folder(
    folder: Path, *, at: dt.datetime, progress: Progress = silent, accept_less: bool = False
) -> list[ImportReport]:
    """Import every file of the folder and its sub-folders that a source recognises; the others are left alone.

    One source refused does not stop the others. Two files for one source: neither is imported, for nobody said which.
    """
    found: dict[str, list[Path]] = {}
    for path in _files_below(folder):
        if source := _recognised(path):
            found.setdefault(source.key, []).append(path)
    reports = []
    for key in sources.sources():
        paths = found.get(key, [])
        if len(paths) > 1:
            names = ", ".join(str(path.relative_to(folder)) for path in paths)
            reports.append(ImportReport(source=key, path=paths[0], problem="two_files", facts={"files": names}))
        elif paths:
            reports.append(import_file(paths[0], at=at, source=key, progress=progress, accept_less=accept_less))
    return reports


def import_file(
    path: Path,
    *,
    at: dt.datetime,
    source: str | None = None,
    content_on: dt.date | None = None,
    progress: Progress = silent,
    accept_less: bool = False,
) -> ImportReport:
    """Import one file. `source` and `content_on` (the date of the content) are found from the file when not given.

    `accept_less`: replace the present content even by half as many places, or by an older content.
    """
    started = time.perf_counter()
    known = sources.sources().get(source) if source else _recognised(path)
    if known is None:
        problem, facts = ("unknown_source", {"source": source or ""}) if source else ("unrecognised", {})
        return ImportReport(source=source or "", path=path, problem=problem, facts={**facts})
    report = ImportReport(source=known.key, path=path)
    progress(f"{known.key}: {path.name}")
    run = storing.begin_run(source=known.key, file_name=path.name, at=at)
    try:
        before = _stamp(path)
        file = format_files.checked(path)
        report.digest = run.file_digest = file.digest
        key = f"{file.digest[:20]}-{at:%Y%m%d}-{__version__}"
        with spooling.opened(Path(settings.DATA) / "imports", source=known.key, key=key) as spool:
            try:
                _read_into(spool, file, run, report, known, content_on=content_on, today=at.date(), progress=progress)
            finally:
                storing.keep_refused(run, spool.refused())
            if _stamp(path) != before:
                raise FileRefused("changed_while_read")
            _refuse_what_is_worse(report, run, accept_less=accept_less)
            with transaction.atomic():
                storing.replace_records(
                    run,
                    spool.rows(),
                    content_on=report.content_on,
                    progress=lambda stored: progress(f"{known.key}: {stored} / {report.kept}"),
                )
                storing.end_done(run, at=_later(at, started))
        report.outcome = Outcome.DONE
    except FileRefused as refusal:
        report.problem, report.facts = refusal.reason, refusal.facts
        storing.end_refused(run, problem=refusal.reason, facts=refusal.facts, at=_later(at, started))
    report.seconds = time.perf_counter() - started
    progress(f"{known.key}: {report.outcome} {report.kept} / {report.read}")
    return report


def load_demo(*, at: dt.datetime, progress: Progress = silent) -> ImportReport:
    """The packaged sample of fictional places, imported like any source."""
    with as_file(files("prevenance.offer") / "packed" / "demo_places.csv.gz") as path:
        return import_file(path, at=at, source=DEMO_SOURCE, progress=progress, accept_less=True)


def remove_source(source: str, *, at: dt.datetime) -> None:
    """Forget all the places of a source (the demonstration, when the real files are there)."""
    with transaction.atomic():
        run = storing.begin_run(source=source, file_name="", at=at)
        storing.delete_source(run)
        storing.end_done(run, at=at, outcome=Outcome.REMOVED)


def _read_into(
    spool: Spool,
    file: format_files.Checked,
    run: ImportRun,
    report: ImportReport,
    source: Source,
    *,
    content_on: dt.date | None,
    today: dt.date,
    progress: Progress,
) -> None:
    placing = Placing(source.key, today=today, refuse=spool.refuse)
    if spool.state:
        placing.resume(spool.state["placing"], (row["id"] for row in spool.rows()))
        progress(f"{source.key}: going on from {placing.read}")
    kept = placing.kept_before
    for draft in islice(drafts.reader(source.reader)(file), placing.read, None):
        row = placing.settled(draft)
        if row is not None:
            spool.write(row)
            kept += 1
        if placing.read % CHECKPOINT_ROWS == 0:
            spool.checkpoint({"placing": placing.state()})
            progress(f"{source.key}: {placing.read} …")
    spool.checkpoint({"placing": placing.state()})
    by_name = sources.named(report.path.name)
    report.kept = kept
    report.read, report.refused, report.mended = placing.rows_read, dict(placing.refused), dict(placing.mended)
    report.first_lines = placing.first_lines
    report.content_on = content_on or placing.newest or (by_name[1] if by_name else None)
    run.rows_read, run.rows_kept, run.refused, run.mended = report.read, report.kept, report.refused, report.mended
    run.content_on = report.content_on


def _refuse_what_is_worse(report: ImportReport, run: ImportRun, *, accept_less: bool) -> None:
    if not report.kept:
        raise FileRefused("nothing_kept", read=report.read)
    present = ImportRun.objects.filter(source=run.source, outcome__in=(Outcome.DONE, Outcome.REMOVED)).last()
    if present is None or present.outcome == Outcome.REMOVED or accept_less:
        return
    if present.rows_kept >= FEWEST_COMPARED and report.kept * 2 < present.rows_kept:
        raise FileRefused("many_rows_lost", kept=report.kept, before=present.rows_kept)
    if report.content_on and present.content_on and report.content_on < present.content_on:
        raise FileRefused("older_content", found=str(report.content_on), before=str(present.content_on))


def _recognised(path: Path) -> Source | None:
    """By its name, else by the header when it is a table."""
    if by_name := sources.named(path.name):
        return by_name[0]
    if not path.name.lower().removesuffix(".gz").endswith((".csv", ".txt")):
        return None
    try:
        return sources.with_columns(frozenset(tables.columns(format_files.glanced(path))))
    except FileRefused:
        return None


def _files_below(folder: Path) -> Iterator[Path]:
    seen = 0
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            seen += 1
            if seen > MOST_FILES:
                return
            if not name.startswith("."):
                yield Path(parent) / name


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError as error:
        raise FileRefused("not_a_file") from error
    return stat.st_size, stat.st_mtime_ns


def _later(at: dt.datetime, started: float) -> dt.datetime:
    return at + dt.timedelta(seconds=time.perf_counter() - started)
