"""Links of relays and partners in a browser: made, declared, followed, stopped, without a cookie for who comes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from prevenance.campaigns.choices.links import Partnership
from prevenance.campaigns.models import CorrectionNotice, Link, LinkPost, Partner
from prevenance.campaigns.operations import links, visits
from prevenance.campaigns.presenters import links as presenters
from prevenance.campaigns.queries import links as queries
from prevenance.campaigns.queries.links import Agreed
from prevenance.people.models import Message as Outgoing
from tests import agents
from tests.unit.campaigns.link_cast import AT, ON, Scene

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture(autouse=True)
def memory() -> Iterator[None]:
    visits.begin_again()
    yield
    visits.begin_again()


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def team(scene: Scene, visitor: Client) -> Client:
    client = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR="2001:db8::4:1")
    agents.sign_in(client, scene.cast.coordinator, at=AT)
    return client


def test_a_link_leads_to_the_message_and_leaves_nothing_in_the_browser(scene: Scene, visitor: Client) -> None:
    row = scene.link()
    for method in (visitor.get, visitor.head):
        response = method(f"/r/{row.short}")
        assert (response.status_code, response["Location"]) == (302, f"/etre-rassure/messages/{scene.code}/")
        assert not response.cookies and response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer" and "ETag" not in response
    assert visitor.post(f"/r/{row.short}").status_code == 405
    assert visitor.get("/r/zzzzzz").status_code == 404
    assert queries.visits([row.pk]).total == 2


def test_a_partner_is_added_and_given_a_link_and_a_kit(scene: Scene, team: Client, visitor: Client) -> None:
    refused = team.post("/equipe/liens/partenaires/", {"name": "", "contact": "zoe", "reach": "beaucoup"})
    assert refused.status_code == 422 and "beaucoup" in refused.content.decode()
    sent = {
        "operation": str(uuid.uuid4()),
        "name": "La chaîne fictive",
        "contact": "zoe@exemple.fr",
        "reach": "12 000",
        "reach_source": "sa page",
        "reach_on": ON.isoformat(),
    }
    for _ in range(2):
        assert team.post("/equipe/liens/partenaires/", sent).status_code == 302
    assert Partner.objects.count() == 1
    asked = {"operation": str(uuid.uuid4()), "what": "x", "who": f"partner-{Partner.objects.get().pk}"}
    assert team.post("/equipe/liens/", asked).status_code == 422
    made = team.post("/equipe/liens/", asked | {"what": f"{scene.campaign}-{scene.message}"})
    assert made.status_code == 302
    page = team.post(made["Location"], {"do": "kit"}).content.decode()
    address = page.split("/mon-kit/")[1].split("<")[0]
    kit = visitor.get(f"/mon-kit/{address}")
    assert "Un texte." in kit.content.decode() and "noindex" in kit["X-Robots-Tag"] and not kit.cookies
    assert "/r/" + Link.objects.get().short in kit.content.decode()
    team.post(made["Location"], {"do": "close"})
    assert visitor.get(f"/mon-kit/{address}").status_code == 404


def test_what_is_given_is_read_on_the_page_of_the_message(scene: Scene, team: Client, visitor: Client) -> None:
    row = scene.link()
    where = f"/equipe/liens/{row.pk}/contrepartie/"
    assert "2023-451" in team.get(where).content.decode()
    wrong = team.post(where, {"kind": "paid", "amount": "beaucoup", "payer": "Une mairie"})
    assert wrong.status_code == 422 and "Une mairie" in wrong.content.decode()
    sent = {"kind": "paid", "amount": "1 250,50", "payer": "Une mairie", "contract_on": ON.isoformat()}
    assert team.post(where, sent).status_code == 302
    shown = visitor.get(f"/etre-rassure/messages/{scene.code}/").content.decode()
    assert "Collaboration commerciale. La chaîne fictive reçoit 1" in shown and "250,50" in shown


def test_a_post_is_kept_with_what_it_says(scene: Scene, team: Client) -> None:
    row = scene.link()
    paid = Agreed(Partnership.PAID, 25_000, "", "Une mairie", ON)
    links.agree(by=scene.agent, at=AT, operation=uuid.uuid4(), number=row.pk, agreed=paid)
    where = f"/equipe/liens/{row.pk}/publication/"
    sent = {
        "address": "https://exemple.fr/p",
        "posted_on": ON.isoformat(),
        "text": "Tout est gratuit !",
        "shows_mention": "no",
    }
    bad = team.post(where, sent | {"file": SimpleUploadedFile("a.png", b"<svg onload=alert(1)>")})
    assert bad.status_code == 422 and "Tout est gratuit !" in bad.content.decode()
    kept = team.post(where, sent | {"file": SimpleUploadedFile("a.png", PNG)})
    assert kept.status_code == 302
    page = team.get(kept["Location"]).content.decode()
    assert "la loi demande" in page and LinkPost.objects.get().file_digest in page
    file = team.get(f"/equipe/liens/capture/{LinkPost.objects.get().pk}/")
    assert file.content == PNG and file["Content-Disposition"].startswith("attachment")
    assert team.post(kept["Location"], {"words": "Tout est gratuit"}).status_code == 422
    assert team.post(kept["Location"], {"words": "Tout est gratuit", "verdict": "does_not"}).status_code == 302
    assert "contraire" in team.get(f"/equipe/liens/{row.pk}/").content.decode()


def test_exposure_is_two_numbers_and_who_says_so(scene: Scene, team: Client) -> None:
    row = scene.link()
    where = f"/equipe/liens/{row.pk}/vu/"
    assert team.post(where, {"low": "300", "high": "200", "source": "x", "said_on": ON.isoformat()}).status_code == 422
    assert team.post(where, {"low": "200", "high": "300", "source": "x", "said_on": ON.isoformat()}).status_code == 302
    assert "Entre 200 et 300" in team.get(f"/equipe/liens/{row.pk}/").content.decode()


def test_a_message_stopped_opens_its_correction_and_is_acknowledged(
    scene: Scene, team: Client, visitor: Client
) -> None:
    row = scene.link()
    secret = links.give_kit(by=scene.agent, at=AT, number=row.pk)
    where = f"/equipe/messages-de-prevention/{scene.message}/arreter/"
    assert where in team.get(f"/equipe/messages-de-prevention/{scene.message}/").content.decode()
    wrong = team.post(where, {"fr": "C'était faux."})
    assert wrong.status_code == 422 and "était faux." in wrong.content.decode()
    assert visitor.get(f"/etre-rassure/messages/{scene.code}/").status_code == 200
    sent = {"operation": str(uuid.uuid4()), "fr": "C'était faux.", "sure": "yes"}
    for _ in range(2):
        assert team.post(where, sent).status_code == 302
    correction = f"/etre-rassure/correction/{scene.code}/"
    assert visitor.get(f"/r/{row.short}")["Location"] == correction
    assert visitor.get(f"/etre-rassure/messages/{scene.code}/")["Location"] == correction
    assert "était faux." in visitor.get(correction).content.decode()
    assert Outgoing.objects.count() == 1
    kit = visitor.get(f"/mon-kit/{secret}/").content.decode()
    assert "était faux." in kit and "Un texte." not in kit
    assert visitor.post(f"/mon-kit/{secret}/").status_code == 302
    assert CorrectionNotice.objects.get().read_at is not None
    assert "dit sur sa page" in team.get(where).content.decode()


def test_the_list_is_paged(scene: Scene, team: Client) -> None:
    for number in range(21):
        scene.link(partner=scene.partner(name=f"Chaîne {number}"))
    assert "Suite" in team.get("/equipe/liens/").content.decode()
    assert "Chaîne 0<" in team.get("/equipe/liens/?page=2").content.decode()
    assert team.get("/equipe/liens/?page=x").status_code == 200


def test_a_day_that_has_not_come_is_refused(scene: Scene, team: Client) -> None:
    late = (ON + dt.timedelta(days=2)).isoformat()
    row = scene.link()
    sent = {"kind": "gift", "amount": "20", "given": "un livre", "payer": "Une mairie", "contract_on": late}
    assert team.post(f"/equipe/liens/{row.pk}/contrepartie/", sent).status_code == 422


def test_the_names_of_a_campaign_and_of_a_message_are_said_once_for_all_their_links(scene: Scene, team: Client) -> None:
    for number in range(3):
        scene.link(partner=scene.partner(name=f"Chaîne {number}"))
    page = team.get("/equipe/liens/").content.decode()
    listed = page.split('<ul class="plain links">')[1].split("<summary>")[0]
    assert listed.count("Une campagne") == listed.count("Un titre") == 1
    assert [f"Chaîne {number}" in listed for number in range(3)] == [True] * 3
    assert listed.count("À déclarer") == 3 and page.count("ce qui est donné en échange") == 1
    assert "<details><summary>Créer un lien" in page
    wrong = team.post("/equipe/liens/", {"operation": str(uuid.uuid4()), "what": "x", "who": "y"})
    assert wrong.status_code == 422 and "<details open><summary>Créer un lien" in wrong.content.decode()


def test_lines_of_a_campaign_stand_together_in_the_order_of_its_last_link() -> None:
    rows = [{"message": pair} for pair in ((2, 5), (1, 1), (2, 4), (1, 1), (2, 5))]
    assert [row["message"] for row in presenters.by_message(rows)] == [(2, 5), (2, 5), (2, 4), (1, 1), (1, 1)]
