"""The shape of a specification: prose, then people with what must come out. Tests run it, the manual prints it."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from prevenance.catalogue import rule_reading
from prevenance.rules import language, nodes, profiles
from prevenance.rules.facts import Fact, Kind, Profile
from prevenance.rules.statuses import Status

Raw = Mapping[str, object]  # a profile as people write it; a fact left out is unknown


def _fact(name: str, kind: Kind, **more: object) -> Fact:
    return Fact(name, kind, {"en": name}, {"en": name}, **more)  # type: ignore[arg-type]


SEXES = (("female", {"en": "female"}), ("male", {"en": "male"}))
FACTS = {
    fact.name: fact
    for fact in (
        _fact("birth_date", Kind.DATE),
        _fact("sex", Kind.CHOICE, values=SEXES),
        _fact("pregnant", Kind.YES_NO),
        _fact("diabetes", Kind.YES_NO),
        _fact("body_mass_index", Kind.NUMBER, minimum=8, maximum=100, decimals=2),
        _fact("pregnancy_weeks", Kind.WEEKS, minimum=0, maximum=45),
        _fact("quit_date", Kind.DATE),
        _fact("mammogram", Kind.ACT),
        _fact("scan", Kind.ACT),
        _fact("vaccine", Kind.ACT, series=3),
    )
}
VOCABULARY = language.Vocabulary({name: fact.kind for name, fact in FACTS.items()})


def profile(raw: Raw, on: dt.date) -> Profile:
    """The profile of a row."""
    return profiles.read(FACTS, raw, on=on)


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions worth true, false or unknown (None)."""

    title: str
    prose: str
    rows: Sequence[tuple[str, str, Raw, bool | None]]  # day, condition, person, answer


@dataclass(frozen=True, slots=True)
class Dates:
    """Date expressions: the date, or None when the act was never done or the date is unknown."""

    title: str
    prose: str
    rows: Sequence[tuple[str, str, Raw, str | None]]  # day, date, person, answer


@dataclass(frozen=True, slots=True)
class Law:
    """A whole rule: status, due from, last day."""

    title: str
    prose: str
    written: str  # as an author writes it
    rows: Sequence[tuple[str, Raw, str, str | None, str | None]]  # day, person, status, due on, until

    def rule(self) -> nodes.Rule:
        """What engines read, through the catalogue's own reader."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "law" / "rule.yaml"
            file.parent.mkdir()
            indented = self.written.replace("\n", "\n  ")
            file.write_text(f"id: law\norder: 1\nsource: https://example.org\nrule:\n  {indented}\n", encoding="utf-8")
            return rule_reading.read_rule(file, FACTS, {}).rule_on(dt.date(2026, 1, 1))


def date(text: str) -> nodes.Date:
    """A date of the language."""
    return language.date(text, VOCABULARY)


def condition(text: str) -> nodes.Condition:
    """A condition of the language."""
    return language.condition(text, VOCABULARY)


def asked(when: nodes.Condition) -> nodes.Rule:
    """A rule which is due where `when` is true, not concerned where it is false, unknown where it is unknown."""
    return nodes.Rule("asked", (nodes.Branch(when, Status.DUE), nodes.Branch(nodes.ALWAYS, Status.NOT_CONCERNED)))


def shown(when: nodes.Date) -> nodes.Rule:
    """A rule which shows a date."""
    return nodes.Rule("shown", (nodes.Branch(nodes.ALWAYS, Status.DUE, when),))
