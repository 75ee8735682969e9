"""Reminders asked from a plan: the days that a plan gives, one by its link or its code."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from prevenance.campaigns.choices import reminders as choices
from prevenance.campaigns.models import Reminder
from prevenance.campaigns.queries import askings
from prevenance.campaigns.queries.askings import PAGE, Contact, is_any_sender, is_of, sender_for
from prevenance.people.choices.messages import Channel
from prevenance.people.queries.access import Access
from prevenance.people.queries.secrets import digest
from prevenance.plans import queries as plans
from prevenance.rules.statuses import Status

__all__ = ["KIND", "PAGE", "Contact", "is_any_sender", "is_of", "sender_for"]
KIND = askings.Kind("reminder")
cell, contact = KIND.cell, KIND.contact
secret_made, secret_of = KIND.secret_made, KIND.secret_of
code_made, code_of, code_digest = KIND.code_made, KIND.code_of, KIND.code_digest


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking, deciphered."""

    id: uuid.UUID
    organisation_id: int
    channel: Channel
    contact: Contact
    language: str
    dates: tuple[dt.date, ...]
    asked_at: dt.datetime
    confirm_before: dt.datetime
    is_confirmed: bool
    ends_on: dt.date


def days(answers: Mapping[str, object], *, on: dt.date, a_year: int) -> list[dt.date]:
    """When to write to whoever gave these answers: where their plan, by the seasons and ages of the catalogue, has
    something newly due, as if nothing else changed.

    Raises:
        refusals.Refused: as `plans.queries.plan`.
    """
    before = _due(answers, on)
    is_due_now, gains = bool(before), []
    for day in choices.month_days(on, int(choices.given()["months"])):
        now = _due(answers, day)
        if now - before:
            gains.append(day)
        before = now
    return choices.chosen(gains, on=on, is_due_now=is_due_now, a_year=a_year)


def _due(answers: Mapping[str, object], on: dt.date) -> frozenset[str]:
    found = plans.plan(answers, on=on, asking=False)
    return frozenset(item.id for item in found.items if item.status is Status.DUE)


def by_secret(secret: str, *, at: dt.datetime) -> Asked | None:
    """The one that this link opens, unless its time is over."""
    return _standing(Reminder.objects.filter(link_digest=digest(secret)).first(), at)


def secret_by_code(code: str, *, at: dt.datetime) -> str:
    """The link's secret of the asking that has this code; "" when there is none."""
    row = Reminder.objects.filter(code_digest__in=KIND.code_digests(code)).first()
    return secret_of(row) if row is not None and _standing(row, at) else ""


def waiting(agent: Access, *, at: dt.datetime) -> tuple[list[tuple[Asked, str]], bool]:
    """Those that wait for the yes of a call or a letter, with their code, the oldest first; whether there are more."""
    found: list[tuple[Asked, str]] = []
    for row in askings.waiting(agent, Reminder.objects.all(), at=at):
        if asked := _standing(row, at):
            found.append((asked, code_of(row)))
        if len(found) > PAGE:
            break
    return found[:PAGE], len(found) > PAGE


def _standing(row: Reminder | None, at: dt.datetime) -> Asked | None:
    if row is None or not askings.is_open(row, at):
        return None
    found = contact(row)
    if found is None:
        return None
    return Asked(
        row.pk,
        row.organisation_id,
        Channel(row.channel),
        found,
        row.language,
        tuple(dt.date.fromisoformat(one) for one in row.dates),
        row.asked_at,
        row.confirm_before,
        row.confirmed_at is not None,
        row.ends_on,
    )
