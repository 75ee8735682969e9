"""Who asked for prevention messages: one by its link or its code, those that wait for a yes."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from prevenance.campaigns.models import Subscription
from prevenance.campaigns.queries import askings
from prevenance.campaigns.queries.askings import PAGE, Contact
from prevenance.people.choices.messages import Channel
from prevenance.people.queries.access import Access
from prevenance.people.queries.secrets import digest

KIND = askings.Kind("subscription")


@dataclass(frozen=True, slots=True)
class Subscribed:
    """One asking, deciphered."""

    id: uuid.UUID
    channel: Channel
    contact: Contact
    language: str
    commune: str
    year_most: int
    confirm_before: dt.datetime
    is_confirmed: bool
    ends_on: dt.date


def by_secret(secret: str, *, at: dt.datetime) -> Subscribed | None:
    """The one that this link opens, unless its time is over."""
    return _standing(Subscription.objects.filter(link_digest=digest(secret)).first(), at)


def secret_by_code(code: str, *, at: dt.datetime) -> str:
    """The link's secret of the asking that has this code; "" when there is none."""
    row = Subscription.objects.filter(code_digest__in=KIND.code_digests(code)).first()
    return KIND.secret_of(row) if row is not None and _standing(row, at) else ""


def waiting(agent: Access, *, at: dt.datetime) -> tuple[list[tuple[Subscribed, str]], bool]:
    """Letters that wait for the yes of their person, with their code, the oldest first; whether there are more."""
    found: list[tuple[Subscribed, str]] = []
    for row in askings.waiting(agent, Subscription.objects.all(), at=at):
        if one := _standing(row, at):
            found.append((one, KIND.code_of(row)))
        if len(found) > PAGE:
            break
    return found[:PAGE], len(found) > PAGE


def _standing(row: Subscription | None, at: dt.datetime) -> Subscribed | None:
    if row is None or not askings.is_open(row, at):
        return None
    found = KIND.contact(row)
    if found is None:
        return None
    return Subscribed(
        row.pk,
        Channel(row.channel),
        found,
        row.language,
        row.commune_code,
        row.year_most,
        row.confirm_before,
        row.confirmed_at is not None,
        row.ends_on,
    )
