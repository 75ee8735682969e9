"""What an agent's day says of messages: those which reached nobody first, and where their calendar is set up."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from prevenance.people.choices.messages import Channel
from prevenance.people.models import Message
from prevenance.people.operations import outbox
from tests import agents
from tests.web.conftest import NOON

pytestmark = pytest.mark.django_db
DAY = "/equipe/ma-journee/"


def put(organisation: int, key: str) -> None:
    draft = outbox.Draft(
        key=key,
        organisation=organisation,
        purpose="reminders",
        agreed_at=NOON,
        channel=Channel.SMS,
        address="+33639980001",
        text="Votre rendez-vous",
        due_at=NOON,
        not_after=NOON + dt.timedelta(days=1),
        commune=agents.LAON,
    )
    assert outbox.put(draft, at=NOON, link=lambda secret, _: secret)


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def text(visitor: Client) -> str:
    page = visitor.get(DAY)
    assert page.status_code == 200
    return page.content.decode()


def test_the_day_tells_what_reached_nobody_and_what_waits_for_a_hand(visitor: Client, cast: agents.Cast) -> None:
    agents.sign_in(visitor, cast.mediator, at=NOON)
    assert "joint personne" not in text(visitor) and "/equipe/agenda-personnel/" in text(visitor)
    put(cast.ours, "a")
    put(cast.ours, "b")
    put(cast.theirs, "c")
    Message.objects.filter(key="b").update(state="failed", trouble="refused", ended_at=NOON)
    words = text(visitor)
    assert "1 message n’a joint personne" in words and "1 message à envoyer à la main" in words
    assert "3998" not in words
