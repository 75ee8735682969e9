"""`prevenance sources own` and `outreaches`: a territory's own list of places, and its dated prevention actions."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import activate, get_language, gettext

from prevenance.kit import clock

MOST_TOLD = 50  # problems; the rest is counted


def own(arguments: argparse.Namespace) -> int:
    """Exit code 0: imported (or checked without a problem); 1: to mend; 2: refused."""
    _ready(arguments.lang)
    from django.conf import settings

    from prevenance.formats import files
    from prevenance.formats.refusals import FileRefused
    from prevenance.offer import operations
    from prevenance.offer.choices import own_lists
    from prevenance.offer.importers import own_list

    folder = Path(settings.DATA) / own_list.FOLDER
    kept = folder / f"{arguments.source}.yaml"
    try:
        file = files.checked(arguments.path)
        path = arguments.map or (kept if kept.is_file() and not arguments.accept_guess else None)
        if path is None:
            description = _guessed(arguments, own_list.guess(file))
            if not arguments.accept_guess:
                print(
                    "# " + gettext("Columns guessed. Correct, save, then use --map; or --accept-guess if all is right.")
                )
                print(_as_yaml(description))
        else:
            description = own_lists.loaded(path)
        known = own_lists.described(arguments.source, description)
        told = _told(list(own_list.problems(file, known)))
    except FileRefused as refusal:
        print(_refused(arguments.source, refusal.reason, dict(refusal.facts)), file=sys.stderr)
        return 2
    if arguments.check or (path is None and not arguments.accept_guess):
        return 1 if told or path is None else 0
    own_list.register(known)
    report = operations.import_file(
        arguments.path,
        at=clock.now(),
        source=known.source.key,
        content_on=arguments.checked_on,
        progress=_progress,
        accept_less=arguments.accept_less,
    )
    if not report.problem:
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_text(_as_yaml(description), encoding="utf-8")
    return _reported(report)


def outreaches(arguments: argparse.Namespace) -> int:
    """Imports a calendar or a table of dated prevention actions; exit code 1 when it was refused."""
    _ready(arguments.lang)
    from prevenance.offer import operations

    try:
        report = operations.import_outreaches(
            arguments.path,
            source=f"outreach-{arguments.source}",
            at=clock.now(),
            progress=_progress,
            accept_less=arguments.accept_less,
        )
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return _reported(report)


def _guessed(arguments: argparse.Namespace, columns: dict[str, str]) -> dict[str, Any]:
    description: dict[str, Any] = {"name": arguments.name or arguments.source, "publisher": arguments.source}
    return description | {"columns": columns} | ({"kind": arguments.kind} if arguments.kind else {})


def _as_yaml(description: Any) -> str:
    return yaml.safe_dump(description, allow_unicode=True, sort_keys=False, width=110)


def _told(problems: list[Any]) -> int:
    for one in problems[:MOST_TOLD]:
        facts = {"line": one.line, "column": one.column, "reason": _words(one.reason)}
        said = (
            gettext("line %(line)s, column “%(column)s”: %(reason)s")
            if one.column
            else gettext("line %(line)s: %(reason)s")
        )
        print(said % facts + (f" ({one.found})" if one.found else ""))
    if len(problems) > MOST_TOLD:
        print(gettext("… and %(count)s more") % {"count": len(problems) - MOST_TOLD})
    return len(problems)


def _reported(report: Any) -> int:
    if report.problem:
        print(_refused(report.source, report.problem, report.facts), file=sys.stderr)
        return 1
    print(f"{report.source}: " + gettext("%(kept)s kept of %(read)s read") % {"kept": report.kept, "read": report.read})
    for reason, count in sorted(report.refused.items(), key=lambda one: (-one[1], one[0])):
        lines = ", ".join(map(str, report.first_lines.get(reason, ()))) or "…"
        facts = {"count": count, "reason": _words(reason), "lines": lines}
        print("    " + gettext("%(count)s refused: %(reason)s (lines %(lines)s)") % facts)
    return 0


def _refused(source: str, reason: str, facts: dict[str, Any]) -> str:
    return f"{source}: " + gettext("refused.") + " " + _words(reason, **facts)


def _words(reason: str, **facts: Any) -> str:
    from prevenance.offer.choices import words

    return words.reason(reason, "fr" if get_language() == "fr" else "en", **facts)


def _progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _ready(language: str) -> None:
    import django

    django.setup()
    activate(language)
    from prevenance.site import serve_command

    serve_command.migrate_database()
