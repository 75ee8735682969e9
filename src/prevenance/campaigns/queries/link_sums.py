"""The links of a campaign in sums, made by the database: there may be thousands, with pictures of what was posted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, Sum

from prevenance.campaigns.models import Exposure, Link, LinkPartnership
from prevenance.campaigns.queries.links import Agreed, agreed_of


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was given for a link, and whose it is: `who` is "" of a relay, never named."""

    channel: str
    relay: int | None
    who: str
    agreed: Agreed


@dataclass(frozen=True, slots=True)
class Seen:
    """Exposures declared. `low`: the highest of the lowest numbers; `high`: the sum of the highest ones.

    `links`: of those asked, or who said something all the same; `silent`: of them, without a word.
    """

    low: int
    high: int
    links: int
    silent: int
    sources: tuple[str, ...]


def undeclared(campaign: int) -> int:
    """Links of somebody of whom nobody has said what is given."""
    return Link.objects.filter(campaign_id=campaign, channel="", partnerships__isnull=True).count()


def seen(campaign: int) -> Seen | None:
    """None when nobody declared anything: not asked is not zero. A channel of the team is not asked; it may be said."""
    said = Exposure.objects.filter(link__campaign_id=campaign)
    found = said.aggregate(low=Max("low"), high=Sum("high"))
    if found["low"] is None:
        return None
    speaking = Q(pk__in=said.values("link_id"))
    asked = Link.objects.filter(campaign_id=campaign).aggregate(
        all=Count("pk", filter=Q(channel="") | speaking), silent=Count("pk", filter=Q(channel="") & ~speaking)
    )
    first = said.values("source").annotate(first=Min("pk")).order_by("first")
    sources = tuple(first.values_list("source", flat=True))
    return Seen(found["low"], found["high"], asked["all"], asked["silent"], sources)


def spoken(campaign: int) -> tuple[Spoken, ...]:
    """The last partnership of each link that has one, by link."""
    mine = LinkPartnership.objects.filter(link__campaign_id=campaign)
    last = mine.order_by().values("link_id").annotate(last=Max("pk")).values("last")
    rows = LinkPartnership.objects.filter(pk__in=last).select_related("link__partner").order_by("link_id")
    return tuple(
        Spoken(row.link.channel, row.link.relay_id, row.link.partner.name if row.link.partner else "", agreed_of(row))
        for row in rows
    )
