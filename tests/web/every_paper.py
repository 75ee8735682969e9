"""Every kind of PDF that the product makes, in French and in English: what the tests of PDF/UA read.

`KINDS` names where each comes from: a test refuses a call of `paper.pdf` that no kind covers.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from django.test import Client
from django.urls import reverse
from django.utils import translation

from prevenance.campaigns.choices.channels import PAPERS, Format
from prevenance.campaigns.presenters import kit_papers, mailing_letters
from prevenance.campaigns.presenters.kit_texts import DoesNotFit, Voice
from prevenance.campaigns.queries.ready import ready_messages
from prevenance.consent.operations import own_pages
from prevenance.consent.presenters import own, receipt
from prevenance.consent.queries import consents
from prevenance.kit import territory
from prevenance.kit.clock import PARIS
from prevenance.people.choices.messages import Channel, MessageState
from prevenance.people.presenters import messages
from prevenance.people.queries import persons
from prevenance.people.queries.messages import Content, Shown
from prevenance.plans.forms.state import State
from tests import agents
from tests.unit.campaigns.test_kits import WORST, voice

LANGUAGES = ("fr", "en")
LOGO = Path(territory.__file__).parent / "static/kit/icon.svg"
ADDRESS = "Sam Fictif\nChez Zoé Fictive\nRésidence des Essais, bâtiment C\n3 rue des Essais\nBP 12\n02000 Laon"
AT = dt.datetime(2026, 11, 23, 12, tzinfo=PARIS)
KINDS: Mapping[str, str] = {  # kind → the module that makes it
    "plan": "plans/presenters/paper.py",
    "consents": "consent/presenters/receipt.py",
    "copy": "consent/presenters/own.py",
    "letters": "people/presenters/messages.py",
    "kit": "campaigns/presenters/kit_papers.py",
    "mailing": "campaigns/presenters/mailing_letters.py",
}
TRANSLATED: Sequence[Mapping[str, Any]] = (  # words of a letter whose formulas stay in French
    {
        "language": "ar",
        "direction": "rtl",
        "title": "دفترك الصحي",
        "text": "إنه مجاني.\nأنت من يقرر.",
        "not_said": "لا شيء.",
    },
    {"language": "uk", "title": "Ваш записник", "text": "Це безкоштовно.\nВирішуєте ви.", "not_said": "Нічого."},
)
PEOPLE: Mapping[str, State] = {
    "nobody": State(),
    "woman": State(
        False,
        {"birth_date": "1961-04-09", "sex": "female", "mammogram": "2025-06-01", "colorectal_test": "never"},
        commune="02691",
    ),
    "helped": State(
        True,
        {"birth_date": "1939-02-28", "sex": "male", "care_institution_resident": True, "diabetes": True},
        commune="02408",
    ),
    "pregnant": State(
        False,
        {
            "birth_date": "1995-05-12",
            "sex": "female",
            "pregnant": True,
            "pregnancy_weeks": "2026-06-20",
            "smoking": "current",
        },
    ),
    "newborn": State(True, {"birth_date": "2026-10-02", "sex": "female"}, commune="59350"),
    "adolescent": State(False, {"birth_date": "2012-12-01", "sex": "male", "hpv_vaccine": "never"}),
}


@dataclass(frozen=True)
class Paper:
    """`name`: for messages and files; it begins with the kind."""

    name: str
    language: str
    content: bytes


def papers(
    visitor: Client, cast: agents.Cast, *, kits: Sequence[str], people: Collection[str] = frozenset(PEOPLE)
) -> Iterator[Paper]:
    """All of them in both languages: the kits and letters of the ready messages `kits`, the plans of `people`."""
    one = agents.person(cast.mediator, cast.ours)
    with translation.override("fr"):
        yield Paper("letters", "fr", letters())
    for language in LANGUAGES:
        with translation.override(language):
            for who in people:
                yield Paper(f"plan-{who}", language, plan(visitor, PEOPLE[who]))
            yield Paper("consents", language, consents_receipt(cast, one, link="https://exemple.fr/ma-fiche/abc/"))
            yield Paper("consents-without-link", language, consents_receipt(cast, one, link=""))
            yield Paper("copy", language, copy(one))
        for key in kits:
            yield from kit(key, language)
        with translation.override(language):
            yield Paper("mailing", language, mailing(language, kits))
    several = [_through(kits[0], "fr", at) for at in "ab"]
    yield Paper("kit-posters-of-links", "fr", kit_papers.posters(several))
    yield from with_logo(kits[0], "fr")
    yield from worst_kit()


def plan(visitor: Client, who: State) -> bytes:
    """As the page gives it."""
    response = visitor.post(reverse("plans:paper"), {"state": who.sealed(on=AT.date())})
    assert response.status_code == 200
    return bytes(response.content)


def consents_receipt(cast: agents.Cast, one: str, *, link: str) -> bytes:
    found = persons.person(agents.access(cast.mediator, on=AT.date()), one)
    assert found is not None
    shown = receipt.receipt(found, consents.latest(one), link=link, by="Alice Fictive", on=AT.date())
    return receipt.pdf(shown)


def copy(one: str) -> bytes:
    return own.pdf(own_pages.copy(at=AT, person=one))


def letters() -> bytes:
    """Two in French, one in English, with an address of six lines."""
    told = (
        ("fr", "Votre rendez-vous", "Bonjour,\n\nVous avez un rendez-vous.\nÀ bientôt."),
        ("en", "Your appointment", "Good day,\n\nYou have an appointment."),
        ("fr", "Votre rendez-vous", "\n\n".join(["Vous pouvez venir avec quelqu'un de votre choix."] * 14)),
    )
    shown = [_letter(Content(ADDRESS, subject, text, language=language)) for language, subject, text in told]
    return messages.letters(shown, senders={1: "Association fictive des Deux Vallées"}, on=AT.date())


def _letter(content: Content) -> Shown:
    return Shown(uuid.uuid4(), 1, Channel.LETTER, MessageState.WAITING, "", AT, AT, None, False, content)


def spoken(key: str, language: str) -> Voice:
    """What the kit of a ready message says."""
    ready = ready_messages()[key]
    words = ready.draft.words[language]
    more: dict[str, Any] = {name: getattr(words, name) for name in ("title", "text", "easy", "not_said")}
    sources = tuple((one.organisation, one.document, one.date) for one in ready.draft.sources)
    return voice(
        language=language,
        sources=sources,
        is_named=bool(ready.draft.subject),
        is_fictional=True,
        pictogram=ready.draft.pictogram,
        **more,
    )


def kit(key: str, language: str) -> Iterator[Paper]:
    """All the papers of a ready message: none may be refused."""
    for wanted in sorted(PAPERS):
        yield Paper(f"kit-{wanted}-{key}", language, kit_papers.pdf(spoken(key, language), wanted))


def _through(key: str, language: str, short: str) -> Voice:
    return dataclasses.replace(spoken(key, language), link=f"https://exemple.fr/r/{short}234567", links={})


def with_logo(key: str, language: str) -> Iterator[Paper]:
    """A poster and cards in the colours of a territory that has a logo."""
    drawn = dataclasses.replace(territory.identity(), logo=LOGO, logo_alt="Les Deux Vallées")
    with mock.patch.object(territory, "identity", lambda: drawn):
        for wanted in (Format.POSTER_A4, Format.CARDS):
            yield Paper(f"kit-{wanted}-with-logo", language, kit_papers.pdf(spoken(key, language), wanted))


def mailing(language: str, keys: Sequence[str]) -> bytes:
    """Each of these ready messages as a letter, in one file, the languages one after the other."""
    stop = "https://exemple.fr/messages/arreter/AbCdEfGhIjKlMnOpQrStUv/"
    told = [spoken(key, one) for key in keys for one in sorted(LANGUAGES, key=lambda one: one != language)]
    told += [dataclasses.replace(told[0], **words) for words in TRANSLATED]
    return mailing_letters.pdf([mailing_letters.Sheet(tuple(ADDRESS.splitlines()), one, stop) for one in told])


def worst_kit() -> Iterator[Paper]:
    """The longest texts, in the formats that take them."""
    for wanted in sorted(PAPERS):
        try:
            yield Paper(f"kit-{wanted}-longest", "fr", kit_papers.pdf(WORST, Format(wanted)))
        except DoesNotFit:
            continue
