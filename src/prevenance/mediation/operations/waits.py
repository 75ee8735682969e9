"""The waiting list: a phone left until a day. An agent calls; nothing is booked by itself."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from django.db import transaction

from prevenance.kit import ciphering
from prevenance.mediation.choices.appointments import WAIT_MOST, Contact
from prevenance.mediation.models import Wait
from prevenance.mediation.queries import appointments as queries
from prevenance.mediation.queries import openings
from prevenance.people.operations import record
from prevenance.people.queries import Access
from prevenance.people.queries.secrets import digest


class NotThere(Exception):
    """No such opening, or nobody waits here any more."""


@transaction.atomic
def ask(
    *,
    at: dt.datetime,
    operation: uuid.UUID,
    opening: int,
    contact: Contact,
    until_on: dt.date,
    is_phone_of_relative: bool = False,
    language: str = "fr",
) -> str:
    """Somebody waits for a slot of this place; gives the secret of their link, "" when it was sent twice.

    Raises:
        NotThere
    """
    if Wait.objects.filter(operation=operation).exists():
        return ""
    found = openings.opening(opening)
    if found is None or not found.is_public:
        raise NotThere
    secret = secrets.token_urlsafe(32)
    row = Wait.objects.create(
        operation=operation,
        organisation_id=found.organisation_id,
        opening_id=found.id,
        commune_code=found.commune,
        asked_at=at,
        until_on=min(until_on, at.date() + WAIT_MOST),
        contact=ciphering.close(contact.text(), cell=queries.wait_cell(operation)),
        is_phone_of_relative=is_phone_of_relative,
        language=language,
        secret_digest=digest(secret),
    )
    _record(None, at, "asked_to_wait", row)
    return secret


@transaction.atomic
def withdraw(*, at: dt.datetime, number: int) -> None:
    """The person waits no longer; their phone is erased at once."""
    row = Wait.objects.select_for_update().filter(pk=number, ended_at__isnull=True).first()
    if row is not None:
        _end(row, at, None)


@transaction.atomic
def end(*, by: Access, at: dt.datetime, number: int) -> None:
    """An agent has called, and nothing is to be booked.

    Raises:
        NotThere
    """
    row = Wait.objects.select_for_update().filter(pk=number).first()
    if row is None or by.account_id is None:
        raise NotThere
    if not by.may(openings.ACTION, organisation=row.organisation_id, commune=row.commune_code):
        raise NotThere
    if row.ended_at is None:
        _end(row, at, by)


def tidy(*, at: dt.datetime) -> int:
    """Ends the waits whose day has passed, and erases those ended a year ago; gives how many were ended."""
    late = Wait.objects.filter(ended_at__isnull=True, until_on__lt=at.date())
    many = late.update(contact=None, person="", secret_digest="", ended_at=at)
    Wait.objects.filter(ended_at__lt=at - dt.timedelta(days=365)).delete()
    return many


def _end(row: Wait, at: dt.datetime, by: Access | None) -> None:
    row.contact, row.person, row.secret_digest = None, "", ""
    row.ended_at, row.ended_by_id = at, by.account_id if by else None
    row.save()
    _record(by, at, "ended_wait", row)


def _record(by: Access | None, at: dt.datetime, verb: str, row: Wait) -> None:
    record(
        by=by.account_id if by else None,
        at=at,
        verb=verb if by else f"{verb}_online",
        kind="wait",
        object_id=row.pk,
        organisation_id=row.organisation_id,
    )
