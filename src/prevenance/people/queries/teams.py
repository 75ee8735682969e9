"""Organisations, their members, the invitations that wait: what the pages of a team show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from prevenance.people import choices
from prevenance.people.choices import EVERYWHERE, Role
from prevenance.people.models import Account, Entry, Invitation, Membership, Organisation, OutgoingMail
from prevenance.people.queries.access import Access, in_force, is_within
from prevenance.people.queries.secrets import digest
from prevenance.territories import queries as territories

LINES_MOST = 200


@dataclass(frozen=True, slots=True)
class Team:
    """One organisation."""

    id: int
    name: str
    kind: str
    siret: str
    commune: str
    members: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """One membership in force."""

    id: int
    account_id: int
    name: str
    email: str
    role: Role
    areas: frozenset[str]
    starts_on: dt.date
    organisation_id: int | None


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that waits, or the one that a secret opens."""

    id: int
    email: str
    organisation_id: int | None
    organisation: str
    role: Role
    areas: frozenset[str]
    expires_at: dt.datetime
    language: str


def organisations(agent: Access, *, on: dt.date) -> tuple[Team, ...]:
    """Those whose team this agent may see, by name."""
    rows = Organisation.objects.order_by("name", "id")
    if not agent.is_over_the_site("see_team"):
        rows = rows.filter(pk__in=agent.organisations("see_team"))
    counted: dict[int | None, set[int]] = {}
    for organisation_id, account_id in (
        Membership.objects.filter(in_force(on)).values_list("organisation_id", "account_id").distinct()
    ):
        counted.setdefault(organisation_id, set()).add(account_id)
    return tuple(_team(row, len(counted.get(row.pk, ()))) for row in rows)


def organisation(agent: Access, number: int) -> Team | None:
    """One of them; None outside the scope, as if it were not there."""
    if not agent.may("see_team", organisation=number):
        return None
    row = Organisation.objects.filter(pk=number).first()
    return _team(row) if row else None


def employers(numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """(name, code of the commune) of each organisation of these ids: for rooms that know already who may ask."""
    rows = Organisation.objects.filter(pk__in=list(numbers)).order_by("name", "pk")
    return {row.pk: (row.name, row.commune_code) for row in rows}


def _team(row: Organisation, members: int = 0) -> Team:
    found = territories.commune(row.commune_code)
    return Team(row.pk, row.name, row.kind, row.siret, found.name if found else row.commune_code, members)


def _of(organisation_id: int | None) -> Q:
    return Q(organisation__isnull=True) if organisation_id is None else Q(organisation_id=organisation_id)


def members(organisation_id: int | None, *, on: dt.date) -> tuple[Member, ...]:
    """The memberships in force in one organisation; None: the hosts of the site."""
    rows = Membership.objects.filter(_of(organisation_id)).filter(in_force(on)).select_related("account")
    return tuple(_member(row) for row in rows.order_by("account__display_name", "account__email", "id"))


def member(agent: Access, number: int, *, on: dt.date) -> Member | None:
    """One membership that this agent may end; None otherwise."""
    row = Membership.objects.filter(pk=number).filter(in_force(on)).select_related("account").first()
    if row is None or not agent.may("end_membership", organisation=row.organisation_id):
        return None
    found = _member(row)
    return found if could_have_given(agent, found) else None


def _member(row: Membership) -> Member:
    who = row.account
    return Member(
        row.pk,
        who.pk,
        who.display_name or who.email or "",
        who.email or "",
        Role(row.role),
        frozenset(row.areas),
        row.starts_on,
        row.organisation_id,
    )


def waiting_invitations(organisation_id: int | None, *, at: dt.datetime) -> tuple[Invited, ...]:
    """Sent, not yet answered, not revoked, not too old."""
    rows = Invitation.objects.filter(
        _of(organisation_id), accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    )
    return tuple(_invited(row) for row in rows.select_related("organisation").order_by("-made_at", "-id"))


def waiting_invitation(agent: Access, number: int, *, at: dt.datetime) -> Invited | None:
    """One that this agent may send again or revoke; None otherwise."""
    row = Invitation.objects.filter(
        pk=number, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    ).first()
    if row is None or not agent.may("invite", organisation=row.organisation_id):
        return None
    found = _invited(row)
    return found if could_have_given(agent, found) else None


def invitation(secret: str, *, at: dt.datetime) -> Invited | None:
    """The one that this secret opens, if it still does."""
    row = Invitation.objects.filter(
        secret_digest=digest(secret), accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    ).first()
    return _invited(row) if row else None


def _invited(row: Invitation) -> Invited:
    name = row.organisation.name if row.organisation else ""
    areas = frozenset(row.areas)
    return Invited(row.pk, row.email, row.organisation_id, name, Role(row.role), areas, row.expires_at, row.language)


def grantable(agent: Access, *, organisation: int | None) -> tuple[Role, ...]:
    """The roles that this agent may give there, in the order of the table."""
    allowed: set[Role] = set()
    for grant in agent.grants:
        if Access(None, "", (grant,)).may("invite", organisation=organisation):
            allowed |= set(choices.role_words(grant.role).grants)
    return tuple(
        one.role for one in choices.roles() if one.role in allowed and (one.role is Role.HOST) == (organisation is None)
    )


def may_grant_areas(agent: Access, areas: frozenset[str], *, organisation: int | None) -> bool:
    """Nobody gives more than they have: a bounded coordinator invites within their own areas."""
    if not areas:
        return False
    if agent.is_over_the_site("invite"):
        return True
    mine = agent.areas("invite", organisation=organisation) if organisation is not None else frozenset()
    if EVERYWHERE in mine or areas <= mine:
        return True
    return all(one.startswith("commune:") and is_within(one.partition(":")[2], mine) for one in areas - mine)


def could_have_given(agent: Access, right: Member | Invited) -> bool:
    """Nobody takes away what they could not have given: a bounded coordinator does not end a whole one's membership."""
    return right.role in grantable(agent, organisation=right.organisation_id) and may_grant_areas(
        agent, right.areas, organisation=right.organisation_id
    )


def hosts_count(*, on: dt.date) -> int:
    """How many hosts the site has."""
    return Membership.objects.filter(role=Role.HOST, account__left_at__isnull=True).filter(in_force(on)).count()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal, with names that still exist."""

    at: dt.datetime
    actor: str
    verb: str
    kind: str
    object_id: str
    is_agent: bool = True  # False: the person concerned, the calendar or the operator


def journal(organisation_id: int | None, *, everything: bool = False) -> tuple[Line, ...]:
    """The last lines of one organisation (of all when `everything`), newest first."""
    rows = Entry.objects.order_by("-at", "-id")
    if not everything:
        rows = rows.filter(organisation_id=organisation_id or 0)
    return _lines(rows[:LINES_MOST])


def journal_of(kind: str, object_id: int | str) -> tuple[Line, ...]:
    """Every line about one thing, newest first: what a person reads of who looked at their record."""
    return _lines(Entry.objects.filter(kind=kind, object_id=str(object_id)).order_by("-at", "-id"))


def _lines(rows: Iterable[Entry]) -> tuple[Line, ...]:
    found = list(rows)
    names = dict(
        Account.objects.filter(pk__in={one.actor_id for one in found if one.actor_id}).values_list("pk", "display_name")
    )
    return tuple(
        Line(o.at, names.get(o.actor_id or 0, ""), o.verb, o.kind, o.object_id, o.actor_id is not None) for o in found
    )


@dataclass(frozen=True, slots=True)
class Mail:
    """A message of a site without a mail server."""

    id: int
    recipient: str
    subject: str
    body: str
    made_at: dt.datetime


def mails() -> tuple[Mail, ...]:
    """The last messages, newest first."""
    rows = OutgoingMail.objects.order_by("-made_at", "-id")[:LINES_MOST]
    return tuple(Mail(one.pk, one.recipient, one.subject, one.body, one.made_at) for one in rows)


def mail(number: int) -> Mail | None:
    """One message."""
    one = OutgoingMail.objects.filter(pk=number).first()
    return Mail(one.pk, one.recipient, one.subject, one.body, one.made_at) if one else None


def around(number: int) -> frozenset[str]:
    """The department where an organisation is, as an area; empty for an unknown organisation or commune."""
    code = Organisation.objects.filter(pk=number).values_list("commune_code", flat=True).first()
    found = territories.commune(code) if code else None
    return frozenset({f"department:{found.department}"} if found else ())
