"""A whole campaign on phones, in French: the ready one is taken, reviewed by somebody else, planned, passed on by a
relay; a resident opens the short address, answers, subscribes; a mailing waits for a hand; the message is stopped, and
nothing of it waits any more.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.journeys.campaigns.test_mailing_journey import NOW, SAY, asks, prepares
from tests.journeys.people.test_person_followed import fits, goes
from tests.journeys.reassure.test_reminders_from_a_plan import ran

pytestmark = pytest.mark.journey
TEAM = """
import datetime as dt, uuid
import django; django.setup()
from prevenance.kit import clock
from prevenance.mediation.models import Relay
from prevenance.people.models import Account, Membership, Organisation
from prevenance.people.operations import sessions
at, on = clock.now(), clock.today()
team = Organisation.objects.create(name="Association fictive entière", kind="association", commune_code="02408",
    is_fictional=True, created_at=at)
for name in ("Billie", "Alix"):
    one = Account.objects.create(email=f"{uuid.uuid4().hex[:8]}@exemple.fr", display_name=name, created_at=at,
        language="fr")
    Membership.objects.create(account=one, organisation=team, role="coordinator", areas=["everywhere"], starts_on=on)
    print(sessions.open_session(account=one, device="", at=at, is_complete=True).secret)
Relay.objects.create(code=uuid.uuid4().hex[:8], state="active", organisation=team, supervisor=one, first_name="Zia",
    contact="0612345678", commune_code="02408", reason="help", applied_at=at,
    charter_until=on + dt.timedelta(days=300))
"""
SHORT = """
import django; django.setup()
from prevenance.campaigns.models import Link
print(Link.objects.filter(relay__isnull=False).latest("pk").short)
"""
TOMORROW = """
import datetime as dt
import django; django.setup()
from prevenance.kit import clock
print(clock.today() + dt.timedelta(days=1))
"""
EMAIL = "resident@exemple.fr"


def test_from_the_ready_campaign_to_its_correction(window: Any, site: Any) -> None:
    reader, writer = agents_of(window, site)
    resident = window(width=360)
    writer.opens("/equipe/campagnes/")
    goes(writer, "En faire un brouillon", exact=False)
    campaign = writer.page.url
    message = reviewed(writer, reader)
    writer.page.goto(campaign)
    goes(writer, "La prévoir")
    passed_on(writer)
    writer.page.goto(campaign)
    goes(writer, "La commencer")
    fits(writer)
    resident.opens(f"/r/{ran(site, SHORT)}")
    answered(resident)
    secret, _ = asks(resident, site, SAY["fr"], EMAIL)
    resident.opens(f"/nouvelles-d-ici/les-miennes/{secret}/")
    goes(resident, SAY["fr"]["yes"])
    sent(writer, site, campaign)
    assert EMAIL in waiting(writer)
    stopped(writer, message)
    assert EMAIL not in waiting(writer)
    writer.page.goto(campaign)
    public(writer, resident)
    resident.opens(f"/r/{ran(site, SHORT)}")
    assert resident.title() == "Un message a été corrigé"
    fits(resident)
    assert resident.page.context.cookies() == []


def agents_of(window: Any, site: Any) -> list[Any]:
    found = []
    for secret in ran(site, TEAM).split():
        one = window(width=360)
        one.page.context.add_cookies([{"name": "team", "value": secret, "url": site.url}])
        found.append(one)
    return found


def reviewed(writer: Any, reader: Any) -> str:
    """Two are kept: asked for by one, accepted by another, published. Gives the page of the first, which is tried."""
    assert len(messages_of(writer)) == 6
    writer.page.locator("summary", has_text="Choisir les messages").click()
    boxes = writer.page.locator("main details input[type=checkbox]")
    assert boxes.count() == 6
    for place in range(2, 6):
        boxes.nth(place).focus()
        writer.page.keyboard.press("Space")
    goes(writer, "Garder ces messages")
    pages = messages_of(writer)
    assert len(pages) == 2
    for place, page in enumerate(pages):
        writer.opens(page)
        goes(writer, "Demander une relecture")
        reader.opens(page)
        reader.page.get_by_label("J’accepte ce message").focus()
        reader.page.keyboard.press("Space")
        reader.page.get_by_label("Votre métier").fill("infirmière")
        with reader.page.expect_navigation():
            reader.page.keyboard.press("Enter")
        writer.page.reload()
        if place == 0:
            goes(writer, "Le faire essayer", role="link")
            goes(writer, "Ouvrir l’essai")
            writer.opens(page)
        goes(writer, "Publier")
    fits(writer)
    return str(pages[0])


def messages_of(writer: Any) -> list[str]:
    """The pages of the campaign's messages."""
    cards = writer.page.locator("main a[href*='/messages-de-prevention/']").all()
    return list(dict.fromkeys(str(one.get_attribute("href")) for one in cards))


def passed_on(writer: Any) -> None:
    with writer.page.expect_navigation():
        writer.page.locator("main").get_by_role("link", name="Le donner à des relais").first.click()
    writer.page.get_by_label("Zia").focus()
    writer.page.keyboard.press("Space")
    goes(writer, "Donner un lien à ceux")
    fits(writer)
    with writer.page.expect_download() as taken:
        writer.page.get_by_role("button", name="Un document à imprimer").first.click()
    with pikepdf.open(taken.value.path()) as pdf:
        assert len(pdf.pages) == 1


def answered(resident: Any) -> None:
    assert "/etre-rassure/messages/" in resident.page.url
    fits(resident)
    goes(resident, "Dire si c’est clair")
    resident.page.get_by_label("Oui", exact=True).focus()
    resident.page.keyboard.press("Space")
    resident.page.locator("input[name=choice]").nth(1).focus()
    resident.page.keyboard.press("Space")
    goes(resident, "Envoyer ma réponse")
    assert resident.title() == "Merci"
    fits(resident)


def sent(writer: Any, site: Any, campaign: str) -> None:
    """Planned by the agent; its hour comes, and the sender of the site is run as the operator runs it."""
    say = SAY["fr"]
    writer.page.goto(campaign)
    goes(writer, say["send"], role="link")
    prepares(writer, say, say["by_mail"], ran(site, TOMORROW))
    goes(writer, say["try"])
    goes(writer, say["plan"])
    ran(site, NOW)
    data = {"PREVENANCE_DATA": str(site.data), "DJANGO_SETTINGS_MODULE": "prevenance.site.settings"}
    command = [sys.executable, "-m", "prevenance.site.commands", "people", "tick"]
    told = subprocess.run(command, env={**os.environ, **data}, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr


def waiting(writer: Any) -> str:
    writer.opens("/equipe/messages/")
    return str(writer.page.locator("main").inner_text())


def stopped(writer: Any, message: str) -> None:
    writer.opens(message)
    goes(writer, "Ce message est faux", role="link")
    writer.page.get_by_label("Ce qui était faux").first.fill("Une phrase était fausse.")
    writer.page.get_by_label("Oui, l’arrêter partout").focus()
    writer.page.keyboard.press("Space")
    goes(writer, "Arrêter le message", exact=True)


def public(writer: Any, resident: Any) -> None:
    """What everybody reads says what was stopped, who came, and what was understood."""
    with writer.page.expect_navigation():
        writer.page.get_by_role("link", name=re.compile("^Sa page publique")).first.click()
    resident.page.goto(writer.page.url)
    fits(resident)
    words = resident.page.locator("main").inner_text()
    assert "Mon espace santé : choisir en sachant" in words and "Une phrase était fausse." in words
    assert "En cours" in words and "Personne n’est déclaré" in words
    assert Path(writer.page.url).name  # the address holds a code, no word
    assert "sante" not in writer.page.url.rpartition("/etre-rassure/")[2]
