"""Fictional people who asked for the messages of a demonstration, and two mailings: one left, one is waiting.

An example never leaves, so what left is written as it would stand, without any sender: no address of these exists.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.choices.mailings import MailingState
from prevenance.campaigns.models import CampaignPublication, Mailing, Subscription
from prevenance.campaigns.operations import mailings, subscriptions
from prevenance.campaigns.operations.demo_campaigns import Demo, given
from prevenance.campaigns.operations.demo_relaying import CAMPAIGN
from prevenance.campaigns.queries.askings import Contact
from prevenance.campaigns.queries.subscriptions import KIND
from prevenance.people.choices.messages import Channel, MessageState
from prevenance.people.models import Message
from prevenance.people.operations import outbox
from prevenance.people.operations.demonstration import DOMAIN

WORTH = dt.timedelta(days=10)


@transaction.atomic
def ask_and_send(demo: Demo, *, links: subscriptions.Links) -> None:
    """Who asked, then the mailing that left and the one that waits."""
    many = given()["subscribers"]
    for place in range(many):
        is_last = place == many - 1
        at = demo.at(0, 8) if is_last else demo.at(41 - 2 * place)
        number = subscriptions.ask(_wish(demo, place), at=at, links=links)
        if not is_last:
            subscriptions.confirm(number, at=at + dt.timedelta(minutes=20))
    _left(demo, links)
    told = given()["mailings"]["waiting"]
    _mailing(demo, told["message"], made=1, due=told["days"])


def _wish(demo: Demo, place: int) -> subscriptions.Wish:
    return subscriptions.Wish(
        organisation=demo.organisation,
        channel=Channel.EMAIL,
        contact=Contact(f"abonne-{place + 1}@{DOMAIN}"),
        year_most=choices.year_mosts()[place % 3],
        agreed_words=choices.consent()[0],
        language="en" if place == 4 else "fr",
    )


def _mailing(demo: Demo, key: str, *, made: int, due: int) -> Mailing:
    """Prepared by an agent, planned by nobody's hand: an example may not be tried."""
    campaign, message, at = demo.campaigns[CAMPAIGN], demo.messages[key], demo.at(made)
    number = mailings.prepare(
        by=demo.by,
        at=at,
        operation=demo.number(),
        campaign=campaign,
        draft=mailings.Draft(message=message, channel=Channel.EMAIL, communes=(), due_at=demo.at(due)),
    )
    row = Mailing.objects.get(pk=number)
    row.publication = CampaignPublication.objects.get(campaign_id=campaign, message_id=message)
    row.state, row.tried_at, row.planned_at = MailingState.PLANNED.value, at, at
    row.save()
    return row


def _left(demo: Demo, links: subscriptions.Links) -> None:
    told = given()["mailings"]["sent"]
    row = _mailing(demo, told["message"], made=told["days"] + 2, due=told["days"])
    at, put = row.due_at, 0
    asked = Subscription.objects.filter(organisation_id=demo.organisation, confirmed_at__lt=at)
    for asking in asked.order_by("asked_at"):
        contact = KIND.contact(asking)
        if contact is None or row.publication is None:
            continue
        words = row.publication.words[asking.language]
        draft = outbox.Draft(
            key=choices.key(row.pk, str(asking.pk)),
            organisation=demo.organisation,
            purpose=choices.PURPOSE,
            agreed_at=asking.asked_at,
            channel=Channel.EMAIL,
            address=contact.address,
            subject=words["title"],
            text=f"{words['text']}\n\n{outbox.STOP}",
            due_at=at,
            not_after=at + WORTH,
            language=asking.language,
        )
        put += outbox.put(draft, at=at, link=links.stop)
        asking.puts = {str(row.pk): at.date().isoformat()}
        asking.save(update_fields=["puts"])
    Message.objects.filter(key__startswith=choices.key(row.pk, "")).update(
        state=MessageState.SENT, attempts=1, ended_at=at
    )
    row.put_many, row.put_at = put, at
    row.save(update_fields=["put_many", "put_at"])
