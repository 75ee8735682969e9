"""Links of what the team itself prints or sends: made once, of nobody, told to nobody."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from prevenance.campaigns.choices.channels import CHANNELS, Channel, Format
from prevenance.campaigns.models import Link
from prevenance.campaigns.operations import links
from tests.unit.campaigns.link_cast import AT, Scene

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
