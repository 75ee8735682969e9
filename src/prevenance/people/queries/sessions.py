"""Open sessions: which one a secret opens, and those of one account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from prevenance.people.models import Account, OpenSession
from prevenance.people.queries.secrets import digest

ABSOLUTE = dt.timedelta(hours=12)
IDLE = dt.timedelta(hours=2)
HALF = dt.timedelta(minutes=10)  # to give the second factor
FRESH = dt.timedelta(minutes=30)  # to change what opens the account


@dataclass(frozen=True, slots=True)
class Session:
    """An open session of an active account."""

    id: int
    account_id: int
    device: str
    opened_at: dt.datetime
    seen_at: dt.datetime
    is_complete: bool

    def is_fresh(self, *, at: dt.datetime) -> bool:
        """Opened a short while ago: whoever took the phone since cannot change the password."""
        return at - self.opened_at < FRESH


def session(secret: str, *, at: dt.datetime) -> Session | None:
    """The session that this secret opens. None when it is unknown, over, idle too long, or of someone who left."""
    if not secret:
        return None
    row = OpenSession.objects.filter(secret_digest=digest(secret), account__left_at__isnull=True).first()
    return _value(row) if row and _is_open(row, at) else None


def open_sessions(account_id: int, *, at: dt.datetime) -> tuple[Session, ...]:
    """Those of one account, the last seen first."""
    rows = OpenSession.objects.filter(account_id=account_id, is_complete=True).order_by("-seen_at", "-id")
    return tuple(_value(row) for row in rows if _is_open(row, at))


def _is_open(row: OpenSession, at: dt.datetime) -> bool:
    if not row.is_complete:
        return at - row.opened_at < HALF
    return at - row.opened_at < ABSOLUTE and at - row.seen_at < IDLE


def _value(row: OpenSession) -> Session:
    return Session(row.pk, row.account_id, row.device, row.opened_at, row.seen_at, row.is_complete)


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has beside its e-mail."""

    has_password: bool
    has_generator: bool
    passkeys: tuple[tuple[int, str, dt.datetime], ...]  # id, name, added at
    recovery_codes_left: int

    @property
    def has_second(self) -> bool:
        """Something else than the mailbox and the password."""
        return self.has_generator or bool(self.passkeys)


def factors(account_id: int) -> Factors:
    """The factors of one account."""
    account = Account.objects.get(pk=account_id)
    generator = getattr(account, "one_time_generator", None)
    return Factors(
        bool(account.password) and account.has_usable_password(),
        generator is not None and generator.confirmed_at is not None,
        tuple((one.pk, one.name, one.added_at) for one in account.passkeys.order_by("id")),
        account.recovery_codes.filter(used_at__isnull=True).count(),
    )


def is_second_factor_required() -> bool:
    """What the operator decided: by default, wherever the site is served over HTTPS."""
    return bool(settings.SECOND_FACTOR_REQUIRED)
