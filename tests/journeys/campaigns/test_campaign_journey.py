"""A campaign on a phone: from the health year to its kit and its public page; the ready one by one press."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.journeys.people.test_person_followed import EN, FR, coordinator, goes

pytestmark = pytest.mark.journey

SHOTS = os.environ.get("PREVENANCE_SCREENSHOTS", "")
# fmt: off
WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "team": "/equipe/", "door": "Campagnes", "year": "L’année de la santé", "prepare": "Préparer une campagne",
        "goal": "Qu’est-ce que les personnes auront fait ? (en français)", "whom": "Pour qui ? (en français)",
        "act": "Pour quoi ?", "do": "Préparer", "choose": "Garder ces messages", "plan": "La prévoir",
        "start": "La commencer",
        "kit": "Son kit", "back": "Revenir à la campagne", "public": "Sa page publique", "cost": "Écrire une dépense",
        "much": "Combien, en euros ?", "paid": "Payé à qui ?", "write": "L’écrire", "message": "Un titre",
        "ready": "En faire un brouillon", "why": "Aucun professionnel n’a relu", "all": "Tout en un fichier",
    },
    "en": {
        "team": "/en/team/", "door": "Campaigns", "year": "The health year", "prepare": "Prepare a campaign",
        "goal": "What will people have done? (in French)", "whom": "For whom? (in French)",
        "act": "What for?", "do": "Prepare", "choose": "Keep these messages", "plan": "Plan it", "start": "Start it",
        "kit": "Its kit", "back": "Back to the campaign", "public": "Its public page", "cost": "Write a cost",
        "much": "How much, in euros?", "paid": "Paid to whom?", "write": "Write it", "message": "A title",
        "ready": "Make a draft of it", "why": "No professional has reviewed", "all": "Everything in one file",
    },
}
# fmt: on
# A published message in the organisation of the last team that was made.
PREPARE = """
import uuid
import django; django.setup()
from prevenance.kit import clock
from prevenance.campaigns.models import Message, MessageReview
from prevenance.campaigns.operations import messages
from prevenance.campaigns.queries.messages import Draft, Source, Words
from prevenance.people import queries
from prevenance.people.models import Account, Membership
at, on = clock.now(), clock.today()
role = Membership.objects.filter(organisation__isnull=False).latest("pk")
by = queries.access(role.account, on=on)
source = Source("HAS", "Un texte", "2025", "https://exemple.fr/texte", "V", on)
words = {"fr": Words("Un titre", "Un texte."), "en": Words("A title", "A text.")}
draft = Draft(intent="inform", audience="Tous", words=words, sources=(source,))
number = messages.write(by=by, at=at, operation=uuid.uuid4(), organisation=role.organisation_id, draft=draft)
row = Message.objects.get(pk=number)
reader = Account.objects.create(email=f"{uuid.uuid4().hex[:8]}@exemple.fr", display_name="Lou", created_at=at)
MessageReview.objects.create(version=row.versions.get(), operation=uuid.uuid4(), verdict="accepted",
    role="infirmière", at=at, by=reader)
row.state = "published"; row.save()
"""


def looked_at(one: Any, name: str) -> None:
    one.is_accessible()
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 360
    if SHOTS:
        one.page.screenshot(path=f"{SHOTS}/campaign-{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_campaign_from_the_health_year_to_its_public_page(window: Any, site: Any, language: str) -> None:
    say = WORDS[language]
    one = coordinator(window, site, FR if language == "fr" else EN, language)
    environment = {
        **os.environ,
        "PREVENANCE_DATA": str(site.data),
        "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
    }
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)
    one.opens(say["team"])
    goes(one, say["door"], role="link")
    looked_at(one, f"list-{language}")
    goes(one, say["year"], role="link")
    looked_at(one, f"year-{language}")
    with one.page.expect_navigation():
        one.page.get_by_role("link", name=re.compile(rf"^{re.escape(say['prepare'])}")).first.click()
    one.page.get_by_label(say["goal"]).fill("Trente personnes sont venues.")
    one.page.get_by_label(say["whom"]).fill("Les personnes sans Internet")
    with one.page.expect_navigation():
        one.page.get_by_role("button", name=say["do"], exact=True).click()
    looked_at(one, f"mistakes-{language}")
    one.page.locator("select#goal").select_option("workshop_visits")
    for name in ("goal", "situation"):
        if not one.page.locator(f"#en-{name}").input_value():
            one.page.locator(f"#en-{name}").fill("Thirty people came.")
    with one.page.expect_navigation():
        one.page.get_by_role("button", name=say["do"], exact=True).click()
    looked_at(one, f"draft-{language}")
    one.page.get_by_label(say["message"]).first.check()
    goes(one, say["choose"])
    with one.page.expect_navigation():
        one.page.get_by_role("button", name=re.compile(f"^{say['plan']}")).click()
    with one.page.expect_navigation():
        one.page.get_by_role("button", name=re.compile(f"^{say['start']}")).click()
    one.page.locator("summary", has_text=say["cost"]).click()
    one.page.get_by_label(say["much"]).fill("120,50")
    one.page.get_by_label(say["paid"]).fill("Imprimerie")
    goes(one, say["write"])
    looked_at(one, f"running-{language}")
    with one.page.expect_navigation():
        one.page.get_by_role("link", name=re.compile(f"^{say['kit']}")).first.click()
    looked_at(one, f"kit-{language}")
    with one.page.expect_download() as taken:
        one.page.get_by_role("link", name=re.compile(f"^{say['all']}")).click()
    assert taken.value.suggested_filename == "kit-fr.zip"
    goes(one, say["back"], role="link")
    goes(one, say["public"], role="link")
    looked_at(one, f"public-{language}")
    assert "Imprimerie" in one.page.content()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_press_makes_the_ready_campaign_a_draft_that_says_what_it_waits_for(
    window: Any, site: Any, language: str
) -> None:
    say = WORDS[language]
    one = coordinator(window, site, FR if language == "fr" else EN, language)
    one.opens(say["team"])
    goes(one, say["door"], role="link")
    with one.page.expect_navigation():
        one.page.get_by_role("button", name=re.compile(f"^{say['ready']}")).click()
    looked_at(one, f"ready-{language}")
    assert say["why"] in one.page.content()
