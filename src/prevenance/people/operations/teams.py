"""Organisations, invitations, memberships and their end. Each right given or taken leaves a line in the journal."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from prevenance.people import choices, queries
from prevenance.people.choices import Kind, Role, Verb
from prevenance.people.models import Account, Invitation, Membership, Organisation
from prevenance.people.operations import journal, mail, sessions
from prevenance.people.operations.signing_in import Link, same_email
from prevenance.people.queries.secrets import digest

VALID = dt.timedelta(days=7)


class NotAllowed(Exception):
    """The one who acts may not do this: the page should not have let them."""


class NotThere(Exception):
    """Gone: answered, revoked, or too old."""


class LastHost(Exception):
    """The site would be without a host."""


@transaction.atomic
def create_organisation(
    *,
    by: queries.Access | None,
    at: dt.datetime,
    name: str,
    kind: Kind,
    commune: str,
    siret: str = "",
    fictional: bool = False,
) -> int:
    """A new organisation; gives its id. `by`: None for the operator's command line.

    Raises:
        NotAllowed
    """
    if by is not None and not by.may("manage_organisations"):
        raise NotAllowed
    row = Organisation.objects.create(
        name=name, kind=kind, commune_code=commune, siret=siret, created_at=at, is_fictional=fictional
    )
    actor = by.account_id if by else None
    journal.record(by=actor, at=at, verb=Verb.CREATED, kind="organisation", object_id=row.pk, organisation_id=row.pk)
    return row.pk


@transaction.atomic
def invite(
    *,
    by: queries.Access | None,
    at: dt.datetime,
    email: str,
    role: Role,
    organisation_id: int | None,
    areas: Collection[str],
    language: str,
    link: Link,
    send: bool = True,
) -> str:
    """Sends the link of an invitation; gives its address, which the operator's command prints.

    Raises:
        NotAllowed: the role, the organisation or the areas are beyond what `by` may give.
    """
    if by is not None and not (
        by.may("invite", organisation=organisation_id)
        and role in queries.grantable(by, organisation=organisation_id)
        and queries.may_grant_areas(by, frozenset(areas), organisation=organisation_id)
    ):
        raise NotAllowed
    secret = secrets.token_urlsafe(32)
    row = Invitation.objects.create(
        email=same_email(email),
        organisation_id=organisation_id,
        role=role,
        areas=sorted(areas),
        secret_digest=digest(secret),
        language=language,
        invited_by_id=by.account_id if by else None,
        made_at=at,
        expires_at=at + VALID,
    )
    journal.record(
        by=row.invited_by_id,
        at=at,
        verb=Verb.INVITED,
        kind="invitation",
        object_id=row.pk,
        organisation_id=organisation_id,
    )
    where = link(secret, language)
    if send:
        _send(row, where)
    return where


def _send(row: Invitation, where: str) -> None:
    with translation.override(row.language):
        words = gettext(
            "Hello,\n\nYou are invited to join %(team)s as: %(role)s.\n\n%(about)s\n\n"
            "To accept, open this link. It works once, for 7 days:\n\n%(link)s\n\n"
            "You were not expecting this? Do nothing."
        )
        described = choices.role_words(row.role)
        team = row.organisation.name if row.organisation else gettext("the team of this site")
        body = words % {"team": team, "role": described.name, "about": described.about, "link": where}
        mail.send(to=row.email, subject=gettext("An invitation to Prévenance"), body=body)


@transaction.atomic
def send_again(*, by: queries.Access, at: dt.datetime, invitation_id: int, link: Link) -> None:
    """A new link; the earlier one opens nothing any more.

    Raises:
        NotThere
    """
    if queries.waiting_invitation(by, invitation_id, at=at) is None:
        raise NotThere
    row = Invitation.objects.select_for_update().get(pk=invitation_id)
    secret = secrets.token_urlsafe(32)
    row.secret_digest, row.made_at, row.expires_at = digest(secret), at, at + VALID
    row.save(update_fields=["secret_digest", "made_at", "expires_at"])
    journal.record(
        by=by.account_id,
        at=at,
        verb=Verb.INVITED,
        kind="invitation",
        object_id=row.pk,
        organisation_id=row.organisation_id,
    )
    _send(row, link(secret, row.language))


@transaction.atomic
def revoke_invitation(*, by: queries.Access, at: dt.datetime, invitation_id: int) -> None:
    """The link opens nothing any more, and the e-mail is forgotten.

    Raises:
        NotThere
    """
    waiting = queries.waiting_invitation(by, invitation_id, at=at)
    if waiting is None:
        raise NotThere
    Invitation.objects.filter(pk=invitation_id).update(revoked_at=at, email="")
    journal.record(
        by=by.account_id,
        at=at,
        verb=Verb.REVOKED_INVITATION,
        kind="invitation",
        object_id=invitation_id,
        organisation_id=waiting.organisation_id,
    )


@transaction.atomic
def accept(*, secret: str, display_name: str, device: str, at: dt.datetime, on: dt.date) -> sessions.Opened:
    """Makes the account, or finds the one of this e-mail, gives it the membership, and opens a session.

    The link proves the mailbox, as a sign-in link does; a second factor is still asked of an account that has one.

    Raises:
        NotThere
    """
    found = queries.invitation(secret, at=at)
    if found is None or not Invitation.objects.filter(pk=found.id, accepted_at__isnull=True).update(accepted_at=at):
        raise NotThere
    account, is_new = Account.objects.get_or_create(
        email=found.email, defaults={"created_at": at, "language": found.language, "display_name": display_name[:80]}
    )
    if not is_new and not account.display_name and display_name:
        account.display_name = display_name[:80]
        account.save(update_fields=["display_name"])
    membership = Membership.objects.create(
        account=account,
        organisation_id=found.organisation_id,
        role=found.role,
        areas=sorted(found.areas),
        starts_on=on,
    )
    row = Invitation.objects.get(pk=found.id)
    journal.record(
        by=row.invited_by_id,
        at=at,
        verb=Verb.GRANTED,
        kind="membership",
        object_id=membership.pk,
        organisation_id=found.organisation_id,
    )
    Invitation.objects.filter(pk=found.id).update(email="")
    return sessions.open_session(account=account, device=device, at=at)


@transaction.atomic
def end_membership(*, by: queries.Access, at: dt.datetime, on: dt.date, membership_id: int) -> None:
    """Ends it today, at once: access is lost and the sessions are closed. What they wrote stays, with its author.

    Raises:
        NotThere, LastHost
    """
    found = queries.member(by, membership_id, on=on)
    if found is None:
        raise NotThere
    if found.role is Role.HOST and queries.hosts_count(on=on) == 1:
        raise LastHost
    Membership.objects.filter(pk=membership_id).update(ends_on=on)
    sessions.close_sessions(account_id=found.account_id, by=by.account_id, at=at)
    journal.record(
        by=by.account_id,
        at=at,
        verb=Verb.ENDED,
        kind="membership",
        object_id=membership_id,
        organisation_id=found.organisation_id,
    )


def forget_old(*, at: dt.datetime) -> int:
    """Forgets the e-mails of invitations that nobody answered in time."""
    return Invitation.objects.filter(expires_at__lte=at).exclude(email="").update(email="")
