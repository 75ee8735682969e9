"""The fictional teams of a demonstration: made, opened from the operator's terminal, removed whole.

Their e-mails end with a domain that does not exist, so that no message can leave and no real account is one of them.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q

from prevenance.people.choices import EVERYWHERE, Kind, Role
from prevenance.people.models import Account, Entry, Membership, Organisation, SignInLink
from prevenance.people.operations.teams import create_organisation
from prevenance.people.queries.access import Access, access
from prevenance.people.queries.secrets import digest

DOMAIN = "demonstration.invalid"
LINK_VALID = dt.timedelta(minutes=15)
WHO_IS_SOMEONE = "person"  # the column that holds a reference of a person, in every room


class NotFictional(Exception):
    """This account is not of the demonstration."""


def real_accounts() -> int:
    """How many accounts are somebody's."""
    return Account.objects.filter(left_at__isnull=True).exclude(email__endswith=f"@{DOMAIN}").count()


def is_there() -> bool:
    """Whether a demonstration is in the database."""
    return Account.objects.filter(email__endswith=f"@{DOMAIN}").exists()


@transaction.atomic
def make_team(*, at: dt.datetime, name: str, kind: Kind, commune: str) -> int:
    """A fictional organisation; gives its id."""
    return create_organisation(by=None, at=at, name=name, kind=kind, commune=commune, fictional=True)


@transaction.atomic
def make_member(*, at: dt.datetime, name: str, display_name: str, role: Role, organisation_id: int) -> int:
    """A fictional agent of a fictional team; gives the account's id. No invitation leaves.

    Raises:
        NotFictional: a real team.
    """
    if not Organisation.objects.filter(pk=organisation_id, is_fictional=True).exists():
        raise NotFictional
    account = Account.objects.create(email=f"{name}@{DOMAIN}", display_name=display_name, created_at=at)
    Membership.objects.create(
        account=account, organisation_id=organisation_id, role=role, areas=[EVERYWHERE], starts_on=at.date()
    )
    return account.pk


def member(number: int, *, on: dt.date) -> Access:
    """What this fictional agent may do."""
    return access(number, on=on)


@transaction.atomic
def sign_in_secret(*, at: dt.datetime, name: str) -> str:
    """The secret of a link that opens a fictional account once, for 15 minutes: never a real one.

    Raises:
        NotFictional
    """
    account = Account.objects.filter(email=f"{name}@{DOMAIN}", left_at__isnull=True).first()
    if account is None:
        raise NotFictional
    secret = secrets.token_urlsafe(32)
    SignInLink.objects.create(account=account, secret_digest=digest(secret), made_at=at, expires_at=at + LINK_VALID)
    return secret


@transaction.atomic
def remove() -> int:
    """Removes the fictional accounts, their teams and all that points at them, whatever room holds it; gives how many
    rows. Lines of the journal about them go too: they are about nobody.

    Raises:
        NotFictional: a fictional account was let into a real team, and what it wrote there would go with it.
    """
    accounts = set(Account.objects.filter(email__endswith=f"@{DOMAIN}").values_list("pk", flat=True))
    if Membership.objects.filter(account__in=accounts).exclude(organisation__is_fictional=True).exists():
        raise NotFictional
    mine = Membership.objects.filter(account__in=accounts)
    teams = set(mine.values_list("organisation_id", flat=True))
    doomed: dict[type[models.Model], set[Any]] = {Account: accounts, Organisation: teams}
    _follow(doomed)
    removed = Entry.objects.filter(Q(organisation_id__in=teams) | Q(actor_id__in=accounts)).count()
    lines: models.QuerySet[Entry] = models.QuerySet(model=Entry).filter(
        Q(organisation_id__in=teams) | Q(actor_id__in=accounts)
    )
    lines._raw_delete(lines.db)  # the queryset of the lines refuses: no feature removes one
    # Keys are checked at the end of the transaction, so that tables may go in any order.
    for table, numbers in doomed.items():
        for some in _parts(numbers):
            rows: models.QuerySet[Any] = models.QuerySet(model=table).filter(pk__in=some)
            removed += len(some)
            rows._raw_delete(rows.db)
    connection.check_constraints()
    return removed


def _follow(doomed: dict[type[models.Model], set[Any]]) -> None:
    """Adds the rows that point at those already there, until there are no more."""
    fresh = {table: set(numbers) for table, numbers in doomed.items()}
    while any(fresh.values()):
        found: dict[type[models.Model], set[Any]] = {}
        for table in apps.get_models():
            if table is Entry:
                continue
            for numbers in _pointing(table, fresh):
                found.setdefault(table, set()).update(numbers - doomed.get(table, set()))
        for table, numbers in found.items():
            doomed.setdefault(table, set()).update(numbers)
        fresh = found


def _pointing(table: type[models.Model], fresh: dict[type[models.Model], set[Any]]) -> Iterable[set[Any]]:
    people = apps.get_model("people", "Person")
    manager: models.QuerySet[Any] = models.QuerySet(model=table)
    for field in table._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            numbers = fresh.get(field.related_model, set())
        elif isinstance(field, models.CharField) and field.name == WHO_IS_SOMEONE:
            numbers = {str(one) for one in fresh.get(people, set())}
        elif isinstance(field, models.BigIntegerField) and field.name == "noted_by_id":
            numbers = fresh.get(Account, set())
        else:
            continue
        for some in _parts(numbers):
            yield set(manager.filter(**{f"{field.name}__in": some}).values_list("pk", flat=True))


def _parts(numbers: set[Any], most: int = 500) -> Iterable[list[Any]]:
    """SQLite takes so many values in one question."""
    ordered = sorted(numbers, key=str)
    return (ordered[at : at + most] for at in range(0, len(ordered), most))
