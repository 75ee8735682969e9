"""Messages to those who asked for them, on a phone: asked, confirmed, changed, renewed; sent by a team; stopped."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.campaigns.test_campaign_journey import PREPARE
from tests.journeys.people.test_person_followed import EN, FR, coordinator, fits, goes
from tests.journeys.reassure.test_reminders_from_a_plan import ran

pytestmark = pytest.mark.journey
CAMPAIGN = (
    PREPARE
    + """
import datetime as dt
from prevenance.campaigns.operations import campaigns
from prevenance.campaigns.queries.campaigns import CampaignDraft
draft = CampaignDraft(words={"fr": {"name": "Une campagne", "goal": "Un but.", "situation": "Tous"}},
    goal="workshop_visits", goal_many=None, communes=("02408",), moment="", starts_on=on,
    ends_on=on + dt.timedelta(days=30), speaker="Commune de Laon", payer="")
told = {"by": by, "at": at}
made = campaigns.prepare(operation=uuid.uuid4(), organisation=role.organisation_id, draft=draft, **told)
campaigns.choose_messages(number=made, chosen=[number], **told)
campaigns.plan(number=made, **told)
print(made, role.organisation_id, on + dt.timedelta(days=1))
"""
)
# The asking that was made last goes to the team that was made last; its link and its code.
ASKED = """
import sys
import django; django.setup()
from prevenance.campaigns.models import Subscription
from prevenance.campaigns.queries.subscriptions import KIND
from prevenance.people.models import Membership
role = Membership.objects.filter(organisation__isnull=False).latest("pk")
row = Subscription.objects.order_by("-asked_at")[0]
Subscription.objects.filter(pk=row.pk).update(organisation_id=role.organisation_id)
print(KIND.secret_of(row), KIND.code_of(row))
"""
NOW = """
import django; django.setup()
from prevenance.campaigns.models import Mailing
from prevenance.kit import clock
Mailing.objects.update(due_at=clock.now())
"""
FAILS = """
import django; django.setup()
from prevenance.kit import clock
from prevenance.people.models import Message
Message.objects.filter(purpose="prevention_messages").update(state="failed", trouble="refused", ended_at=clock.now())
"""
SAY: dict[str, dict[str, str]] = {
    "fr": {
        "page": "/etre-rassure/", "link": "Recevoir les messages de prévention d’ici", "way": "Par e-mail",
        "email": "Votre adresse e-mail", "commune": "Votre commune", "ask": "Demander ces messages",
        "asked": "Encore une étape", "kept": "Ce qui est gardé", "code": "Le code du message ou de la lettre",
        "find": "Retrouver", "yes": "Oui, c’est moi", "change": "Changer le nombre", "keep": "Garder ce nombre",
        "renew": "Continuer deux ans", "stop": "Plus de message : tout effacer", "done": "C’est fait : tout est effacé",
        "campaign": "/equipe/campagnes/", "send": "Envoyer un message", "prepare": "Préparer : rien ne part",
        "sms": "SMS", "by_mail": "E-mail", "day": "Quel jour", "try": "Me l’envoyer", "plan": "Planifier l’envoi",
        "put": "Préparer ses messages", "far": "Où en est l’envoi", "halt": "Arrêter cet envoi",
        "again": "Planifier l’envoi de nouveau", "letter": "Lettre", "read": "J’ai relu la lettre",
        "note": "/equipe/oui-aux-nouvelles/",
        "troubles": "Ceux qui ne sont arrivés", "by_letter": "Par lettre", "fewer": "moins de 5",
        "phone": "numéro de téléphone",
    },
    "en": {
        "page": "/en/reassure/", "link": "Receive the prevention messages of here", "way": "By e-mail",
        "email": "Your e-mail address", "commune": "Your commune", "ask": "Ask for these messages",
        "asked": "One more step", "kept": "What is kept", "code": "The code of the message or of the letter",
        "find": "Find it", "yes": "Yes, it is me", "change": "Change the number", "keep": "Keep this number",
        "renew": "Go on for two more", "stop": "No more messages: erase all", "done": "It is done: all is erased",
        "campaign": "/en/team/campaigns/", "send": "Send a message", "prepare": "Prepare it: nothing leaves",
        "sms": "Text message", "by_mail": "E-mail", "day": "On which day", "try": "Send it to myself",
        "plan": "Plan it", "put": "Put its messages", "far": "How far it is", "halt": "Stop this mailing",
        "again": "Plan it again", "letter": "Letter", "read": "I have read the letter",
        "note": "/en/team/yes-to-news/", "troubles": "Those which reached", "by_letter": "By letter",
        "fewer": "fewer than 5", "phone": "phone number",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_asked_for_sent_and_stopped(window: Any, site: Any, language: str) -> None:
    say = SAY[language]
    team = coordinator(window, site, FR if language == "fr" else EN, language)
    campaign, _, tomorrow = ran(site, CAMPAIGN).split()
    one = window(width=360)
    secret, code = asks(one, site, say, f"sam-{language}@exemple.fr")
    one.opens(("" if language == "fr" else "/en") + ("/nouvelles-d-ici/" if language == "fr" else "/news-from-here/"))
    goes(one, say["kept"], role="link")
    one.page.get_by_label(say["code"]).fill(code)
    goes(one, say["find"])
    assert secret in one.page.url
    fits(one)
    goes(one, say["yes"])
    fits(one)
    one.page.locator("summary", has_text=say["change"]).click()
    one.page.locator("#often-3").check()
    goes(one, say["keep"])
    assert "12" in one.page.locator("dl").inner_text()
    goes(one, say["renew"])
    fits(one)
    sends(team, site, say, campaign, tomorrow)
    one.page.get_by_role("button", name=say["stop"]).click()
    one.page.get_by_role("heading", name=say["done"]).wait_for()
    fits(one)
    assert one.page.context.cookies() == []


def asks(one: Any, site: Any, say: dict[str, str], email: str) -> tuple[str, str]:
    one.opens(say["page"])
    goes(one, say["link"], role="link")
    fits(one)
    goes(one, say["way"], role="link")
    fits(one)
    one.page.get_by_label(say["email"]).fill(email)
    one.page.get_by_label(say["commune"]).fill("Laon")
    goes(one, say["ask"])
    assert one.page.locator("#email").input_value() == email
    one.is_accessible()
    one.complaints.clear()  # the console notes that the page was refused
    if one.page.locator("input[name=code]").count():
        one.page.locator("input[name=code]").first.check()
    one.page.locator("#agree").check()
    goes(one, say["ask"])
    assert say["asked"] in one.title()
    fits(one)
    secret, code = ran(site, ASKED).split()
    return secret, code


def sends(team: Any, site: Any, say: dict[str, str], campaign: str, tomorrow: str) -> None:
    team.opens(f"{say['campaign']}{campaign}/")
    goes(team, say["send"], role="link")
    fits(team)
    goes(team, say["prepare"])
    team.is_accessible()
    team.complaints.clear()
    prepares(team, say, say["by_mail"], tomorrow)
    assert say["fewer"] in team.page.locator("main").inner_text()
    goes(team, say["try"])
    fits(team)
    goes(team, say["plan"])
    ran(site, NOW)
    team.page.reload()
    goes(team, say["put"])
    team.page.get_by_role("heading", name=say["far"]).wait_for()
    fits(team)
    ran(site, FAILS)
    team.page.reload()
    assert team.page.get_by_role("link", name=say["troubles"]).count() == 1
    fits(team)
    goes(team, say["halt"])
    fits(team)
    goes(team, say["again"])
    team.opens(f"{say['campaign']}{campaign}/")
    goes(team, say["send"], role="link")
    fits(team)
    prepares(team, say, say["letter"], tomorrow)
    assert say["phone"] in team.page.locator("main").inner_text()  # the site of the journeys has none: no letter
    assert team.page.get_by_role("button", name=say["read"]).count() == 0
    team.opens(say["note"])
    fits(team)
    goes(team, say["by_letter"], role="link")
    fits(team)


def prepares(team: Any, say: dict[str, str], way: str, day: str) -> None:
    team.page.get_by_role("radio", name=way, exact=True).check()
    team.page.get_by_label(say["day"]).fill(day)
    goes(team, say["prepare"])
    fits(team)
