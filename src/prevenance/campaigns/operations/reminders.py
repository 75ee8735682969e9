"""Reminders from a plan: asked, confirmed by whoever is at that address, sent, stopped, over. Each takes an instant."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from prevenance.campaigns.choices import reminders as choices
from prevenance.campaigns.models import Reminder
from prevenance.campaigns.operations import askings, frequency
from prevenance.campaigns.operations.askings import LONG_AGO, TooOften
from prevenance.campaigns.queries import askings as shared
from prevenance.campaigns.queries import reminders as queries
from prevenance.kit.clock import PARIS
from prevenance.mediation.queries.openings import zone_of
from prevenance.people.choices.messages import Channel
from prevenance.people.operations import outbox
from prevenance.people.queries import messages

__all__ = ["TooOften"]
HOUR = dt.time(10)
WORTH = dt.timedelta(days=45)  # a message held back so long is no more use
TABLE = askings.Table(
    kind=queries.KIND,
    rows=Reminder.objects.all,
    ask_key=choices.ASK_KEY,
    purposes=(choices.PURPOSE, choices.ASKING),
    keys=lambda row: [f"{choices.KEY}{row.pk}:"],
    verbs=("confirmed_reminder", "refused_reminder"),
)
confirm, stop, rotate_keys = TABLE.confirm, TABLE.stop, TABLE.rotate_keys


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


@transaction.atomic
def ask(wish: Wish, *, at: dt.datetime, links: Links) -> uuid.UUID:
    """Puts the one message that nobody confirmed: it asks for a yes. Without it before its end, all is erased.

    Raises:
        TooOften: nothing is written.
    """
    TABLE.refuse_too_often(wish.contact.address, at)
    number = uuid.uuid4()
    columns = shared.sealed(queries.KIND, number, wish.contact)
    before = at + choices.confirm_within(is_automatic=wish.is_automatic)
    row = Reminder(
        **columns,
        organisation_id=wish.organisation,
        commune_code=wish.commune,
        channel=str(wish.channel),
        language=wish.language,
        dates=[day.isoformat() for day in wish.dates],
        next_on=wish.dates[0],
        agreed_words=wish.agreed_words,
        asked_at=at,
        confirm_before=before,
        ends_on=max(wish.dates),
    )
    TABLE.replace_unconfirmed(row, at)
    row.save(force_insert=True)
    # Who once said no to an asking is not asked again: their no has no end.
    draft = _draft(row, wish.contact, "ask", links, key=f"{choices.ASK_KEY}{number}", due=at, until=before)
    if not frequency.put(draft, at=at, link=links.stop):
        raise TooOften
    return number


def stopped(address_digest: str, key: str, at: dt.datetime) -> None:
    """Somebody pressed « no more » in a message: whatever holds this address for plans goes."""
    TABLE.stopped(address_digest, key.split(":")[1], at)


def keep_up(*, at: dt.datetime, links: Links) -> dict[str, int]:
    """Erases what nobody confirmed and what is over, puts what is due today. Done twice, it changes nothing more."""
    counts = {"unconfirmed": TABLE.end_unconfirmed(at), "put": 0, "over": 0}
    on = at.astimezone(PARIS).date()
    due = Reminder.objects.filter(next_on__lte=on).exclude(confirmed_at=None)
    for number in list(due.order_by("next_on", "id").values_list("pk", flat=True)):
        put, over = _follow(number, on, at, links)
        counts["put"] += put
        counts["over"] += over
    return counts


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
        "before": askings.before(row),
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
        zone=zone_of(row.commune_code),
    )
