"""`prevenance offer refused`: how imports went, and the rows that one of them refused, each with its reason."""

from __future__ import annotations

import argparse
import csv
import sys

import django


def refused(arguments: argparse.Namespace) -> int:
    """Exit code 2 when there is no such import; an import that refused nothing gives the header alone."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from prevenance.offer.queries import upkeep

    if arguments.number is None:
        for run in upkeep.runs():
            told = f"{run.rows_kept} kept of {run.rows_read}, {sum(run.refused.values())} refused"
            forgotten = "" if run.has_rows or not run.refused else " (no longer known one by one)"
            print(f"{run.id} {run.started_at:%Y-%m-%d} {run.source} {run.outcome}: {told}{forgotten}")
        return 0
    found = upkeep.run(arguments.number)
    if found is None or (found.refused and not found.has_rows):
        print(f"{arguments.number}: no such import, or its refused rows are no longer known.", file=sys.stderr)
        return 2
    return _write(arguments)


def _write(arguments: argparse.Namespace) -> int:
    from prevenance.offer.presenters.upkeep import refused_lines
    from prevenance.offer.queries import upkeep

    lines = refused_lines(upkeep.refused_rows(arguments.number), arguments.lang)
    if arguments.to is None:
        csv.writer(sys.stdout).writerows(lines)
        return 0
    with arguments.to.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    print(arguments.to)
    return 0
