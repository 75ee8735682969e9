"""The Accompany door on a phone, in both languages: Mon espace santé, practice, relays, and what the team writes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.people.test_person_followed import EN, FR, coordinator, goes

pytestmark = pytest.mark.journey

SHOTS = os.environ.get("PREVENANCE_SCREENSHOTS", "")
WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "door": "/etre-accompagne/",
        "steps": "Mon espace santé, pas à pas",
        "practise": "S’entraîner d’abord, avec une personne inventée",
        "first": "S’entraîner : Se connecter",
        "good": "Camille tape le code",
        "reply": "Voir la réponse",
        "well": "C’est bien",
        "marked": "Entraînement – personne fictive",
        "become": "Devenir relais",
        "name": "Votre prénom",
        "contact": "Votre téléphone",
        "commune": "Votre commune",
        "why": "Aider mes voisins",
        "send": "Envoyer",
        "wrong": "Il y a quelque chose à corriger",
        "thanks": "Merci, c’est noté",
        "team": "/equipe/",
        "relays": "relais/",
        "label": "Prénom, ou numéro à vous",
        "met": "Commune où vous vous êtes vus",
        "begin": "Commencer",
        "done": "C’est fait – L’espace est activé",
        "noted": "Oui, le",
        "take": "Oui, nous l’accueillons",
        "called": "A été appelé",
        "link": "Créer le lien",
        "own": "Ma page de relais",
    },
    "en": {
        "door": "/en/accompany/",
        "steps": "Mon espace santé, step by step",
        "practise": "Practise first, with an invented person",
        "first": "Practise: Sign in",
        "good": "Camille types the code",
        "reply": "See the reply",
        "well": "Well done",
        "marked": "Practice – invented person",
        "become": "Become a relay",
        "name": "Your first name",
        "contact": "Your phone number",
        "commune": "Your commune",
        "why": "Help my neighbours",
        "send": "Send",
        "wrong": "Something needs to be corrected",
        "thanks": "Thank you, it is noted",
        "team": "/en/team/",
        "relays": "relays/",
        "label": "First name, or a number",
        "met": "Commune where you met",
        "begin": "Begin",
        "done": "It is done – The space is activated",
        "noted": "Yes, on",
        "take": "Yes, we take them",
        "called": "Called: to be trained",
        "link": "Make the link",
        "own": "My page as a relay",
    },
}


def looked_at(one: Any, name: str) -> None:
    one.is_accessible()
    assert one.complaints == []
    if SHOTS:
        one.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_somebody_reads_practises_and_asks_to_become_a_relay(window: Any, language: str) -> None:
    say, one = WORDS[language], window()
    one.opens(say["door"])
    looked_at(one, f"door-{language}")
    goes(one, say["steps"], role="link")
    looked_at(one, f"steps-{language}")
    goes(one, say["practise"], role="link")
    looked_at(one, f"practice-{language}")
    goes(one, say["first"], role="link")
    assert say["marked"] in one.page.locator("main").inner_text()
    one.page.get_by_role("radio", name=say["good"]).check()
    goes(one, say["reply"])
    assert say["well"] in one.page.locator("main").inner_text()
    looked_at(one, f"lesson-{language}")
    one.opens(say["door"])
    goes(one, say["become"], role="link")
    looked_at(one, f"apply-{language}")
    goes(one, say["send"], exact=True)
    assert say["wrong"] in one.page.locator("main").inner_text()
    one.complaints.clear()  # the browser says that the page answered 422
    looked_at(one, f"apply-wrong-{language}")
    asks(one, say, language)
    assert one.title() == say["thanks"]
    looked_at(one, f"applied-{language}")
    assert one.page.context.cookies() == []


def asks(one: Any, say: dict[str, str], language: str) -> None:
    one.page.get_by_label(say["name"]).fill("Sam")
    one.page.get_by_label(say["contact"]).fill("06 00 00 00 01" if language == "fr" else "06 00 00 00 02")
    one.page.get_by_label(say["commune"]).fill("Laon")
    one.page.get_by_role("radio", name=say["why"]).check()
    goes(one, say["send"], exact=True)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_team_dates_a_step_and_takes_a_relay(window: Any, site: Any, language: str) -> None:
    say = WORDS[language]
    visitor = window()
    visitor.opens(f"{say['door']}")
    goes(visitor, say["become"], role="link")
    asks(visitor, say, language)
    one = coordinator(window, site, FR if language == "fr" else EN, f"{language}")
    one.opens(say["team"] + "mon-espace-sante/")
    one.page.get_by_label(say["label"]).fill("Jo")
    one.page.get_by_label(say["met"]).fill("Laon")
    goes(one, say["begin"], exact=True)
    looked_at(one, f"path-{language}")
    goes(one, say["done"])
    assert say["noted"] in one.page.locator("main").inner_text()
    one.opens(say["team"] + "mon-espace-sante/")
    looked_at(one, f"paths-{language}")
    one.opens(say["team"] + say["relays"])
    looked_at(one, f"relays-{language}")
    goes(one, "Sam", role="link")
    goes(one, say["take"])
    assert say["called"] in one.page.locator("main").inner_text()
    goes(one, say["link"])
    looked_at(one, f"relay-{language}")
    link = one.page.locator("main .code").inner_text()
    visitor.page.goto(link)
    assert visitor.title() == say["own"]
    looked_at(visitor, f"own-{language}")
