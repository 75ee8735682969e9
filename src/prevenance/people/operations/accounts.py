"""What an account says of itself, and its departure."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from prevenance.people import queries
from prevenance.people.choices import Role, Verb
from prevenance.people.models import Account, Attempt, Membership, OneTimeGenerator, OpenSession, OutgoingMail
from prevenance.people.operations import journal
from prevenance.people.operations.teams import LastHost
from prevenance.people.queries.access import in_force
from prevenance.people.queries.secrets import keyed


def describe(*, account_id: int, display_name: str, language: str) -> None:
    """Changes the name that colleagues read, and the language of messages."""
    Account.objects.filter(pk=account_id, left_at__isnull=True).update(
        display_name=display_name[:80], language=language
    )


@transaction.atomic
def leave(*, account_id: int, at: dt.datetime, on: dt.date) -> None:
    """Erases the account: e-mail, name, password, factors, sessions, messages. An empty row stays, so that what they
    wrote still has an author, without a name.

    Raises:
        LastHost: another host must be invited first.
    """
    account = Account.objects.select_for_update().get(pk=account_id, left_at__isnull=True)
    is_host = Membership.objects.filter(account=account, role=Role.HOST).filter(in_force(on)).exists()
    if is_host and queries.hosts_count(on=on) == 1:
        raise LastHost
    email = account.email or ""
    Membership.objects.filter(account=account).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).update(ends_on=on)
    for mine in (account.passkeys, account.recovery_codes, account.sign_in_links):
        mine.all().delete()
    OneTimeGenerator.objects.filter(account=account).delete()
    OpenSession.objects.filter(account=account).delete()
    OutgoingMail.objects.filter(recipient=email).delete()
    subjects = [keyed(f"password:{email}", purpose="attempts"), keyed(f"code:{account_id}", purpose="attempts")]
    Attempt.objects.filter(subject__in=subjects).delete()
    account.email, account.display_name, account.password, account.left_at = None, "", "", at
    account.save()
    journal.record(by=account_id, at=at, verb=Verb.LEFT, kind="account", object_id=account_id)
