"""What can be seen without deciding for anybody: sources, reviews, notes, values of choices, facts never read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from prevenance.catalogue.checking.findings import Findings, Level, line_of
from prevenance.catalogue.checking.reading import Draft, DraftCatalogue
from prevenance.catalogue.rule_reading import Written
from prevenance.rules import nodes
from prevenance.rules.facts import Fact, Kind


def check(draft: DraftCatalogue, on: dt.date, findings: Findings) -> None:
    """Adds what is found to `findings`."""
    for one in draft.recommendations:
        if one.written:
            _sources(one.written, findings)
            _values(one.written, findings)
        _words(one, on, findings)
        _notes(one, findings)
        _choices_of_rule(one, draft.facts, findings)
    _contents(draft, on, findings)
    _choices_elsewhere(draft, findings)
    if draft.whole:  # a rule which cannot be read may be the one that reads the fact
        _unread(draft, findings)


def _sources(written: Written, findings: Findings) -> None:
    dated = {one.source for values in written.values.values() for one in values}
    for source in sorted({written.source, *dated}):
        if not source.startswith(("https://", "http://")):
            line = line_of(written.file, source)
            findings.add(written.file, line, f"the source “{source}” is not an address", "Begin it with https://")


def _values(written: Written, findings: Findings) -> None:
    text = written.file.read_text(encoding="utf-8")
    for name in written.values:
        if re.search(rf"\${re.escape(name)}\b", text) is None:
            line = line_of(written.file, f"{name}:")
            findings.add(written.file, line, f"no case reads the value {name}", f"Use it as ${name}, or remove it")


def _words(one: Draft, on: dt.date, findings: Findings) -> None:
    if one.words is None:
        return
    file = one.place / "words.yaml"
    if not any(source.url for source in one.words.sources):
        findings.add(file, line_of(file, "sources:"), "no source has an address", "Give the address of one of them")
    _review(file, one.words.next_review, on, findings)


def _review(file: Path, next_review: dt.date, on: dt.date, findings: Findings) -> None:
    if next_review < on:
        line = line_of(file, f"next_review: {next_review}")
        mend = "Read its sources again, then set `checked_on` and a later `next_review`"
        findings.add(file, line, f"the review was due on {next_review}", mend, Level.WARNING)


def _contents(draft: DraftCatalogue, on: dt.date, findings: Findings) -> None:
    for content in draft.contents.values():
        _review(draft.folder / "contents" / f"{content.chapter}.yaml", content.next_review, on, findings)


def _notes(one: Draft, findings: Findings) -> None:
    """The words of a note that the rule gives. Without them, a person would be told nothing."""
    if one.written is None or one.words is None:
        return
    for rule in one.rules.values():
        for note in sorted({branch.note for branch in rule.branches if branch.note} - set(one.words.notes)):
            line = line_of(one.written.file, f"note: {note}")
            mend = f"Add “{note}” under `notes` in words.yaml, in both languages"
            findings.add(one.written.file, line, f"the note “{note}” has no words", mend)


def _wrong_choices(node: object, facts: Mapping[str, Fact]) -> Iterator[tuple[str, str]]:
    """(fact, value) of each comparison with a value that the fact cannot take."""
    if isinstance(node, nodes.Choice):
        yield from ((node.fact, value) for value in node.values if value not in facts[node.fact].choices)
    for child in nodes.children(node):
        yield from _wrong_choices(child, facts)


def _tell_choice(file: Path, line: int, fact: Fact, value: str, findings: Findings) -> None:
    cause = f"“{value}” is not a value of {fact.name}"
    findings.add(file, line_of(file, value, line), cause, f"Use one of: {', '.join(fact.choices)}")


def _choices_of_rule(one: Draft, facts: Mapping[str, Fact], findings: Findings) -> None:
    if one.written is None:
        return
    for rule in one.rules.values():
        for branch in rule.branches:
            for fact, value in _wrong_choices(branch, facts):
                _tell_choice(one.written.file, one.written.cases[branch.case].line, facts[fact], value, findings)


def _choices_elsewhere(draft: DraftCatalogue, findings: Findings) -> None:
    for name, condition in draft.named.items():
        file = draft.folder / "conditions.yaml"
        for other, value in _wrong_choices(condition, draft.facts):
            _tell_choice(file, line_of(file, f"{name}:"), draft.facts[other], value, findings)
    for name, fact in draft.facts.items():
        file, line = _declaration(draft.folder, name)
        for condition in _conditions_of(fact):
            for other, value in _wrong_choices(condition, draft.facts):
                _tell_choice(file, line, draft.facts[other], value, findings)
        for implied in fact.implied:
            if fact.kind is Kind.CHOICE and implied.value not in fact.choices:
                _tell_choice(file, line, fact, str(implied.value), findings)


def _conditions_of(fact: Fact) -> list[nodes.Condition]:
    return [implied.when for implied in fact.implied] + ([fact.only_if] if fact.only_if else [])


def _declaration(folder: Path, name: str) -> tuple[Path, int]:
    for file in sorted((folder / "facts").glob("*.yaml")):
        for words in (f"fact: {name},", f"fact: {name}\n"):
            text = file.read_text(encoding="utf-8")
            if words in text:
                return file, text[: text.index(words)].count("\n") + 1
    return folder / "facts", 1


def _unread(draft: DraftCatalogue, findings: Findings) -> None:
    read: set[str] = set()
    for one in draft.recommendations:
        for rule in one.rules.values():
            read |= nodes.facts_read(rule)
    for fact in draft.facts.values():
        for condition in _conditions_of(fact):
            read |= nodes.facts_read(condition)
        read |= set(fact.also_counts)
    for name in draft.facts.keys() - read:
        file, line = _declaration(draft.folder, name)
        cause = f"no rule reads the fact {name}: its question would be asked for nothing"
        findings.add(file, line, cause, "Use it in a rule, or remove it")
