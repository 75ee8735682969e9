"""`prevenance catalogue check`: what authors have to mend."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys

from prevenance.catalogue.book import FOLDER
from prevenance.catalogue.checking import check as findings_of
from prevenance.kit import clock


def check(arguments: argparse.Namespace) -> int:
    """Prints the findings; exit code 1 when there is something to mend."""
    on = dt.date.fromisoformat(arguments.on) if arguments.on else clock.today()
    folder = arguments.folder or FOLDER
    if not folder.is_dir():
        print(f"{folder}: no such folder. Give the folder of a catalogue.", file=sys.stderr)
        return 2
    findings = findings_of(folder, on)
    if arguments.json:
        rows = [{"file": str(f.file), "line": f.line, "cause": f.cause, "mend": f.mend} for f in findings]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for one in findings:
            print(f"{one.file}:{one.line}: {one.cause} {one.mend}")
        print(f"{len(findings)} to mend" if findings else "Nothing to mend.")
    return 1 if findings else 0
