"""The receipt: what a person agreed to, in both languages, big enough to be read, with whom to ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from prevenance.consent.presenters import consents
from prevenance.consent.presenters.ends import lasting
from prevenance.consent.queries import consents as queries
from prevenance.consent.queries import keeping
from prevenance.kit import paper, retention, territory
from prevenance.people.presenters import persons
from prevenance.people.queries.persons import Followed, months_kept

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Half:
    """The receipt in one language."""

    language: str
    agreed: tuple[consents.Shown, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """`link`: to the person's own page, "" without one; `months`: how long a record lives after the last contact."""

    name: str
    organisation: str
    by: str
    on: dt.date
    months: int
    link: str
    qr: str
    halves: tuple[Half, ...]


def receipt(one: Followed, agreed: Sequence[queries.Agreed], *, link: str, by: str, on: dt.date) -> Receipt:
    """The language of the page first, then the other."""
    here = "en" if translation.get_language() == "en" else "fr"
    halves = []
    for language in sorted(LANGUAGES, key=lambda each: each != here):
        with translation.override(language):
            shown = tuple(consents.shown(each, on=on) for each in agreed)
            halves.append(Half(language, tuple(each for each in shown if each.is_in_force)))
    return Receipt(
        persons.name(one.identity),
        queries.organisation_name(one.organisation_id),
        by,
        on,
        months_kept(one.organisation_id),
        link,
        paper.qr(link) if link else "",
        tuple(halves),
    )


def pdf(shown: Receipt) -> bytes:
    """A tagged PDF (PDF/UA-1)."""
    context = {"shown": shown, "territory": territory.identity(), "language": translation.get_language()}
    return paper.pdf(render_to_string("consent/paper.html", context))


def others_kept(organisation_id: int) -> list[tuple[str, str]]:
    """(what, how long) of what is kept besides the record, for the page of the person."""
    return [(str(one.name), lasting(keeping.kept(organisation_id, one.key).days)) for one in retention.kinds()]
