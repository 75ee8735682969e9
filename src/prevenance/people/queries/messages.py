"""Messages as those of the team read them: what waits for a hand, what went wrong, what is to come, what left."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

import phonenumbers
from django.db import connection
from django.db.models import Count, Q, QuerySet

from prevenance.kit import ciphering
from prevenance.people.choices.messages import TROUBLES, Channel, MessageState, Trouble
from prevenance.people.models import Message, Stop
from prevenance.people.queries.access import Access
from prevenance.people.queries.secrets import digest

ACTION = "send_messages"
ADDRESS_KIND = "message-address"
PAGE, SHEETS = 20, 40  # messages of a list on screen; letters or calls printed at once
SHOWN_FOR = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Content:
    """What is enciphered. `address`: a number in E.164, an e-mail, or the lines of a postal address under the name."""

    address: str
    subject: str
    text: str
    stop: str = ""
    language: str = "fr"

    def packed(self) -> str:
        """As it is enciphered."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Shown:
    """One message. `content`: None a week after its end, or when no key of the site opens it."""

    id: uuid.UUID
    organisation_id: int
    channel: Channel
    state: MessageState
    trouble: str
    due_at: dt.datetime
    not_after: dt.datetime
    ended_at: dt.datetime | None
    is_by_hand: bool
    content: Content | None


class Part(StrEnum):
    """The lists of the page."""

    TO_SEND = "to-send"
    TROUBLES = "troubles"
    TO_COME = "to-come"
    SENT = "sent"


def cell(number: uuid.UUID) -> str:
    return f"people_message.content:{number}"


def content(row: Message) -> Content | None:
    """What the message says, to whom."""
    if row.content is None:
        return None
    try:
        return Content(**json.loads(ciphering.disclose(row.content, cell=cell(row.pk))))
    except ciphering.Closed:
        return None


def spoken(phone: str) -> str:
    """A number as it is written in France: « 06 39 98 00 01 »; short numbers and "" stay as they are."""
    try:
        read = phonenumbers.parse(phone, "FR")
    except phonenumbers.NumberParseException:
        return phone
    kind = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(read, kind.NATIONAL if read.country_code == 33 else kind.INTERNATIONAL))


def is_stopped(address: str, purpose: str, *, since: dt.datetime) -> bool:
    """Whether somebody there asked for no more, after having agreed (`since`)."""
    digests = ciphering.blinds(address, kind=ADDRESS_KIND)
    return Stop.objects.filter(address_digest__in=digests, purpose=purpose, stopped_at__gte=since).exists()


def times(address: str, *, since: dt.datetime) -> list[dt.datetime]:
    """When each message to this address left, or is to leave, since an instant, whatever it is for; those taken back do
    not count.
    """
    digests = ciphering.blinds(address, kind=ADDRESS_KIND)
    rows = Message.objects.filter(address_digest__in=digests).exclude(state=MessageState.WITHDRAWN)
    found = (ended if state == MessageState.SENT and ended else due for state, due, ended in _moments(rows))
    return sorted(one for one in found if one >= since)


def _moments(rows: QuerySet[Message]) -> Iterable[tuple[str, dt.datetime, dt.datetime | None]]:
    return rows.values_list("state", "due_at", "ended_at")


def begun_by(prefix: str) -> QuerySet[Message]:
    """Those whose key begins so (ASCII). SQLite needs the bounds: its LIKE reads every row."""
    rows = Message.objects.filter(key__startswith=prefix)
    return rows if connection.vendor != "sqlite" else rows.filter(key__gte=prefix, key__lt=prefix + "\x7f")


def put_since(prefix: str, since: dt.datetime, *, address: str = "") -> int:
    """How many messages whose key begins so were put since an instant, to one address when it is given."""
    rows = begun_by(prefix).filter(made_at__gt=since)
    if address:
        rows = rows.filter(address_digest__in=ciphering.blinds(address, kind=ADDRESS_KIND))
    return rows.count()


def part(
    agent: Access, which: Part, *, at: dt.datetime, automatic: Collection[Channel]
) -> tuple[tuple[Shown, ...], bool]:
    """The first messages of one list within the scope, and whether there are more. `automatic`: the ways by which the
    site sends by itself; the others wait for a hand.
    """
    rows, order = _chosen(which, at, automatic)
    found = within(agent, rows.order_by(*order))
    shown = [_shown(row) for _, row in zip(range(PAGE + 1), found, strict=False)]
    return tuple(shown[:PAGE]), len(shown) > PAGE


def counts(agent: Access, *, at: dt.datetime, automatic: Collection[Channel]) -> dict[Part, int]:
    """How many in each list."""
    return {which: _count(agent, _chosen(which, at, automatic)[0]) for which in Part}


def letters(agent: Access, *, at: dt.datetime, prefix: str = "") -> tuple[Shown, ...]:
    """Every letter to post now (`prefix`: of this kind, by the beginning of their keys), the oldest first; at most
    `SHEETS`.
    """
    return _by_hand(agent, Channel.LETTER, at, prefix)


def calls(agent: Access, *, at: dt.datetime) -> tuple[Shown, ...]:
    """Every call to make now."""
    return _by_hand(agent, Channel.CALL, at, "")


def troubles(agent: Access, prefix: str, *, at: dt.datetime) -> int:
    """How many messages of this kind (the beginning of their keys) did not reach anybody, this week."""
    rows, _ = _chosen(Part.TROUBLES, at, ())
    return _count(agent, rows.filter(key__startswith=prefix))


def within(agent: Access, rows: QuerySet[Message]) -> Iterable[Message]:
    """Those of the organisations and of the communes of this agent."""
    for row in rows.filter(organisation__in=agent.organisations(ACTION)).iterator(chunk_size=200):
        if agent.may(ACTION, organisation=row.organisation_id, commune=row.commune_code or None):
            yield row


def _count(agent: Access, rows: QuerySet[Message]) -> int:
    """By organisation and commune: a campaign may have put a hundred thousand."""
    mine = rows.filter(organisation__in=agent.organisations(ACTION)).order_by()
    groups = mine.values_list("organisation_id", "commune_code").annotate(many=Count("pk"))
    return sum(
        many
        for organisation, commune, many in groups
        if agent.may(ACTION, organisation=organisation, commune=commune or None)
    )


@dataclass(frozen=True, slots=True)
class StopLink:
    """What a link to stop leads to."""

    message_id: uuid.UUID
    purpose: str
    is_stopped: bool


def stop_link(secret: str) -> StopLink | None:
    """By the secret of a message received; None when it is unknown, or too old."""
    row = Message.objects.filter(stop_digest=digest(secret)).first() if secret else None
    if row is None or not row.address_digest:
        return None
    stopped = Stop.objects.filter(address_digest=row.address_digest, purpose=row.purpose, stopped_at__gte=row.agreed_at)
    return StopLink(row.pk, row.purpose, stopped.exists())


def _by_hand(agent: Access, channel: Channel, at: dt.datetime, prefix: str) -> tuple[Shown, ...]:
    rows, order = _chosen(Part.TO_SEND, at, ())
    found = within(agent, rows.filter(channel=channel, key__startswith=prefix).order_by(*order))
    return tuple(_shown(row) for _, row in zip(range(SHEETS), found, strict=False))


def _chosen(which: Part, at: dt.datetime, automatic: Collection[Channel]) -> tuple[QuerySet[Message], tuple[str, ...]]:
    waiting = Q(state=MessageState.WAITING, not_after__gt=at)
    mine = ~Q(channel__in=[str(one) for one in automatic])
    recent = Q(ended_at__gt=at - SHOWN_FOR)
    # Nobody may have passed to end what waited too long: it is in trouble all the same.
    late = Q(state=MessageState.WAITING, not_after__lte=at, not_after__gt=at - SHOWN_FOR)
    if which is Part.TO_SEND:
        return Message.objects.filter(waiting & mine, due_at__lte=at), ("due_at", "id")
    if which is Part.TROUBLES:
        troubled = recent & Q(state__in=[str(one) for one in TROUBLES])
        return Message.objects.filter(late | troubled), ("-due_at", "id")
    if which is Part.TO_COME:
        running = Q(state__in=[MessageState.LEASED, MessageState.SENDING])
        return Message.objects.filter(running | (waiting & (Q(due_at__gt=at) | ~mine))), ("due_at", "id")
    stopped = Q(state=MessageState.WITHDRAWN, trouble=Trouble.STOPPED)
    return Message.objects.filter(recent & (Q(state=MessageState.SENT) | stopped)), ("-ended_at", "id")


def _shown(row: Message) -> Shown:
    return Shown(
        row.pk,
        row.organisation_id,
        Channel(row.channel),
        MessageState(row.state),
        row.trouble,
        row.due_at,
        row.not_after,
        row.ended_at,
        row.ended_by_id is not None,
        content(row),
    )
