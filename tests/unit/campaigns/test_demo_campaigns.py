"""Fictional campaigns of a demonstration: all is marked, comparisons read as they should whatever the lots, none
of it can leave, and it is removed whole.
"""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.utils import translation

from prevenance.campaigns.choices.messages import Hindrance, MessageState
from prevenance.campaigns.models import (
    Campaign,
    CorrectionNotice,
    DeclaredCount,
    Link,
    Mailing,
    Message,
    Partner,
    Subscription,
    VisitCount,
)
from prevenance.campaigns.operations import putting
from prevenance.campaigns.presenters import mailings as presenters
from prevenance.campaigns.queries import campaigns, designs, mailings, trials
from prevenance.campaigns.queries import messages as message_queries
from prevenance.counting.designs import CannotTell, Effect, Reading, Why
from prevenance.people.models import Message as Outgoing
from prevenance.people.operations import demonstration
from prevenance.site.commands import main

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
ON = NOW.date()
SMALL = ("--mediators", "2", "--encounters", "6", "--workshops", "1")


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def test_all_is_fictional_the_comparisons_read_as_said_and_it_is_removed_whole() -> None:
    tables = apps.get_models()
    before = {one._meta.label: one._default_manager.count() for one in tables}
    assert main(["demo-week", *SMALL]) == 0
    for table in (Campaign, Link, Partner, Message):
        assert table._default_manager.exists() and not table._default_manager.filter(is_fictional=False).exists()
    found = {}
    for row in Campaign.objects.all():
        if declared := designs.in_force(row.pk):
            found[row.goal] = designs.outcome(declared, designs.counts(declared.id), on=ON)
            assert declared.declared_on < row.starts_on
    kits, smoking = found["kits_collected"], found["quit_attempts"]
    assert isinstance(kits, Effect) and kits.reading is Reading.MORE
    assert isinstance(smoking, CannotTell) and smoking.why is Why.TOO_WIDE
    said = list(CorrectionNotice.objects.values_list("channel", "read_at"))
    assert ("", None) in said and any(read for way, read in said if way)
    assert Message.objects.filter(state=MessageState.WITHDRAWN.value).count() == 1
    answered = [trials.summary(one) for one in message_queries.published(on=ON)]
    assert any(one and one.right.low is not None for one in answered if one and one.right)
    assert VisitCount.objects.filter(label="mail_scanner").exists() and DeclaredCount.objects.exists()
    assert main(["demo-week", "--remove"]) == 0
    assert {one._meta.label: one._default_manager.count() for one in tables} == before


def test_nothing_of_it_leaves_and_its_pages_say_that_it_is_an_example() -> None:
    assert main(["demo-week", *SMALL]) == 0
    assert Subscription.objects.filter(confirmed_at=None).count() == 1
    for row in Mailing.objects.all():
        one = mailings.kept(row, on=ON)
        assert one is not None and not one.may_leave
        assert any(Hindrance.ONLY_AN_EXAMPLE in why.of_message for why in one.refusals)
        with translation.override("en"):
            is_over = presenters.state(one).startswith("Over") and presenters.why(one) == []
        assert is_over == one.is_put  # all of it left: nothing is held
    told = {mailings.progress(one).sent for row in Mailing.objects.all() if (one := mailings.kept(row, on=ON))}
    assert told == {0, Subscription.objects.exclude(confirmed_at=None).count()}
    waiting = Outgoing.objects.filter(state="waiting")
    many = waiting.count()

    def unmade(*said: object) -> None:
        raise AssertionError(said)

    links = putting.Links(stop=lambda secret, language: "", worded=unmade)
    counts = putting.put_due(at=NOW + dt.timedelta(days=6), links=links)
    assert counts["put"] == 0 and waiting.count() == many
    visitor = Client()
    for shown in campaigns.public_campaigns(on=ON):
        page = visitor.get(f"/etre-rassure/campagnes/{shown.code}/")
        assert page.status_code == 200 and "Exemple de démonstration" in page.content.decode()
    assert all(address.endswith(f"@{demonstration.DOMAIN}") for address in _addresses())


def _addresses() -> list[str]:
    from prevenance.campaigns.queries.subscriptions import KIND

    found = [KIND.contact(one) for one in Subscription.objects.all()]
    return [one.address for one in found if one]
