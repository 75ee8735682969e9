"""A plan as its pages show it: groups in the order of urgency, dates in words, nothing left to decide in a template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext, ngettext, pgettext

from prevenance.catalogue import Catalogue
from prevenance.catalogue.content_values import Source
from prevenance.kit.templatetags.kit import short_date
from prevenance.plans.presenters.question import weeks_since
from prevenance.plans.presenters.wording import Badge, badge, host, when, words
from prevenance.plans.queries import Item, Plan
from prevenance.rules.facts import Fact, Kind
from prevenance.rules.statuses import Status

ORDER = (Status.DUE, Status.COMING, Status.OPTIONAL, Status.UNKNOWN, Status.UP_TO_DATE)


@dataclass(frozen=True, slots=True)
class Cited:
    """One source, in words."""

    words: str
    url: str
    host: str
    checked_on: dt.date


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommendation for this person."""

    id: str
    name: str
    status: Badge
    pictogram: str
    when: str
    due_on: dt.date | None
    summary: str
    notes: tuple[str, ...]
    reasons: tuple[str, ...]
    missing: str
    free: bool
    takes: str
    has_places: bool
    why: str
    what_happens: str
    where: str
    cost: str
    if_not: str
    to_be_confirmed: str
    sources: tuple[Cited, ...]
    author: str
    checker: str
    next_review: dt.date


@dataclass(frozen=True, slots=True)
class Group:
    """The advice of one status. `folded`: the words that unfold a group kept short, "" when it is shown whole."""

    status: Badge
    meaning: str
    items: tuple[Advice, ...]
    folded: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, as the person may read it again and change it."""

    name: str
    words: str
    question: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole plan."""

    on: dt.date
    headline: str
    groups: tuple[Group, ...]
    not_concerned: tuple[str, ...]
    answers: tuple[Answer, ...]
    more_questions: bool
    has_dates: bool
    version: str

    @property
    def due(self) -> tuple[Advice, ...]:
        """What is to be done now."""
        return next((group.items for group in self.groups if group.status.key == Status.DUE), ())


def page(plan: Plan, catalogue: Catalogue, known: Mapping[str, Any], *, is_complete: bool = False) -> Page:
    """The page of `plan`. `known`: the answers it was made from; `is_complete`: no question is left."""
    by_status: dict[Status, list[Advice]] = {}
    for item in plan.items:
        by_status.setdefault(item.status, []).append(advice(item, catalogue, on=plan.on))
    groups = tuple(_group(status, by_status[status]) for status in ORDER if by_status.get(status)) if known else ()
    return Page(
        on=plan.on,
        headline=_headline(len(by_status.get(Status.DUE, ())), len(by_status.get(Status.UNKNOWN, ()))),
        groups=groups,
        not_concerned=tuple(one.name for one in by_status.get(Status.NOT_CONCERNED, ())),
        answers=tuple(_answers(known, catalogue, plan.on)),
        more_questions=not is_complete and _has_more(plan, known),
        has_dates=any(one.due_on for one in by_status.get(Status.COMING, ())),
        version=plan.catalogue_version,
    )


def advice(item: Item, catalogue: Catalogue, *, on: dt.date) -> Advice:
    """One recommendation of the plan."""
    said = catalogue.recommendations[item.id].words
    act = catalogue.acts[said.act]
    return Advice(
        id=item.id,
        name=words(said.name),
        status=badge(item.status),
        pictogram=said.pictogram,
        when=when(item.status, item.due_on, item.until, on=on),
        due_on=item.due_on,
        summary=words(said.summary),
        notes=tuple(words(said.notes[key]) for key in item.notes if key in said.notes),
        reasons=tuple(words(reason) for _, reason in item.reasons),
        missing=_named([words(catalogue.facts[name].names) for name in item.missing]),
        free=said.free is True,
        takes=words(act.takes),
        has_places=bool(act.done_at) and item.status is not Status.NOT_CONCERNED,
        why=words(said.why),
        what_happens=words(said.what_happens),
        where=words(said.where),
        cost=words(said.cost),
        if_not=words(said.if_not),
        to_be_confirmed=parts_in_words(said.to_be_confirmed),
        sources=tuple(cited(source) for source in said.sources),
        author=said.author,
        checker=said.checker or "",
        next_review=said.next_review,
    )


MISSING_MOST = 3


def _named(names: list[str]) -> str:
    """Some names in one sentence: a small first letter, except for an acronym, and not a long list."""
    small = [name[:1].lower() + name[1:] if name[1:2].islower() else name for name in names]
    if len(small) <= MISSING_MOST + 1:
        return ", ".join(small)
    rest = len(small) - MISSING_MOST
    return gettext("%(named)s and %(number)s other answers") % {
        "named": ", ".join(small[:MISSING_MOST]),
        "number": rest,
    }


def cited(source: Source) -> Cited:
    """A source in words."""
    text = ", ".join(filter(None, (source.organisation, source.document)))
    return Cited(
        f"{text} ({source.date})" if source.date else text, source.url or "", host(source.url), source.checked_on
    )


def parts_in_words(parts: Sequence[str]) -> str:
    """Which parts of a recommendation are to be confirmed."""
    said = {
        "who": gettext("who is concerned"),
        "timing": gettext("when, and how often"),
        "cost": gettext("the cost"),
        "where": gettext("where"),
        "season": gettext("the dates of this season"),
    }
    return ", ".join(said[part] for part in parts)


def _has_more(plan: Plan, known: Mapping[str, Any]) -> bool:
    """Whether an answer not yet asked for could change the plan. Choosing which comes first takes longer: not here."""
    return any(name not in known for item in plan.items for name in item.missing)


def _headline(due: int, unknown: int) -> str:
    if due:
        return ngettext("%(number)s thing to do now.", "%(number)s things to do now.", due) % {"number": due}
    if unknown:
        return gettext("Nothing to do now, from your answers so far. Some points remain to be made clear.")
    return gettext("Nothing to do now: you are up to date.")


def _group(status: Status, items: list[Advice]) -> Group:
    meanings = {
        Status.DUE: gettext("Useful for you now. Nobody is late here: start with the one you prefer."),
        Status.COMING: gettext("Within the next twelve months. Nothing to do for the moment."),
        Status.OPTIONAL: gettext("A right or a choice, never an obligation."),
        Status.UNKNOWN: gettext("It depends on something that we do not know."),
        Status.UP_TO_DATE: gettext("Done. Well done."),
    }
    folded = ""
    if status is Status.UNKNOWN and len(items) > 2:
        folded = gettext("See what remains to be made clear")
    elif status is Status.UP_TO_DATE and len(items) > 2:
        folded = gettext("See what is up to date")
    return Group(badge(status), meanings[status], tuple(items), folded)


def _answers(known: Mapping[str, Any], catalogue: Catalogue, on: dt.date) -> list[Answer]:
    asked_by = {name: question.id for question in catalogue.questions.values() for name in question.facts}
    found = []
    for name, value in known.items():
        fact = catalogue.facts.get(name)
        if fact is not None and name in asked_by:
            found.append(Answer(words(fact.names), answer_words(fact, value, on), asked_by[name]))
    return found


def answer_words(fact: Fact, value: Any, on: dt.date) -> str:
    """An answer read back to the person."""
    if value is None:
        return gettext("Not known, or not said")
    if fact.kind is Kind.YES_NO:
        return gettext("Yes") if value else gettext("No")
    if fact.kind is Kind.CHOICE:
        return next(words(label) for key, label in fact.values if key == value)
    if value == "never":
        return pgettext("act", "Never")
    if value == "done":
        return gettext("Done, date not known")
    if fact.kind in (Kind.DATE, Kind.ACT):
        days = value if isinstance(value, list) else [value]
        return ", ".join(short_date(dt.date.fromisoformat(day)) for day in days)
    if fact.kind is Kind.WEEKS:
        weeks = weeks_since(value, on)
        return ngettext("%(number)s week", "%(number)s weeks", weeks) % {"number": weeks}
    return str(formats.number_format(value))
