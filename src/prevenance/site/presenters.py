"""The catalogue's contacts, signs and sources, ready for the pages that ask nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import translation

from prevenance.catalogue import Catalogue
from prevenance.catalogue.content_values import Chapter, SignKind
from prevenance.plans.presenters import contacts
from prevenance.plans.presenters.plan import Cited, cited, parts_in_words
from prevenance.plans.presenters.wording import words
from prevenance.site import accessibility


@dataclass(frozen=True, slots=True)
class Sourced:
    """One recommendation and who says so."""

    name: str
    sources: tuple[Cited, ...]
    to_be_confirmed: str
    checker: str
    next_review: dt.date


@dataclass(frozen=True, slots=True)
class Known:
    """One right, service or piece of advice without status: its words, whom to ask, who says so."""

    id: str
    name: str
    text: str
    steps: tuple[str, ...]
    cost: str
    lines: tuple[contacts.Line, ...]
    sources: tuple[Cited, ...]
    is_uncertain: bool
    checker: str
    next_review: dt.date


@dataclass(frozen=True, slots=True)
class Emergency:
    """Whom to call at once, and the signs that say so."""

    lines: tuple[contacts.Line, ...]
    now: tuple[str, ...]
    soon: tuple[str, ...]


def emergency(catalogue: Catalogue) -> Emergency:
    """The emergency numbers, the signs of an emergency, and those for which a doctor is to be seen soon."""
    signs = catalogue.signs.values()
    return Emergency(
        lines=tuple(contacts.line(one) for one in catalogue.contacts.values() if one.emergency),
        now=tuple(words(sign.text) for sign in signs if sign.kind is SignKind.EMERGENCY),
        soon=tuple(words(sign.text) for sign in signs if sign.kind is SignKind.SEE_DOCTOR),
    )


def help_lines(catalogue: Catalogue) -> list[contacts.Line]:
    """Every line and site that is not an emergency number."""
    return [contacts.line(one) for one in catalogue.contacts.values() if not one.emergency]


def sourced(catalogue: Catalogue) -> list[Sourced]:
    """Every recommendation with its sources, in the catalogue's order."""
    return [
        Sourced(
            name=words(one.words.name),
            sources=tuple(cited(source) for source in one.words.sources),
            to_be_confirmed=parts_in_words(one.words.to_be_confirmed),
            checker=one.words.checker or "",
            next_review=one.words.next_review,
        )
        for one in catalogue.recommendations.values()
    ]


def known(catalogue: Catalogue, chapter: Chapter) -> tuple[Known, ...]:
    """What one chapter of the contents says, in the order of its file."""
    return tuple(
        Known(
            id=one.id,
            name=words(one.name),
            text=words(one.text),
            steps=tuple(words(step) for step in one.steps),
            cost=words(one.cost),
            lines=tuple(contacts.line(catalogue.contacts[key]) for key in one.contacts),
            sources=tuple(cited(source) for source in one.sources),
            is_uncertain=bool(one.to_be_confirmed),
            checker=one.checker or "",
            next_review=one.next_review,
        )
        for one in catalogue.contents.values()
        if one.chapter is chapter
    )


@dataclass(frozen=True, slots=True)
class Conformity:
    """What our own reading of the criteria found: how many of each status, and in words what is left."""

    standard: str
    checked_on: dt.date
    pages: int
    all: int
    conforms: int
    not_applicable: int
    does_not_conform: int
    not_tested: int
    left: tuple[str, ...]


def conformity(audit: accessibility.Audit) -> Conformity:
    """The result of the audit, for the page that states it."""
    counts = audit.counts()
    left = [one for one in audit.criteria if one.status in (accessibility.Status.FAILS, accessibility.Status.UNTESTED)]
    language = (translation.get_language() or "fr")[:2]
    return Conformity(
        standard=audit.standard,
        checked_on=audit.checked_on,
        pages=len(audit.pages),
        all=len(audit.criteria),
        conforms=counts[accessibility.Status.CONFORMS],
        not_applicable=counts[accessibility.Status.NOT_APPLICABLE],
        does_not_conform=counts[accessibility.Status.FAILS],
        not_tested=counts[accessibility.Status.UNTESTED],
        left=tuple(f"{one.number} – {one.words[language]}" for one in left),
    )
