"""Failures in a row: after five, a pause. Kept for e-mails without an account too, so that a pause tells nothing."""

from __future__ import annotations

import datetime as dt

from prevenance.people.models import Attempt
from prevenance.people.queries import secrets

MOST = 5
PAUSE = dt.timedelta(minutes=15)
FORGOTTEN = dt.timedelta(days=1)


class Paused(Exception):
    """Too many failures. `until`: when one may try again."""

    def __init__(self, until: dt.datetime) -> None:
        self.until = until
        super().__init__("paused")


def _subject(kind: str, of: str) -> str:
    return secrets.keyed(f"{kind}:{of}", purpose="attempts")


def check(kind: str, of: str, *, at: dt.datetime) -> None:
    """Raises:
    Paused: while the pause lasts.
    """
    row = Attempt.objects.filter(subject=_subject(kind, of), locked_until__gt=at).first()
    if row and row.locked_until:
        raise Paused(row.locked_until)


def failed(kind: str, of: str, *, at: dt.datetime) -> None:
    """Counts one failure; the fifth in a row opens a pause."""
    row, _ = Attempt.objects.get_or_create(subject=_subject(kind, of), defaults={"last_at": at})
    if at - row.last_at > PAUSE:
        row.failures = 0
    row.failures, row.last_at = row.failures + 1, at
    if row.failures >= MOST:
        row.failures, row.locked_until = 0, at + PAUSE
    row.save()


def succeeded(kind: str, of: str) -> None:
    """The count starts again."""
    Attempt.objects.filter(subject=_subject(kind, of)).delete()


def forget_old(*, at: dt.datetime) -> int:
    """Erases failures of another day."""
    return Attempt.objects.filter(last_at__lt=at - FORGOTTEN).delete()[0]
