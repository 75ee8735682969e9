"""What an agent must see of messages on their day's page: those which reached nobody, those which wait for a hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from prevenance.kit.person_page import Section
from prevenance.people.operations import senders
from prevenance.people.queries import Access, messages


@dataclass(frozen=True, slots=True)
class Shown:
    """How many."""

    troubles: int
    to_send: int


def section(agent: Access, at: dt.datetime) -> Section | None:
    """Also where a calendar of one's own is set up: always there for who holds appointments."""
    troubles = to_send = 0
    if agent.may_somewhere(messages.ACTION):
        counts = messages.counts(agent, at=at, automatic=senders.automatic())
        troubles, to_send = counts[messages.Part.TROUBLES], counts[messages.Part.TO_SEND]
    return Section("mediation/day_messages.html", Shown(troubles, to_send))
