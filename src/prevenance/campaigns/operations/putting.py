"""A planned mailing put into the outbox, a few recipients at a time: what is killed resumes, nobody gets it twice.

Whatever may no longer go out is taken back at once, and put again if it may anew: no message that left leaves twice.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.choices.channels import Channel as KitChannel
from prevenance.campaigns.choices.mailings import MailingState
from prevenance.campaigns.models import Mailing, Subscription
from prevenance.campaigns.operations import frequency, links
from prevenance.campaigns.queries import mailings as queries
from prevenance.campaigns.queries.mailings import MailingKept
from prevenance.campaigns.queries.subscriptions import KIND
from prevenance.consent.queries.agreeing import Agreeing, agreeing
from prevenance.kit import ciphering, locks
from prevenance.kit.clock import PARIS
from prevenance.mediation.queries.openings import zone_of
from prevenance.people.choices.messages import Channel, MessageState
from prevenance.people.choices.persons import Channel as Preferred
from prevenance.people.models import Message
from prevenance.people.operations import outbox
from prevenance.people.queries import messages, persons

MOST = 500  # recipients at a call: what waits leaves between two of them
FRENCH, MOBILES = "+33", ("+336", "+337")
_FOLLOWED, _SUBSCRIBED = "p:", "s:"


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a mailing in one language; `{stop}` in them is for the outbox."""

    subject: str
    text: str
    language: str


Worded = Callable[[MailingKept, str, str], Said | None]  # mailing, language, short address; None: it does not hold


@dataclass(frozen=True, slots=True)
class Links:
    """`stop`: the whole address of the page to stop; `worded`: makes the words."""

    stop: outbox.Link
    worded: Worded


class _Fate(StrEnum):
    PUT = "put"
    HELD = "held"
    MISSED = "missed"
    NONE = "none"  # not for them: they said no, live elsewhere, prefer another way, or have it by another asking


@dataclass(frozen=True, slots=True)
class _To:
    """One recipient. `number`: of the asking, or the reference of the person."""

    number: str
    address: str
    language: str
    agreed_at: dt.datetime
    commune: str = ""
    person: str = ""
    until: dt.date | None = None


@dataclass(slots=True)
class _Going:
    """A mailing while it is put. `words`: by language, made once."""

    one: MailingKept
    at: dt.datetime
    links: Links
    short: str
    words: dict[str, Said | None] = field(default_factory=dict)

    def said(self, language: str) -> Said | None:
        """In their language where it is reviewed, else in French."""
        told = self.one.told.words if self.one.told else {}
        wanted = language if language in told else "fr"
        if wanted not in self.words:
            self.words[wanted] = self.links.worded(self.one, wanted, self.short)
        return self.words[wanted] or (self.said("fr") if wanted != "fr" else None)


def put_due(*, at: dt.datetime, links: Links, most: int = MOST, only: int | None = None) -> dict[str, int]:
    """Puts at most `most` messages whose hour has come, in transactions of a few; done again, it goes on. `left`: 1
    when there is more to put. `only`: of one mailing.
    """
    counts: Counter[str] = Counter({"put": 0, "held": 0, "missed": 0, "withdrawn": 0, "left": 0})
    left = most
    for number in queries.due(at):
        if only not in (None, number):
            continue
        while left > 0:
            seen = _batch(number, at, links, min(left, int(choices.given()["batch"])), counts)
            left -= seen
            if not seen:
                break
            locks.give_way()
    counts["left"] = int(left <= 0)
    return dict(counts)


@transaction.atomic
def _batch(number: int, at: dt.datetime, links: Links, most: int, counts: Counter[str]) -> int:
    """How many recipients were looked at."""
    row = Mailing.objects.select_for_update().filter(pk=number, state=MailingState.PLANNED.value).first()
    one = queries.kept(row, on=at.astimezone(PARIS).date()) if row else None
    if row is None or one is None:
        return 0
    if not one.may_leave:
        counts["withdrawn"] += take_back(row, at)
        return 0
    if row.put_at is not None:
        return 0
    if not row.cursor:  # from the first recipient: counted anew
        row.put_many = row.held_many = row.missed_many = 0
    going = _Going(one, at, links, short(one, at))
    if queries.not_after(one) <= at or going.said("fr") is None:
        row.put_at = at
        row.save(update_fields=["put_at"])  # what left before a stop stays counted
        return 0
    seen = 0
    fates: Counter[_Fate] = Counter()
    for cursor, recipient, asking in _next(row, going, most):
        seen += 1
        row.cursor = cursor
        fates[_give(going, recipient, asking) if isinstance(recipient, _To) else recipient] += 1
    row.put_many += fates[_Fate.PUT]
    row.held_many += fates[_Fate.HELD]
    row.missed_many += fates[_Fate.MISSED]
    if not seen:
        row.cursor, row.put_at = "", at
    row.save(update_fields=["cursor", "put_at", "put_many", "held_many", "missed_many"])
    for fate in (_Fate.PUT, _Fate.HELD, _Fate.MISSED):
        counts[str(fate)] += fates[fate]
    return seen


def _next(row: Mailing, going: _Going, most: int) -> Iterable[tuple[str, _To | _Fate, Subscription | None]]:
    """(cursor, recipient or why there is none, their asking): subscribers, then people followed."""
    one, on = going.one, going.at.astimezone(PARIS).date()
    done = 0
    if not row.cursor.startswith(_FOLLOWED):
        rows = queries.subscribed(one.campaign.organisation, one.channel, one.all_communes, on=on).order_by("id")
        if row.cursor:
            rows = rows.filter(id__gt=row.cursor.removeprefix(_SUBSCRIBED))
        for asking in rows.select_for_update()[:most]:
            done += 1
            yield f"{_SUBSCRIBED}{asking.pk}", _subscriber(asking), asking
    if done == most or one.channel is Channel.LETTER:
        return
    after = row.cursor.removeprefix(_FOLLOWED) if row.cursor.startswith(_FOLLOWED) else ""
    organisation = one.campaign.organisation
    for each in agreeing(choices.PURPOSE, organisation=organisation, on=on, after=after, most=most - done):
        yield f"{_FOLLOWED}{each.person}", _followed(each, one), None


def _subscriber(row: Subscription) -> _To | _Fate:
    contact = KIND.contact(row)
    if contact is None:
        return _Fate.MISSED
    return _To(str(row.pk), contact.address, row.language, row.asked_at, row.commune_code, until=row.ends_on)


def _followed(each: Agreeing, one: MailingKept) -> _To | _Fate:
    """By their record."""
    try:
        found = persons.present(each.person)
    except ciphering.Closed:
        return _Fate.MISSED
    if found is None or not one.aims_at(found.commune):
        return _Fate.NONE
    identity, by_sms = found.identity, one.channel is Channel.SMS
    if identity.channel is (Preferred.EMAIL if by_sms else Preferred.SMS):
        return _Fate.NONE
    address = identity.phone if by_sms else identity.email
    if not address or (by_sms and address.startswith(FRENCH) and not address.startswith(MOBILES)):
        return _Fate.MISSED
    language = identity.language or "fr"
    return _To(each.person, address, language, each.given_at, found.commune, found.id, each.ends_on)


def _give(going: _Going, to: _To, asking: Subscription | None) -> _Fate:
    one, at = going.one, going.at
    key, said = choices.key(one.id, to.number), going.said(to.language)
    if said is None:
        return _Fate.MISSED
    if _has_enough(going, to, asking, key):
        return _Fate.HELD
    if _others(one.id, to.address, key).exists():
        return _Fate.NONE
    last = queries.not_after(one)
    if to.until is not None:  # no message outlives the yes
        last = min(last, dt.datetime.combine(to.until, dt.time(), PARIS))
    draft = outbox.Draft(
        key=key,
        organisation=one.campaign.organisation,
        purpose=choices.PURPOSE,
        agreed_at=to.agreed_at,
        channel=one.channel,
        address=to.address,
        subject=said.subject,
        text=said.text,
        due_at=max(one.due_at, at),
        not_after=last,
        language=said.language,
        person=to.person,
        commune=to.commune,
        zone=zone_of(to.commune),
    )
    if frequency.put(draft, at=at, link=going.links.stop):
        if asking is not None:
            _note_put(asking, one.id, at)
        return _Fate.PUT
    if Message.objects.filter(key=key).exists():
        return _Fate.PUT
    stopped = messages.is_stopped(to.address, choices.PURPOSE, since=to.agreed_at)
    return _Fate.NONE if stopped else _Fate.HELD


def _has_enough(going: _Going, to: _To, asking: Subscription | None, key: str) -> bool:
    """Their own number a year; for people followed, one in three months."""
    if asking is None:
        since = going.at - dt.timedelta(days=int(choices.given()["followed_every_days"]))
        theirs = Message.objects.filter(person=to.person, purpose=choices.PURPOSE, due_at__gt=since)
        return theirs.exclude(key=key).exclude(state=MessageState.WITHDRAWN).exists()
    on = going.at.astimezone(PARIS).date()
    recent = _recent(asking.puts, on)
    others = [int(number) for number in recent if int(number) != going.one.id]
    if len(others) < asking.year_most:
        return False
    keys = [choices.key(number, to.number) for number in others]
    gone = Message.objects.filter(key__in=keys, state=MessageState.WITHDRAWN).count()
    return len(others) - gone >= asking.year_most


def _recent(puts: Mapping[str, str], on: dt.date) -> dict[str, str]:
    return {number: day for number, day in puts.items() if dt.date.fromisoformat(day) > on - choices.YEAR}


def _note_put(asking: Subscription, number: int, at: dt.datetime) -> None:
    on = at.astimezone(PARIS).date()
    asking.puts = _recent(asking.puts, on) | {str(number): on.isoformat()}
    asking.save(update_fields=["puts"])


def _others(number: int, address: str, key: str) -> QuerySet[Message]:
    """What this address has of this mailing by another asking, or as somebody followed."""
    digests = ciphering.blinds(address, kind=messages.ADDRESS_KIND)
    rows = messages.begun_by(choices.key(number, "")).filter(address_digest__in=digests)
    return rows.exclude(key=key).exclude(state=MessageState.WITHDRAWN)


def short(one: MailingKept, at: dt.datetime) -> str:
    """The short address of the campaign for this way: visits are counted under it."""
    return links.of_channel(one.campaign.id, one.message, KitChannel(str(one.channel)), at=at).short


# --- taken back


def take_back(row: Mailing, at: dt.datetime) -> int:
    """Inside the transaction of the gesture: what waits is withdrawn; if it may go out again, all begins again from
    the first recipient. A mailing that left whole stays over. Gives how many.
    """
    if not row.cursor and row.put_at is None:
        return 0
    done = outbox.withdraw(choices.key(row.pk, ""), at=at)
    if done or row.put_at is None:
        row.cursor, row.put_at = "", None
        row.put_many -= min(done, row.put_many)
        row.save(update_fields=["cursor", "put_at", "put_many"])
    return done


@transaction.atomic
def hold(*, at: dt.datetime, message: int | None = None, campaign: int | None = None) -> int:
    """A message or a campaign was stopped or changed: what waits of its mailings and may no longer go out, or aims at
    people who live outside its communes, is taken back at once. Gives how many messages.
    """
    rows = Mailing.objects.select_for_update().filter(state=MailingState.PLANNED.value)
    rows = rows.filter(message_id=message) if message is not None else rows.filter(campaign_id=campaign or 0)
    done, on = 0, at.astimezone(PARIS).date()
    for row in rows.order_by("pk"):
        one = queries.kept(row, on=on)
        if one is None or not one.may_leave:
            done += take_back(row, at)
        elif one.all_communes:
            done += outbox.withdraw_elsewhere(choices.key(row.pk, ""), one.all_communes, at)
    return done


def moved(person: str, at: dt.datetime) -> None:
    """The record of somebody followed changed: what waits for them of a mailing to other communes is taken back; the
    rest keeps to the nights of where they live now.
    """
    found = persons.present(person)
    rows = Message.objects.filter(person=person, purpose=choices.PURPOSE, key__startswith=choices.KEY)
    for row in rows.exclude(state__in=(MessageState.SENT, MessageState.WITHDRAWN)):
        mailing = Mailing.objects.filter(pk=int(row.key.split(":")[1])).first()
        one = queries.kept(mailing, on=at.astimezone(PARIS).date()) if mailing else None
        if found is None or one is None or not one.aims_at(found.commune):
            outbox.withdraw(row.key, at=at)
        elif row.commune_code != found.commune:
            Message.objects.filter(pk=row.pk).update(commune_code=found.commune, zone=zone_of(found.commune))
