"""An agent's calendar address: made, made anew, withdrawn. Its secret is shown once and kept nowhere."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from prevenance.mediation.models import CalendarFeed
from prevenance.people.operations import record
from prevenance.people.queries import Access
from prevenance.people.queries.secrets import digest


@transaction.atomic
def renew(*, by: Access, at: dt.datetime) -> str:
    """Gives the secret of a new address; the one before opens nothing any more."""
    assert by.account_id is not None
    revoke(by=by, at=at)
    secret = secrets.token_urlsafe(32)
    row = CalendarFeed.objects.create(account_id=by.account_id, secret_digest=digest(secret), made_at=at)
    record(by=by.account_id, at=at, verb="made_calendar_address", kind="feed", object_id=row.pk)
    return secret


@transaction.atomic
def revoke(*, by: Access, at: dt.datetime) -> None:
    """The address opens nothing any more."""
    assert by.account_id is not None
    for row in CalendarFeed.objects.select_for_update().filter(account_id=by.account_id, revoked_at__isnull=True):
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        record(by=by.account_id, at=at, verb="withdrew_calendar_address", kind="feed", object_id=row.pk)


def was_read(secret: str, *, on: dt.date) -> None:
    """Notes the day, once: so that an agent sees whether their calendar still asks."""
    CalendarFeed.objects.filter(secret_digest=digest(secret)).exclude(read_on=on).update(read_on=on)


def tidy(*, at: dt.datetime) -> int:
    """Erases addresses withdrawn more than a month ago; gives how many."""
    return CalendarFeed.objects.filter(revoked_at__lt=at - dt.timedelta(days=30)).delete()[0]
