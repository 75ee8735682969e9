"""A message on a phone: taken, reviewed, tried, published, read in easy words; in both languages, without script."""

# ruff: noqa: E501  tables of words

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.journey

SHOTS = os.environ.get("PREVENANCE_SCREENSHOTS", "")
TEAM = """
import sys, django; django.setup()
from prevenance.kit import clock
from prevenance.people.models import Account, Membership, Organisation
from prevenance.people.operations import sessions
at, role, name = clock.now(), sys.argv[1], sys.argv[2]
team, _ = Organisation.objects.get_or_create(
    name="Association fictive des messages", kind="association", commune_code="02408", is_fictional=True,
    defaults={"created_at": at})
one, _ = Account.objects.get_or_create(
    email=f"{name}@exemple.fr", defaults={"display_name": name.capitalize(), "created_at": at, "language": sys.argv[3]})
Membership.objects.get_or_create(account=one, organisation=team, role=role, areas=["*"], starts_on=at.date())
print(sessions.open_session(account=one, device="", at=at, is_complete=True).secret)
"""
FR = {
    "list": "/equipe/messages-de-prevention/", "ready": "Prêts à relire", "take": "Le prendre pour le relire", "accept": "J’accepte ce message",
    "role": "Votre métier", "save": "Enregistrer ma relecture", "try": "Le faire essayer", "open": "Ouvrir l’essai", "page": "Page à donner aux habitants",
    "yes": "Oui", "send": "Envoyer ma réponse", "thanks": "Merci", "publish": "Publier", "see": "Voir sa page publique", "easy": "Le lire en mots faciles",
    "door": "/etre-rassure/", "who": "Qui le dit ?", "change": "Changer", "write": "Écrire un message", "do": "Enregistrer", "wrong": "Écrivez un titre",
    "check": "Vérifier sans enregistrer", "text": "Texte (en français)",
}  # fmt: skip
EN = {
    "list": "/en/team/prevention-messages/", "ready": "Ready to review", "take": "Take it to review", "accept": "I accept this message",
    "role": "Your profession", "save": "Save my review", "try": "Have it tried", "open": "Open the trial", "page": "Page to give to residents",
    "yes": "Yes", "send": "Send my answer", "thanks": "Thank you", "publish": "Publish", "see": "See its public page", "easy": "Read it in easy words",
    "door": "/en/reassure/", "who": "Who says so?", "change": "Change", "write": "Write a message", "do": "Save", "wrong": "Write a title",
    "check": "Check without saving", "text": "Text (in French)",
}  # fmt: skip


def agent(window: Any, site: Any, role: str, name: str, language: str, **options: Any) -> Any:
    environment = {
        **os.environ,
        "PREVENANCE_DATA": str(site.data),
        "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
    }
    command = [sys.executable, "-c", TEAM, role, name, language]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    one = window(**options)
    one.page.context.add_cookies([{"name": "team", "value": told.stdout.strip(), "url": site.url}])
    return one


def seen(one: Any, name: str, language: str) -> None:
    if one.has_script:
        one.is_accessible()
    if SHOTS:
        one.page.screenshot(path=f"{SHOTS}/messages-{name}-{language}.png", full_page=True)


def goes(one: Any, words: str, role: str = "button") -> None:
    with one.page.expect_navigation():
        one.page.get_by_role(role, name=words).first.click()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_message_goes_from_the_team_to_residents(window: Any, site: Any, language: str) -> None:
    say = FR if language == "fr" else EN
    writer = agent(window, site, "mediator", f"wanda-{language}", language)
    reader = agent(window, site, "coordinator", f"rosa-{language}", language)
    resident = window(width=360)
    for one in (writer, reader, resident):
        one.has_script = True
    writer.opens(say["list"])
    writer.page.locator("summary", has_text=say["ready"]).click()
    seen(writer, "list", language)
    goes(writer, say["take"])
    where = writer.page.url
    seen(writer, "in-review", language)
    reader.page.goto(where)
    reader.page.get_by_label(say["accept"]).check()
    reader.page.get_by_label(say["role"]).fill("infirmière")
    seen(reader, "review", language)
    goes(reader, say["save"])
    writer.page.goto(where)
    goes(writer, say["try"], "link")
    seen(writer, "trial-open", language)
    goes(writer, say["open"])
    public = writer.page.get_by_role("link", name=say["page"]).get_attribute("href")
    resident.opens(public)
    seen(resident, "trial", language)
    goes(resident, say["send"])
    seen(resident, "trial-mistake", language)
    resident.page.get_by_label(say["yes"], exact=True).check()
    resident.page.locator("input[name=choice]").nth(1).check()
    goes(resident, say["send"])
    assert resident.title() == say["thanks"]
    writer.page.reload()
    seen(writer, "tried", language)
    goes(writer, say["publish"])
    goes(writer, say["see"], "link")
    address = writer.page.url
    resident.opens(say["door"])
    seen(resident, "reassure", language)
    resident.page.goto(address)
    assert resident.page.get_by_role("heading", name=say["who"]).count() == 1
    seen(resident, "shown", language)
    goes(resident, say["easy"], "link")
    seen(resident, "easy", language)
    assert resident.page.context.cookies() == []
    assert all("422" in one for one in resident.complaints)  # the browser tells of the answer that was refused


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_message_is_written_with_the_aid_without_script(window: Any, site: Any, language: str) -> None:
    say = FR if language == "fr" else EN
    for script in (True, False):
        writer = agent(window, site, "mediator", f"wim-{language}", language, script=script)
        writer.has_script = script
        writer.opens(say["list"])
        goes(writer, say["write"], "link")
        seen(writer, f"write-{script}", language)
        goes(writer, say["do"])
        assert say["wrong"] in writer.page.locator("#errors").inner_text()
        seen(writer, f"mistake-{script}", language)
        writer.page.locator("#fr-title").fill("Un titre")
        writer.page.get_by_label(say["text"]).fill("Vous devez faire le dépistage.")
        writer.page.locator("#audience").fill("Tout le monde")
        goes(writer, say["check"])
        assert "dire « vous pouvez »" in writer.page.locator("main").inner_text()
        seen(writer, f"aid-{script}", language)
        goes(writer, say["do"])
        seen(writer, f"draft-{script}", language)
