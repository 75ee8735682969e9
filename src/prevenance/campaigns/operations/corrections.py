"""A message is wrong: one press takes it off every page, writes the correction, and tells all who relayed it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils import translation

from prevenance.campaigns.choices import influence_words as words
from prevenance.campaigns.choices.messages import MessageState
from prevenance.campaigns.models import Correction, CorrectionNotice, Link, Message
from prevenance.campaigns.operations import messages
from prevenance.campaigns.operations.links import NotThere
from prevenance.campaigns.queries.links import contact_of
from prevenance.campaigns.queries.messages import WRITE
from prevenance.formats import phones
from prevenance.people.choices.messages import Channel
from prevenance.people.operations import outbox, record
from prevenance.people.queries import Access

PURPOSE = "campaign_correction"
GOOD_FOR = dt.timedelta(days=14)
Address = Callable[[str, str], str]  # short, language → the whole address of a link


@transaction.atomic
def stop(
    *,
    by: Access,
    at: dt.datetime,
    operation: uuid.UUID,
    number: int,
    told: Mapping[str, str],
    address: Address,
    stop_link: outbox.Link,
) -> int:
    """Withdraws, corrects, and leaves a notice in the outbox for each relay and partner, closed links included: what
    they said was said. `told`: language → the correction. Gives its id; the same `operation` again does nothing twice.

    Raises:
        NotThere
    """
    message = Message.objects.select_for_update().filter(pk=number).first()
    if message is None or by.account_id is None or message.organisation_id not in by.organisations(WRITE):
        raise NotThere
    known = Correction.objects.filter(operation=operation, message=message).first()
    if known is not None:
        return known.pk
    if message.state != MessageState.WITHDRAWN:
        try:
            messages.withdraw(by=by, at=at, number=number)
        except messages.NotThere as never:
            raise NotThere from never
    row = Correction.objects.create(message=message, operation=operation, words=dict(told), at=at, by_id=by.account_id)
    people = Link.objects.filter(message_id=number, channel="")  # what the team prints, the team takes down
    for link in people.select_related("relay", "partner", "campaign").order_by("pk"):
        _tell(row, link, at, address, stop_link)
    record(
        by=by.account_id,
        at=at,
        verb="stopped",
        kind="campaign_link",
        object_id=row.pk,
        organisation_id=message.organisation_id,
    )
    return row.pk


def _tell(row: Correction, link: Link, at: dt.datetime, address: Address, stop_link: outbox.Link) -> None:
    contact = contact_of(link)
    to = contact if "@" in contact else phones.e164(contact) if contact else ""
    channel = Channel.EMAIL if "@" in to else Channel.SMS
    language = link.relay.language if link.relay else "fr"
    put = bool(to) and outbox.put(
        _draft(row, link, to, channel, language, address(link.short, language), at), at=at, link=stop_link
    )
    CorrectionNotice.objects.create(correction=row, link=link, channel=str(channel) if put else "")


def _draft(
    row: Correction, link: Link, to: str, channel: Channel, language: str, page: str, at: dt.datetime
) -> outbox.Draft:
    with translation.override(language):
        notice = words.texts("notice")
        text = str(notice["text" if channel is Channel.EMAIL else "sms"]).format(link=page)
        subject = str(notice["subject"]) if channel is Channel.EMAIL else ""
    return outbox.Draft(
        key=f"correction:{row.pk}:{link.pk}",
        organisation=link.campaign.organisation_id,
        purpose=PURPOSE,
        agreed_at=link.made_at,
        channel=channel,
        address=to,
        subject=subject,
        text=text,
        due_at=at,
        not_after=at + GOOD_FOR,
        language=language,
        commune=link.relay.commune_code if link.relay else "",
    )


def mark_read(*, at: dt.datetime, link: int) -> int:
    """Whoever holds the kit of this link says that they read the corrections; gives how many were not yet."""
    return CorrectionNotice.objects.filter(link_id=link, read_at__isnull=True).update(read_at=at)


@transaction.atomic
def note_read(*, by: Access, at: dt.datetime, number: int) -> None:
    """They said so to the team.

    Raises:
        NotThere
    """
    row = CorrectionNotice.objects.select_for_update(of=("self",)).select_related("correction__message")
    found = row.filter(pk=number).first()
    teams = by.organisations(WRITE)
    if by.account_id is None or found is None or found.correction.message.organisation_id not in teams:
        raise NotThere
    if found.read_at is None:
        found.read_at, found.read_said_by_id = at, by.account_id
        found.save(update_fields=["read_at", "read_said_by"])
        record(
            by=by.account_id,
            at=at,
            verb="notice_read",
            kind="campaign_link",
            object_id=found.pk,
            organisation_id=found.correction.message.organisation_id,
        )
