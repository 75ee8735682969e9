"""Twin cases: named people and what a recommendation must say to them, written from the source, not from the rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from prevenance.catalogue.fact_reading import any_mapping
from prevenance.catalogue.marked_yaml import Entry, read_file
from prevenance.rules.statuses import Status
from prevenance.rules.verdicts import Verdict

DATES = ("due_on", "until")


@dataclass(frozen=True, slots=True)
class TwinCase:
    """One situation. `person`: a profile as JSON gives it; `dates`: only those the author wrote (None: no date)."""

    name: str
    on: dt.date
    person: Mapping[str, object]
    expect: Status
    dates: Mapping[str, dt.date | None]
    note: str | None
    line: int

    def disagreement(self, verdict: Verdict) -> str | None:
        """What the verdict says otherwise than the author (who may leave out dates and note); None when it agrees."""
        found = {"status": verdict.status, "due_on": verdict.due_on, "until": verdict.until, "note": verdict.note}
        wanted = {"status": self.expect, **self.dates, **({"note": self.note} if self.note else {})}
        wrong = [name for name, value in wanted.items() if found[name] != value]
        if not wrong:
            return None
        return "; ".join(f"{name}: expected {_said(wanted[name])}, got {_said(found[name])}" for name in wrong)


@dataclass(frozen=True, slots=True)
class TwinFile:
    """The twin file of one rule."""

    file: Path
    cases: tuple[TwinCase, ...] = field(default=())


def read_cases(file: Path) -> TwinFile:
    """The twin cases of one `cases.yaml`.

    `on` and `person` at the top hold for every case that does not say otherwise; a fact set to null is unknown.

    Raises:
        ContentError: a missing key, a status or a date that does not exist, two cases with the same name.
    """
    fields = read_file(file).mapping(("on", "cases"), ("person",))
    on = fields["on"].day()
    shared = _person(fields["person"]) if "person" in fields else {}
    found: dict[str, TwinCase] = {}
    for item in fields["cases"].items(at_least=1):
        case = _case(item, on, shared)
        if case.name in found:
            item.refuse(f"two cases are called “{case.name}”", "Give each case its own name")
        found[case.name] = case
    return TwinFile(file, tuple(found.values()))


def _case(item: Entry, on: dt.date, shared: Mapping[str, object]) -> TwinCase:
    fields = item.named(item.peek("name")).mapping(("name", "person", "expect"), ("on", "note", *DATES))
    return TwinCase(
        name=fields["name"].text(),
        on=fields["on"].day() if "on" in fields else on,
        person={**shared, **_person(fields["person"])},
        expect=Status(fields["expect"].one_of([*Status], "status")),
        dates={name: None if fields[name].is_null() else fields[name].day() for name in DATES if name in fields},
        note=fields["note"].text() if "note" in fields else None,
        line=item.line,
    )


def _person(entry: Entry) -> dict[str, object]:
    return {name: _plain(value) for name, value in any_mapping(entry).items()}


def _plain(entry: Entry) -> object:
    """The value as a JSON profile would hold it: a date stays text."""
    if isinstance(entry.node, yaml.SequenceNode):
        return [_plain(item) for item in entry.items()]
    match str(entry.node.tag).rpartition(":")[2]:
        case "null":
            return None
        case "bool":
            return entry.boolean()
        case "int" | "float":
            return float(entry.node.value) if "." in entry.node.value else int(entry.node.value)
        case "timestamp":
            return str(entry.node.value)
    return entry.text()


def _said(value: object) -> str:
    return "nothing" if value is None else str(value)
