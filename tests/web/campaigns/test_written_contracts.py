"""From 1,000 euros in a year, all campaigns together, the page of a link says that the contract must be written."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client

from prevenance.campaigns.choices.links import Partnership
from prevenance.campaigns.models import Campaign, CampaignMessage, Link
from prevenance.campaigns.operations import links
from prevenance.campaigns.queries import links as queries
from prevenance.campaigns.queries.links import Agreed
from prevenance.campaigns.queries.written_contracts import Given, given
from tests import agents
from tests.unit.campaigns.link_cast import AT, ON, Scene

pytestmark = pytest.mark.django_db
NEXT_YEAR = dt.date(2027, 1, 4)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def second(scene: Scene, partner: int) -> Link:
    """A link of the same partner, for another campaign."""
    row = Campaign.objects.get(pk=scene.campaign)
    row.pk, row.code, row.operation = None, "essai567", uuid.uuid4()
    row.save()
    CampaignMessage.objects.create(campaign=row, message_id=scene.message, added_at=AT)
    number = links.make(
        by=scene.agent, at=AT, operation=uuid.uuid4(), campaign=row.pk, message=scene.message, partner=partner
    )
    return Link.objects.get(pk=number)


def agree(scene: Scene, row: Link, cents: int, *, payer: str = "Une mairie", on: dt.date = ON) -> None:
    kind = Partnership.PAID if cents else Partnership.UNPAID
    agreed = Agreed(kind, cents or None, "", payer if cents else "", on if cents else None)
    links.agree(by=scene.agent, at=AT, operation=uuid.uuid4(), number=row.pk, agreed=agreed)


def read(scene: Scene, row: Link) -> Given | None:
    found = queries.link(scene.agent, row.pk)
    assert found is not None
    return given(found)


def test_what_one_payer_gives_one_partner_in_a_year_is_added_up(scene: Scene) -> None:
    partner = scene.partner()
    one, two = scene.link(partner=partner), second(scene, partner)
    other = scene.link(partner=scene.partner(name="Une autre"))
    assert read(scene, one) is None
    agree(scene, one, 80_000)
    agree(scene, one, 60_000)  # said again: the last one counts
    agree(scene, two, 39_999, payer=" une  MAIRIE ")
    agree(scene, other, 500_000)
    found = read(scene, one)
    assert found == Given(2026, "Une mairie", 99_999) and not found.must_be_written
    agree(scene, two, 40_000)
    assert [each.must_be_written for each in (read(scene, one), read(scene, two)) if each] == [True, True]
    for changed in ({"on": NEXT_YEAR}, {"payer": "Un département"}):
        agree(scene, two, 40_000, **changed)
        assert read(scene, one) == Given(2026, "Une mairie", 60_000)
    agree(scene, one, 0)
    assert read(scene, one) is None


def test_the_page_says_so_in_words_and_not_below(scene: Scene, visitor: Client) -> None:
    team = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR="2001:db8::4:7")
    agents.sign_in(team, scene.cast.coordinator, at=AT)
    row = scene.link()
    for cents, is_said in ((99_999, False), (100_000, True)):
        agree(scene, row, cents)
        page = team.get(f"/equipe/liens/{row.pk}/").content.decode()
        assert ("le contrat doit être écrit" in page) is is_said
        assert ("le droit français" in page) is is_said
