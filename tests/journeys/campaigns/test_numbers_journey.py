"""On a phone: the team declares numbers, everybody reads them, and says from a message whether it is clear."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from tests.journeys.people.test_person_followed import EN, FR, coordinator, goes

pytestmark = pytest.mark.journey

SHOTS = os.environ.get("PREVENANCE_SCREENSHOTS", "")
SCREENS = 4
# fmt: off
WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "team": "/equipe/campagnes/", "public": "/etre-rassure/campagnes/", "messages": "/etre-rassure/messages/",
        "campaign": "Une campagne chiffrée", "numbers": "Déclarer des chiffres", "act": "Écrire un nombre de gestes",
        "write": "Écrire ce nombre", "did": "Combien l’ont fait ?", "of": "Sur combien de personnes",
        "source": "Qui le dit, et où", "size": "Écrire la taille du public", "people": "Combien de personnes ?",
        "keep": "Écrire cette taille", "told": "40 sur 100", "clear": "Dire si c’est clair", "understood": "Oui",
        "choice": "J’appelle", "send": "Envoyer", "thanks": "Merci",
    },
    "en": {
        "team": "/en/team/campaigns/", "public": "/en/reassure/campaigns/", "messages": "/en/reassure/messages/",
        "campaign": "A campaign with numbers", "numbers": "Declare numbers", "act": "Write a number of acts",
        "write": "Write this number", "did": "How many did it?", "of": "Of how many people",
        "source": "Who says so, and where", "size": "Write the size of the audience", "people": "How many people?",
        "keep": "Write this size", "told": "40 in 100", "clear": "Say whether it is clear", "understood": "Yes",
        "choice": "I call", "send": "Send", "thanks": "Thank you",
    },
}
# fmt: on
# A campaign under way, with a message tried by residents, links, visits and money, in the last team that was made.
PREPARE = """
import datetime as dt, sys, uuid
import django; django.setup()
from prevenance.kit import clock
from prevenance.campaigns.models import *
from prevenance.campaigns.operations import links, messages
from prevenance.campaigns.queries.messages import Draft, Source, Words
from prevenance.people import queries
from prevenance.people.models import Account, Membership
at, on, code = clock.now(), clock.today(), sys.argv[1]
role = Membership.objects.filter(organisation__isnull=False).latest("pk")
by = queries.access(role.account, on=on)
source = Source("HAS", "Un texte", "2025", "https://exemple.fr/texte", "V", on)
words = {"fr": Words("Un titre", "Un texte."), "en": Words("A title", "A text.")}
draft = Draft(intent="inform", audience="Tous", words=words, sources=(source,))
number = messages.write(by=by, at=at, operation=uuid.uuid4(), organisation=role.organisation_id, draft=draft)
row = Message.objects.get(pk=number)
version = row.versions.get()
reader = Account.objects.create(email=f"{uuid.uuid4().hex[:8]}@exemple.fr", display_name="Lou", created_at=at)
MessageReview.objects.create(version=version, operation=uuid.uuid4(), verdict="accepted", role="infirmière",
    at=at, by=reader)
row.state, row.code = "published", code + "m"; row.save()
asked = {"fr": {"question": "Que faites-vous ?", "choices": ["J’appelle", "J’attends", "Je pars"]},
    "en": {"question": "What do you do?", "choices": ["I call", "I wait", "I leave"]}}
trial = MessageTest.objects.create(version=version, code=code + "t", operation=uuid.uuid4(), words=asked, right=1,
    opened_at=at, opened_by=role.account)
for number in range(24):
    MessageAnswer.objects.create(test=trial, operation=uuid.uuid4(), understood="yes", choice=1 if number < 18 else 2,
        means="link", answered_on=on)
told = {"fr": {"name": "Une campagne chiffrée", "goal": "Un but.", "situation": "De 50 à 74 ans"},
    "en": {"name": "A campaign with numbers", "goal": "A goal.", "situation": "From 50 to 74"}}
campaign = Campaign.objects.create(code=code, operation=uuid.uuid4(), organisation_id=role.organisation_id,
    state="running", words=told, goal="tests_done", starts_on=on - dt.timedelta(days=40),
    ends_on=on + dt.timedelta(days=20), speaker="Une commune", payer="Une commune", made_at=at, made_by=role.account)
CampaignMessage.objects.create(campaign=campaign, message=row, added_at=at)
CampaignPublication.objects.create(campaign=campaign, message=row, version=version, number=1, words=version.words,
    sources=version.sources, digest="0" * 64, until=campaign.ends_on, published_at=at)
campaign.costs.create(operation=uuid.uuid4(), heading="print", cents=12050, paid_to="Une imprimerie", noted_at=at)
campaign.costs.create(operation=uuid.uuid4(), heading="radio_press", cents=90000, paid_to="Une radio", noted_at=at)
for channel, many in (("poster", 41), ("sms", 107), ("bulletin", 8)):
    link = links.of_channel(campaign.pk, row.pk, channel, at=at)
    for label, rule, count in (("person", "person", many), ("mail_scanner", "head_then_get", many // 3),
            ("preview", "link_preview", 5), ("repeat", "tapped_again", 4)):
        VisitCount.objects.create(link=link, day=on, band="morning", label=label, rule=rule, many=count)
    Exposure.objects.create(link=link, operation=uuid.uuid4(), low=many * 10, high=many * 20, source="la commune",
        said_on=on, noted_at=at)
"""


def looked_at(one: Any, name: str) -> None:
    one.is_accessible()
    if SHOTS:
        one.page.screenshot(path=f"{SHOTS}/numbers-{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_numbers_are_declared_then_read_by_everybody(window: Any, site: Any, language: str) -> None:
    say, code = WORDS[language], f"chiffres{language}"
    one = coordinator(window, site, FR if language == "fr" else EN, language)
    told = {"PREVENANCE_DATA": str(site.data), "DJANGO_SETTINGS_MODULE": "prevenance.site.settings"}
    subprocess.run([sys.executable, "-c", PREPARE, code], env={**os.environ, **told}, check=True)
    one.opens(say["team"])
    goes(one, say["campaign"], role="link")
    with one.page.expect_navigation():
        one.page.get_by_role("link", name=say["numbers"]).click()
    looked_at(one, f"empty-{language}")
    day = one.page.evaluate("new Date(Date.now() - 3 * 86400000).toISOString().slice(0, 10)")
    one.page.locator("summary", has_text=say["act"]).click()
    one.page.get_by_label(say["did"]).fill("1 200")
    one.page.get_by_label(say["of"]).fill("900")
    goes(one, say["write"])
    looked_at(one, f"mistakes-{language}")
    assert one.page.get_by_label(say["did"]).input_value() == "1 200"
    one.page.get_by_label(say["of"]).fill("3 000")
    for name in ("first_on", "last_on", "as_of"):
        one.page.locator(f"#{name}").fill(day)
    one.page.locator("#source").fill("Centre de dépistage fictif")
    goes(one, say["write"])
    one.page.locator("summary", has_text=say["size"]).click()
    one.page.get_by_label(say["people"]).fill("5 400")
    one.page.locator("#audience_source").fill("INSEE, recensement")
    one.page.locator("#audience_as_of").fill(day)
    goes(one, say["keep"])
    looked_at(one, f"written-{language}")
    one.opens(f"{say['public']}{code}/")
    assert say["told"] in one.page.locator("main").inner_text()
    screens = one.page.evaluate("document.querySelector('main').scrollHeight / 780")
    for each in one.page.locator("main details").all():
        each.evaluate("(one) => { one.open = true; }")
    looked_at(one, f"unfolded-{language}")
    for each in one.page.locator("main details").all():
        each.evaluate("(one) => { one.open = false; }")
    looked_at(one, f"public-{language}")
    assert screens <= SCREENS, screens
    one.opens(f"{say['messages']}{code}m/")
    looked_at(one, f"message-{language}")
    goes(one, say["clear"])
    one.page.get_by_label(say["understood"], exact=True).check()
    one.page.get_by_label(say["choice"], exact=True).check()
    goes(one, say["send"])
    assert say["thanks"] in one.page.locator("h1").inner_text()
