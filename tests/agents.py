"""The fictional agents who play in tests: two organisations that must not see each other, and one who may not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.test import Client

from prevenance.people import operations, queries
from prevenance.people.choices import EVERYWHERE, Role
from prevenance.people.choices.persons import Identity, PersonPurpose
from prevenance.people.forms import session_cookie
from prevenance.people.models import Account, Membership, Organisation
from prevenance.people.operations import persons, sessions

LAON, SOISSONS, LILLE = "02408", "02722", "59350"
BEGAN = dt.date(2026, 1, 5)
MADE = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Cast:
    """`ours` and `theirs`: ids of the organisations. The accounts by what they are."""

    ours: int
    theirs: int
    mediator: Account
    bounded_mediator: Account  # in our organisation, in Laon only
    coordinator: Account
    bounded_coordinator: Account  # in our organisation, in Laon only
    relay: Account
    host: Account
    stranger: Account  # a coordinator of the other organisation
    nobody: Account  # an account without any role


def play() -> Cast:
    """Writes them all."""
    ours = Organisation.objects.create(
        name="Association fictive des Deux Vallées",
        kind="association",
        commune_code=LAON,
        created_at=MADE,
        is_fictional=True,
    )
    theirs = Organisation.objects.create(
        name="CPTS fictive du Littoral", kind="cpts", commune_code=LILLE, created_at=MADE, is_fictional=True
    )
    here = f"commune:{LAON}"
    return Cast(
        ours.pk,
        theirs.pk,
        account("alice", Role.MEDIATOR, ours),
        account("basile", Role.MEDIATOR, ours, here),
        account("carla", Role.COORDINATOR, ours),
        account("denis", Role.COORDINATOR, ours, here),
        account("remi", Role.RELAY, ours),
        account("helene", Role.HOST, None),
        account("theo", Role.COORDINATOR, theirs),
        account("nadia"),
    )


def account(
    name: str, role: Role | None = None, organisation: Organisation | None = None, *areas: str, language: str = "fr"
) -> Account:
    """`name`@exemple.fr, with this role when one is given."""
    made = Account.objects.create(
        email=f"{name}@exemple.fr", display_name=name.capitalize(), created_at=MADE, language=language
    )
    if role:
        Membership.objects.create(
            account=made,
            organisation=organisation,
            role=role,
            areas=sorted(areas or {EVERYWHERE}),
            starts_on=BEGAN,
        )
    return made


def sign_in(client: Client, who: Account, *, at: dt.datetime) -> operations.Opened:
    """Opens a whole session in this browser, as after every factor."""
    opened = sessions.open_session(account=who, device="Firefox, Linux", at=at, is_complete=True)
    client.cookies[session_cookie.name()] = opened.secret
    return opened


def access(who: Account, *, on: dt.date) -> queries.Access:
    """What they may do."""
    return queries.access(who, on=on)


def person(by: Account, organisation_id: int, given_name: str = "Zohrabelle", family_name: str = "Vantadour") -> str:
    """Somebody fictional, of Laon, followed by this organisation. Gives the reference."""
    return persons.create_person(
        by=queries.access(by, on=MADE.date()),
        at=MADE,
        organisation_id=organisation_id,
        purpose=PersonPurpose.FOLLOW_UP,
        identity=Identity(given_name=given_name, family_name=family_name, birth_date=dt.date(1951, 4, 9)),
        commune=LAON,
        fictional=True,
    )
