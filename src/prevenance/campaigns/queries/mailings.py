"""Mailings of a campaign: whether one may go out, to how many, and how far it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.choices.mailings import MailingState
from prevenance.campaigns.choices.messages import MINE
from prevenance.campaigns.models import Mailing, Subscription
from prevenance.campaigns.queries import campaigns
from prevenance.campaigns.queries.campaigns import CampaignKept, Publication, Refusal
from prevenance.consent.queries import agreeing
from prevenance.kit.clock import PARIS
from prevenance.people.choices.messages import Channel, MessageState
from prevenance.people.queries import messages as outbox
from prevenance.people.queries.access import Access

RUN, SEND = campaigns.RUN, outbox.ACTION
EVENING = dt.time(20)
NOWHERE = "-"  # no commune has this code


@dataclass(frozen=True, slots=True)
class MailingKept:
    """A mailing with what it sends. `told`: the words as they were fixed, None when the message has none yet;
    `refusals`: why it may not leave now.
    """

    id: int
    campaign: CampaignKept
    message: int
    told: Publication | None
    channel: Channel
    communes: tuple[str, ...]
    due_at: dt.datetime
    state: MailingState
    is_tried: bool  # with these very words
    is_put: bool
    is_begun: bool
    put_many: int
    held_many: int
    missed_many: int
    refusals: tuple[Refusal, ...]

    @property
    def may_leave(self) -> bool:
        """Whether nothing forbids it now, and somebody read these very words."""
        return not self.refusals and self.is_tried

    @property
    def all_communes(self) -> tuple[str, ...]:
        """Where those who receive it live; none for the whole territory. Never outside those of the campaign today."""
        bounds = self.campaign.draft.communes
        if not self.communes or not bounds:
            return self.communes or bounds
        return tuple(one for one in self.communes if one in bounds) or (NOWHERE,)

    def aims_at(self, commune: str) -> bool:
        """Whether somebody who lives there may receive it."""
        return not self.all_communes or commune in self.all_communes


@dataclass(frozen=True, slots=True)
class Audience:
    """How many asked for it on the page, and how many of those followed agreed, in all communes: at most."""

    subscribed: int
    followed: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Messages by where they stand. `troubles`: those that reached nobody."""

    waiting: int
    sent: int
    failed: int
    unknown: int
    expired: int
    stopped: int

    @property
    def troubles(self) -> int:
        return self.failed + self.unknown + self.expired


def may(agent: Access, organisation: int, communes: Sequence[str]) -> bool:
    """Whether this agent may write to people of all these communes; none: of the whole territory."""
    if organisation not in agent.organisations(RUN):
        return False
    wanted: Sequence[str | None] = communes or (None,)
    return all(agent.may(SEND, organisation=organisation, commune=one) for one in wanted)


def mailing(agent: Access, number: int, *, at: dt.datetime) -> MailingKept | None:
    """One; None outside the scope."""
    row = _rows().filter(pk=number, campaign__organisation_id__in=sorted(agent.organisations(RUN))).first()
    return kept(row, on=at.astimezone(PARIS).date()) if row else None


def of_campaign(agent: Access, campaign: int, *, at: dt.datetime) -> tuple[MailingKept, ...]:
    """Those of a campaign, the last one first."""
    scope = sorted(agent.organisations(RUN))
    rows = _rows().filter(campaign_id=campaign, campaign__organisation_id__in=scope).order_by("-due_at", "-pk")
    on = at.astimezone(PARIS).date()
    return tuple(found for row in rows[:50] if (found := kept(row, on=on)))


def kept(row: Mailing, *, on: dt.date) -> MailingKept | None:
    """A row with its campaign as it is on this day; None when the campaign is gone."""
    one = campaigns.known(row.campaign_id, on=on)
    if one is None:
        return None
    told = one.published(row.message_id)
    return MailingKept(
        row.pk,
        one,
        row.message_id,
        told,
        Channel(row.channel),
        tuple(row.communes),
        row.due_at,
        MailingState(row.state),
        row.tried_at is not None and told is not None and row.publication_id == told.id,
        row.put_at is not None,
        bool(row.cursor) or row.put_at is not None or row.put_many > 0,
        row.put_many,
        row.held_many,
        row.missed_many,
        campaigns.refusals(one, row.message_id, on=on, language=MINE),
    )


def not_after(one: MailingKept) -> dt.datetime:
    """No message of it leaves later: ten days, the end of the campaign, the last day of its words."""
    last = min(one.campaign.draft.ends_on, one.told.until if one.told else one.campaign.draft.ends_on)
    return min(one.due_at + choices.WORTH, dt.datetime.combine(last, EVENING, PARIS))


def subscribed(organisation: int, channel: Channel, communes: Sequence[str], *, on: dt.date) -> QuerySet[Subscription]:
    """Those who said yes twice, by this way, in these communes."""
    rows = Subscription.objects.filter(organisation_id=organisation, channel=str(channel), ends_on__gt=on)
    rows = rows.exclude(confirmed_at=None)
    return rows.filter(commune_code__in=list(communes)) if communes else rows


def audience(one: MailingKept, *, on: dt.date) -> Audience:
    """To how many it would go, before the caps."""
    organisation = one.campaign.organisation
    followed = 0
    if one.channel is not Channel.LETTER:  # a record holds no postal address
        followed = agreeing.count(choices.PURPOSE, organisation=organisation, on=on)
    return Audience(subscribed(organisation, one.channel, one.all_communes, on=on).count(), followed)


def progress(one: MailingKept) -> Progress:
    """Counted from the outbox, in which the rows stay three months."""
    rows = outbox.begun_by(choices.key(one.id, ""))
    counted: Mapping[str, int] = dict(rows.order_by().values_list("state").annotate(many=Count("pk")))
    waiting = (MessageState.WAITING, MessageState.LEASED, MessageState.SENDING)
    return Progress(
        sum(counted.get(str(state), 0) for state in waiting),
        counted.get(MessageState.SENT, 0),
        counted.get(MessageState.FAILED, 0),
        counted.get(MessageState.UNKNOWN, 0),
        counted.get(MessageState.EXPIRED, 0),
        counted.get(MessageState.WITHDRAWN, 0),
    )


def due(at: dt.datetime) -> list[int]:
    """Those that leave now, and those whose last messages may still wait: the first to leave first."""
    recent = Q(put_at=None) | Q(due_at__gt=at - choices.WORTH)
    rows = Mailing.objects.filter(recent, state=MailingState.PLANNED.value, due_at__lte=at)
    return list(rows.order_by("due_at", "pk").values_list("pk", flat=True))


def _rows() -> QuerySet[Mailing]:
    return Mailing.objects.all()
