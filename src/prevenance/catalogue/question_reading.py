"""Screens that ask several facts at once ("does any of these apply to you?"), and the plain ones made from a fact."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path

from prevenance.catalogue import fact_reading as shared
from prevenance.catalogue.marked_yaml import read_file
from prevenance.rules import language, nodes
from prevenance.rules.facts import Fact, Words


class Form(enum.StrEnum):
    """How a screen asks: one fact; boxes to tick; or several facts one under the other."""

    SINGLE = "single"
    CHECKBOXES = "checkboxes"
    FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class Question:
    """One screen. `effort` is what it costs to answer, a plain yes or no being 1. `asked_when`: only then."""

    id: str
    facts: tuple[str, ...]
    form: Form
    title: Words
    help: Words | None = None
    sensitive: Words | None = None
    effort: float = 1.0
    asked_when: nodes.Condition | None = None


def read_questions(folder: Path, declared: dict[str, Fact], named: dict[str, nodes.Condition]) -> dict[str, Question]:
    """Every screen, by id: those of `folder`/questions first, then one for each fact that none asks of everybody.

    A fact may stand on several screens, for people of different ages (`asked_when`).

    Raises:
        ContentError: an unknown fact, boxes for a fact which is not a yes or no.
    """
    found: dict[str, Question] = {}
    always: set[str] = set()  # facts on a screen that suits everybody
    vocabulary = language.Vocabulary({name: fact.kind for name, fact in declared.items()}, named)
    for file in sorted((folder / "questions").glob("*.yaml")):
        optional = ("help", "sensitive", "effort", "asked_when")
        fields = read_file(file).mapping(("id", "facts", "form", "title"), optional)
        identity = fields["id"].text()
        if identity in found or identity in declared:
            fields["id"].refuse(f"“{identity}” is already the id of a question or a fact", "Choose another id")
        facts = tuple(item.one_of(declared, "fact") for item in fields["facts"].items(at_least=1))
        if "asked_when" not in fields:
            always.update(facts)
        form = Form(fields["form"].one_of([*Form], "form"))
        wrong = [name for name in facts if form is Form.CHECKBOXES and declared[name].kind != "yes_no"]
        if wrong:
            fields["facts"].refuse(f"{wrong[0]} is not a yes or no", "Use the form `fields`")
        found[identity] = Question(
            id=identity,
            facts=facts,
            form=form,
            title=shared.words(fields["title"]),
            help=shared.words(fields["help"]) if "help" in fields else None,
            sensitive=shared.words(fields["sensitive"]) if "sensitive" in fields else None,
            effort=shared.number(fields["effort"]) if "effort" in fields else 1.0,
            asked_when=shared.condition(fields["asked_when"], vocabulary) if "asked_when" in fields else None,
        )
    plain = (single(fact) for name, fact in declared.items() if name not in always)
    return found | {question.id: question for question in plain}


def single(fact: Fact) -> Question:
    """The screen of one fact."""
    return Question(fact.name, (fact.name,), Form.SINGLE, fact.question, fact.help, fact.sensitive, fact.effort)
