"""What people do with messages: « I sent it », « I called », undone, sent again; and « no more », undone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence

from django.db import transaction

from prevenance.people.choices.messages import DOUBTS, MessageState, Trouble
from prevenance.people.models import Message, Stop
from prevenance.people.operations import journal
from prevenance.people.operations.teams import NotThere
from prevenance.people.queries import messages as queries
from prevenance.people.queries.access import Access

OPEN = (MessageState.WAITING, MessageState.FAILED, MessageState.UNKNOWN, MessageState.EXPIRED)
AGAIN = (MessageState.FAILED, MessageState.UNKNOWN)

Heard = Callable[[str, str, dt.datetime], None]  # digest of the address, key of the message, instant
_listeners: dict[str, Heard] = {}


def on_stop(purpose: str, heard: Heard) -> None:
    """A room above erases, in the same transaction, what it held to write for this purpose. The last one serves."""
    _listeners[purpose] = heard


@transaction.atomic
def mark_done(*, by: Access, at: dt.datetime, numbers: Sequence[uuid.UUID]) -> int:
    """Sent, posted or said by hand; gives how many. Done twice, or outside the scope: nothing happens."""
    done = 0
    for row in _locked(by, numbers):
        if row.state in OPEN:
            row.state, row.ended_at, row.ended_by_id = MessageState.SENT, at, by.account_id
            row.save(update_fields=["state", "ended_at", "ended_by_id"])
            journal.record(
                by=by.account_id,
                at=at,
                verb="sent_message_by_hand",
                kind="message",
                object_id=str(row.pk),
                organisation_id=row.organisation_id,
            )
            done += 1
    return done


@transaction.atomic
def mark_not_done(*, by: Access, at: dt.datetime, numbers: Sequence[uuid.UUID]) -> int:
    """The contrary, for what was marked by hand: each goes back to where it was."""
    done = 0
    for row in _locked(by, numbers):
        if row.state == MessageState.SENT and row.ended_by_id is not None:
            row.state = _before(row, at)
            row.ended_at = None if row.state == MessageState.WAITING else row.ended_at
            row.ended_by_id = None
            row.save(update_fields=["state", "ended_at", "ended_by_id"])
            done += 1
    return done


@transaction.atomic
def send_again(*, by: Access, at: dt.datetime, number: uuid.UUID) -> None:
    """A person decides that it leaves once more.

    Raises:
        NotThere: outside the scope, or its time is over.
    """
    for row in _locked(by, [number]):
        if row.state in AGAIN and row.not_after > at and row.content is not None:
            row.state, row.trouble, row.attempts, row.due_at = MessageState.WAITING, "", 0, at
            row.lease_until = row.lease_token = row.ended_at = None
            row.save()
            journal.record(
                by=by.account_id,
                at=at,
                verb="sent_message_again",
                kind="message",
                object_id=str(row.pk),
                organisation_id=row.organisation_id,
            )
            return
    raise NotThere


def stop_for(*, by: Access, at: dt.datetime, number: uuid.UUID) -> None:
    """The person told somebody of the team that they want no more.

    Raises:
        NotThere
    """
    with transaction.atomic():
        row = next(iter(_locked(by, [number])), None)
        if row is None or not row.address_digest:
            raise NotThere
        _stop(row, at)
        journal.record(
            by=by.account_id,
            at=at,
            verb="stopped_messages",
            kind="message",
            object_id=str(row.pk),
            organisation_id=row.organisation_id,
        )


@transaction.atomic
def stop(*, secret: str, at: dt.datetime) -> bool:
    """By the link of a message: nothing more of this purpose goes to this address. False: unknown link."""
    row = _linked(secret)
    if row is None:
        return False
    _stop(row, at)
    return True


@transaction.atomic
def undo_stop(*, secret: str, at: dt.datetime) -> bool:
    """Messages of this purpose may go there again, and those which were held back wait again if their time is not over
    and their words are kept. What was asked for, and the stop erased, must be asked for anew.
    """
    row = _linked(secret)
    if row is None:
        return False
    Stop.objects.filter(address_digest=row.address_digest, purpose=row.purpose).delete()
    held = Message.objects.filter(
        address_digest=row.address_digest,
        purpose=row.purpose,
        state=MessageState.WITHDRAWN,
        trouble=Trouble.STOPPED,
        not_after__gt=at,
    )
    held.exclude(content=None).update(state=MessageState.WAITING, trouble="", ended_at=None)
    return True


def _stop(row: Message, at: dt.datetime) -> None:
    Stop.objects.update_or_create(address_digest=row.address_digest, purpose=row.purpose, defaults={"stopped_at": at})
    waiting = Message.objects.filter(
        address_digest=row.address_digest,
        purpose=row.purpose,
        state__in=(MessageState.WAITING, MessageState.LEASED),
    )
    waiting.update(
        state=MessageState.WITHDRAWN, trouble=Trouble.STOPPED, ended_at=at, lease_until=None, lease_token=None
    )
    if row.purpose in _listeners:
        _listeners[row.purpose](row.address_digest, row.key, at)


def _linked(secret: str) -> Message | None:
    found = queries.stop_link(secret)
    return Message.objects.select_for_update().get(pk=found.message_id) if found else None


def _locked(by: Access, numbers: Sequence[uuid.UUID]) -> list[Message]:
    rows = Message.objects.select_for_update().filter(pk__in=list(numbers))
    return list(queries.within(by, rows))


def _before(row: Message, at: dt.datetime) -> MessageState:
    if row.trouble in DOUBTS:
        return MessageState.UNKNOWN
    if row.trouble:
        return MessageState.FAILED
    return MessageState.EXPIRED if row.not_after <= at else MessageState.WAITING
