"""The whole kit of a relay or partner, behind their own link: their address everywhere, refusals in words, no trace."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Iterator

import pytest
from django.test import Client

from prevenance.campaigns.choices.links import Partnership
from prevenance.campaigns.models import Campaign, CorrectionNotice, Link, Message
from prevenance.campaigns.operations import campaigns, corrections, links, messages, visits
from prevenance.campaigns.queries.links import Agreed
from prevenance.mediation.models import Relay
from tests import agents
from tests.unit.campaigns.link_cast import AT, ON, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def memory() -> Iterator[None]:
    visits.begin_again()
    yield
    visits.begin_again()


@pytest.fixture
def scene() -> Scene:
    """Its campaign is planned: the words are fixed."""
    scene = Scene()
    Campaign.objects.update(state="draft")
    campaigns.plan(by=scene.agent, at=AT, number=scene.campaign)
    return scene


@pytest.fixture
def team(scene: Scene, visitor: Client) -> Client:
    client = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR="2001:db8::4:1")
    agents.sign_in(client, scene.cast.coordinator, at=AT)
    return client


def test_the_whole_kit_carries_their_address_in_every_text(scene: Scene, team: Client, visitor: Client) -> None:
    row = scene.link()
    paid = Agreed(Partnership.PAID, 25_000, "", "Une mairie", ON)
    links.agree(by=scene.agent, at=AT, operation=uuid.uuid4(), number=row.pk, agreed=paid)
    secret = scene.kit(row.pk)
    page = visitor.get(f"/mon-kit/{secret}/").content.decode()
    where = re.findall(r'href="(/mon-kit/[^"]+/)" download', page)
    assert len(where) == 10  # nine formats and all of them; the radio names no address
    answer = visitor.get(f"/mon-kit/{secret}/fr/all/")
    assert answer.status_code == 200 and not answer.cookies
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow, noarchive")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        names = pack.namelist()
        texts = {name: pack.read(name).decode() for name in names if name.endswith((".txt", ".html", ".svg"))}
    assert {"poster-a3.pdf", "leaflet.pdf", "social.png", "code.png", "A-NE-PAS-DIRE.txt", "A-DECLARER.txt"} <= set(
        names
    )
    for name in ("sms.txt", "email.txt", "social.txt", "bulletin-short.txt", "social.svg", "social-alt.txt"):
        assert f"localhost/r/{row.short}" in texts[name], name
    assert "Collaboration commerciale" in texts["social.txt"] and "2023-451" in texts["A-DECLARER.txt"]
    others = Link.objects.exclude(pk=row.pk).values_list("short", flat=True)
    assert others and not [short for short in others if any(short in text for text in texts.values())]
    assert not [name for name in names if "zoe" in name.lower() or "chaîne" in name.lower()]
    mine = team.get(f"/equipe/liens/{row.pk}/kit/fr/sms/")
    assert f"/r/{row.short}" in mine.content.decode() and row.short in mine["Content-Disposition"]


def test_a_kit_that_cannot_be_made_says_why_to_whom_it_concerns(scene: Scene, team: Client, visitor: Client) -> None:
    row = scene.link(relay=scene.relay())
    own, ours = f"/mon-kit/{scene.kit(row.pk)}/", f"/equipe/liens/{row.pk}/kit/fr/sms/"
    assert visitor.get(f"{own}fr/sms/").status_code == 200
    writer = agents.access(scene.cast.mediator, on=ON)
    Campaign.objects.update(state="stopped")
    told = visitor.get(f"{own}fr/sms/")
    assert told.status_code == 409 and "rien ne s’imprime" in told.content.decode()
    Campaign.objects.update(state="planned")
    messages.withdraw(by=writer, at=AT, number=scene.message)
    told = visitor.get(f"{own}fr/poster-a4/")
    assert told.status_code == 409 and "Attendez des nouvelles" in told.content.decode()
    assert "Un message ne peut pas sortir. Le message est retiré." in team.get(ours).content.decode()
    assert "Attendez des nouvelles" in visitor.get(own).content.decode()
    Message.objects.update(state="published")
    assert visitor.get(f"{own}en/sms/").status_code == 409  # not written in English
    assert visitor.get(f"{own}de/sms/").status_code == visitor.get(f"{own}fr/papyrus/").status_code == 404
    links.close(by=scene.agent, at=AT, number=row.pk)
    assert visitor.get(f"{own}fr/sms/").status_code == visitor.get(own).status_code == 404
    assert "rouvrez-le" in team.get(ours).content.decode()


def test_the_kit_of_a_changed_message_waits_for_the_team(scene: Scene, visitor: Client) -> None:
    own = f"/mon-kit/{scene.kit(scene.link().pk)}/"
    row = Message.objects.get(pk=scene.message).versions.get()
    row.words = {"fr": row.words["fr"] | {"text": "Un autre texte."}}
    row.save()
    told = visitor.get(f"{own}fr/sms/")
    assert told.status_code == 409 and "ont changé" in told.content.decode()
    page = visitor.get(own).content.decode()
    assert "ont changé" in page and "download" not in page


def test_a_kit_is_not_asked_for_without_end(scene: Scene, visitor: Client) -> None:
    own = f"/mon-kit/{scene.kit(scene.link().pk)}/fr/sms/"
    assert {visitor.get(own).status_code for _ in range(20)} == {200}
    assert visitor.get(own).status_code == 429


@pytest.mark.parametrize("how", ["closed", "left", "partner gone"])
def test_whoever_has_a_closed_kit_still_says_that_they_read_the_correction(
    scene: Scene, visitor: Client, how: str
) -> None:
    row = scene.link(relay=scene.relay()) if how != "partner gone" else scene.link()
    own = f"/mon-kit/{scene.kit(row.pk)}/"
    if how == "closed":
        links.close(by=scene.agent, at=AT, number=row.pk)
    elif how == "left":
        Relay.objects.update(state="left", first_name="", contact="", secret_digest="", erased_at=AT)
    else:
        links.let_go(by=scene.agent, at=AT, number=row.partner_id or 0)
    assert visitor.get(own).status_code == visitor.post(own).status_code == 404
    with pytest.raises(links.NotThere):
        scene.kit(row.pk)
    scene.stop()
    page = visitor.get(own).content.decode()
    assert "était faux." in page and "Un texte." not in page and row.short not in page and "download" not in page
    assert visitor.get(f"{own}fr/sms/").status_code == 404
    assert visitor.post(own).status_code == 302
    assert CorrectionNotice.objects.get(link=row).read_at is not None
    page = visitor.get(own).content.decode()
    assert "Merci" in page and "<button" not in page.partition("<main")[2].partition("</main>")[0]
    assert corrections.mark_read(at=AT, link=row.pk) == 0


def test_a_message_good_for_nobody_else_is_not_opened_by_a_strangers_team(scene: Scene, visitor: Client) -> None:
    row = scene.link()
    client = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR="2001:db8::4:2")
    agents.sign_in(client, scene.cast.stranger, at=AT)
    assert client.get(f"/equipe/liens/{row.pk}/kit/fr/sms/").status_code == 404
    poster = Link.objects.get(channel="poster")
    assert client.get(f"/equipe/liens/{poster.pk}/").status_code == 404


def test_the_page_of_a_relay_leads_to_their_links_for_who_runs_campaigns(scene: Scene, team: Client) -> None:
    relay = scene.relay()
    page = team.get(f"/equipe/relais/{relay}/").content.decode()
    assert "Ses liens" in page and "Aucun" in page
    row = scene.link(relay=relay)
    assert f'href="/equipe/liens/{row.pk}/"' in team.get(f"/equipe/relais/{relay}/").content.decode()
    listed = team.get(f"/equipe/liens/?relay={relay}").content.decode()
    assert row.short in listed and Link.objects.get(channel="poster").short not in listed
    assert Link.objects.get(channel="poster").short in team.get("/equipe/liens/?ours=1").content.decode()
    assert row.short not in team.get("/equipe/liens/?ours=1").content.decode()
