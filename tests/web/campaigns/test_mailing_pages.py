"""Messages asked for on a page, and a mailing from its page: what each press does, and to whom it is closed."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.models import Mailing, Subscription
from prevenance.campaigns.operations import subscriptions
from prevenance.campaigns.queries.askings import Contact
from prevenance.campaigns.queries.subscriptions import KIND
from prevenance.kit import clock, territory
from prevenance.kit.consents import Means
from prevenance.people.choices.messages import Channel, MessageState
from prevenance.people.models import Message
from tests import agents
from tests.unit.campaigns.mailing_cast import AT, OWN, Scene, of

pytestmark = pytest.mark.django_db
PUT, ASKED = "/nouvelles-d-ici/demander/", "/nouvelles-d-ici/demande/"
GOOD = {
    "channel": "email",
    "email": "sam@exemple.fr",
    "commune": "02000 Laon",
    "code": agents.LAON,
    "language": "fr",
    "often": "4",
    "agree": "yes",
}


def browser() -> Client:
    return Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR="2001:db8::5:1")


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(clock, "today", lambda: AT.date())
    known = replace(territory.identity(), phone="03 23 00 00 00")
    monkeypatch.setattr(territory, "identity", lambda: known)
    return Scene()


@pytest.fixture
def lead(scene: Scene) -> Client:
    client = browser()
    agents.sign_in(client, scene.cast.coordinator, at=AT)
    return client


@pytest.mark.parametrize("field", ["email", "often", "agree", "language", "code"])
def test_what_lacks_is_said_beside_it_and_nothing_is_lost_nor_kept(scene: Scene, client: Client, field: str) -> None:
    typed = {name: value for name, value in GOOD.items() if name not in (field, "commune" if field == "code" else "")}
    told = client.post(PUT, typed)
    assert told.status_code == 422 and not client.cookies
    page = told.content.decode()
    if field != "email":
        assert 'value="sam@exemple.fr"' in page
    assert not Subscription.objects.exists() and not Message.objects.exists()


def test_the_same_page_whether_a_message_left_or_not(scene: Scene, client: Client) -> None:
    first, again = client.post(PUT, GOOD), client.post(PUT, GOOD)
    assert first.status_code == again.status_code == 302 and first["Location"] == again["Location"]
    assert Message.objects.filter(purpose=choices.ASKING).count() == 1
    assert client.get(first["Location"]).status_code == 200 and not client.cookies


def test_opening_the_link_does_nothing_and_the_number_a_year_is_chosen(scene: Scene) -> None:
    client = browser()
    client.post(PUT, GOOD)
    row = Subscription.objects.get()
    own = reverse("campaigns:subscription-own", args=[KIND.secret_of(row)])
    told = client.get(own)
    assert told.status_code == 200 and "noindex" in told["X-Robots-Tag"] and "no-store" in told["Cache-Control"]
    assert Subscription.objects.get().confirmed_at is None
    client.post(own, {"do": "yes"})
    client.post(own, {"do": "often", "often": "12"})
    client.post(own, {"do": "often", "often": "99"})
    row.refresh_from_db()
    assert row.confirmed_at == AT and row.year_most == 12
    client.post(own, {"do": "stop"})
    assert not Subscription.objects.exists() and client.get(own).status_code == 404


def test_an_agent_notes_a_yes_once(scene: Scene) -> None:
    client = browser()
    agents.sign_in(client, scene.cast.mediator, at=AT)
    posted = GOOD | {"means": "said", "operation": str(uuid.uuid4())}
    page = reverse("campaigns:subscription-note")
    assert client.post(page, GOOD).status_code == 422
    for _ in range(2):
        assert client.post(page, posted).status_code == 302
    row = Subscription.objects.get()
    assert row.means == "said" and row.confirmed_at is None
    assert client.post(page, posted | {"operation": str(uuid.uuid4())}).status_code == 422  # asked for already today


def test_a_mailing_from_its_page_from_the_try_to_the_stop(scene: Scene, lead: Client) -> None:
    wish = subscriptions.Wish(
        organisation=scene.cast.ours,
        channel=Channel.EMAIL,
        contact=Contact("sam@exemple.fr"),
        year_most=4,
        agreed_words="2026-11",
        language="fr",
        commune=agents.LAON,
    )
    subscriptions.confirm(subscriptions.ask(wish, at=AT, links=OWN), at=AT)
    page = reverse("campaigns:mailings", args=[scene.campaign])
    posted = {
        "message": str(scene.message),
        "channel": "email",
        "communes": "Laon",
        "day": AT.date().isoformat(),
        "hour": str(AT.hour),
        "operation": str(uuid.uuid4()),
    }
    assert lead.post(page, posted | {"day": "2020-01-01"}).status_code == 422
    for _ in range(2):
        found = lead.post(page, posted)
    assert found.status_code == 302 and Mailing.objects.count() == 1
    one = found["Location"]
    assert lead.post(one, {"do": "plan"}).status_code == 422  # not tried
    tried = {"do": "try", "operation": str(uuid.uuid4())}
    for _ in range(2):
        assert lead.post(one, tried).status_code == 302
    assert Message.objects.filter(purpose=choices.TRY).count() == 1
    lead.post(one, {"do": "plan"}), lead.post(one, {"do": "put"})
    number = Mailing.objects.get().pk
    assert [each.state for each in of(number)] == [MessageState.WAITING]
    shown = lead.get(one).content.decode()
    assert "moins de 5 personnes" in shown and "sam@exemple.fr" not in shown
    lead.post(one, {"do": "stop"})
    assert [each.state for each in of(number)] == [MessageState.WITHDRAWN]
    assert lead.get(one).status_code == 200
    other = browser()
    agents.sign_in(other, scene.cast.stranger, at=AT)
    assert other.get(one).status_code == 404 and other.post(one, {"do": "plan"}).status_code == 404


def test_letters_are_printed_then_posted_then_undone(scene: Scene, lead: Client) -> None:
    wish = subscriptions.Wish(
        organisation=scene.cast.ours,
        channel=Channel.LETTER,
        contact=Contact("Zohrabelle Vantadour\n1 rue des Tilleuls\n02000 Laon"),
        year_most=4,
        agreed_words="2026-11",
        language="fr",
        commune=agents.LAON,
        means=Means.SAID,
    )
    subscriptions.ask(wish, at=AT, links=OWN, by=scene.team.author)
    number = scene.mailing(channel=Channel.LETTER)
    page = reverse("campaigns:mailing", args=[number])
    letters = reverse("campaigns:mailing-letters", args=[number])
    assert lead.get(letters).status_code == 404
    assert lead.get(f"{letters}?specimen=1")["Content-Type"] == "application/pdf"
    lead.post(page, {"do": "put"})
    assert lead.get(letters).content.startswith(b"%PDF")
    numbers = re.findall(r'name="number" value="([^"]+)"', lead.get(page).content.decode())
    assert len(numbers) == 1
    done = lead.post(page, {"do": "posted", "number": [*numbers, "x" * 36]})
    assert [each.state for each in of(number)] == [MessageState.SENT]
    assert numbers[0] in lead.get(done["Location"]).content.decode()
    lead.post(page, {"do": "not_posted", "number": numbers})
    assert [each.state for each in of(number)] == [MessageState.WAITING]
