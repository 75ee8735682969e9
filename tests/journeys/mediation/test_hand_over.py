"""A hand-over on a phone, in both languages: from the person's page to the receiver's answer and what came of it."""

# ruff: noqa: E501  tables of words
from __future__ import annotations

import re
from typing import Any

import pytest

from tests.journeys.mediation.test_accompany import looked_at
from tests.journeys.people.test_person_followed import EN, FR, coordinator, goes, notes

pytestmark = pytest.mark.journey

WORDS = {
    "fr": {
        "begin": "Passer le relais à un professionnel", "whom": "À qui ? Un lieu", "search": "Chercher parmi les lieux",
        "go": "Continuer", "wrong": "Choisissez à quoi cela sert", "travel": "Pouvoir se déplacer", "phone": "Écrit ainsi : Téléphone",
        "read": "Relire ensemble", "nothing": "rien ne part", "yes": "La personne a dit oui à voix haute",
        "make": "La personne est d’accord", "follow": "Suivre ce passage de relais", "open": "Lire", "accept": "Oui, je prends le relais",
        "send": "Envoyer ma réponse", "how": "par téléphone", "when": "d’ici une semaine", "noted": "Votre réponse est notée",
        "accepted": "Accepté, par téléphone", "day": "/equipe/ma-journee/", "received": "La personne a été reçue", "note": "Noter", "all": "Tous les passages de relais",
        "answered": "Avec réponse", "for": "Pour quoi", "call": "Le numéro où vous appeler",
    },
    "en": {
        "begin": "Hand over to another professional", "whom": "To whom? A place", "search": "Search among the places",
        "go": "Go on", "wrong": "Choose what it is for", "travel": "Being able to get around", "phone": "Written as: Phone",
        "read": "Read it together", "nothing": "nothing leaves", "yes": "The person said yes aloud",
        "make": "They agree: make the link", "follow": "Follow this hand-over", "open": "Read it", "accept": "Yes, I take over",
        "send": "Send my answer", "how": "by phone", "when": "within a week", "noted": "Your answer is noted",
        "accepted": "Accepted, by phone", "day": "/en/team/my-day/", "received": "The person was received", "note": "Note it", "all": "All the hand-overs",
        "answered": "Answered", "for": "What for?", "call": "The number to call you on",
    },
}  # fmt: skip


def refused(one: Any, words: str, name: str) -> None:
    assert words in one.page.locator("main").inner_text()
    one.complaints.clear()  # the browser says that the page answered 422
    looked_at(one, name)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_hand_over_is_read_with_the_person_then_answered_without_an_account(
    window: Any, site: Any, language: str
) -> None:
    say, team = WORDS[language], FR if language == "fr" else EN
    one = coordinator(window, site, team, language)
    one.opens(team["team"] + team["persons"])
    notes(one, team, "Zohrabelle", "Vantadour")
    looked_at(one, f"handover-person-{language}")
    goes(one, say["begin"], role="link")
    one.page.get_by_label(say["whom"]).fill("pharmacie")
    goes(one, say["search"])
    looked_at(one, f"handover-places-{language}")
    one.page.locator("input[name=place]").first.check()
    goes(one, say["go"])
    refused(one, say["wrong"], f"handover-whom-wrong-{language}")
    one.page.get_by_label(say["for"]).select_option(label=say["travel"])
    goes(one, say["go"])
    one.page.get_by_label(say["phone"]).fill("06 12 34 56 78")
    looked_at(one, f"handover-what-{language}")
    goes(one, say["read"])
    looked_at(one, f"handover-agree-{language}")
    goes(one, say["make"])
    refused(one, say["nothing"], f"handover-agree-wrong-{language}")
    one.page.get_by_label(say["yes"]).check()
    goes(one, say["make"])
    looked_at(one, f"handover-made-{language}")
    link = one.page.locator("#link").input_value()
    goes(one, say["follow"], role="link")
    looked_at(one, f"handover-waiting-{language}")
    answers(window, site, say, link, language)
    one.opens(say["day"])
    assert say["accepted"] in one.page.locator("main").inner_text()
    looked_at(one, f"handover-day-{language}")
    one.page.go_back()
    one.page.reload()
    assert say["accepted"] in one.page.locator("main").inner_text()
    one.page.get_by_label(say["received"]).check()
    goes(one, say["note"], exact=True)
    looked_at(one, f"handover-after-{language}")
    goes(one, say["all"], role="link")
    looked_at(one, f"handovers-{language}")
    goes(one, say["answered"], role="link")
    looked_at(one, f"handovers-answered-{language}")
    assert one.complaints == []
    seen = site.log.read_bytes()
    assert link.rsplit("/", 2)[-2].encode() not in seen and not re.search(rb"Zohrabelle|0612345678", seen)


def answers(window: Any, site: Any, say: dict[str, str], link: str, language: str) -> None:
    """The receiver: no account, no cookie, and no script either."""
    receiver = window(script=False)
    receiver.opens(link.removeprefix(site.url))
    assert "Zohrabelle" not in receiver.page.content()
    goes(receiver, say["open"], exact=True)
    assert "Zohrabelle" in receiver.page.locator("main").inner_text()
    reader = window()
    reader.opens(link.removeprefix(site.url))
    looked_at(reader, f"handover-envelope-{language}")
    goes(reader, say["open"], exact=True)
    looked_at(reader, f"handover-received-{language}")
    goes(reader, say["send"])
    reader.complaints.clear()
    looked_at(reader, f"handover-received-wrong-{language}")
    reader.page.get_by_label(say["accept"]).check()
    assert not reader.page.get_by_label(say["call"]).is_visible()
    reader.page.get_by_label(say["how"], exact=True).check()
    reader.page.get_by_label(say["when"], exact=True).check()
    goes(reader, say["send"])
    assert say["noted"] in reader.page.locator("main").inner_text()
    looked_at(reader, f"handover-noted-{language}")
    assert reader.page.context.cookies() == []
