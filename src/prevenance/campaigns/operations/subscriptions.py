"""Prevention messages asked for: a first and a second yes, how many a year, renewed, stopped, over."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import formats, translation

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.choices import reminders
from prevenance.campaigns.choices.channels import gsm
from prevenance.campaigns.models import Subscription
from prevenance.campaigns.operations import askings, frequency
from prevenance.campaigns.operations.askings import LONG_AGO, TooOften
from prevenance.campaigns.queries import askings as shared
from prevenance.campaigns.queries.subscriptions import KIND
from prevenance.consent.operations import consents
from prevenance.kit.clock import PARIS
from prevenance.kit.consents import Means
from prevenance.mediation.queries.openings import zone_of
from prevenance.people import operations as people
from prevenance.people.choices.messages import Channel
from prevenance.people.models import Message
from prevenance.people.operations import outbox
from prevenance.people.queries import messages
from prevenance.people.queries.access import Access
from prevenance.people.queries.persons import later

__all__ = ["TooOften"]


@dataclass(frozen=True, slots=True)
class Links:
    """Whole addresses: to stop, of one asking, to find it by its code; a phone to call."""

    stop: outbox.Link
    own: outbox.Link
    find: Callable[[str], str]
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked. `operation`: of an agent's form; `means`: how the first yes was said."""

    organisation: int
    channel: Channel
    contact: shared.Contact
    year_most: int
    agreed_words: str
    language: str
    commune: str = ""
    means: Means = Means.ON_SCREEN
    is_automatic: bool = False
    operation: uuid.UUID | None = None


TABLE = askings.Table(
    kind=KIND,
    rows=Subscription.objects.all,
    ask_key=choices.ASK_KEY,
    purposes=(choices.PURPOSE, choices.ASKING),
    keys=lambda row: [*(choices.key(int(one), str(row.pk)) for one in row.puts), f"{choices.END_KEY}{row.pk}"],
    verbs=("confirmed_subscription", "refused_subscription"),
)
confirm, stop, rotate_keys = TABLE.confirm, TABLE.stop, TABLE.rotate_keys


@transaction.atomic
def ask(wish: Wish, *, at: dt.datetime, links: Links, by: Access | None = None) -> uuid.UUID:
    """Puts the one message that nobody confirmed: it asks for a yes. Without it before its end, all is erased.

    `by`: the agent to whom somebody said yes. A letter needs no second one then; a number and an e-mail do, since what
    was typed may be somebody else's. The same `operation` again gives the same asking.

    Raises:
        TooOften: nothing is written. people.NotThere: outside the scope of this agent.
    """
    if by is not None and not by.may(messages.ACTION, organisation=wish.organisation, commune=wish.commune or None):
        raise people.NotThere
    TABLE.one_at_a_time()
    if wish.operation and (known := Subscription.objects.filter(operation=wish.operation).first()):
        return known.pk
    TABLE.refuse_too_often(wish.contact.address, at)
    number = uuid.uuid4()
    columns = shared.sealed(KIND, number, wish.contact)
    before = at + reminders.confirm_within(is_automatic=wish.is_automatic)
    row = Subscription(
        **columns,
        operation=wish.operation,
        organisation_id=wish.organisation,
        commune_code=wish.commune,
        channel=str(wish.channel),
        language=wish.language,
        year_most=wish.year_most,
        agreed_words=wish.agreed_words,
        means=wish.means.value,
        asked_at=at,
        confirm_before=before,
        ends_on=_end(at),
    )
    TABLE.replace_unconfirmed(row, at)
    row.save(force_insert=True)
    if by is not None:
        TABLE.note(by, at, "noted_subscription", row)
        if wish.channel is Channel.LETTER:
            confirm(number, at=at, by=by)
            return number
    # Who once said no to an asking is not asked again: their no has no end.
    draft = _draft(row, wish.contact, "ask", links, key=f"{choices.ASK_KEY}{number}", due=at, until=before)
    if not frequency.put(draft, at=at, link=links.stop):
        raise TooOften
    return number


@transaction.atomic
def choose(number: uuid.UUID, *, year_most: int) -> bool:
    """The person changes how many a year. False: there is nothing to change any more, or no such choice."""
    if year_most not in choices.year_mosts():
        return False
    return bool(Subscription.objects.filter(pk=number).update(year_most=year_most))


@transaction.atomic
def renew(number: uuid.UUID, *, at: dt.datetime) -> bool:
    """Two more years from now, said by whoever is there."""
    row = Subscription.objects.select_for_update().filter(pk=number).exclude(confirmed_at=None).first()
    if row is None:
        return False
    row.ends_on, row.end_told_at = _end(at), None
    row.save(update_fields=["ends_on", "end_told_at"])
    outbox.withdraw(f"{choices.END_KEY}{number}", at=at)
    return True


def stopped(address_digest: str, key: str, at: dt.datetime) -> None:
    """Somebody pressed « no more » in a message: their asking is erased; whoever is followed has their consent taken
    back, where their record shows it.
    """
    last = key.rpartition(":")[2]
    person = Message.objects.filter(key=key).values_list("person", flat=True).first() or ""
    TABLE.stopped(address_digest, "" if person else last, at)
    if person:
        consents.withdraw_own(at=at, person=person, purpose=choices.PURPOSE)


def keep_up(*, at: dt.datetime, links: Links) -> dict[str, int]:
    """Erases what nobody confirmed and what is over; tells a month before. Done twice, it changes nothing more."""
    on = at.astimezone(PARIS).date()
    counts = {"unconfirmed": TABLE.end_unconfirmed(at), "told": 0, "over": 0}
    for number in list(Subscription.objects.filter(ends_on__lte=on).values_list("pk", flat=True)):
        counts["over"] += _over(number, on, at)
    soon = on + dt.timedelta(days=int(choices.given()["told_days_before"]))
    near = Subscription.objects.filter(ends_on__lte=soon, end_told_at=None).exclude(confirmed_at=None)
    for number in list(near.values_list("pk", flat=True)):
        counts["told"] += _tell(number, at, links)
    return counts


@transaction.atomic
def _over(number: uuid.UUID, on: dt.date, at: dt.datetime) -> int:
    row = Subscription.objects.select_for_update().filter(pk=number, ends_on__lte=on).first()
    if row is None:
        return 0
    TABLE.erase(row, at)
    return 1


@transaction.atomic
def _tell(number: uuid.UUID, at: dt.datetime, links: Links) -> int:
    row = Subscription.objects.select_for_update().filter(pk=number, end_told_at=None).first()
    contact = KIND.contact(row) if row else None
    if row is None or contact is None:
        return 0
    until = dt.datetime.combine(row.ends_on, dt.time(), PARIS)
    draft = _draft(row, contact, "end", links, key=f"{choices.END_KEY}{number}", due=at, until=until)
    if not frequency.put(draft, at=at, link=links.stop):
        return 0  # the cap holds it back: tried again at the next passage
    row.end_told_at = at
    row.save(update_fields=["end_told_at"])
    return 1


def _end(at: dt.datetime) -> dt.date:
    return later(at.astimezone(PARIS).date(), int(choices.given()["months"]))


def _draft(
    row: Subscription,
    contact: shared.Contact,
    kind: str,
    links: Links,
    *,
    key: str,
    due: dt.datetime,
    until: dt.datetime,
) -> outbox.Draft:
    channel, language = Channel(row.channel), row.language
    with translation.override("en" if language == "en" else "fr"):
        day = formats.date_format(row.ends_on, "j F Y")
    values = {
        "link": links.own(KIND.secret_of(row), language),
        "find": links.find(language),
        "code": KIND.code_of(row),
        "phone": messages.spoken(links.phone) if links.phone else "",
        "day": gsm(day) if channel is Channel.SMS else day,
        "before": askings.before(row),
    }
    is_asking = kind == "ask"
    return outbox.Draft(
        key=key,
        organisation=row.organisation_id,
        purpose=choices.ASKING if is_asking else choices.PURPOSE,
        agreed_at=LONG_AGO if is_asking else row.asked_at,
        channel=channel,
        address=contact.address,
        subject=choices.subject(kind, language) if channel is not Channel.SMS else "",
        text=choices.words(channel, kind, language, values),
        due_at=due,
        not_after=until,
        language=language,
        commune=row.commune_code,
        zone=zone_of(row.commune_code),
    )
