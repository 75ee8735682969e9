"""Reminders from a plan: asked, confirmed by whoever is at that address, sent, stopped, over. Each takes an instant."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from prevenance.campaigns.choices import reminders as choices
from prevenance.campaigns.models import Reminder
from prevenance.campaigns.operations import frequency
from prevenance.campaigns.queries import reminders as queries
from prevenance.kit import ciphering, locks
from prevenance.kit.clock import PARIS
from prevenance.people import operations as people
from prevenance.people.choices.messages import Channel, MessageState
from prevenance.people.models import Message
from prevenance.people.operations import outbox
from prevenance.people.queries import messages
from prevenance.people.queries.access import Access
from prevenance.people.queries.secrets import digest

LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
HOUR = dt.time(10)
WORTH = dt.timedelta(days=45)  # a message held back so long is no more use
_PURPOSES = (choices.PURPOSE, choices.ASKING)


@dataclass(frozen=True, slots=True)
class Links:
    """Whole addresses: to stop, of one asking, to find it by its code, to open a plan again; a phone to call."""

    stop: outbox.Link
    own: outbox.Link
    find: Callable[[str], str]
    again: Callable[[str], str]
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked. `dates`: of `queries.days`; nothing else of the plan comes here."""

    organisation: int
    channel: Channel
    contact: queries.Contact
    dates: Sequence[dt.date]
    agreed_words: str
    language: str
    commune: str = ""
    is_automatic: bool = False


class TooOften(Exception):
    """This address, or this site, was asked for too often. Never told to the visitor: it would tell of others."""


@transaction.atomic
def ask(wish: Wish, *, at: dt.datetime, links: Links) -> uuid.UUID:
    """Puts the one message that nobody confirmed: it asks for a yes. Without it before its end, all is erased.

    Raises:
        TooOften: nothing is written.
    """
    locks.wait_for("reminders asked for")
    _refuse_too_often(wish.contact.address, at)
    number = uuid.uuid4()
    digest_of_address = ciphering.blind(wish.contact.address, kind=messages.ADDRESS_KIND)
    for older in Reminder.objects.filter(address_digest=digest_of_address, channel=wish.channel, confirmed_at=None):
        _erase(older, at)
    before = at + choices.confirm_within(is_automatic=wish.is_automatic)
    row = Reminder(
        id=number,
        organisation_id=wish.organisation,
        commune_code=wish.commune,
        channel=str(wish.channel),
        contact=ciphering.close(wish.contact.packed(), cell=queries.cell(number)),
        address_digest=digest_of_address,
        language=wish.language,
        dates=[day.isoformat() for day in wish.dates],
        next_on=wish.dates[0],
        agreed_words=wish.agreed_words,
        asked_at=at,
        confirm_before=before,
        ends_on=max(wish.dates),
        link_digest=digest(queries.secret_made(number)),
        code_digest=queries.code_digest(queries.code_made(number)),
    )
    row.save(force_insert=True)
    # Who once said no to an asking is not asked again: their no has no end.
    draft = _draft(row, wish.contact, "ask", links, key=f"{choices.ASK_KEY}{number}", due=at, until=before)
    if not frequency.put(draft, at=at, link=links.stop):
        raise TooOften
    return number


def _refuse_too_often(address: str, at: dt.datetime) -> None:
    bounds = choices.given()["askings"]
    counted = (
        (messages.put_since(choices.ASK_KEY, at - dt.timedelta(days=1), address=address), bounds["address_a_day"]),
        (messages.put_since(choices.ASK_KEY, at - dt.timedelta(days=30), address=address), bounds["address_a_month"]),
        (messages.put_since(choices.ASK_KEY, at - dt.timedelta(days=1)), bounds["site_a_day"]),
    )
    if any(many >= most for many, most in counted):
        raise TooOften


@transaction.atomic
def confirm(number: uuid.UUID, *, at: dt.datetime, by: Access | None = None) -> bool:
    """« Yes » of whoever is there; `by`: the agent who heard it. An earlier yes of the same address gives way.

    Raises:
        people.NotThere: outside the scope of this agent.
    """
    row = Reminder.objects.select_for_update().filter(pk=number).first()
    if by is not None and (row is None or not queries.is_of(by, row)):
        raise people.NotThere
    if row is None or (row.confirmed_at is None and row.confirm_before <= at):
        return False
    if row.confirmed_at is None:
        row.confirmed_at, row.confirmed_by_id = at, by.account_id if by else None
        row.save(update_fields=["confirmed_at", "confirmed_by_id"])
        same = Reminder.objects.filter(address_digest=row.address_digest, channel=row.channel).exclude(pk=number)
        for older in same:
            _erase(older, at)
        outbox.withdraw(f"{choices.ASK_KEY}{number}", at=at)
        _note(by, at, "confirmed_reminder", row)
    return True


@transaction.atomic
def stop(number: uuid.UUID, *, at: dt.datetime, by: Access | None = None) -> bool:
    """No more: the address goes at once, with the words of what waited and of what left.

    Raises:
        people.NotThere: outside the scope of this agent.
    """
    row = Reminder.objects.select_for_update().filter(pk=number).first()
    if by is not None and (row is None or not queries.is_of(by, row)):
        raise people.NotThere
    if row is None:
        return False
    _note(by, at, "refused_reminder", row)
    _erase(row, at)
    return True


def stopped(address_digest: str, key: str, at: dt.datetime) -> None:
    """Somebody pressed « no more » in a message: whatever holds this address for plans goes."""
    number = uuid.UUID(key.split(":")[1])  # found by it where the address was digested under an earlier key
    rows = Reminder.objects.filter(address_digest=address_digest) | Reminder.objects.filter(pk=number)
    for row in rows:
        _erase(row, at)
    _forget_words(Message.objects.filter(address_digest=address_digest, purpose__in=_PURPOSES), at)


def _erase(row: Reminder, at: dt.datetime) -> None:
    for key in (f"{choices.KEY}{row.pk}:", f"{choices.ASK_KEY}{row.pk}"):
        outbox.withdraw(key, at=at)
        _forget_words(Message.objects.filter(key__startswith=key), at)
    row.delete()


def _forget_words(rows: QuerySet[Message], at: dt.datetime) -> None:
    """Not of what a process is sending at this instant: it ends, and the tidying of the outbox erases it."""
    rows.exclude(content=None).exclude(state=MessageState.SENDING).update(content=None, receipt="")


def keep_up(*, at: dt.datetime, links: Links) -> dict[str, int]:
    """Erases what nobody confirmed and what is over, puts what is due today. Done twice, it changes nothing more."""
    counts = {"unconfirmed": 0, "put": 0, "over": 0}
    late = Reminder.objects.filter(confirmed_at=None, confirm_before__lte=at)
    for number in list(late.values_list("pk", flat=True)):
        counts["unconfirmed"] += _end(number, at)
    on = at.astimezone(PARIS).date()
    due = Reminder.objects.filter(next_on__lte=on).exclude(confirmed_at=None)
    for number in list(due.order_by("next_on", "id").values_list("pk", flat=True)):
        put, over = _follow(number, on, at, links)
        counts["put"] += put
        counts["over"] += over
    return counts


@transaction.atomic
def _end(number: uuid.UUID, at: dt.datetime) -> int:
    row = Reminder.objects.select_for_update().filter(pk=number, confirmed_at=None).first()
    if row is None:
        return 0
    _erase(row, at)
    return 1


@transaction.atomic
def _follow(number: uuid.UUID, on: dt.date, at: dt.datetime, links: Links) -> tuple[int, int]:
    """One message for all the days that have come (a site that was down does not send two); (put, over)."""
    row = Reminder.objects.select_for_update().filter(pk=number, next_on__lte=on).exclude(confirmed_at=None).first()
    contact = queries.contact(row) if row else None
    if row is None:
        return 0, 0
    days = [dt.date.fromisoformat(one) for one in row.dates]
    left = [day for day in days if day > on]
    put = False
    if contact is not None and (come := [day for day in days if day <= on]):
        due = dt.datetime.combine(come[-1], HOUR, PARIS)
        key = f"{choices.KEY}{row.pk}:{come[-1].isoformat()}"
        draft = _draft(row, contact, "remind", links, key=key, due=due, until=due + WORTH, is_last=not left)
        put = frequency.put(draft, at=at, link=links.stop)
    if not left:
        # The words of the last message stay in the outbox until it has left, and a week more.
        row.delete()
        return int(put), 1
    row.dates, row.next_on = [day.isoformat() for day in left], left[0]
    row.save(update_fields=["dates", "next_on"])
    return int(put), 0


def _draft(
    row: Reminder,
    contact: queries.Contact,
    kind: str,
    links: Links,
    *,
    key: str,
    due: dt.datetime,
    until: dt.datetime,
    is_last: bool = False,
) -> outbox.Draft:
    channel, language = Channel(row.channel), row.language
    is_asking = kind == "ask"
    values = {
        "link": "" if is_last else links.own(queries.secret_of(row), language),
        "again": links.again(language),
        "find": links.find(language),
        "code": queries.code_of(row),
        "phone": messages.spoken(links.phone) if links.phone else "",
    }
    is_written = channel in (Channel.EMAIL, Channel.LETTER)
    return outbox.Draft(
        key=key,
        organisation=row.organisation_id,
        purpose=choices.ASKING if is_asking else choices.PURPOSE,
        agreed_at=LONG_AGO if is_asking else row.asked_at,
        channel=channel,
        address=contact.address,
        subject=choices.subject(kind, language) if is_written else contact.name,
        text=choices.words(channel, kind, language, values, is_last=is_last),
        due_at=due,
        not_after=until,
        language=language,
        commune=row.commune_code,
    )


@transaction.atomic
def rotate_keys() -> int:
    """Enciphers again, by the present key of the site, what an earlier one holds; gives how many."""
    done = 0
    for row in Reminder.objects.order_by("pk").iterator():
        if not ciphering.is_by_present_key(row.contact):
            where = queries.cell(row.pk)
            text = ciphering.disclose(row.contact, cell=where)
            closed = ciphering.close(text, cell=where)
            Reminder.objects.filter(pk=row.pk).update(contact=closed)
            done += 1
    return done


def _note(by: Access | None, at: dt.datetime, verb: str, row: Reminder) -> None:
    if by is not None:
        people.record(
            by=by.account_id,
            at=at,
            verb=verb,
            kind="reminder",
            object_id=str(row.pk),
            organisation_id=row.organisation_id,
        )
