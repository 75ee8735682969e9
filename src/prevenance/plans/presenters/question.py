"""One question as a page shows it: its controls, filled with what was answered or typed before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext, pgettext

from prevenance.catalogue.question_reading import Question
from prevenance.kit.controls import Choice, Control, TypedDate, typed_date
from prevenance.kit.inputs import BIRTH, BODY_MASS, NONE, Mistake, doses
from prevenance.plans.presenters.wording import words
from prevenance.rules import evaluating, nodes, profiles
from prevenance.rules.facts import Fact, Kind


@dataclass(frozen=True, slots=True)
class Page:
    """`facts`: the names of those asked here. `title` is "" when the only control's legend is the page's title.

    `errors`: (id of an input, words).
    """

    id: str
    facts: str
    title: str
    hint: str
    why: str
    controls: tuple[Control, ...]
    errors: tuple[tuple[str, str], ...]
    number: int
    declines: bool


def page(
    question: Question,
    facts: Sequence[Fact],
    *,
    known: Mapping[str, Any],
    on: dt.date,
    posted: Mapping[str, str] | None = None,
    mistakes: Sequence[Mistake] = (),
    number: int,
    helping: bool = False,
) -> Page:
    """The page of `question`. `known`: answers given before; `posted`: what was just typed, when it has mistakes."""
    typed = posted if posted is not None else _typed_again(facts, known, on)
    alone = len(facts) == 1
    wrong = {mistake.fact: mistake for mistake in mistakes}
    if question.form == "checkboxes" and not alone:
        controls: tuple[Control, ...] = (_tick_list(question, facts, typed, wrong),)
        alone = True
    else:
        controls = tuple(_control(fact, typed, wrong.get(fact.name), alone=alone, helping=helping) for fact in facts)
        controls = _waiting(facts, controls, on)
    goals = {control.name: control.goal for control in controls}
    errors = tuple((m.goal or goals.get(m.fact) or controls[0].first, m.words) for m in mistakes)
    why = next((words(fact.sensitive) for fact in facts if fact.sensitive), "")
    return Page(
        id=question.id,
        facts=" ".join(fact.name for fact in facts),
        title="" if alone else words(question.title),
        hint="" if alone else words(question.help),
        why="" if alone else why,
        controls=controls,
        errors=errors,
        number=number,
        declines=any(fact.sensitive for fact in facts),
    )


def _waiting(facts: Sequence[Fact], controls: Sequence[Control], on: dt.date) -> tuple[Control, ...]:
    """The same, where each thing that only makes sense after another answer of the page is tied to those answers."""
    declared = {fact.name: fact for fact in facts}
    waiting = [
        fact for fact in facts if fact.only_if is not None and nodes.facts_read(fact.only_if).issubset(declared)
    ][:MOST_WAITING]
    number = {fact.name: place for place, fact in enumerate(waiting, start=1)}

    def opens(name: str, choice: Choice) -> tuple[int, ...]:
        raw = ANSWERS.get(choice.value, choice.value) if declared[name].kind is not Kind.CHOICE else choice.value
        profile = profiles.read(declared, {name: raw}, on=on)
        return tuple(
            number[fact.name]
            for fact in waiting
            if fact.only_if is not None
            and name in nodes.facts_read(fact.only_if)
            and evaluating.truth(fact.only_if, profile) is not False
        )

    return tuple(
        replace(
            control,
            waits=number.get(control.name, 0),
            choices=tuple(replace(choice, opens=opens(control.name, choice)) for choice in control.choices),
        )
        for control in controls
    )


MOST_WAITING = 4  # on one page: as many as the style sheet counts
ANSWERS: Mapping[str, Any] = {"yes": True, "no": False, "date": "done"}


def _control(fact: Fact, typed: Mapping[str, str], mistake: Mistake | None, *, alone: bool, helping: bool) -> Control:
    kind = "radios"
    choices: tuple[Choice, ...] = ()
    dates: tuple[TypedDate, ...] = ()
    if fact.kind is Kind.YES_NO:
        choices = _choices(fact, (("yes", gettext("Yes")), ("no", gettext("No"))), typed)
    elif fact.kind is Kind.CHOICE:
        choices = _choices(fact, tuple((value, words(label)) for value, label in fact.values), typed)
    elif fact.kind is Kind.DATE:
        own = fact.name == BIRTH and not helping
        kind, dates = "date", (typed_date(typed, fact.name, autocomplete="bday" if own else ""),)
    elif fact.kind is Kind.ACT:
        kind, choices, dates = "history", _choices(fact, _history_words(fact), typed), _dates(fact, typed)
    else:
        kind = "body_mass" if fact.unit == BODY_MASS else "number"
    return Control(
        kind=kind,
        name=fact.name,
        legend=words(fact.question),
        hint=words(fact.help),
        date_hint=_coarse_words(fact),
        why=words(fact.sensitive),
        choices=choices,
        dates=dates,
        typed={part: typed.get(f"{fact.name}{suffix}", "") for part, suffix in PARTS.items()},
        unit=_unit(fact),
        error=mistake.words if mistake else "",
        error_part=mistake.goal if mistake else "",
        alone=alone,
    )


PARTS = {"value": "", "weight": "-weight", "height": "-height"}


def _choices(fact: Fact, pairs: tuple[tuple[str, str], ...], typed: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, checked=typed.get(fact.name) == value) for value, label in pairs)


def _history_words(fact: Fact) -> tuple[tuple[str, str], ...]:
    several = doses(fact) > 1
    return (
        ("never", pgettext("act", "Never")),
        (
            "done",
            gettext("All the doses, but I do not know when") if several else gettext("Yes, but I do not know when"),
        ),
        ("date", gettext("I know a date:")),
    )


def _dates(fact: Fact, typed: Mapping[str, str]) -> tuple[TypedDate, ...]:
    several = doses(fact) > 1
    return tuple(
        typed_date(typed, f"{fact.name}-{n}", legend=gettext("Dose %(number)s") % {"number": n} if several else "")
        for n in range(1, doses(fact) + 1)
    )


def _coarse_words(fact: Fact) -> str:
    if fact.kind is Kind.ACT or (fact.kind is Kind.DATE and fact.name != BIRTH):
        return gettext("The month and the year are enough, or the year alone.")
    return gettext("For example: 4 9 1968.") if fact.kind is Kind.DATE else ""


def _unit(fact: Fact) -> str:
    if fact.kind is Kind.WEEKS:
        return gettext("Number of full weeks")
    if fact.unit == BODY_MASS:
        return gettext("Or the index, if you know it")
    return words(fact.names)


def _tick_list(
    question: Question, facts: Sequence[Fact], typed: Mapping[str, str], wrong: Mapping[str, Mistake]
) -> Control:
    choices = [
        Choice("yes", words(fact.names), words(fact.help), typed.get(fact.name) == "yes", fact.name) for fact in facts
    ]
    choices.append(Choice("yes", gettext("None of these"), checked=bool(typed.get(NONE)), name=NONE))
    mistake = next(iter(wrong.values()), None)
    return Control(
        kind="checkboxes",
        name=f"list-{question.id}",
        legend=words(question.title),
        hint=" ".join(filter(None, (words(question.help), gettext("Tick everything that applies.")))),
        why=next((words(fact.sensitive) for fact in facts if fact.sensitive), ""),
        choices=tuple(choices),
        error=mistake.words if mistake else "",
    )


def _typed_again(facts: Sequence[Fact], known: Mapping[str, Any], on: dt.date) -> dict[str, str]:
    """What the person would have to type to give the answers already known."""
    typed: dict[str, str] = {}
    for fact in facts:
        value = known.get(fact.name)
        if value is None:
            continue
        if fact.kind is Kind.DATE:
            typed |= _parts(fact.name, str(value))
        elif fact.kind is Kind.WEEKS:
            typed[fact.name] = str(weeks_since(str(value), on))
        elif fact.kind is Kind.ACT and value not in ("never", "done"):
            typed[fact.name] = "date"
            for number, day in enumerate(value if isinstance(value, list) else [value], start=1):
                typed |= _parts(f"{fact.name}-{number}", str(day))
        else:
            typed[fact.name] = (
                {True: "yes", False: "no"}.get(value, str(value)) if fact.kind is Kind.YES_NO else str(value)
            )
    if facts and all(known.get(fact.name) is False for fact in facts):
        typed[NONE] = "yes"
    return typed


def weeks_since(day: str, on: dt.date) -> int:
    """Completed weeks from a day written as a profile writes it."""
    return (on - dt.date.fromisoformat(day)).days // 7


def _parts(name: str, text: str) -> dict[str, str]:
    day = dt.date.fromisoformat(text)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}
