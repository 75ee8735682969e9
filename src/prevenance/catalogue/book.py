"""The catalogue as one value: facts, questions, recommendations with their rules and words, acts, contents."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from prevenance.catalogue import (
    content_reading,
    fact_reading,
    prior_reading,
    question_reading,
    rule_reading,
    words_reading,
)
from prevenance.catalogue.content_values import Act, Contact, Content, Sign
from prevenance.catalogue.question_reading import Question
from prevenance.catalogue.rule_reading import Written
from prevenance.catalogue.words_reading import RecommendationWords
from prevenance.rules import nodes
from prevenance.rules.asking import Asking
from prevenance.rules.facts import Fact
from prevenance.rules.priors import Priors

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation: what engines read (`written`) and what people read (`words`)."""

    id: str
    written: Written
    words: RecommendationWords

    @property
    def optional(self) -> bool:
        """A right or a possibility, never an obligation (C12)."""
        return self.written.optional


@dataclass(frozen=True)
class Catalogue:
    """Everything reviewed, at one version. Immutable."""

    version: str
    facts: Mapping[str, Fact]
    named: Mapping[str, nodes.Condition]
    questions: Mapping[str, Question]
    priors: Priors
    recommendations: Mapping[str, Recommendation]
    acts: Mapping[str, Act]
    contacts: Mapping[str, Contact]
    contents: Mapping[str, Content]
    signs: Mapping[str, Sign]
    _rules: dict[tuple[object, ...], nodes.Rule] = field(default_factory=dict, repr=False, compare=False)
    _askings: dict[tuple[int, ...], Asking] = field(default_factory=dict, repr=False, compare=False)

    def rule(self, identity: str, on: dt.date) -> nodes.Rule:
        """The rule of one recommendation with the values in force on `on`."""
        written = self.recommendations[identity].written
        begun = written.in_force_since is None or on >= written.in_force_since
        key = (identity, begun, *written.values_on(on).items())
        if key not in self._rules:
            self._rules[key] = written.rule_on(on)
        return self._rules[key]

    def rules(self, on: dt.date) -> Iterator[nodes.Rule]:
        """Every rule in force on `on`, in the catalogue's order."""
        return (self.rule(identity, on) for identity in self.recommendations)

    def asking(self, on: dt.date) -> Asking:
        """What chooses the next question on `on`; the same one as long as the same rules are in force."""
        rules = {rule.id: rule for rule in self.rules(on)}
        key = tuple(map(id, rules.values()))  # the rules live as long as the catalogue, so their ids stay theirs
        if key not in self._askings:
            self._askings[key] = Asking(rules, self.facts, tuple(self.questions.values()), self.priors)
        return self._askings[key]


def read(folder: Path = FOLDER) -> Catalogue:
    """The catalogue of a folder.

    Raises:
        ContentError: the first thing that cannot be accepted, with its file, line, cause and mend.
    """
    facts = fact_reading.read_facts(folder)
    named = fact_reading.read_conditions(folder, {name: fact.kind for name, fact in facts.items()})
    acts = content_reading.read_acts(folder)
    found = []
    for place in sorted(p for p in (folder / "recommendations").iterdir() if p.is_dir()):
        written = rule_reading.read_rule(place / "rule.yaml", facts, named)
        found.append(Recommendation(written.id, written, words_reading.read_words(place / "words.yaml", acts)))
    found.sort(key=lambda one: one.written.order)
    return Catalogue(
        version=version(folder),
        facts=facts,
        named=named,
        priors=prior_reading.read_priors(folder, facts),
        questions=question_reading.read_questions(folder, facts, named),
        recommendations={one.id: one for one in found},
        acts=acts,
        contacts=content_reading.read_contacts(folder),
        contents=content_reading.read_contents(folder),
        signs=content_reading.read_signs(folder),
    )


def version(folder: Path = FOLDER) -> str:
    """The catalogue's version: a digest of its files, so that equal plans come from equal catalogues."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.yaml")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


@functools.cache
def load() -> Catalogue:
    """The catalogue shipped with the package, read once."""
    return read()
