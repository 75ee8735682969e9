"""What an account may do, where, and for which organisation. Everything that is not granted is denied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from prevenance.people import choices
from prevenance.people.choices import EVERYWHERE, Reach, Role
from prevenance.people.models import Account, Membership
from prevenance.territories import queries as territories


@dataclass(frozen=True, slots=True)
class Grant:
    """One membership in force. `organisation_id`: None for the host of the site. `is_fictional`: of a demonstration."""

    role: Role
    organisation_id: int | None
    areas: frozenset[str]
    is_fictional: bool = False

    @property
    def is_everywhere(self) -> bool:
        """Bounded by the organisation only."""
        return EVERYWHERE in self.areas


@dataclass(frozen=True, slots=True)
class Access:
    """What one account may do on one day. Frozen: take a new one at each request."""

    account_id: int | None
    name: str
    grants: tuple[Grant, ...]
    session_id: int | None = None
    language: str = "fr"

    @property
    def is_fictional(self) -> bool:
        """Belongs to a team of a demonstration: each page says so."""
        return any(one.is_fictional for one in self.grants)

    def may(self, action: str, *, organisation: int | None = None, commune: str | None = None) -> bool:
        """Whether this may be done for `organisation` (its id) in `commune` (its INSEE code).

        An action that concerns something in a commune is denied to a membership bounded to areas when no commune is
        given; without an organisation, only what reaches the whole site is allowed.

        Raises:
            KeyError: an action that the table of rights does not know.
        """
        wanted = choices.action(action)
        return any(_allows(grant, wanted, organisation, commune) for grant in self.grants)

    def may_somewhere(self, action: str) -> bool:
        """Whether a page of this action has anything to show to this account."""
        wanted = choices.action(action)
        return any(wanted.reaches[grant.role] is not Reach.NO for grant in self.grants)

    def is_over_the_site(self, action: str) -> bool:
        """Whether this may be done for every organisation."""
        wanted = choices.action(action)
        return any(wanted.reaches[grant.role] is Reach.SITE for grant in self.grants)

    def organisations(self, action: str) -> frozenset[int]:
        """The ids of the organisations for which this may be done by membership, for filtering reads."""
        wanted = choices.action(action)
        found = (g.organisation_id for g in self.grants if wanted.reaches[g.role] is Reach.ORGANISATION)
        return frozenset(one for one in found if one is not None)

    def areas(self, action: str, *, organisation: int) -> frozenset[str]:
        """The areas where this may be done for `organisation`; `everywhere` stands for all of them."""
        wanted = choices.action(action)
        mine = [
            g.areas
            for g in self.grants
            if g.organisation_id == organisation and wanted.reaches[g.role] is Reach.ORGANISATION
        ]
        return frozenset().union(*mine)

    def roles(self) -> frozenset[Role]:
        """The roles held today, wherever they are."""
        return frozenset(grant.role for grant in self.grants)


NOBODY = Access(None, "", ())


def _allows(grant: Grant, action: choices.Action, organisation: int | None, commune: str | None) -> bool:
    reach = action.reaches[grant.role]
    if reach is Reach.SITE:
        return True
    if reach is Reach.NO or organisation is None or organisation != grant.organisation_id:
        return False
    if grant.is_everywhere:
        return True
    if commune is None:
        return not action.is_located
    return is_within(commune, grant.areas)


def is_within(commune: str, areas: Collection[str]) -> bool:
    """Whether the commune of this code is in one of the areas. An unknown code is in none, but `everywhere`."""
    if EVERYWHERE in areas:
        return True
    found = territories.commune(commune)
    if found is None:
        return False
    mine = {f"commune:{found.code}", f"department:{found.department}"} | (
        {f"epci:{found.epci}"} if found.epci else set()
    )
    return not mine.isdisjoint(areas)


def access(account: Account | int | None, *, on: dt.date, session_id: int | None = None) -> Access:
    """What `account` (or its id) may do on this day. Someone who left, or an unknown id, may nothing."""
    if account is None:
        return NOBODY
    if isinstance(account, int):
        account = Account.objects.filter(pk=account).first()
    if account is None or not account.is_active:
        return NOBODY
    current = Membership.objects.filter(account=account).filter(in_force(on)).select_related("organisation")
    return Access(
        account.pk,
        account.display_name or account.email or "",
        _grants(current.order_by("id")),
        session_id,
        account.language,
    )


def in_force(on: dt.date) -> Q:
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))


def _grants(memberships: Iterable[Membership]) -> tuple[Grant, ...]:
    return tuple(
        Grant(
            Role(one.role),
            one.organisation_id,
            frozenset(one.areas),
            bool(one.organisation and one.organisation.is_fictional),
        )
        for one in memberships
    )
