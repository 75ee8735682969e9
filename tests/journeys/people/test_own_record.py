"""A person leaves with a paper, opens their own record without an account, says no, undoes, reads, erases."""

# ruff: noqa: E501  tables of words
from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.people.test_person_followed import EN as TEAM_EN
from tests.journeys.people.test_person_followed import FR as TEAM_FR
from tests.journeys.people.test_person_followed import coordinator, fits, goes, notes

pytestmark = pytest.mark.journey

FR = TEAM_FR | {
    "consents": "Accords, reçu et lien", "agrees": "Me rappeler mes rendez-vous", "note": "Noter son accord",
    "receipt": "Reçu avec son lien", "open": "Ouvrir ma fiche", "answer": "Quatre chiffres",
    "no": "Je ne suis plus d’accord – Me rappeler", "undo_no": "Annuler : je suis à nouveau d’accord",
    "wrong": "Essais restants : 4", "sure_own": "Oui, tout effacer. Nul", "erase_own": "Tout effacer", "gone_own": "C’est effacé",
    "ends": "ce-qui-s-arrete/", "how_long": "Lire ou changer", "kept": "Garder ces durées",
}  # fmt: skip
EN = TEAM_EN | {
    "consents": "Consents, receipt and link", "agrees": "Remind me of my appointments", "note": "Note that they agree",
    "receipt": "Receipt with their link", "open": "Open my record", "answer": "Four digits",
    "no": "I no longer agree – Remind me", "undo_no": "Undo: I agree again",
    "wrong": "You have 4 tries left", "sure_own": "Yes, erase everything. Nobody", "erase_own": "Erase everything",
    "gone_own": "It is erased", "ends": "what-ends-soon/", "how_long": "Read or change it", "kept": "Keep these durations",
}  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_person_reads_stops_and_erases_what_is_kept_of_them(window: Any, site: Any, language: str) -> None:
    say = FR if language == "fr" else EN
    agent = coordinator(window, site, say, language)
    agent.opens(say["team"] + say["persons"])
    notes(agent, say, "Zohrabelle", "Vantadour")
    fits(agent)
    goes(agent, say["consents"], role="link")
    fits(agent)
    agent.page.get_by_role("radio", name=say["agrees"]).check()
    agent.page.locator("select[name=length]").select_option("year")
    goes(agent, say["note"])
    fits(agent)
    goes(agent, say["receipt"])
    agent.page.locator("details summary").click()
    fits(agent)
    link = str(agent.page.locator("input[readonly]").input_value())
    own = window(width=360, script=False)  # without script; axe needs it, below
    own.opens(link.removeprefix(site.url))
    own.page.get_by_label(say["answer"]).fill("1951")
    goes(own, say["open"])
    assert "Vantadour" in own.title()
    own = window(width=360)
    own.opens(link.removeprefix(site.url))
    fits(own)
    own.page.get_by_label(say["answer"]).fill("1950")
    goes(own, say["open"])
    assert say["wrong"] in own.page.locator("main").inner_text().replace("\u00a0", " ")
    own.complaints.clear()  # the browser says that an answer was refused
    fits(own)
    own.page.get_by_label(say["answer"]).fill("1951")
    goes(own, say["open"])
    fits(own)
    height = own.page.evaluate("document.querySelector('main').scrollHeight")
    assert height <= 3 * 800, f"{height} pixels to read: more than three screens"
    goes(own, say["no"])
    goes(own, say["undo_no"])
    fits(own)
    assert own.page.context.cookies() == []
    own.page.get_by_label(say["sure_own"]).check()
    goes(own, say["erase_own"], exact=True)
    assert own.title() == say["gone_own"]
    fits(own)
    agent.opens(say["team"] + say["ends"])
    fits(agent)
    goes(agent, say["how_long"], role="link")
    fits(agent)
    goes(agent, say["kept"])
    fits(agent)
