"""A link for several relays at once: only those of here, once each, and all their posters with their own codes."""

from __future__ import annotations

import io
import uuid
import zipfile

import pikepdf
import pytest
from django.test import Client

from prevenance.campaigns.models import Campaign, Link
from prevenance.campaigns.operations import campaigns, links
from prevenance.campaigns.queries import links as queries
from prevenance.kit import paper
from prevenance.mediation.models import Relay
from tests import agents
from tests.unit.campaigns.link_cast import AT, ON, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """Its campaign is planned: the words are fixed."""
    scene = Scene()
    Campaign.objects.update(state="draft")
    campaigns.plan(by=scene.agent, at=AT, number=scene.campaign)
    return scene


@pytest.fixture
def team(scene: Scene) -> Client:
    client = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR="2001:db8::4:3")
    agents.sign_in(client, scene.cast.coordinator, at=AT)
    return client


def where(scene: Scene) -> str:
    return f"/equipe/campagnes/{scene.campaign}/relais/{scene.message}/"


def mine() -> set[int | None]:
    return set(Link.objects.filter(channel="").values_list("relay_id", flat=True))


def test_those_ticked_have_a_link_once_and_their_posters_bear_their_own_codes(
    scene: Scene, team: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (scene.relay() for _ in range(3))
    refused = team.post(where(scene), {"operation": str(uuid.uuid4())})
    assert refused.status_code == 422 and "Cochez au moins" in refused.content.decode()
    sent = {"operation": str(uuid.uuid4()), "relay": [str(first), str(second)]}
    for _ in range(2):
        done = team.post(where(scene), sent)
        assert done.status_code == 302
    assert mine() == {first, second} and Link.objects.filter(channel="").count() == 2
    page = team.get(done["Location"]).content.decode()
    assert "2 relais ont un lien" in page and page.count(" checked>") == 2 and "pas encore de lien" in page
    drawn: list[str] = []
    draw = paper.qr

    def noted(link: str) -> str:
        drawn.append(link)
        return draw(link)

    monkeypatch.setattr(paper, "qr", noted)
    asked = {"relay": [str(first), str(second), str(third)]}
    answer = team.get(f"{where(scene)}affiches/fr/pdf/", asked)
    assert answer.status_code == 200
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 2
    shorts = {one.short for one in Link.objects.filter(channel="")}
    assert {link.rpartition("/")[2] for link in drawn} == shorts
    packed = team.get(f"{where(scene)}affiches/fr/zip/", asked)
    with zipfile.ZipFile(io.BytesIO(packed.content)) as pack:
        assert set(pack.namelist()) == {"LISEZ-MOI.txt", *(f"poster-{short}.pdf" for short in shorts)}
        told = pack.read("LISEZ-MOI.txt").decode()
    assert f"Relais {first}" in told and "Zohrabelle" not in told
    none = team.get(f"{where(scene)}affiches/fr/pdf/", {"relay": str(third)})
    assert none.status_code == 409 and "donnez-leur" in none.content.decode()
    Campaign.objects.update(state="stopped")
    assert team.get(f"{where(scene)}affiches/fr/pdf/", asked).status_code == 409
    assert team.post(where(scene), sent | {"relay": str(third)}).status_code == 422 and third not in mine()


def test_a_relay_of_elsewhere_is_neither_shown_nor_given_a_link(scene: Scene, team: Client) -> None:
    near, far, over = scene.relay(), scene.relay(), scene.relay()
    Campaign.objects.update(communes=[agents.LAON])
    Relay.objects.filter(pk=far).update(commune_code="02691")
    Relay.objects.filter(pk=over).update(charter_until=ON)
    assert [one.id for one in queries.relays_of(scene.agent, scene.campaign, on=ON)] == [near]
    assert queries.relays_of(scene.stranger, scene.campaign, on=ON) == ()
    for other in (far, over):
        sent = {"operation": str(uuid.uuid4()), "relay": [str(near), str(other)]}
        assert team.post(where(scene), sent).status_code == 422
    assert mine() == set()  # all, or none
    with pytest.raises(links.NotThere):
        links.make_for_relays(
            by=scene.stranger,
            at=AT,
            operation=uuid.uuid4(),
            campaign=scene.campaign,
            message=scene.message,
            relays=[near],
        )


def test_fifty_a_page_and_no_more_at_once(scene: Scene, team: Client) -> None:
    numbers = [scene.relay() for _ in range(51)]
    page = team.get(where(scene)).content.decode()
    assert page.count('name="relay"') == 50 and "?page=2" in page
    assert team.get(where(scene), {"page": "2"}).content.decode().count('name="relay"') == 1
    sent = {"operation": str(uuid.uuid4()), "relay": [str(one) for one in numbers]}
    assert team.post(where(scene), sent).status_code == 422
    assert team.post(where(scene), sent | {"relay": sent["relay"][:50]}).status_code == 302
    assert len(mine()) == 50
