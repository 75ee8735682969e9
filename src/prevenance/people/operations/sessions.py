"""Opening, completing and closing sessions. A session gets a new secret when it is complete."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction

from prevenance.people import queries
from prevenance.people.choices import Verb
from prevenance.people.models import Account, OpenSession
from prevenance.people.operations import journal
from prevenance.people.queries.secrets import digest

SEEN_EVERY = dt.timedelta(minutes=1)  # a write at each page would cost more than it says


@dataclass(frozen=True, slots=True)
class Opened:
    """`secret`: for the cookie, told once. `is_complete`: no second factor is asked of this account."""

    secret: str
    is_complete: bool


@transaction.atomic
def open_session(*, account: Account, device: str, at: dt.datetime, is_complete: bool = False) -> Opened:
    """The first factor was given (every factor, when `is_complete`)."""
    is_complete = is_complete or not queries.factors(account.pk).has_second
    secret = secrets.token_urlsafe(32)
    OpenSession.objects.create(
        account=account,
        secret_digest=digest(secret),
        device=device[:60],
        opened_at=at,
        seen_at=at,
        is_complete=is_complete,
    )
    if is_complete:
        journal.record(by=account.pk, at=at, verb=Verb.SIGNED_IN, kind="account", object_id=account.pk)
    return Opened(secret, is_complete)


@transaction.atomic
def complete(*, session_id: int, at: dt.datetime) -> Opened:
    """The second factor was given: the half-open session gives way to a whole one."""
    half = OpenSession.objects.select_for_update().select_related("account").get(pk=session_id, is_complete=False)
    half.delete()
    return open_session(account=half.account, device=half.device, at=at, is_complete=True)


def seen(*, session: queries.Session, at: dt.datetime) -> None:
    """Somebody is there: the idle time starts again."""
    if at - session.seen_at >= SEEN_EVERY:
        OpenSession.objects.filter(pk=session.id).update(seen_at=at)


@transaction.atomic
def close_session(*, session_id: int, by: int, at: dt.datetime) -> None:
    """Signs out."""
    if OpenSession.objects.filter(pk=session_id, account_id=by).delete()[0]:
        journal.record(by=by, at=at, verb=Verb.SIGNED_OUT, kind="account", object_id=by)


@transaction.atomic
def close_sessions(*, account_id: int, by: int | None, at: dt.datetime, keep: int | None = None) -> int:
    """Closes all the sessions of an account but `keep`; gives how many."""
    closed = OpenSession.objects.filter(account_id=account_id).exclude(pk=keep or 0).delete()[0]
    if closed:
        journal.record(by=by, at=at, verb=Verb.CLOSED_SESSIONS, kind="account", object_id=account_id)
    return closed


def forget_old(*, at: dt.datetime) -> int:
    """Erases the sessions which no secret opens any more."""
    return OpenSession.objects.filter(opened_at__lt=at - queries.sessions.ABSOLUTE).delete()[0]
