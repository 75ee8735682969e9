"""Links of what the team itself prints or sends: made once, of nobody, told to nobody."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from prevenance.campaigns.choices.channels import CHANNELS, Channel, Format
from prevenance.campaigns.choices.links import Partnership
from prevenance.campaigns.models import Campaign, CorrectionNotice, Link
from prevenance.campaigns.operations import campaigns, links, posts
from prevenance.campaigns.queries import links as queries
from prevenance.campaigns.queries import measure
from tests.unit.campaigns.link_cast import AT, ON, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_every_format_has_a_channel_and_each_channel_a_format() -> None:
    assert set(CHANNELS) == set(Format) and set(CHANNELS.values()) == set(Channel)


def test_a_channel_has_one_link_for_a_message_of_a_campaign(scene: Scene) -> None:
    poster = links.of_channel(scene.campaign, scene.message, Channel.POSTER, at=AT)
    assert links.of_channel(scene.campaign, scene.message, Channel.POSTER, at=AT) == poster
    assert links.of_channel(scene.campaign, scene.message, Channel.SMS, at=AT).short != poster.short
    assert (poster.relay, poster.partner, poster.channel) == (None, None, "poster")


@pytest.mark.parametrize("whose", ["nobody", "two", "unknown"])
def test_a_link_is_of_one_only(scene: Scene, whose: str) -> None:
    told = {"nobody": {}, "two": {"partner_id": scene.partner(), "channel": "sms"}, "unknown": {"channel": "pigeon"}}
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(
            operation=uuid.uuid4(),
            short="aaaaaa",
            campaign_id=scene.campaign,
            message_id=scene.message,
            made_at=AT,
            **told[whose],  # type: ignore[arg-type]
        )


def test_what_the_team_prints_is_neither_told_of_a_correction_nor_asked_what_it_receives(scene: Scene) -> None:
    links.of_channels(scene.campaign, scene.message, at=AT)
    relayed = scene.link()
    scene.stop()
    assert [one.link_id for one in CorrectionNotice.objects.all()] == [relayed.pk]
    poster = Link.objects.get(channel="poster")
    with pytest.raises(links.NotThere):
        links.agree(
            by=scene.agent,
            at=AT,
            operation=uuid.uuid4(),
            number=poster.pk,
            agreed=queries.Agreed(Partnership.UNPAID, None, "", "", None),
        )
    with pytest.raises(links.NotThere):
        links.give_kit(by=scene.agent, at=AT, number=poster.pk)
    assert [one.id for one in queries.links(scene.agent)[0]] == [relayed.pk]
    assert {one.channel for one in queries.links(scene.agent, is_ours=True)[0]} == {*map(str, Channel)} - {"radio"}


def test_a_poster_is_not_said_to_be_silent_but_the_team_may_say(scene: Scene) -> None:
    links.of_channels(scene.campaign, scene.message, at=AT)
    scene.link()
    assert measure.exposed(scene.campaign) is None
    poster = Link.objects.get(channel="poster")
    posts.expose(
        by=scene.agent, at=AT, operation=uuid.uuid4(), number=poster.pk, low=5, high=9, source="La mairie", said_on=ON
    )
    found = measure.exposed(scene.campaign)
    assert found is not None and (found.low, found.high, found.links, found.silent) == (5, 9, 2, 1)


def test_a_campaign_that_is_planned_has_a_link_for_each_channel_and_keeps_them(scene: Scene) -> None:
    Campaign.objects.filter(pk=scene.campaign).update(state="draft")
    campaigns.plan(by=scene.agent, at=AT, number=scene.campaign)
    made = links.of_channels(scene.campaign, scene.message, at=AT)
    assert Link.objects.count() == len(Channel) - 1 and set(made) == set(Channel) - {Channel.RADIO}
    campaigns.take_words(by=scene.agent, at=AT, number=scene.campaign)
    assert links.of_channels(scene.campaign, scene.message, at=AT) == made
