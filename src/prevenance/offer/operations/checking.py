"""What a file would give if it were imported: read and settled as an import does, and nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from prevenance.formats.files import Checked
from prevenance.formats.refusals import FileRefused
from prevenance.offer.choices import Access, Fees
from prevenance.offer.choices.sources import Source
from prevenance.offer.operations.drafts import Reader
from prevenance.offer.operations.outreach_drafts import outreach_reader
from prevenance.offer.operations.outreaches import OutreachPlacing
from prevenance.offer.operations.placing import Placing
from prevenance.offer.queries import Card, Place, quality
from prevenance.offer.queries.quality import Verdict

MOST_TOLD = 200  # refused rows told one by one


@dataclass(frozen=True)
class Recognised:
    """Which source a file belongs to, and `how` we know: said, name, columns, or guessed; then `columns` gives the
    field → heading that were guessed.
    """

    source: Source
    reader: Reader
    how: str
    columns: Mapping[str, str]


@dataclass
class FileCheck:
    """`refused` and `mended` count rows by reason; `told` gives the first refused rows (number, reason). `quality`: by
    criterion, the share of the places that meet it among those it applies to. `is_cut`: the rows after `read`
    were not looked at; `is_agenda`: they are dated actions, not places. `problem` is a key of `reasons.yaml`
    when the whole file is refused, with its `facts`.
    """

    read: int = 0
    kept: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    mended: dict[str, int] = field(default_factory=dict)
    first_lines: dict[str, list[int]] = field(default_factory=dict)
    told: list[tuple[int, str]] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    quality: dict[str, float] = field(default_factory=dict)
    score: int | None = None
    content_on: dt.date | None = None
    is_cut: bool = False
    is_agenda: bool = False
    problem: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)


def check_file(file: Checked, known: Recognised, *, at: dt.datetime, most_rows: int | None = None) -> FileCheck:
    """Never raises for what is in the file."""
    done = FileCheck()
    placing = Placing(known.source.key, today=at.date())
    kinds: Counter[str] = Counter()
    grades = _Grades(at.date())
    try:
        for draft in known.reader(file):
            if most_rows is not None and placing.rows_read >= most_rows:
                done.is_cut = True
                break
            before = Counter(placing.refused)
            row = placing.settled(draft)
            if row is not None:
                done.kept += 1
                kinds[row["kind"]] += 1
                grades.add(row, known.source.key)
            elif len(done.told) < MOST_TOLD:
                done.told += [(draft.number, reason) for reason in placing.refused - before]
    except FileRefused as refusal:
        done.problem, done.facts = refusal.reason, dict(refusal.facts)
    done.read, done.refused, done.mended = placing.rows_read, dict(placing.refused), dict(placing.mended)
    done.first_lines, done.content_on = placing.first_lines, placing.newest
    done.kinds, done.quality, done.score = dict(kinds.most_common()), grades.shares(), grades.score()
    return done


def check_agenda(file: Checked, *, at: dt.datetime, most_rows: int | None = None) -> FileCheck:
    """The same for dated actions, from a calendar or a table."""
    done = FileCheck(is_agenda=True)
    placing = OutreachPlacing("outreach-check", today=at.date())
    try:
        for draft in outreach_reader()(file, at.date()):
            if most_rows is not None and placing.read >= most_rows:
                done.is_cut = True
                break
            before = Counter(placing.refused)
            if placing.settled_outreach(draft) is not None:
                done.kept += 1
            elif len(done.told) < MOST_TOLD:
                done.told += [(draft.number, reason) for reason in placing.refused - before]
    except FileRefused as refusal:
        done.problem, done.facts = refusal.reason, dict(refusal.facts)
    done.read, done.refused, done.mended = placing.read, dict(placing.refused), dict(placing.mended)
    done.first_lines = placing.first_lines
    return done


class _Grades:
    """The quality of each card that would be made, added up."""

    def __init__(self, on: dt.date) -> None:
        self._on = on
        self._met: Counter[str] = Counter()
        self._judged: Counter[str] = Counter()
        self._scores = 0
        self._many = 0

    def add(self, row: Mapping[str, Any], source: str) -> None:
        graded = quality(_card(row, source), on=self._on)
        self._scores, self._many = self._scores + graded.score, self._many + 1
        for one in graded.criteria:
            if one.verdict is not Verdict.NOT_APPLICABLE:
                self._judged[one.asked.key] += 1
                self._met[one.asked.key] += one.verdict is Verdict.MET

    def shares(self) -> dict[str, float]:
        return {key: self._met[key] / many for key, many in self._judged.items()}

    def score(self) -> int | None:
        return round(self._scores / self._many) if self._many else None


def _card(row: Mapping[str, Any], source: str) -> Card:
    day = dt.date.fromisoformat(row["content_on"]) if row["content_on"] else None
    values = {name: row[name] for name in Place.__dataclass_fields__ if name in row}
    values |= {
        "wheelchair": Access(row["wheelchair"]),
        "fees": Fees(row["fees"]),
        "content_on": day,
        "is_fictional": False,
        "source": source,
        "has_closed": False,
    }
    services = tuple(label for label, _, _ in row["services"])
    return Card(Place(**values), (row["kind"],), services, (), {}, (), {})
