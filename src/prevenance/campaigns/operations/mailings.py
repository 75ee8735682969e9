"""Mailings: prepared, tried on oneself, planned, stopped, taken up again. What left cannot come back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.choices.campaigns import CampaignState
from prevenance.campaigns.choices.mailings import CHANNELS, MailingState
from prevenance.campaigns.models import Campaign, Mailing
from prevenance.campaigns.operations import putting
from prevenance.campaigns.operations.askings import LONG_AGO
from prevenance.campaigns.queries import mailings as queries
from prevenance.campaigns.queries.campaigns import Refusal
from prevenance.campaigns.queries.mailings import MailingKept
from prevenance.kit import locks
from prevenance.kit.clock import PARIS
from prevenance.people.choices.messages import Channel
from prevenance.people.operations import outbox, record
from prevenance.people.queries import Access, messages

GOING = frozenset({CampaignState.DRAFT.value, CampaignState.PLANNED.value, CampaignState.RUNNING.value})
TRY_WORTH = dt.timedelta(days=2)


class NotThere(Exception):
    """None in the scope, or in a state from which this cannot be done."""


class MayNotLeave(Exception):
    """`refusals`: of the message and its campaign; none when it was not tried, or its hour is past."""

    def __init__(self, refusals: tuple[Refusal, ...] = (), *, is_late: bool = False) -> None:
        self.refusals, self.is_late = refusals, is_late
        super().__init__(", ".join(one.hindrance for one in refusals))


class SaidNo(Exception):
    """Whoever reads at this address asked for no more tries."""


class TooMany(Exception):
    """This account tried ten times today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is typed of a mailing. `communes`: none for all those of the campaign."""

    message: int
    channel: Channel
    communes: Sequence[str]
    due_at: dt.datetime


@transaction.atomic
def prepare(*, by: Access, at: dt.datetime, operation: uuid.UUID, campaign: int, draft: Draft) -> int:
    """A new mailing, as a draft; gives its id. The same `operation` again gives the same id and writes nothing.

    Raises:
        NotThere: also for a commune outside the campaign, or outside the scope of this agent.
    """
    about = Campaign.objects.select_for_update().filter(pk=campaign).first()
    if by.account_id is None or about is None or about.organisation_id not in by.organisations(queries.RUN):
        raise NotThere
    known = Mailing.objects.filter(operation=operation, campaign=about).first()
    if known is not None:
        return known.pk
    communes = list(dict.fromkeys(draft.communes))
    chosen = about.messages.filter(message_id=draft.message, removed_at__isnull=True)
    if about.state not in GOING or not chosen.exists() or draft.channel not in CHANNELS:
        raise NotThere
    if about.communes and not set(communes) <= set(about.communes):
        raise NotThere
    if not queries.may(by, about.organisation_id, communes or about.communes):
        raise NotThere
    row = Mailing.objects.create(
        operation=operation,
        campaign=about,
        message_id=draft.message,
        channel=str(draft.channel),
        communes=communes,
        due_at=draft.due_at,
        made_at=at,
        made_by_id=by.account_id,
    )
    _record(by, at, "mailing_prepared", row)
    return row.pk


@transaction.atomic
def try_it(
    *,
    by: Access,
    at: dt.datetime,
    operation: uuid.UUID,
    number: int,
    address: str,
    language: str,
    links: putting.Links,
) -> bool:
    """One message to whoever asks, at their own address, so that they read it as it will be read. A letter is tried by
    being printed: without an address. False: the same `operation` again, or nothing is sent there.

    Raises:
        NotThere, MayNotLeave, TooMany, SaidNo
    """
    row, one = _mine(by, number, at)
    if one.told is None or one.refusals:
        raise MayNotLeave(one.refusals)
    said = links.worded(one, language if language in one.told.words else "fr", putting.short(one, at))
    if said is None:
        raise MayNotLeave
    locks.wait_for("mailing tried by", by.account_id)
    key = f"{choices.TRY_KEY}{by.account_id}:"
    if messages.put_since(key, at - dt.timedelta(days=1)) >= choices.TRIES_A_DAY:
        raise TooMany
    if one.channel is not Channel.LETTER and messages.is_stopped(address, choices.TRY, since=LONG_AGO):
        raise SaidNo
    put = False
    if one.channel is not Channel.LETTER:
        draft = outbox.Draft(
            key=f"{key}{operation}",
            organisation=one.campaign.organisation,
            purpose=choices.TRY,
            agreed_at=LONG_AGO,  # a no of whoever has this number never ends
            channel=one.channel,
            address=address,
            subject=said.subject,
            text=said.text,
            due_at=at,
            not_after=at + TRY_WORTH,
            language=said.language,
        )
        put = outbox.put(draft, at=at, link=links.stop)
    row.tried_at, row.publication_id = at, one.told.id
    row.save(update_fields=["tried_at", "publication"])
    return put


@transaction.atomic
def plan(*, by: Access, at: dt.datetime, number: int) -> None:
    """It leaves at its hour, to those who agreed. Also after a stop, and once new words were tried: whoever has it
    already does not get it again.

    Raises:
        NotThere, MayNotLeave
    """
    row, one = _mine(by, number, at)
    if row.state == MailingState.PLANNED and one.may_leave:
        return
    if not one.may_leave:
        raise MayNotLeave(one.refusals)
    if queries.not_after(one) <= max(at, one.due_at):
        raise MayNotLeave(is_late=True)
    row.state, row.planned_at, row.planned_by_id = MailingState.PLANNED.value, at, by.account_id
    row.cursor, row.put_at = "", None  # from the first recipient
    row.save(update_fields=["state", "planned_at", "planned_by", "cursor", "put_at"])
    _record(by, at, "mailing_planned", row)


@transaction.atomic
def stop(*, by: Access, at: dt.datetime, number: int) -> int:
    """What waits is withdrawn at once; gives how many. What left cannot come back. Undone by `plan`.

    Raises:
        NotThere
    """
    row, _ = _mine(by, number, at)
    if row.state == MailingState.STOPPED:
        return 0
    done = putting.take_back(row, at)
    row.state, row.stopped_at, row.stopped_by_id = MailingState.STOPPED.value, at, by.account_id
    row.save(update_fields=["state", "stopped_at", "stopped_by"])
    _record(by, at, "mailing_stopped", row)
    return done


def _mine(by: Access, number: int, at: dt.datetime) -> tuple[Mailing, MailingKept]:
    row = Mailing.objects.select_for_update().filter(pk=number).first()
    one = queries.kept(row, on=at.astimezone(PARIS).date()) if row else None
    if by.account_id is None or row is None or one is None:
        raise NotThere
    if not queries.may(by, one.campaign.organisation, one.all_communes):
        raise NotThere
    return row, one


def _record(by: Access, at: dt.datetime, verb: str, row: Mailing) -> None:
    record(
        by=by.account_id,
        at=at,
        verb=verb,
        kind="mailing",
        object_id=row.pk,
        organisation_id=row.campaign.organisation_id,
    )
