"""The catalogue's contacts, signs and sources, ready for the pages that ask nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from prevenance.catalogue import Catalogue
from prevenance.catalogue.content_values import Chapter, SignKind
from prevenance.kit.templatetags.kit import short_date
from prevenance.offer.presenters import wording as offer_words
from prevenance.offer.queries import OutreachSource, SourceFreshness
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
    is_vaccine: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What we hold from one source of places or of dated actions, and how old that is."""

    name: str
    publisher: str
    page: str
    host: str
    licence: str
    many: str
    age: str
    is_stale: bool


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
            is_vaccine=one.words.act.endswith("vaccination"),
        )
        for one in catalogue.recommendations.values()
    ]


def by_kind(advice: Sequence[Sourced]) -> list[tuple[str, list[Sourced]]]:
    """In two lists, with their titles: on a phone, fifty lines are a long way."""
    vaccines, others = [one for one in advice if one.is_vaccine], [one for one in advice if not one.is_vaccine]
    named = ((gettext("Vaccines"), vaccines), (gettext("Screening, check-ups and support"), others))
    return [(title, found) for title, found in named if found]


def held(places: Sequence[SourceFreshness], agendas: Sequence[OutreachSource]) -> list[Held]:
    """The sources of places that are imported, in the order of the register, then the agendas."""
    found = [
        Held(
            name=offer_words.said(one.source.name),
            publisher=one.source.publisher,
            page=one.source.page,
            host=offer_words.site_name(one.source.page),
            licence=one.source.licence,
            many=ngettext("%(many)s place", "%(many)s places", one.places) % {"many": number_format(one.places)},
            age=gettext("newest content: %(day)s") % {"day": short_date(one.content_on)}
            if one.content_on
            else gettext("age of the content not known"),
            is_stale=one.is_stale,
        )
        for one in places
        if one.places
    ]
    return found + [_agenda(one) for one in agendas]


def _agenda(one: OutreachSource) -> Held:
    many = ngettext("%(many)s dated action to come", "%(many)s dated actions to come", one.to_come)
    return Held(
        name=gettext("Dated actions: %(name)s") % {"name": one.source.removeprefix("outreach-")},
        publisher="",
        page="",
        host="",
        licence="",
        many=many % {"many": one.to_come},
        age=gettext("received on %(day)s") % {"day": short_date(one.imported_at.date())} if one.imported_at else "",
        is_stale=one.is_stale,
    )


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
