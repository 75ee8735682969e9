"""What the authors of a catalogue have to mend: everything at once, each with its file, line, cause and mend.

Plain functions, nothing printed; `on` is the day of the check (reviews become overdue, values enter into force).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from prevenance.catalogue.checking import deciding, reading, twins, windows, writing
from prevenance.catalogue.checking.findings import Finding, Findings, Level

__all__ = ["Finding", "Level", "check"]


def check(folder: Path, on: dt.date) -> list[Finding]:
    """Everything to mend in the catalogue of `folder`, by file and line. Empty when there is nothing."""
    findings = Findings()
    draft = reading.read(folder, on, findings)
    writing.check(draft, on, findings)
    for one in draft.recommendations:
        if one.rules:
            deciding.check(one, draft.facts, findings)
            windows.check(one, findings)
        twins.check(one, draft.facts, findings)
    return findings.sorted()
