"""Reminders on a phone, in both languages: sent by hand, undone, letters and calls, no more by a link, a calendar."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from tests.journeys.people.test_person_followed import EN, FR, coordinator, fits, goes

pytestmark = pytest.mark.journey
# Two appointments in ten days, whose first reminders are made due now; nothing sends by itself here.
BOOK = """
import datetime as dt, sys, uuid
import django
django.setup()
from prevenance.kit import clock
from prevenance.mediation.choices.appointments import Asker, Contact, Reminding
from prevenance.mediation.operations import booking, openings, reminders
from prevenance.people import queries as people
from prevenance.people.models import Membership, Message
from prevenance.people.queries import messages
now, language = clock.now(), sys.argv[1]
day = now.date() + dt.timedelta(days=10)
membership = Membership.objects.filter(role="coordinator").order_by("-pk")[0]
me = people.access(membership.account_id, on=now.date())
number = openings.open_hours(by=me, at=now, draft=openings.Draft(
    organisation=membership.organisation_id, weekdays=(day.isoweekday(),), from_time=dt.time(14),
    until_time=dt.time(16), slot_minutes=30, place_kind="activity_place", place_name="Médiathèque fictive",
    commune="02408", starts_on=now.date(), phone="+33323000000", on_public_holidays=True))
links = reminders.Links(stop=lambda secret, _: secret)
for half, ways in enumerate((("sms", "call", "letter"), ("email",))):
    contact = Contact(name="Sam Fictif", phone="+33639980001", email="sam@exemple.fr", address="3 rue des Essais\\n02000 Laon")
    starts = dt.datetime.combine(day, dt.time(14, 30 * half), clock.PARIS)
    booking.book(at=now, operation=uuid.uuid4(), by=me, links=links, wish=booking.Wish(
        opening=number, starts_at=starts, asker=Asker.MEDIATOR, contact=contact, language=language,
        reminders=tuple(Reminding(way) for way in ways)))
Message.objects.exclude(key__contains=":morning:").update(due_at=now - dt.timedelta(minutes=1))
print(messages.content(Message.objects.filter(channel="sms", organisation=membership.organisation_id)[0]).stop)
"""  # noqa: E501
SAY: dict[str, dict[str, str]] = {
    "fr": {
        "door": "Messages aux personnes",
        "waits": "À envoyer à la main (4)",
        "fewer": "À envoyer à la main (3)",
        "sent": "Je l’ai envoyé",
        "undo": "Annuler",
        "calls": "La liste des appels",
        "called": "06 39 98 00 01",
        "letters": "Imprimer 1 lettre (PDF)",
        "stop": "/arreter/",
        "more": "Ne plus recevoir de messages",
        "done": "C’est fait : vous ne recevrez plus de messages",
        "again": "m’envoyer à nouveau",
        "ask": "Ne plus recevoir de messages ?",
        "gone": "Ce lien ne s’ouvre plus",
        "day": "Ma journée",
        "mine": "Mes rendez-vous dans mon agenda",
        "make": "Faire mon adresse",
        "withdraw": "Retirer l’adresse",
        "none": "Vous n’avez pas encore d’adresse",
    },
    "en": {
        "door": "Messages to people",
        "waits": "To send by hand (4)",
        "fewer": "To send by hand (3)",
        "sent": "I sent it",
        "undo": "Undo",
        "calls": "The list of calls",
        "called": "06 39 98 00 01",
        "letters": "Print 1 letter (PDF)",
        "stop": "/en/stop/",
        "more": "No more messages",
        "done": "It is done: no more messages",
        "again": "Undo: send me",
        "ask": "No more messages?",
        "gone": "This link no longer opens",
        "day": "My day",
        "mine": "My appointments in my calendar",
        "make": "Make my address",
        "withdraw": "Withdraw the address",
        "none": "You have no address yet",
    },
}


def booked(site: Any, language: str) -> str:
    """Gives the secret of the link to stop, as in the text message."""
    environment = {
        **os.environ,
        "PREVENANCE_DATA": str(site.data),
        "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
    }
    told = subprocess.run(
        [sys.executable, "-c", BOOK, language], env=environment, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    return told.stdout.strip()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_reminders_are_sent_by_hand_stopped_by_a_link_and_the_calendar_is_ones_own(
    window: Any, site: Any, language: str
) -> None:
    say, words = SAY[language], FR if language == "fr" else EN
    one = coordinator(window, site, words, language)
    secret = booked(site, language)
    one.opens(words["team"])
    goes(one, say["door"], role="link")
    assert say["waits"] in one.page.locator("main").inner_text()
    fits(one)
    goes(one, say["sent"])
    assert say["fewer"] in one.page.locator("main").inner_text()
    fits(one)
    goes(one, say["undo"], exact=True)
    assert say["waits"] in one.page.locator("main").inner_text()
    with one.page.expect_download() as download:
        one.page.get_by_role("link", name=say["letters"]).click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    goes(one, say["calls"], role="link")
    assert say["called"].replace(" ", "\u00a0") in one.page.locator("main").inner_text()
    fits(one)
    no_more(window(), say, secret)
    one.opens(words["team"])
    goes(one, say["day"], role="link")
    fits(one)
    goes(one, say["mine"], role="link")
    assert say["none"] in one.page.locator("main").inner_text()
    fits(one)
    goes(one, say["make"])
    address = one.page.locator("main code").inner_text()
    fits(one)
    file = one.page.request.get(address)
    assert file.status == 200 and file.text().count("BEGIN:VEVENT") == 2
    assert "Sam" not in file.text() and "3998" not in file.text()
    one.page.goto(one.page.url)
    goes(one, say["withdraw"])
    assert one.page.request.get(address).status == 404


def no_more(person: Any, say: dict[str, str], secret: str) -> None:
    """Without an account, without script, without a cookie."""
    person.opens(f"{say['stop']}{secret}/")
    assert person.title() == say["ask"]
    fits(person)
    goes(person, say["more"])
    assert person.title() == say["done"]
    fits(person)
    goes(person, say["again"])
    assert person.title() == say["ask"]
    person.opens(f"{say['stop']}nothing/")
    assert person.title() == say["gone"]
    person.complaints.clear()  # the browser says that the page answered 404
    fits(person)
    assert person.page.context.cookies() == []
