"""Who came by links: by channel, relay and partner, and which links were sent together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prevenance.campaigns.choices.channels import Channel
from prevenance.campaigns.queries import links
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
    whose: dict[tuple[str, int | None, int | None], list[Linked]] = {}
    for one in linked:
        whose.setdefault((one.channel, one.relay, one.partner), []).append(one)
    return tuple(
        Source(*key, of_them[0].who, tuple(of_them), links.visits([one.id for one in of_them]))
        for key, of_them in whose.items()
    )
