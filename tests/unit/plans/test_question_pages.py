"""What waits for another answer of its page is tied to exactly the answers after which it makes sense."""

import datetime as dt

import pytest

from prevenance import catalogue
from prevenance.plans.presenters import question
from prevenance.rules import nodes
from prevenance.rules.facts import Kind

ON = dt.date(2026, 11, 24)
BOOK = catalogue.load()


def shown(identity: str) -> question.Page:
    asked = BOOK.questions[identity]
    return question.page(asked, [BOOK.facts[name] for name in asked.facts], known={}, on=ON, number=1)


def opened_by(identity: str) -> dict[str, set[str]]:
    """Each thing that waits → the answers (`control=value`) that show it."""
    page = shown(identity)
    names = {control.waits: control.name for control in page.controls if control.waits}
    found: dict[str, set[str]] = {name: set() for name in names.values()}
    for control in page.controls:
        for choice in control.choices:
            for number in choice.opens:
                found[names[number]].add(f"{control.name}={choice.value}")
    return found


def holding(*names: str) -> str:
    return next(one.id for one in BOOK.questions.values() if set(names) <= set(one.facts))


def test_weeks_wait_for_a_pregnancy() -> None:
    assert opened_by(holding("pregnant", "pregnancy_weeks"))["pregnancy_weeks"] == {"pregnant=yes"}


def test_the_kind_of_a_test_waits_for_the_test() -> None:
    opened = opened_by(holding("cervical_test", "last_cervical_test_kind"))
    assert opened["last_cervical_test_kind"] == {"cervical_test=done", "cervical_test=date"}


@pytest.mark.parametrize("identity", sorted(BOOK.questions))
def test_nothing_waits_for_ever(identity: str) -> None:
    asked = BOOK.questions[identity]
    waiting = opened_by(identity)
    for name in asked.facts:
        only_if = BOOK.facts[name].only_if
        if only_if is None or not set(nodes.facts_read(only_if)) <= set(asked.facts):
            assert name not in waiting
    assert all(waiting.values()), "each is shown by some answer"
    parents = {answer.split("=")[0] for answers in waiting.values() for answer in answers}
    assert all(BOOK.facts[name].kind in (Kind.YES_NO, Kind.CHOICE, Kind.ACT) for name in parents)
