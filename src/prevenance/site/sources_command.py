"""`prevenance sources`: list, import, download and forget the public sources of places."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import django

from prevenance.kit import clock
from prevenance.site import offer_join_command


def listed(arguments: argparse.Namespace) -> int:
    """Every source: its page, its licence, what we hold of it and how old that content is. Exit code 1 when `--stale`
    finds one whose content, not its import, is too old: what a monitoring tool runs each day.
    """
    _ready()
    from prevenance.offer import queries

    rows: list[dict[str, Any]] = [
        {
            "source": one.source.key,
            "name": one.source.name,
            "publisher": one.source.publisher,
            "page": one.source.page,
            "licence": one.source.licence,
            "places": one.places,
            "content_on": one.content_on.isoformat() if one.content_on else None,
            "age_in_days": one.age_in_days,
            "is_stale": one.is_stale,
            "stale_after_days": one.source.stale_after_days,
            "last_problem": one.last_problem or None,
        }
        for one in queries.freshness(clock.today())
    ]
    dated: list[dict[str, Any]] = [
        {
            "source": one.source,
            "dated_actions": one.to_come,
            "cancelled": one.cancelled,
            "imported_at": one.imported_at.isoformat() if one.imported_at else None,
            "age_in_days": one.age_in_days,
            "is_stale": one.is_stale,
            "stale_after_days": one.stale_after_days,
        }
        for one in queries.outreach_sources(clock.today())
    ]
    if arguments.stale:
        rows, dated = [row for row in rows if row["is_stale"]], [row for row in dated if row["is_stale"]]
    if arguments.json:
        print(json.dumps([*rows, *dated], ensure_ascii=False, indent=2))
        return int(arguments.stale and bool(rows or dated))
    for row in rows:
        age = f"content of {row['content_on']}, {row['age_in_days']} days old" if row["content_on"] else "age not known"
        alarm = " — STALE" if row["places"] and row["is_stale"] else ""
        held = f"{row['places']} places, {age}{alarm}" if row["places"] else "nothing imported"
        print(f"{row['source']}: {held}\n    {row['publisher']}, {row['licence']}\n    {row['page']}")
    for row in dated:
        age = f"imported {row['age_in_days']} days ago" if row["imported_at"] else "import not known"
        alarm = " — STALE" if row["is_stale"] else ""
        print(
            f"{row['source']}: {row['dated_actions']} dated actions to come, {row['cancelled']} cancelled, {age}{alarm}"
        )
    return int(arguments.stale and bool(rows or dated))


def imported(arguments: argparse.Namespace) -> int:
    """Imports a folder or a file; exit code 1 when a file was refused."""
    _ready()
    from prevenance.offer import operations
    from prevenance.offer.choices import DEMO_SOURCE, Outcome

    at = clock.now()
    if arguments.path.is_dir():
        options = {"progress": _progress, "accept_less": arguments.accept_less}
        reports = operations.import_folder(arguments.path, at=at, **options)
    elif arguments.path.exists():
        reports = [operations.import_file(arguments.path, at=at, progress=_progress, accept_less=arguments.accept_less)]
    else:
        print(f"{arguments.path}: no such file or folder.", file=sys.stderr)
        return 2
    real = [report for report in reports if report.outcome == Outcome.DONE and report.source != DEMO_SOURCE]
    if real and not arguments.keep_demo:
        operations.remove_source(DEMO_SOURCE, at=clock.now())
    code = _told(reports)
    if real:
        offer_join_command.joined()
    return code


def downloaded(arguments: argparse.Namespace) -> int:
    """Fetches one source and imports it."""
    _ready()
    from django.conf import settings

    from prevenance.formats.refusals import FileRefused
    from prevenance.offer import operations

    at = clock.now()
    try:
        path = operations.download(
            arguments.source, at=at, folder=Path(settings.DATA) / "downloads", url=arguments.url, progress=_progress
        )
    except FileRefused as refusal:
        print(_problem(refusal.reason, dict(refusal.facts)), file=sys.stderr)
        return 2
    code = _told([operations.import_file(path, at=clock.now(), source=arguments.source, progress=_progress)])
    if code == 0:
        offer_join_command.joined()
    return code


def forgotten(arguments: argparse.Namespace) -> int:
    """Removes every place of one source."""
    _ready()
    from prevenance.offer import operations
    from prevenance.offer.choices import sources

    if arguments.source.startswith("outreach-"):
        operations.remove_outreaches(arguments.source, at=clock.now())
        print(f"{arguments.source}: every dated action removed.")
        return 0
    if arguments.source not in sources.sources():
        print(f"{arguments.source}: no such source. `prevenance sources list` names them.", file=sys.stderr)
        return 2
    operations.remove_source(arguments.source, at=clock.now())
    print(f"{arguments.source}: every place removed.")
    return 0


def _ready() -> None:
    django.setup()
    from prevenance.site import serve_command

    serve_command.migrate_database()


def _progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _told(reports: list[Any]) -> int:
    if not reports:
        print("No file here belongs to a known source. `prevenance sources list` names them.", file=sys.stderr)
        return 1
    code = 0
    for report in reports:
        if report.problem:
            code = 1
            print(f"{report.source or report.path.name}: refused. {_problem(report.problem, report.facts)}")
            continue
        print(f"{report.source}: {report.kept} kept of {report.read} read, in {report.seconds:.1f} s")
        for reason, count in sorted(report.refused.items(), key=lambda one: -one[1]):
            lines = ", ".join(str(line) for line in report.first_lines.get(reason, ()))
            print(f"    {count} refused: {_problem(reason, {})}" + (f" (lines {lines}…)" if lines else ""))
        for reason, count in sorted(report.mended.items(), key=lambda one: -one[1]):
            print(f"    {count} mended: {_problem(reason, {})}")
    return code


def _problem(reason: str, facts: dict[str, str | int]) -> str:
    from prevenance.offer.choices import words

    return words.reason(reason, "en", **facts)
