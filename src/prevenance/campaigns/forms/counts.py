"""Numbers of a comparison, typed for one period or pasted as a table."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from prevenance.campaigns.choices.designs import SOURCE_MOST
from prevenance.campaigns.forms import links
from prevenance.campaigns.queries.designs import Counted, Declared
from prevenance.counting.designs import LEAST_PEOPLE
from prevenance.kit.inputs import Mistake

Posted = Mapping[str, str]
ROWS_MOST, TEXT_MOST = 1000, 100_000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "territory": ("territoire", "territory"),
    "period": ("période", "periode", "period"),
    "acted": ("ont agi", "acted"),
    "of": ("connues", "known"),
    "missing": ("inconnues", "missing"),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not kept: its number in what was sent, as it was, and why."""

    number: int
    row: str
    words: str


@dataclass(slots=True)
class CountsReading:
    """`good`: what may be written. `refused`: rows of a table; `mistakes`: of the other fields."""

    source: str = ""
    as_of: dt.date | None = None
    good: list[Counted] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, name: str, words: str) -> None:
        self.mistakes.append(Mistake(name, name, words))


def grid(posted: Posted, one: Declared, *, period: int, on: dt.date) -> CountsReading:
    """One period. A territory left empty keeps what it had."""
    found = _about(posted, one, on=on)
    for territory in range(len(one.territories)):
        typed = [posted.get(f"{name}-{territory}", "").strip() for name in ("acted", "of", "missing")]
        if not any(typed):
            continue
        words, counted = _counted(territory, period, typed)
        if counted is not None:
            found.good.append(counted)
        else:
            found.wrong(f"acted-{territory}", f"{one.territories[territory].name} – {words}")
    if not found.good and not found.mistakes:
        found.wrong("acted-0", gettext("Write at least one number."))
    return found


def table(posted: Posted, one: Declared, text: str, *, on: dt.date) -> CountsReading:
    """Rows of a spreadsheet: territory, period, acted, known, missing; a first row may name them in another order."""
    found = _about(posted, one, on=on)
    lines = [(number, line) for number, line in enumerate(text[:TEXT_MOST].splitlines(), 1) if line.strip(" ;,\t")]
    if not lines:
        found.wrong("table", gettext("Paste the rows, or choose a file."))
        return found
    if len(text) > TEXT_MOST or len(lines) > ROWS_MOST:
        found.wrong("table", gettext("At most %(most)s rows at once.") % {"most": ROWS_MOST})
        return found
    order, lines = _header(lines)
    mark = _mark(lines[0][1]) if lines else ";"
    names = {territory.name.casefold(): number for number, territory in enumerate(one.territories)}
    seen = set()
    for number, line in lines:
        told = dict(zip(order, _cells(line, mark), strict=False))
        words, counted = _row(told, names, one, on)
        if counted is not None and (counted.territory, counted.period) in seen:
            words, counted = gettext("this territory and period are there already, higher up."), None
        if counted is None:
            found.refused.append(Refused(number, line, words))
            continue
        seen.add((counted.territory, counted.period))
        found.good.append(counted)
    return found


def _about(posted: Posted, one: Declared, *, on: dt.date) -> CountsReading:
    found = CountsReading(" ".join(posted.get("said_by", "").split())[:SOURCE_MOST])
    found.as_of = links.day(posted.get("as_of", ""), latest=on)
    if not found.source:
        found.wrong("said_by", gettext("Say where the numbers come from."))
    if found.as_of is None:
        found.wrong("as_of", gettext("Write the day of these numbers, today at the latest."))
    return found


def _mark(line: str) -> str:
    return max((";", "\t", ","), key=line.count)


def _cells(line: str, mark: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=mark), [])]


def _header(lines: list[tuple[int, str]]) -> tuple[list[str], list[tuple[int, str]]]:
    line = lines[0][1].lstrip("\ufeff")
    first = [cell.strip().casefold() for cell in _cells(line, _mark(line))]
    known = {name: key for key, names in COLUMNS.items() for name in names}
    if "territory" in (named := [known.get(cell, "") for cell in first]) and "acted" in named:
        return named, lines[1:]
    return list(COLUMNS), lines


def _row(told: Mapping[str, str], names: Mapping[str, int], one: Declared, on: dt.date) -> tuple[str, Counted | None]:
    territory = names.get(" ".join(told.get("territory", "").split()).casefold())
    if territory is None:
        return gettext("no territory of the comparison has this name."), None
    period = _period(told.get("period", ""), one)
    if period is None:
        words = gettext("write the period as a number from 1 to %(most)s, or as its first day (2026-12-31).")
        return words % {"most": one.periods}, None
    if not one.is_complete(period, on=on):
        return gettext("this period is not over yet."), None
    return _counted(territory, period, [told.get(name, "") for name in ("acted", "of", "missing")])


def _period(typed: str, one: Declared) -> int | None:
    told = links.number(typed)
    if told is not None:
        return told - 1 if 1 <= told <= one.periods else None
    firsts = {one.days(period)[0].isoformat(): period for period in range(one.periods)}
    return firsts.get(typed.strip())


def _counted(territory: int, period: int, typed: list[str]) -> tuple[str, Counted | None]:
    """Why it may not be kept, or what may. Under twenty people, that it is so is kept, and not the numbers."""
    acted, of = links.number(typed[0]), links.number(typed[1])
    missing = links.number(typed[2]) if typed[2].strip() else 0
    if acted is None or of is None or missing is None:
        return gettext("write whole numbers: who acted, of how many people known, how many are not known."), None
    if acted > of:
        return gettext("more people acted than are known: one of the two is wrong."), None
    if of < LEAST_PEOPLE:
        return "", Counted(territory, period, None, None, missing)
    return "", Counted(territory, period, acted, of, missing)
