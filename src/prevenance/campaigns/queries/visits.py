"""Who came by links: by channel, relay and partner, and which links were sent together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, Sum

from prevenance.campaigns.choices.channels import Channel
from prevenance.campaigns.models import Link, VisitCount
from prevenance.campaigns.queries.links import Linked, Visits

SENT = frozenset({Channel.SMS.value, Channel.EMAIL.value})  # what a machine may open before the person


@dataclass(frozen=True, slots=True)
class Source:
    """By whom people came: a channel of the team, a relay or a partner; all their links of the campaign together."""

    channel: str
    relay: int | None
    partner: int | None
    who: str
    links: int
    visits: Visits


def letter_of(one: Linked) -> str:
    """What a link was sent with: the other links of the same text message, e-mail or kit. "": alone, or on paper."""
    if one.channel:
        return f"{one.campaign}:{one.channel}" if one.channel in SENT else ""
    return f"{one.campaign}:relay {one.relay}:partner {one.partner}"


def by_source(campaign: int) -> tuple[Source, ...]:
    """In the order of their first link."""
    counted: dict[tuple[str, int | None, int | None], dict[tuple[str, str], int]] = {}
    rows = VisitCount.objects.filter(link__campaign_id=campaign, many__gt=0).order_by("label", "rule")
    whose = ("link__channel", "link__relay_id", "link__partner_id")
    for *key, label, rule, total in rows.values_list(*whose, "label", "rule").annotate(total=Sum("many")):
        counted.setdefault(tuple(key), {})[(label, rule)] = total
    links = Link.objects.filter(campaign_id=campaign).values("channel", "relay_id", "partner_id", "partner__name")
    return tuple(
        Source(
            row["channel"],
            row["relay_id"],
            row["partner_id"],
            row["partner__name"] or "",
            row["many"],
            Visits(counted.get((row["channel"], row["relay_id"], row["partner_id"]), {})),
        )
        for row in links.annotate(many=Count("pk"), first=Min("pk")).order_by("first")
    )


def together(many: Iterable[Visits]) -> Visits:
    """Their sum."""
    total: Counter[tuple[str, str]] = Counter()
    for one in many:
        total.update(one.by_rule)
    return Visits(dict(total))
