"""Reading a catalogue that may be broken: what can be read is kept, what cannot is a finding."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from prevenance.catalogue import (
    case_reading,
    content_reading,
    fact_reading,
    prior_reading,
    question_reading,
    rule_reading,
    words_reading,
)
from prevenance.catalogue.case_reading import TwinFile
from prevenance.catalogue.checking.findings import Findings
from prevenance.catalogue.content_values import Content
from prevenance.catalogue.marked_yaml import Entry, read_file
from prevenance.catalogue.question_reading import Question
from prevenance.catalogue.rule_reading import Written
from prevenance.catalogue.words_reading import RecommendationWords
from prevenance.rules import nodes
from prevenance.rules.facts import Fact


@dataclass(frozen=True)
class Draft:
    """One recommendation as far as it could be read. `rules`: one for each day when a value changes."""

    place: Path
    written: Written | None
    rules: Mapping[dt.date, nodes.Rule]
    words: RecommendationWords | None
    twins: TwinFile | None


@dataclass(frozen=True)
class DraftCatalogue:
    """A catalogue as far as it could be read. `whole`: nothing that other files rely on is missing."""

    folder: Path
    facts: Mapping[str, Fact]
    named: Mapping[str, nodes.Condition]
    questions: Mapping[str, Question]
    contents: Mapping[str, Content]
    recommendations: tuple[Draft, ...]
    whole: bool


def read(folder: Path, on: dt.date, findings: Findings) -> DraftCatalogue:
    """Everything readable under `folder`."""
    facts = findings.attempt(lambda: fact_reading.read_facts(folder))
    kinds = {name: fact.kind for name, fact in (facts or {}).items()}
    named = findings.attempt(lambda: fact_reading.read_conditions(folder, kinds)) if facts is not None else None
    acts = findings.attempt(lambda: content_reading.read_acts(folder))
    contents = findings.attempt(lambda: content_reading.read_contents(folder))
    findings.attempt(lambda: content_reading.read_signs(folder))
    questions = None
    if facts is not None and named is not None:
        questions = findings.attempt(lambda: question_reading.read_questions(folder, facts, named))
        findings.attempt(lambda: prior_reading.read_priors(folder, facts))
    if facts == {}:
        findings.add(folder / "facts", 1, "no fact is declared", "Declare the facts that the rules read")
    places = sorted(place for place in folder.glob("recommendations/*") if place.is_dir())
    if not places:
        findings.add(folder / "recommendations", 1, "no recommendation", "Add one folder for each recommendation")
    drafts = tuple(_draft(place, on, facts, named, acts, findings) for place in places)
    _orders(drafts, findings)
    whole = questions is not None and contents is not None and all(one.rules for one in drafts)
    return DraftCatalogue(folder, facts or {}, named or {}, questions or {}, contents or {}, drafts, whole)


def _draft(
    place: Path,
    on: dt.date,
    facts: dict[str, Fact] | None,
    named: dict[str, nodes.Condition] | None,
    acts: Mapping[str, object] | None,
    findings: Findings,
) -> Draft:
    written = None
    if facts is not None and named is not None:
        written = findings.attempt(lambda: rule_reading.read_rule(place / "rule.yaml", facts, named))
    return Draft(
        place=place,
        written=written,
        rules=_rules(written, on, findings) if written else {},
        words=_words(place / "words.yaml", acts, findings),
        twins=_twins(place / "cases.yaml", findings),
    )


def _rules(written: Written, on: dt.date, findings: Findings) -> dict[dt.date, nodes.Rule]:
    """The rule today (or on its first day), and on each later day when one of its values changes."""
    first = max(on, written.in_force_since or on)
    changes = {dated.since for values in written.values.values() for dated in values if dated.since}
    days = [first, *sorted(day for day in changes if day > first)]
    rules: dict[dt.date, nodes.Rule] = {}
    for day in days:
        one_by_one = [dataclasses.replace(written, cases=(entry,)) for entry in written.cases]
        read_on = [findings.attempt(functools.partial(one.rule_on, day)) for one in one_by_one]
        if all(rule is not None for rule in read_on):
            rules[day] = written.rule_on(day)
    return rules if len(rules) == len(days) else {}


def _words(file: Path, acts: Mapping[str, object] | None, findings: Findings) -> RecommendationWords | None:
    entry = findings.attempt(lambda: read_file(file))
    if entry is None:
        return None
    for text in _texts(entry, findings):  # the reader stops at the first text without a language
        findings.attempt(functools.partial(content_reading.wording, text))
    return findings.attempt(lambda: words_reading.read_words(file, acts)) if acts is not None else None


def _texts(entry: Entry, findings: Findings) -> list[Entry]:
    fields = findings.attempt(lambda: fact_reading.any_mapping(entry)) or {}
    notes = findings.attempt(lambda: fact_reading.any_mapping(fields["notes"])) if "notes" in fields else {}
    return [fields[name] for name in words_reading.TEXTS if name in fields] + list((notes or {}).values())


def _twins(file: Path, findings: Findings) -> TwinFile | None:
    if not file.exists():
        mend = "Write it: named people, and what they must be told (docs/writing-a-recommendation.md)"
        findings.add(file, 1, "the twin cases of this recommendation are missing", mend)
        return None
    return findings.attempt(lambda: case_reading.read_cases(file))


def _orders(drafts: tuple[Draft, ...], findings: Findings) -> None:
    seen: dict[int, str] = {}
    for one in drafts:
        if one.written is None:
            continue
        if one.written.order in seen:
            cause = f"order {one.written.order} is already that of {seen[one.written.order]}"
            findings.add(one.written.file, 2, cause, "Give each recommendation its own order")
        seen.setdefault(one.written.order, one.place.name)
