"""A coordinator finds, notes, joins and erases people, on a phone, in both languages."""

# ruff: noqa: E501  tables of words
from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.journey

FR = {
    "team": "/equipe/", "name": "Votre nom, tel que le liront vos collègues", "accept": "Accepter",
    "organisation": "Nom de l’organisme", "commune": "Sa commune", "add": "Ajouter",
    "email": "Adresse électronique de la personne que vous invitez", "role": "Coordinatrice ou coordinateur",
    "send": "Envoyer l’invitation", "organisations": "organismes/", "invite": "Inviter quelqu’un", "mail": "courrier/",
    "persons": "personnes/", "search": "Chercher", "new": "Noter une nouvelle personne", "save": "Noter cette personne",
    "given": "Prénom", "family": "Nom de naissance", "born": "Date de naissance, ou l’année seule", "lives": "Commune où la personne habite",
    "purpose": "à suivre ce qui", "anyway": "J’ai regardé", "join": "Réunir les deux fiches", "one": "C’est une seule personne",
    "undo": "C’étaient deux", "copy": "Lui donner la copie", "back": "Revenir à la fiche", "erase": "Tout effacer",
    "sure": "Oui, tout effacer", "gone": "Effacer", "correct": "Corriger cette fiche", "swapped": "prénom et nom inversés",
}  # fmt: skip
EN = {
    "team": "/en/team/", "name": "Your name, as your colleagues will read it", "accept": "Accept",
    "organisation": "Name of the organisation", "commune": "Its commune", "add": "Add",
    "email": "E-mail of the person that you invite", "role": "Coordinator", "send": "Send the invitation",
    "organisations": "organisations/", "invite": "Invite someone", "mail": "mail/",
    "persons": "persons/", "search": "Search", "new": "Note a new person", "save": "Note this person",
    "given": "Given name", "family": "Family name at birth", "born": "Date of birth, or the year alone",
    "lives": "Commune where they live", "purpose": "to follow what was", "anyway": "I have looked",
    "join": "Join the two records", "one": "They are one person", "undo": "They were two people", "copy": "Give them the copy",
    "back": "Back to the record", "erase": "Erase everything", "sure": "Yes, erase everything", "gone": "Erase",
    "correct": "Correct this record", "swapped": "given name and family name swapped",
}  # fmt: skip


CALLS = itertools.count(1)


def coordinator(window: Any, site: Any, say: dict[str, str], language: str) -> Any:
    """Signed in: invited by the first host, through the site's own mail. Somebody else at each call: one server serves
    every journey, and whoever is a member of two organisations is asked for which one they note a person.
    """
    who = f"p{next(CALLS)}-{language}@exemple.fr"
    environment = {**os.environ, "PREVENANCE_DATA": str(site.data), "PREVENANCE_SITE_URL": site.url}
    command = [sys.executable, "-m", "prevenance.site.commands", "people", "host", f"h-{language}@exemple.fr"]
    told = subprocess.run([*command, "--lang", language], env=environment, capture_output=True, text=True, check=True)
    host = window(width=360)
    host.opens(told.stdout.strip().removeprefix(site.url))
    host.page.get_by_label(say["name"]).fill("Hélène")
    goes(host, say["accept"])
    host.opens(say["team"] + say["organisations"])
    host.page.get_by_label(say["organisation"]).fill(f"Association fictive de {who}")
    host.page.get_by_label(say["commune"], exact=True).fill("Laon")
    goes(host, say["add"])
    goes(host, say["invite"], role="link")
    host.page.get_by_label(say["email"]).fill(who)
    host.page.get_by_role("radio", name=say["role"]).first.check()
    goes(host, say["send"])
    host.opens(say["team"] + say["mail"])
    with host.page.expect_navigation():
        host.page.locator("main a", has_text=who).first.click()
    invitation = host.page.locator("main a[href*='invitation/']").first.get_attribute("href")
    one = window(width=360)
    one.opens(str(invitation).removeprefix(site.url))
    one.page.get_by_label(say["name"]).fill("Carla")
    goes(one, say["accept"])
    return one


def goes(visitor: Any, name: str, *, role: str = "button", exact: bool = False) -> None:
    with visitor.page.expect_navigation():
        visitor.page.get_by_role(role, name=name, exact=exact).first.click()


def fits(visitor: Any) -> None:
    """axe finds nothing, nothing passes the edge of a narrow phone, and the browser complains of nothing."""
    assert visitor.complaints == []
    visitor.is_accessible()
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 360
    if folder := os.environ.get("PREVENANCE_SCREENSHOTS"):
        visitor.page.screenshot(path=f"{folder}/{len([*Path(folder).iterdir()]):02}.png", full_page=True)


def notes(visitor: Any, say: dict[str, str], given: str, family: str) -> None:
    goes(visitor, say["new"], role="link")
    visitor.page.get_by_role("radio", name=say["purpose"]).check()
    visitor.page.get_by_label(say["given"], exact=True).fill(given)
    visitor.page.get_by_label(say["family"], exact=True).fill(family)
    visitor.page.get_by_label(say["born"], exact=True).fill("09/04/1951")
    visitor.page.get_by_label(say["lives"], exact=True).fill("Laon")
    fits(visitor)
    goes(visitor, say["save"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_someone_is_found_noted_joined_and_erased_on_a_phone(window: Any, site: Any, language: str) -> None:
    say = FR if language == "fr" else EN
    one = coordinator(window, site, say, language)
    one.opens(say["team"] + say["persons"])
    fits(one)
    notes(one, say, "Zohrabelle", "Vantadour")
    fits(one)
    one.opens(say["team"] + say["persons"])
    one.page.get_by_role("textbox").first.fill("vantadour 09/04/1951")
    goes(one, say["search"])
    assert "Zohrabelle" in one.page.locator("main").inner_text()
    fits(one)
    notes(one, say, "Vantadour", "Zohrabelle")
    assert say["swapped"] in one.page.locator("main").inner_text()
    fits(one)
    one.page.get_by_label(say["anyway"]).check()
    goes(one, say["save"])
    goes(one, say["join"], role="link")
    fits(one)
    goes(one, say["one"])
    fits(one)
    goes(one, say["undo"])
    goes(one, say["correct"], role="link")
    fits(one)
    one.page.go_back()
    goes(one, say["copy"])
    fits(one)
    goes(one, say["back"], role="link")
    goes(one, say["erase"], role="link")
    fits(one)
    one.page.get_by_label(say["sure"]).check()
    goes(one, say["gone"], exact=True)
    assert one.page.url.endswith(say["persons"])
    assert one.complaints == []
    for file in [site.log, *site.data.rglob("*")]:  # the database, what it writes beside itself, the server's log
        if file.is_file():
            assert not {b"Zohrabelle", b"Vantadour"} & set(re.findall(rb"Zohrabelle|Vantadour", file.read_bytes())), (
                file
            )
