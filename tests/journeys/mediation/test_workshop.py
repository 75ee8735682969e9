"""A workshop on a phone: announced, taken by two residents without account, held and noted; in both languages."""

# ruff: noqa: E501  tables of words
from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.journeys.mediation.test_note_in_a_minute import mediator

pytestmark = pytest.mark.journey

SHOTS = os.environ.get("PREVENANCE_SCREENSHOTS", "")
BEGINS = """
import sys, django, datetime as dt; django.setup()
from prevenance.kit import clock
from prevenance.mediation.models import Workshop
Workshop.objects.filter(pk=sys.argv[1]).update(starts_at=clock.now() - dt.timedelta(minutes=2))
"""
FR = {
    "list": "/equipe/ateliers/", "announce": "Annoncer un atelier", "title": "Titre", "day": "Jour", "hour": "Heure, là où il se tient",
    "elsewhere": "Dans un autre lieu", "place": "Nom du nouveau lieu", "commune": "Commune", "seats": "Combien de places ?",
    "public": "Chacun peut prendre une place", "health": "Santé", "go": "Annoncer", "door": "/etre-accompagne/", "find": "Chercher un atelier",
    "mine": "Votre commune, ou son code postal", "search": "Chercher", "take": "Prendre une place", "wait": "Demander à attendre", "name": "Votre prénom, si vous voulez",
    "have": "Vous avez 2 places.", "waits": "Vous êtes numéro 1", "seat": "/ateliers/ma-place/", "code": "Le code de votre place", "see": "Voir ma place",
    "withdraw": "Je ne viens pas : me désister", "gone": "Vous vous êtes désisté·e", "tell": "une place s’est libérée", "told": "C’est dit",
    "came": "Dire qui est venu", "all": "Tout le monde est venu", "next": "Enregistrer, puis noter l’atelier", "note": "Noter l’atelier", "noted": "Cet atelier est noté.",
    "undo": "Annuler", "who": "Qui est venu ?", "others": "Combien d’autres sont venus", "paper": "Feuille d’émargement",
}  # fmt: skip
EN = {
    "list": "/en/team/workshops/", "announce": "Announce a workshop", "title": "Title", "day": "Day", "hour": "Hour, where it is held",
    "elsewhere": "In another place", "place": "Name of the new place", "commune": "Commune", "seats": "How many seats?",
    "public": "Anybody may take a seat", "health": "Health", "go": "Announce", "door": "/en/accompany/", "find": "Find a workshop",
    "mine": "Your commune, or its postal code", "search": "Search", "take": "Take a seat", "wait": "Ask to wait", "name": "Your first name, if you like",
    "have": "You have 2 seats.", "waits": "You are number 1", "seat": "/en/workshops/my-seat/", "code": "The code of your seat", "see": "See my seat",
    "withdraw": "I am not coming: withdraw", "gone": "You have withdrawn", "tell": "a seat is free", "told": "I told them",
    "came": "Say who came", "all": "Everybody came", "next": "Save, then note the workshop", "note": "Note the workshop", "noted": "This workshop is noted.",
    "undo": "Undo", "who": "Who came?", "others": "How many others came", "paper": "Sheet to sign",
}  # fmt: skip


def looked_at(one: Any, name: str) -> None:
    one.is_accessible()
    if SHOTS:
        one.page.screenshot(path=f"{SHOTS}/workshop-{name}.png", full_page=True)


def goes(one: Any, words: str, role: str = "button") -> None:
    with one.page.expect_navigation():
        one.page.get_by_role(role, name=re.compile(rf"^{re.escape(words)}")).first.click()


def takes(window: Any, say: dict[str, str], title: str, *, seats: str, name: str, language: str) -> tuple[Any, str]:
    one = window(width=360)
    one.opens(say["door"])
    goes(one, say["find"], "link")
    one.page.get_by_label(say["mine"]).fill("Laon")
    goes(one, say["search"])
    if one.page.locator("button.choice").count():
        with one.page.expect_navigation():
            one.page.locator("button.choice").first.click()
    looked_at(one, f"near-{language}")
    with one.page.expect_navigation():
        one.page.locator("li.card", has_text=title).get_by_role("link").click()
    one.page.locator("select#seats").select_option(seats)
    one.page.get_by_label(say["name"]).fill(name)
    looked_at(one, f"open-{name}-{language}")
    with one.page.expect_navigation():
        one.page.locator("main form button").first.click()
    looked_at(one, f"seat-{name}-{language}")
    return one, str(one.page.locator(".number-big").inner_text())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_workshop_from_its_announcement_to_its_note(window: Any, site: Any, language: str) -> None:
    say = FR if language == "fr" else EN
    title = f"Premiers pas {language}"
    team = mediator(window, site, f"workshop-{language}", language, width=360)
    team.opens(say["list"])
    looked_at(team, f"empty-{language}")
    goes(team, say["announce"], "link")
    looked_at(team, f"announce-{language}")
    page = team.page
    page.get_by_label(say["title"], exact=True).fill(title)
    page.get_by_label(say["day"], exact=True).fill("2027-01-14")
    page.get_by_label(say["hour"]).fill("14:30")
    page.get_by_role("radio", name=say["elsewhere"]).check()
    page.locator("#place_name").evaluate("one => one.closest('details').open = true")
    page.locator("#place_name").fill("Maison fictive")
    page.locator("#place_commune").fill("Laon")
    page.get_by_label(say["seats"]).fill("2")
    page.get_by_role("checkbox", name=say["public"]).check()
    page.get_by_role("checkbox", name=say["health"], exact=True).check()
    goes(team, say["go"])
    sheet = page.url
    number = sheet.rstrip("/").rsplit("/", 1)[1]
    looked_at(team, f"sheet-{language}")
    first, code = takes(window, say, title, seats="2", name="Zora", language=language)
    assert first.page.get_by_text(say["have"]).is_visible()
    late, late_code = takes(window, say, title, seats="1", name="Yann", language=language)
    assert late.page.get_by_text(say["waits"]).is_visible()
    first.opens(say["seat"])
    looked_at(first, f"code-{language}")
    first.page.get_by_label(say["code"]).fill(code)
    goes(first, say["see"])
    goes(first, say["withdraw"])
    assert first.page.get_by_text(say["gone"]).first.is_visible()
    for one in (first, late):
        assert one.page.context.cookies() == [] and one.complaints == []
        assert code.replace(" ", "") not in one.page.url and late_code not in one.page.url
    page.goto(sheet)
    assert page.get_by_text(say["tell"]).is_visible()
    looked_at(team, f"tell-{language}")
    goes(team, say["told"])
    goes(team, say["paper"], "link")
    looked_at(team, f"paper-{language}")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").first.is_visible()  # only the sheet is printed
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/workshop-printed-{language}.png", full_page=True)
    page.emulate_media(media="screen")
    environment = {
        **os.environ,
        "PREVENANCE_DATA": str(site.data),
        "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
    }
    subprocess.run([sys.executable, "-c", BEGINS, number], env=environment, check=True)
    page.goto(sheet)
    goes(team, say["came"], "link")
    looked_at(team, f"came-{language}")
    goes(team, say["all"])
    page.get_by_label(say["others"]).fill("3")
    goes(team, say["next"])
    looked_at(team, f"note-{language}")
    goes(team, say["note"])
    assert page.get_by_text(say["noted"]).is_visible()
    looked_at(team, f"noted-{language}")
    goes(team, say["undo"])
    assert team.title().replace("\xa0", " ") == say["who"]
    assert team.complaints == []
