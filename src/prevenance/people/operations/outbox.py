"""The outbox: a message is put once, leased, begun, and ends once. Every function takes the instant.

What was begun and never ended is never begun again: an SMS sent twice is worse than one about which somebody is told
« we do not know whether it left ». A process killed before it began loses nothing: the lease ends and another takes it.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from prevenance.kit import ciphering
from prevenance.people.choices import kept
from prevenance.people.choices.messages import QUIETED, Channel, MessageState, Trouble, may_disturb, within_hours
from prevenance.people.models import Message
from prevenance.people.queries import messages as queries
from prevenance.people.queries.secrets import digest

LEASE = dt.timedelta(minutes=15)
TRIES_MOST = 6
LATE_MOST = 5000  # ended at once; the others at the next pass
FIRST_WAIT, WAIT_MOST = dt.timedelta(minutes=1), dt.timedelta(hours=1)
STOP = "{stop}"  # in the words: where the link to stop goes
WORDS_KEPT, ROWS_KEPT = dt.timedelta(days=kept.MESSAGES.usual), dt.timedelta(days=90)

Link = Callable[[str, str], str]  # secret, language → the whole address of the page to stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message to put. `key`: what it is for, such as `appointment:<uid>:<sequence>:<rule>:sms`; `agreed_at`: when
    the person agreed to `purpose`; `due_at`, `not_after`: never before, never after. `{stop}` in `text` becomes the
    link to stop.
    """

    key: str
    organisation: int
    purpose: str
    agreed_at: dt.datetime
    channel: Channel
    address: str
    text: str
    due_at: dt.datetime
    not_after: dt.datetime
    subject: str = ""
    zone: str = "Europe/Paris"
    language: str = "fr"
    person: str = ""
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Leased:
    """A message in one process's hands. `token`: proves it."""

    id: uuid.UUID
    token: uuid.UUID
    channel: Channel
    content: queries.Content


@transaction.atomic
def put(draft: Draft, *, at: dt.datetime, link: Link) -> bool:
    """Whether the message now waits. Not when the same key was put before (unless it was withdrawn before it left),
    when its time is over, or when whoever is at this address asked for no more since they agreed.
    """
    due = within_hours(draft.due_at, draft.zone) if draft.channel in QUIETED else draft.due_at
    if draft.not_after <= max(at, due) or queries.is_stopped(draft.address, draft.purpose, since=draft.agreed_at):
        return False
    Message.objects.filter(key=draft.key, state=MessageState.WITHDRAWN).delete()
    number, secret = uuid.uuid4(), secrets.token_urlsafe(16)
    stop = link(secret, draft.language)
    words = queries.Content(draft.address, draft.subject, draft.text.replace(STOP, stop), stop, draft.language)
    _, is_new = Message.objects.get_or_create(
        key=draft.key,
        defaults={
            "id": number,
            "organisation_id": draft.organisation,
            "person": draft.person,
            "commune_code": draft.commune,
            "purpose": draft.purpose,
            "agreed_at": draft.agreed_at,
            "channel": str(draft.channel),
            "content": ciphering.close(words.packed(), cell=queries.cell(number)),
            "address_digest": ciphering.blind(draft.address, kind=queries.ADDRESS_KIND),
            "stop_digest": digest(secret),
            "zone": draft.zone,
            "due_at": due,
            "not_after": draft.not_after,
            "made_at": at,
        },
    )
    return is_new


_WITHDRAWN = {
    "state": MessageState.WITHDRAWN,
    "content": None,
    "address_digest": "",
    "stop_digest": "",
    "lease_until": None,
    "lease_token": None,
}


def withdraw(prefix: str, *, at: dt.datetime, besides: str = "") -> int:
    """Takes back what has not left, of every key that begins so (those which begin with `besides` stay); its words are
    erased at once. What a process has begun goes on, once: neither a failure nor a hand makes it leave again.
    """
    rows = queries.begun_by(prefix)
    return _take_back(rows.exclude(key__startswith=besides) if besides else rows, at)


def withdraw_of_person(person: str, purpose: str, at: dt.datetime) -> None:
    """The same, for all that one person followed was to receive for a purpose: their consent is withdrawn, or over."""
    _take_back(Message.objects.filter(person=person, purpose=purpose), at)


def withdraw_elsewhere(prefix: str, communes: Collection[str], at: dt.datetime) -> int:
    """The same as `withdraw`, for those who live in none of these communes."""
    return _take_back(queries.begun_by(prefix).exclude(commune_code__in=list(communes)), at)


Moved = Callable[[str, dt.datetime], None]  # person, instant
_by_record: dict[str, Moved] = {}


def by_record(purpose: str, moved: Moved) -> None:
    """Messages of this purpose go to the phone or the e-mail of a person's record. `moved`: takes back what no longer
    aims at them, in the same transaction.
    """
    _by_record[purpose] = moved


def follow_record(person: str, addresses: Collection[str], at: dt.datetime) -> None:
    """To be called in the transaction that changes a record: what waits for an address that is theirs no more is
    withdrawn; somebody else may answer there now.
    """
    digests = {one for address in addresses if address for one in ciphering.blinds(address, kind=queries.ADDRESS_KIND)}
    rows = Message.objects.filter(person=person, purpose__in=sorted(_by_record))
    _take_back(rows.exclude(address_digest__in=digests), at)
    for moved in _by_record.values():
        moved(person, at)


def _take_back(rows: QuerySet[Message], at: dt.datetime) -> int:
    # Its time is over: the process that has begun it, or somebody of the team, cannot try again.
    tried = (MessageState.SENDING, MessageState.FAILED, MessageState.UNKNOWN)
    rows.filter(state__in=tried, not_after__gt=at).update(not_after=at)
    waiting = rows.filter(state__in=(MessageState.WAITING, MessageState.LEASED))
    return waiting.update(**_WITHDRAWN, ended_at=at)


@transaction.atomic
def lease(*, at: dt.datetime, most: int, channels: Collection[Channel]) -> list[Leased]:
    """Takes at most `most` messages whose time has come, for a quarter of an hour; first ends what nobody ended."""
    _end_leases(at)
    rows = _due(at, most, channels)
    if len(rows) < most:  # the queue's end: what waits too long is few, and need not be searched at each lease
        _end_late(at)
    token = uuid.uuid4()
    taken = []
    for row in rows:
        words = queries.content(row)
        if words is None:
            _end(row.pk, MessageState.FAILED, at, trouble=Trouble.UNREADABLE)
        else:
            taken.append(Leased(row.pk, token, Channel(row.channel), words))
    Message.objects.filter(pk__in=[one.id for one in taken]).update(
        state=MessageState.LEASED, lease_until=at + LEASE, lease_token=token
    )
    return taken


def give_back(taken: Collection[Leased]) -> None:
    """What a process leased and will not begin waits again, at once."""
    for one in taken:
        rows = Message.objects.filter(pk=one.id, lease_token=one.token, state=MessageState.LEASED)
        rows.update(state=MessageState.WAITING, lease_until=None, lease_token=None)


def _due(at: dt.datetime, most: int, channels: Collection[Channel]) -> list[Message]:
    """The first whose time has come, where it is day; locked."""
    due = Message.objects.filter(
        state=MessageState.WAITING, due_at__lte=at, not_after__gt=at, channel__in=[str(one) for one in channels]
    )
    asleep: set[str] = set()
    while True:
        awake = due.exclude(zone__in=asleep).order_by("due_at", "id").select_for_update(skip_locked=True)
        rows = list(awake[:most])
        found = {row.zone for row in rows if not may_disturb(at, row.zone)}
        if not found:
            return rows
        asleep |= found


def _end_leases(at: dt.datetime) -> None:
    # In states that few rows have; those that another process is ending are left to it.
    held = Message.objects.filter(state__in=(MessageState.SENDING, MessageState.LEASED), lease_until__lte=at)
    over = Message.objects.filter(pk__in=list(held.select_for_update(skip_locked=True).values_list("pk", flat=True)))
    over.filter(state=MessageState.SENDING).update(
        state=MessageState.UNKNOWN, trouble=Trouble.INTERRUPTED, ended_at=at, lease_until=None
    )
    over.filter(state=MessageState.LEASED).update(state=MessageState.WAITING, lease_until=None, lease_token=None)


def _end_late(at: dt.datetime) -> None:
    late = Message.objects.filter(state=MessageState.WAITING, due_at__lte=at, not_after__lte=at)  # due before its end
    mine = list(late.select_for_update(skip_locked=True).values_list("pk", flat=True)[:LATE_MOST])
    Message.objects.filter(pk__in=mine).update(state=MessageState.EXPIRED, ended_at=at)


@transaction.atomic
def begin(taken: Leased, *, at: dt.datetime) -> bool:
    """Written before the first byte leaves. False: withdrawn, stopped, too late, or in other hands since."""
    row = Message.objects.select_for_update().filter(pk=taken.id, lease_token=taken.token).first()
    if row is None or row.state != MessageState.LEASED or row.lease_until is None or row.lease_until <= at:
        return False
    if row.not_after <= at:
        _end(row.pk, MessageState.EXPIRED, at)
        return False
    if queries.is_stopped(taken.content.address, row.purpose, since=row.agreed_at):
        _end(row.pk, MessageState.WITHDRAWN, at, trouble=Trouble.STOPPED)
        return False
    row.state, row.attempts = MessageState.SENDING, row.attempts + 1
    row.save(update_fields=["state", "attempts"])
    return True


def mark_sent(taken: Leased, *, at: dt.datetime, receipt: str = "") -> bool:
    """It left. Also heard when the lease had ended meanwhile: nobody else has begun it."""
    return bool(
        _begun(taken).update(
            state=MessageState.SENT,
            trouble="",
            receipt=receipt[:100],
            ended_at=at,
            lease_until=None,
            lease_token=None,
        )
    )


@transaction.atomic
def mark_failed(taken: Leased, *, at: dt.datetime, trouble: Trouble, may_try_again: bool) -> bool:
    """It certainly did not leave. Tried again after 1, 4, 16 minutes, then each hour, six times in all."""
    row = _begun(taken).select_for_update().first()
    if row is None:
        return False
    wait = min(WAIT_MOST, FIRST_WAIT * 4 ** (row.attempts - 1))
    if not may_try_again or row.attempts >= TRIES_MOST or at + wait >= row.not_after:
        _end(row.pk, MessageState.FAILED, at, trouble=trouble)
        return True
    row.state, row.trouble, row.due_at = MessageState.WAITING, trouble, at + wait
    row.lease_until = row.lease_token = row.ended_at = None
    row.save(update_fields=["state", "trouble", "due_at", "lease_until", "lease_token", "ended_at"])
    return True


def mark_unknown(taken: Leased, *, at: dt.datetime) -> bool:
    """Nobody knows whether it left."""
    return bool(
        _begun(taken).update(state=MessageState.UNKNOWN, trouble=Trouble.INTERRUPTED, ended_at=at, lease_until=None)
    )


@transaction.atomic
def tidy(*, at: dt.datetime) -> int:
    """Ends what is late, erases words and addresses a week after the end; gives how many. The rest goes three months
    after: until then the link to stop opens, and an erased person is found.
    """
    _end_leases(at)
    _end_late(at)
    old = Message.objects.filter(ended_at__lte=at - WORDS_KEPT).exclude(content=None)
    done = old.update(content=None, receipt="")
    Message.objects.filter(ended_at__lte=at - ROWS_KEPT).delete()
    return done


def rotate_keys() -> int:
    """Enciphers again, by the present key of the site, what an earlier one holds; gives how many."""
    done = 0
    for row in Message.objects.exclude(content=None).iterator():
        if row.content is not None and not ciphering.is_by_present_key(row.content):
            where, old = queries.cell(row.pk), row.content
            new = ciphering.close(ciphering.disclose(old, cell=where), cell=where)
            done += Message.objects.filter(pk=row.pk, content=old).update(content=new)  # what was erased stays so
    return done


def _begun(taken: Leased) -> QuerySet[Message]:
    return Message.objects.filter(
        Q(state=MessageState.SENDING) | Q(state=MessageState.UNKNOWN, ended_by__isnull=True),
        pk=taken.id,
        lease_token=taken.token,
    )


def _end(number: uuid.UUID, state: MessageState, at: dt.datetime, *, trouble: str = "") -> None:
    Message.objects.filter(pk=number).update(
        state=state, trouble=trouble, ended_at=at, lease_until=None, lease_token=None
    )
