"""« Tell me at the right time » on a phone, in both languages: from a plan to a yes, then everything erased."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from tests.journeys.people.test_person_followed import EN, FR, coordinator, fits, goes

pytestmark = pytest.mark.journey
# A sealed plan near Laon; the messages as they were put.
CODE = """
import django
django.setup()
from prevenance.kit import clock
from prevenance.plans.forms.state import State
on = clock.today()
answers = {"birth_date": "1956-05-10", "sex": "female", "flu_vaccine": "never"}
print(State(False, answers, (), "02408").sealed(on=on, until=on))
"""
LINK = """
import sys
import django
django.setup()
from prevenance.campaigns.models import Reminder
from prevenance.campaigns.queries import reminders
from prevenance.people.models import Message
row = Reminder.objects.order_by("-asked_at")[0]
print(reminders.secret_of(row), reminders.code_of(row))
"""
SAY: dict[str, dict[str, str]] = {
    "fr": {
        "resume": "/reprendre/", "plan": "Mon plan de prévention", "open": "Ouvrir mon plan",
        "tell": "Me prévenir au bon moment", "call": "Par un appel", "phone": "Votre numéro de téléphone",
        "ask": "Demander ces messages", "asked": "Encore une étape", "team": "/equipe/relances/",
        "yes": "Oui, c’est moi",
        "page": "/relances/", "code": "Le code du message ou de la lettre", "find": "Retrouver", "mine": "Vos messages",
        "stop": "Plus de message : tout effacer", "done": "C’est fait : tout est effacé", "email": "Par e-mail",
        "again": "Un autre moyen", "wrong": "Écrivez le numéro en entier",
    },
    "en": {
        "resume": "/en/resume/", "plan": "My prevention plan", "open": "Open my plan",
        "tell": "Tell me at the right time", "call": "By a call", "phone": "Your phone number",
        "ask": "Ask for these messages", "asked": "One more step", "team": "/en/team/reminders/",
        "yes": "Yes, it is me",
        "page": "/en/reminders/", "code": "The code of the message or of the letter", "find": "Find it",
        "mine": "Your messages",
        "stop": "No more messages: erase all", "done": "It is done: all is erased", "email": "By e-mail",
        "again": "Another way", "wrong": "Write the whole number",
    },
}  # fmt: skip


def ran(site: Any, script: str) -> str:
    data = {"PREVENANCE_DATA": str(site.data), "DJANGO_SETTINGS_MODULE": "prevenance.site.settings"}
    told = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, **data}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    return told.stdout.strip()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_asked_from_a_plan_confirmed_read_and_erased(window: Any, site: Any, language: str) -> None:
    say = SAY[language]
    team = coordinator(window, site, FR if language == "fr" else EN, language)
    one = window(width=360)
    one.opens(say["resume"])
    one.page.locator("#code").fill(ran(site, CODE))
    one.page.locator("main form button").last.click()
    one.page.wait_for_selector("section.group")
    one.presses(say["tell"])
    fits(one)
    one.presses(say["email"], exact=False)
    fits(one)
    one.presses(say["again"])
    one.presses(say["call"], exact=False)
    one.presses(say["ask"])
    assert say["wrong"] in one.page.locator("main").inner_text()
    one.page.locator("#phone").fill("03 53 01 00 02")
    one.page.locator("#agree").check()
    one.is_accessible()  # the console notes that the page was refused: `fits` would complain
    one.complaints.clear()
    one.presses(say["ask"])
    assert say["asked"] in one.title()
    fits(one)
    secret, code = ran(site, LINK).split()
    team.opens(say["team"])
    fits(team)
    mine = window(width=360)
    mine.opens(say["page"])
    fits(mine)
    mine.page.get_by_label(say["code"]).fill(code)
    goes(mine, say["find"])
    assert secret in mine.page.url
    fits(mine)
    mine.page.get_by_role("button", name=say["yes"]).click()
    mine.page.get_by_role("heading", name=say["mine"], exact=True).wait_for()
    fits(mine)
    mine.page.get_by_role("button", name=say["stop"]).click()
    mine.page.get_by_role("heading", name=say["done"]).wait_for()
    fits(mine)
    assert mine.page.context.cookies() == [] and one.page.context.cookies() == []
