"""What the pages of askings and mailings say is true: by hand or by itself, undone or gone, open to all or not yet."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.models import Subscription
from prevenance.campaigns.operations import campaigns, mailings, putting
from prevenance.campaigns.queries import mailings as queries
from prevenance.campaigns.queries.subscriptions import KIND
from prevenance.kit import clock
from prevenance.people.choices.messages import Channel
from prevenance.people.models import Message, Stop
from prevenance.people.queries import messages as outbox
from tests import agents
from tests.unit.campaigns.mailing_cast import AT, TRIER, Scene, number_of, of, put
from tests.web.campaigns.test_mailing_pages import ASKED, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(clock, "today", lambda: AT.date())
    return Scene()


def content(one: Message) -> outbox.Content:
    found = outbox.content(one)
    assert found is not None
    return found


def stop_page(one: Message) -> str:
    return reverse("messages:stop", args=[content(one).stop.rstrip("/").rpartition("/")[2]])


@pytest.mark.parametrize("way", ["sms", "email"])
def test_a_message_that_somebody_sends_by_hand_is_not_said_to_come_at_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    page = f"{ASKED}?way={way}"
    by_hand = client.get(page).content.decode()
    assert "quelques jours" in by_hand and "demain" not in by_hand
    monkeypatch.setattr("prevenance.people.operations.senders.automatic", lambda: frozenset(Channel))
    by_itself = client.get(page).content.decode()
    assert "quelques jours" not in by_itself and "demain" in by_itself


@pytest.mark.parametrize(("language", "told"), [("fr", "jusqu'au 26 aout à 12 h :"), ("en", "until 26 August, 12:00:")])
def test_the_message_that_asks_says_when_its_asking_ends(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    """Never later than it ends, in the letters of a text message."""
    at = AT.replace(month=8, hour=12, minute=40)
    scene.subscribe(1, at=at, confirmed=False, language=language)
    row = Subscription.objects.get()
    assert row.confirm_before == at + dt.timedelta(days=2)
    (one,) = Message.objects.filter(purpose=choices.ASKING)
    assert told in content(one).text


def test_a_stop_that_erased_an_asking_promises_no_message(scene: Scene) -> None:
    scene.subscribe(1)
    number = scene.mailing()
    put()
    page, client = stop_page(of(number)[0]), browser()
    told = client.post(page, {"do": "stop"}, follow=True).content.decode()
    assert 'value="undo"' not in told and "de nouveau ces messages" in told
    client.post(page, {"do": "undo"})
    assert not Subscription.objects.exists() and put()["put"] == 0


def test_a_try_is_refused_and_taken_again_by_the_same_link(scene: Scene) -> None:
    number = scene.mailing(planned=False)
    scene.tried(number)
    page, client = stop_page(Message.objects.get(purpose=choices.TRY)), browser()
    assert "Plus d’essai" in client.get(page).content.decode()
    told = client.post(page, {"do": "stop"}, follow=True).content.decode()
    assert 'value="undo"' in told and "effacé" not in told and Stop.objects.exists()
    with pytest.raises(mailings.SaidNo):
        scene.tried(number)
    assert 'value="stop"' in client.post(page, {"do": "undo"}, follow=True).content.decode()
    scene.tried(number)
    assert content(Message.objects.filter(purpose=choices.TRY).latest("made_at")).address == TRIER


def test_the_link_of_a_campaign_that_nobody_started_opens_its_message_and_the_team_is_told(scene: Scene) -> None:
    scene.subscribe(1)
    number = scene.mailing()
    put()
    said = content(of(number)[0])
    assert said.address == number_of(1)
    found = queries.mailing(scene.lead, number, at=AT)
    assert found is not None
    short = putting.short(found, AT)
    assert f"/r/{short}" in said.text
    shown = browser().get(f"/r/{short}", follow=True)
    assert shown.status_code == 200 and "Un titre" in shown.content.decode()
    lead = browser()
    agents.sign_in(lead, scene.cast.coordinator, at=AT)
    page = reverse("campaigns:mailing", args=[number])
    assert "pas encore en cours" in lead.get(page).content.decode()
    campaigns.start(by=scene.lead, at=AT, number=scene.campaign)
    assert "pas encore en cours" not in lead.get(page).content.decode()


def test_a_code_opens_its_own_asking_only(scene: Scene) -> None:
    scene.subscribe(1)
    row, page = Subscription.objects.get(), reverse("campaigns:subscription-find")
    code = KIND.code_of(row)
    told = browser().post(page, {"code": code})
    assert told["Location"] == reverse("campaigns:subscription-own", args=[KIND.secret_of(row)])
    wrong = browser().post(page, {"code": code[:-1] + ("A" if code[-1] != "A" else "B")})
    assert wrong.status_code == 422 and 'aria-invalid="true"' in wrong.content.decode()
    assert browser().post(reverse("campaigns:reminders"), {"code": code}).status_code == 422
