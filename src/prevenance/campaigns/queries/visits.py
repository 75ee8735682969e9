"""Who came by links: by channel, relay and partner, and which links were sent together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from prevenance.campaigns.choices.channels import Channel
from prevenance.campaigns.models import VisitCount
from prevenance.campaigns.queries.links import Linked, Visits

SENT = frozenset({Channel.SMS.value, Channel.EMAIL.value})  # what a machine may open before the person


@dataclass(frozen=True, slots=True)
class Source:
    """By whom people came: a channel of the team, a relay or a partner; all their links of the campaign together."""

    channel: str
    relay: int | None
    partner: int | None
    name: str
    links: tuple[Linked, ...]
    visits: Visits


def letter_of(one: Linked) -> str:
    """What a link was sent with: the other links of the same text message, e-mail or kit. "": alone, or on paper."""
    if one.channel:
        return f"{one.campaign}:{one.channel}" if one.channel in SENT else ""
    return f"{one.campaign}:relay {one.relay}:partner {one.partner}"


def by_source(linked: Sequence[Linked]) -> tuple[Source, ...]:
    """In the order of their first link."""
    found: dict[int, dict[tuple[str, str], int]] = {}
    rows = VisitCount.objects.filter(link_id__in=[one.id for one in linked], many__gt=0)
    for row in rows.values("link_id", "label", "rule").annotate(total=Sum("many")).order_by("label", "rule"):
        found.setdefault(row["link_id"], {})[(row["label"], row["rule"])] = row["total"]
    whose: dict[tuple[str, int | None, int | None], list[Linked]] = {}
    for one in linked:
        whose.setdefault((one.channel, one.relay, one.partner), []).append(one)
    return tuple(
        Source(*key, of_them[0].who, tuple(of_them), together(Visits(found.get(one.id, {})) for one in of_them))
        for key, of_them in whose.items()
    )


def together(many: Iterable[Visits]) -> Visits:
    """Their sum."""
    total: Counter[tuple[str, str]] = Counter()
    for one in many:
        total.update(one.by_rule)
    return Visits(dict(total))
