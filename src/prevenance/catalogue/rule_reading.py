"""The rules of the recommendations, read from their files: values by date of entry into force, then cases in order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from prevenance.catalogue import fact_reading as shared
from prevenance.catalogue.marked_yaml import Entry, read_file
from prevenance.rules import cases, language, nodes
from prevenance.rules.facts import Fact, Kind
from prevenance.rules.statuses import Status

SHAPES = {
    "status": (("when", "status"), ("on", "leaves_on", "note")),
    "next": (("next",), ("when", "since", "leaves_on", "note", "beyond")),
    "windows": (("windows", "of"), ("when", "tolerance", "note")),
    "series": (("series", "of"), ("when", "leaves_on", "note")),
}


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of a rule: `since` None when the fact base gives no date of entry into force."""

    since: dt.date | None
    value: float
    source: str


@dataclass(frozen=True)
class Written:
    """One rule as its author wrote it. `rule_on` gives what engines read."""

    id: str
    order: int
    optional: bool
    in_force_since: dt.date | None
    source: str
    values: dict[str, tuple[Dated, ...]]
    cases: tuple[Entry, ...]
    file: Path
    vocabulary: language.Vocabulary

    def values_on(self, day: dt.date) -> dict[str, float]:
        """The value in force on `day` of each name; a name without value yet is absent."""
        found: dict[str, float] = {}
        for name, dated in self.values.items():
            for one in dated:  # in order of date
                if one.since is None or one.since <= day:
                    found[name] = one.value
        return found

    def rule_on(self, day: dt.date) -> nodes.Rule:
        """The rule with the values in force on `day`.

        Raises:
            ContentError: a case that cannot be read.
        """
        if self.in_force_since and day < self.in_force_since:
            return nodes.Rule(self.id, (nodes.Branch(nodes.ALWAYS, Status.NOT_CONCERNED, note="not_in_force"),))
        vocabulary = language.Vocabulary(self.vocabulary.kinds, self.vocabulary.named, self.values_on(day))
        return nodes.Rule(self.id, cases.branches(tuple(_case(entry, vocabulary) for entry in self.cases)))


def read_rule(file: Path, declared: dict[str, Fact], named: dict[str, nodes.Condition]) -> Written:
    """The rule of one `rule.yaml`."""
    fields = read_file(file).mapping(("id", "order", "source", "rule"), ("optional", "in_force_since", "values"))
    identity = fields["id"].text()
    if identity != file.parent.name:
        fields["id"].refuse(f"“{identity}” is not the name of its folder", f"Write {file.parent.name}")
    source = fields["source"].text()
    kinds = {name: fact.kind for name, fact in declared.items()}
    values = shared.any_mapping(fields["values"]) if "values" in fields else {}
    return Written(
        id=identity,
        order=fields["order"].whole_number(),
        optional="optional" in fields and fields["optional"].boolean(),
        in_force_since=fields["in_force_since"].day() if "in_force_since" in fields else None,
        source=source,
        values={name: _dated(entry, source) for name, entry in values.items()},
        cases=tuple(item.named(f"case {n}") for n, item in enumerate(fields["rule"].items(at_least=1), 1)),
        file=file,
        vocabulary=language.Vocabulary(kinds, named),
    )


def _dated(entry: Entry, source: str) -> tuple[Dated, ...]:
    if not isinstance(entry.node.value, list):
        return (Dated(None, shared.number(entry), source),)
    found: list[Dated] = []
    for item in entry.items(at_least=1):
        fields = item.mapping(("since", "value"), ("source",))
        since = None if fields["since"].is_word("undated") else fields["since"].day()
        own = fields["source"].text() if "source" in fields else source
        found.append(Dated(since, shared.number(fields["value"]), own))
    starts = [one.since or dt.date.min for one in found]
    if len(set(starts)) < len(starts):
        entry.refuse("two values overlap: they enter into force on the same day", "Keep one value for each date")
    return tuple(sorted(found, key=lambda one: one.since or dt.date.min))


def _case(entry: Entry, vocabulary: language.Vocabulary) -> cases.Case:
    keys = {str(key.value) for key, _ in entry.node.value} if isinstance(entry.node.value, list) else set()
    shape = next((name for name in SHAPES if name in keys), None)
    if shape is None:
        entry.refuse("a case says a status, a next date, windows or a series", f"Add one of: {', '.join(SHAPES)}")
    fields = entry.mapping(*SHAPES[shape])
    reading = _Reading(fields, vocabulary)
    when = shared.condition(fields["when"], vocabulary) if "when" in fields else nodes.ALWAYS
    note = fields["note"].text() if "note" in fields else None
    if shape == "status":
        status = Status(fields["status"].one_of([s for s in Status if s is not Status.UNKNOWN], "status"))
        return cases.Stated(when, status, reading.date("on"), reading.date("leaves_on"), note)
    if shape == "next":
        beyond = Status(fields["beyond"].one_of([*Status], "status")) if "beyond" in fields else Status.UP_TO_DATE
        date = shared.located(fields["next"], lambda text: language.date(text, vocabulary))
        return cases.Next(date, when, reading.date("since"), reading.date("leaves_on"), beyond, note)
    if shape == "windows":
        spans = tuple(shared.located(i, lambda t: language.window(t, vocabulary)) for i in fields["windows"].items(1))
        return cases.Windows(reading.act(), spans, when, reading.months("tolerance"), note)
    ages = tuple(shared.located(i, lambda t: language.window(t, vocabulary))[0] for i in fields["series"].items(1))
    return cases.Series(reading.act(), ages, when, reading.date("leaves_on"), note)


@dataclass(frozen=True, slots=True)
class _Reading:
    fields: dict[str, Entry]
    vocabulary: language.Vocabulary

    def date(self, key: str) -> nodes.Date | None:
        if key not in self.fields:
            return None
        return shared.located(self.fields[key], lambda text: language.date(text, self.vocabulary))

    def act(self) -> str:
        name = self.fields["of"].one_of(self.vocabulary.kinds, "fact")
        if self.vocabulary.kinds[name] is not Kind.ACT:
            self.fields["of"].refuse(f"“{name}” is not an act", "Name an act")
        return name

    def months(self, key: str) -> int:
        if key not in self.fields:
            return 0
        words = self.fields[key].text().split()
        if len(words) != 2 or not words[0].isdecimal() or not words[1].startswith("month"):
            self.fields[key].refuse("a number of months is expected here", "Write, for example, 60 months")
        return int(words[0])
