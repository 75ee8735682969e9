"""`prevenance offer check FILE`: what a file would give if it were imported. Nothing is stored."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys

import django

from prevenance.kit import clock


def check(arguments: argparse.Namespace) -> int:
    """Exit code 0: every row is kept; 1: rows are refused; 2: the whole file is."""
    django.setup()
    from prevenance.site import serve_command

    serve_command.migrate_database()
    from prevenance.formats import files
    from prevenance.formats.refusals import FileRefused
    from prevenance.offer import operations
    from prevenance.offer.choices import AGENDA
    from prevenance.offer.importers import recognising

    known = None
    try:
        file = files.checked(arguments.file)
        name, said = arguments.file.name, arguments.source
        if recognising.is_agenda(file, name=name, said=said):
            done = operations.check_agenda(file, at=clock.now())
        else:
            known = recognising.recognised(file, name=name, said=said, kind=arguments.kind or "")
            done = operations.check_file(file, known, at=clock.now())
    except FileRefused as refusal:
        done = operations.FileCheck(problem=refusal.reason, facts=dict(refusal.facts))
    if arguments.json:
        source = known.source.key if known else AGENDA if done.is_agenda else None
        found = dataclasses.asdict(done) | {"source": source}
        print(json.dumps(found, ensure_ascii=False, indent=2, default=str))
    else:
        _print(done, known, arguments.lang)
    return 2 if done.problem else 1 if done.refused else 0


def _print(done: object, known: object, language: str) -> None:
    from django.utils import translation

    from prevenance.offer.operations import FileCheck, Recognised
    from prevenance.offer.presenters import file_check

    assert isinstance(done, FileCheck) and (known is None or isinstance(known, Recognised))
    with translation.override(language):
        page = file_check.page(done, known)
        if page.format:
            print(f"{page.format}. {page.how}")
        for field, heading in page.columns:
            print(f"    {field}: {heading}")
        if page.problem:
            print(page.problem, file=sys.stderr)
        print(f"{page.read} → {page.kept}")
        for one in (*page.refused, *page.mended):
            print(f"    {one.many}: {one.words}" + (f" ({one.lines})" if one.lines not in ("", "…") else ""))
        if page.score is not None:
            print(f"{page.score}/100")
        for graded in page.quality:
            print(f"    {graded.percent} %: {graded.words}" + (f" — {graded.mend}" if graded.mend else ""))
