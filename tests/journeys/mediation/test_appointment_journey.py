"""On a phone, in both languages: an agent opens hours, a resident books, moves, cancels; the agent's day follows."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.people.test_person_followed import EN, FR, coordinator, goes

pytestmark = pytest.mark.journey

SHOTS = os.environ.get("PREVENANCE_SCREENSHOTS", "")
ROOT: dict[str, dict[str, str]] = {
    "fr": {
        "booking": "/rendez-vous/",
        "find": "/rendez-vous/retrouver/",
        "hours": "/equipe/plages/nouvelle/",
        "absences": "/equipe/plages/",
        "day": "/equipe/ma-journee/",
        "give": "/equipe/rendez-vous/nouveau/",
        "save": "Enregistrer cette plage",
        "place": "Nom du lieu",
        "commune": "Commune, ou son code INSEE",
        "from": "De",
        "to": "À",
        "wrong": "Il y a quelque chose à corriger",
        "town": "Votre commune, ou son code postal",
        "search": "Chercher",
        "all": "Tous les horaires libres",
        "confirm": "Confirmer le rendez-vous",
        "me": "Pour moi",
        "name": "Prénom, ou un nom de votre choix",
        "noted": "C’est noté",
        "change": "Changer l’horaire",
        "cancel": "Annuler le rendez-vous",
        "sure": "Oui, j’annule",
        "gone": "Ce rendez-vous est annulé",
        "code": "Le code du rendez-vous",
        "retrieve": "Retrouver",
        "own": "Mon rendez-vous",
        "call": "Aucun horaire ne vous va",
        "be_called": "Être appelé·e quand il y en a un",
        "phone": "Le numéro à appeler",
        "called": "Appelez-moi",
        "who": "Qui vient\u00a0?",
    },
    "en": {
        "booking": "/en/appointments/",
        "find": "/en/appointments/find/",
        "hours": "/en/team/hours/new/",
        "absences": "/en/team/hours/",
        "day": "/en/team/my-day/",
        "give": "/en/team/appointments/new/",
        "save": "Save these hours",
        "place": "Name of the place",
        "commune": "Commune, or its INSEE code",
        "from": "From",
        "to": "To",
        "wrong": "Something needs to be corrected",
        "town": "Your commune, or its postal code",
        "search": "Search",
        "all": "All the free times",
        "confirm": "Confirm the appointment",
        "me": "For me",
        "name": "First name, or any name you like",
        "noted": "It is noted",
        "change": "Change the time",
        "cancel": "Cancel the appointment",
        "sure": "Yes, I cancel",
        "gone": "This appointment is cancelled",
        "code": "The code of the appointment",
        "retrieve": "Find it",
        "own": "My appointment",
        "call": "No time suits you",
        "be_called": "Be called when there is one",
        "phone": "The phone number that we are to call",
        "called": "Call me",
        "who": "Who comes?",
    },
}
SCREENS = 3.0


def looked_at(one: Any, name: str) -> None:
    one.is_accessible()
    assert one.complaints == []
    if SHOTS:
        one.page.screenshot(path=Path(SHOTS) / f"appointments-{name}.png", full_page=True)


def says(one: Any, words: str) -> bool:
    return words in str(one.page.locator("main").inner_text())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_appointment_from_the_hours_to_the_day(window: Any, site: Any, language: str) -> None:
    say = ROOT[language]
    agent = coordinator(window, site, FR if language == "fr" else EN, language)
    opens_hours(agent, say, language)
    visitor = window()
    code = books(visitor, say, language)
    moves_and_finds(visitor, say, language, code)
    waits(visitor, say, language)
    assert visitor.page.context.cookies() == []
    sees_the_day(agent, say, language)
    cancels(visitor, say, language, code)


def opens_hours(one: Any, say: dict[str, str], language: str) -> None:
    one.opens(say["hours"])
    goes(one, say["save"])
    assert says(one, say["wrong"])
    one.complaints.clear()  # the browser says that the page answered 422
    looked_at(one, f"hours-wrong-{language}")
    for day in range(1, 6):
        one.page.locator(f"#weekday-{day}").check()
    one.page.get_by_label(say["from"], exact=True).fill("09:00")
    one.page.get_by_label(say["to"], exact=True).fill("12:00")
    one.page.get_by_label(say["place"]).fill(f"Maison fictive {language}")
    one.page.get_by_label(say["commune"]).fill("Laon")
    goes(one, say["save"])
    assert says(one, f"Maison fictive {language}")
    looked_at(one, f"hours-{language}")


def books(one: Any, say: dict[str, str], language: str) -> str:
    """Gives the code that was shown."""
    one.opens(say["booking"])
    looked_at(one, f"near-{language}")
    one.page.get_by_label(say["town"]).fill("02000")
    goes(one, say["search"])
    if one.page.get_by_role("button", name=re.compile("^Laon")).count():
        goes(one, "Laon")
    looked_at(one, f"found-{language}")
    card = one.page.locator("li.card", has_text=f"Maison fictive {language}")
    card.get_by_role("link", name=re.compile(f"^{say['all']}")).click()
    one.page.wait_for_load_state()
    looked_at(one, f"times-{language}")
    one.page.locator("main .inputs a").first.click()
    one.page.wait_for_load_state()
    goes(one, say["confirm"])
    assert says(one, say["wrong"])
    one.complaints.clear()
    looked_at(one, f"slot-wrong-{language}")
    one.page.get_by_role("radio", name=say["me"]).check()
    one.page.get_by_label(say["name"]).fill(f"Sam {language}")
    goes(one, say["confirm"])
    assert says(one, say["noted"])
    looked_at(one, f"own-{language}")
    return str(one.page.locator(".number-big").inner_text())


def moves_and_finds(one: Any, say: dict[str, str], language: str, code: str) -> None:
    own = one.page.url
    goes(one, say["change"], role="link")
    looked_at(one, f"move-{language}")
    one.page.locator("main .inputs button").nth(1).click()
    one.page.wait_for_url(own)
    assert str(one.page.locator(".number-big").inner_text()) == code
    one.opens(say["find"])
    looked_at(one, f"find-{language}")
    one.page.get_by_label(say["code"]).fill(code)
    goes(one, say["retrieve"])
    assert one.page.url == own


def waits(one: Any, say: dict[str, str], language: str) -> None:
    one.opens(say["booking"])
    one.page.get_by_label(say["town"]).fill("02000")
    goes(one, say["search"])
    if one.page.get_by_role("button", name=re.compile("^Laon")).count():
        goes(one, "Laon")
    card = one.page.locator("li.card", has_text=f"Maison fictive {language}")
    card.get_by_role("link", name=re.compile(f"^{say['all']}")).click()
    one.page.wait_for_load_state()
    assert says(one, say["call"])
    goes(one, say["be_called"], role="link")
    looked_at(one, f"wait-{language}")
    one.page.get_by_label(say["phone"]).fill("06 12 34 56 78")
    goes(one, say["called"])
    assert says(one, say["noted"])
    looked_at(one, f"waited-{language}")


def sees_the_day(one: Any, say: dict[str, str], language: str) -> None:
    one.opens(say["day"])
    assert says(one, f"Sam {language}")
    looked_at(one, f"day-{language}")
    one.page.get_by_role("link", name=re.compile(f"Sam {language}")).first.click()
    one.page.wait_for_load_state()
    looked_at(one, f"appointment-{language}")
    one.opens(say["give"])
    looked_at(one, f"give-{language}")
    one.page.locator("main button.choice").first.click()
    one.page.wait_for_load_state()
    assert one.title() == say["who"]
    looked_at(one, f"book-{language}")
    one.opens(say["absences"])
    looked_at(one, f"absences-{language}")


def cancels(one: Any, say: dict[str, str], language: str, code: str) -> None:
    one.opens(say["find"])
    one.page.get_by_label(say["code"]).fill(code)
    goes(one, say["retrieve"])
    one.page.get_by_role("checkbox", name=re.compile(say["sure"])).check()
    goes(one, say["cancel"])
    assert says(one, say["gone"])
    looked_at(one, f"cancelled-{language}")
