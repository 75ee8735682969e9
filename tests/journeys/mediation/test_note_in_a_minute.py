"""A mediator notes an encounter on a phone: how many taps it takes, without a script too, in both languages."""

# ruff: noqa: E501  tables of words
from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.journey

SIGNED_IN = """
import sys, django; django.setup()
from prevenance.kit import clock
from prevenance.people.models import Account, Membership, Organisation
from prevenance.people.operations import sessions
at = clock.now()
name, language = sys.argv[1:]
team = Organisation.objects.create(name=f"Association fictive {name}", kind="association", commune_code="02408", created_at=at, is_fictional=True)
one = Account.objects.create(email=f"{name}@exemple.fr", display_name="Alice", created_at=at, language=language)
Membership.objects.create(account=one, organisation=team, role="coordinator", areas=["everywhere"], starts_on=at.date())
print(sessions.open_session(account=one, device="", at=at, is_complete=True).secret)
"""
FR = {
    "note": "/equipe/seances/noter/", "place": "Dans un autre lieu", "new": "Un nouveau lieu", "name": "Nom du nouveau lieu",
    "commune": "Commune (pour un nouveau lieu", "health": "Santé Ameli", "save": "Enregistrer", "saved": "C’est enregistré.",
    "age": "70 ans et plus", "woman": "Femme", "undo": "Annuler", "back": "La remettre", "figures": "/equipe/chiffres/",
    "list": "/equipe/seances/", "link": "Créer un lien", "short": "Ajouter une note courte", "word": "Un mot pour la prochaine fois",
    "warning": "données de santé", "again": "Noter une autre séance", "about": "Sur la personne",
}  # fmt: skip
EN = {
    "note": "/en/team/encounters/note/", "place": "In another place", "new": "A new place", "name": "Name of the new place",
    "commune": "Commune (for a new place", "health": "Health Ameli", "save": "Save", "saved": "It is saved.",
    "age": "70 and over", "woman": "Woman", "undo": "Undo", "back": "Put it back", "figures": "/en/team/figures/",
    "list": "/en/team/encounters/", "link": "Make a link", "short": "Add a short note", "word": "A word for the next time",
    "warning": "health data", "again": "Note another encounter", "about": "About the person",
}  # fmt: skip


def mediator(window: Any, site: Any, name: str, language: str, **options: Any) -> Any:
    environment = {
        **os.environ,
        "PREVENANCE_DATA": str(site.data),
        "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
    }
    told = subprocess.run(
        [sys.executable, "-c", SIGNED_IN, name, language], env=environment, capture_output=True, text=True, check=True
    )
    one = window(**options)
    one.page.context.add_cookies([{"name": "team", "value": told.stdout.strip(), "url": site.url}])
    return one


class Thumb:
    """Counts each tap and each field typed."""

    def __init__(self, page: Any) -> None:
        self.page, self.taps, self.fields = page, 0, 0

    def opens(self, words: str) -> None:
        self.taps += 1
        self.page.locator("summary", has_text=words).click()

    def picks(self, role: str, words: str) -> None:
        self.taps += 1
        self.page.get_by_role(role, name=words).first.check()

    def types(self, label: str, text: str) -> None:
        self.taps, self.fields = self.taps + 1, self.fields + 1
        self.page.get_by_label(label).fill(text)

    def goes(self, words: str, role: str = "button") -> None:
        self.taps += 1
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=words, exact=True).first.click()


@pytest.mark.parametrize(("language", "script", "width"), [("fr", True, 360), ("en", True, 1280), ("fr", False, 360)])
def test_a_usual_note_takes_few_taps_and_no_typing(
    window: Any, site: Any, language: str, script: bool, width: int
) -> None:
    say = FR if language == "fr" else EN
    one = mediator(window, site, f"note-{language}-{width}-{script}".lower(), language, width=width, script=script)
    one.opens(say["note"])
    first = Thumb(one.page)
    first.picks("checkbox", say["health"])
    first.types(say["name"], "Maison fictive")
    first.types(say["commune"], "Laon")
    first.goes(say["save"])
    assert one.page.get_by_text(say["saved"]).is_visible()
    if script:  # what checks accessibility is a script itself
        one.is_accessible()
    # The next one begins as this one.
    next_one = Thumb(one.page)
    next_one.goes(say["again"], "link")
    if script:
        one.is_accessible()
    next_one.picks("checkbox", say["health"])
    if not one.page.get_by_role("radio", name=say["woman"]).is_visible():
        next_one.opens(say["about"])
    next_one.picks("radio", say["woman"])
    next_one.picks("radio", say["age"])
    next_one.goes(say["save"])
    assert (next_one.taps <= 8, next_one.fields) == (True, 0), f"{next_one.taps} taps, {next_one.fields} fields"
    assert one.page.get_by_text("Maison fictive, Laon").is_visible()
    if shots := os.environ.get("PREVENANCE_SCREENSHOTS"):
        one.opens(say["note"])
        one.page.screenshot(path=f"{shots}/note-{language}-{width}.png", full_page=True)
        one.page.go_back()
    undo = Thumb(one.page)
    undo.goes(say["undo"])
    undo.goes(say["back"])
    for page in ("list", "figures"):
        one.opens(say[page])
        if script:
            one.is_accessible()
        if shots:
            one.page.screenshot(path=f"{shots}/{page}-{language}-{width}.png", full_page=True)
    assert one.complaints == []


def test_the_device_warns_of_health_words_and_sends_nothing(window: Any, site: Any) -> None:
    one = mediator(window, site, "warning", "fr", width=360)
    one.opens(FR["note"])
    asked: list[str] = []
    one.page.on("request", lambda request: asked.append(request.url))
    one.page.locator("summary", has_text=FR["short"]).click()
    note, warning = one.page.get_by_label(FR["word"]), one.page.locator("#note-warning")
    note.fill("Rappeler mardi pour Mon espace santé et la vaccination")
    assert warning.is_hidden()
    note.fill("Diabète, suivie à l'hôpital, 2 54 07 75 116 005")
    assert warning.is_visible() and FR["warning"] in warning.inner_text()
    assert "NIR, diabete" in warning.inner_text()
    one.is_accessible()
    assert [url for url in asked if "/static/" not in url] == []


def test_a_link_given_to_the_funder_opens_without_account_nor_cookie(window: Any, site: Any) -> None:
    one = mediator(window, site, "funder", "fr", width=1280)
    one.opens(FR["figures"])
    with one.page.expect_navigation():
        one.page.get_by_role("button", name=FR["link"]).click()
    link = one.page.locator("#link").input_value()
    one.is_accessible()
    funder = window(width=360)
    funder.page.goto(link)
    assert "Chiffres d’un organisme" in funder.title()
    funder.is_accessible()
    assert funder.page.context.cookies() == [] and funder.complaints == []
