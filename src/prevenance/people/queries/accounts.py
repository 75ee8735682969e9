"""One account as its owner sees it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from prevenance.people.choices import Role
from prevenance.people.models import Account, Membership, SignInLink
from prevenance.people.queries.access import in_force
from prevenance.people.queries.secrets import digest


@dataclass(frozen=True, slots=True)
class Belonging:
    """What one is, where."""

    organisation_id: int | None
    organisation: str
    role: Role
    areas: frozenset[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """An account and its memberships in force."""

    id: int
    email: str
    display_name: str
    language: str
    memberships: tuple[Belonging, ...]


def profile(account_id: int, *, on: dt.date) -> Profile:
    """Of an active account."""
    one = Account.objects.get(pk=account_id, left_at__isnull=True)
    rows = Membership.objects.filter(account=one).filter(in_force(on)).select_related("organisation").order_by("id")
    mine = tuple(
        Belonging(
            row.organisation_id,
            row.organisation.name if row.organisation else "",
            Role(row.role),
            frozenset(row.areas),
        )
        for row in rows
    )
    return Profile(one.pk, one.email or "", one.display_name, one.language, mine)


def link_opens(secret: str, *, at: dt.datetime) -> bool:
    """Whether this sign-in link would still open. Looking uses nothing up: mail scanners look too."""
    return SignInLink.objects.filter(
        secret_digest=digest(secret), used_at__isnull=True, expires_at__gt=at, account__left_at__isnull=True
    ).exists()
