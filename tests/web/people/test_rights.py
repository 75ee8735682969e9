"""Who reaches what: every address of the site, everyone of the cast, in their own organisation and in another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from prevenance.kit import clock
from prevenance.people import operations
from prevenance.people.choices import EVERYWHERE, Role
from prevenance.people.models import Invitation, Membership, OutgoingMail
from tests import agents

PLAYERS = (
    "visitor",
    "nobody",
    "mediator",
    "bounded_mediator",
    "relay",
    "coordinator",
    "bounded_coordinator",
    "stranger",
    "host",
)
ROWS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("rights.yaml").read_text("utf-8"))
ADDRESSES = itertools.count(1)


def named(resolver: Any, space: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from named(one, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}"


def expected() -> Iterator[tuple[str, str, str, str, Any]]:
    """(address, args, method, player, status)."""
    for row in ROWS:
        for method in ("GET", "POST"):
            common = (row["address"], row.get("args", ""), method)
            for status, players in row.get(method, {}).items():
                for player in players:
                    yield (*common, player, status)
            if method in row.get("everyone", {}):
                for player in PLAYERS:
                    yield (*common, player, row["everyone"][method])
            if method in row.get("agents", {}):
                yield (*common, "visitor", "to_sign_in")
                for player in PLAYERS[1:]:
                    yield (*common, player, row["agents"][method])


def test_every_address_of_the_site_has_a_line_of_rights() -> None:
    every = set(named(get_resolver()))
    assert len(every) > 60
    written = {row["address"] for row in ROWS}
    assert every - written == set(), "add a line to rights.yaml: who reaches this address?"
    assert written - every == set(), "this address is no more"


def test_a_line_of_rights_forgets_nobody() -> None:
    for row in ROWS:
        for method in ("GET", "POST"):
            players = sorted(itertools.chain(*row.get(method, {}).values()))
            assert not players or players == sorted(PLAYERS), f"{row['address']} {row.get('args', '')} {method}"


@pytest.fixture
def cast(db: None, settings: Any) -> agents.Cast:
    settings.EMAIL_BACKEND = "prevenance.people.operations.mail.Outbox"
    return agents.play()


def arguments(cast: agents.Cast, given: str) -> list[Any]:
    def invited(organisation: int) -> int:
        operations.invite(
            by=None,
            at=clock.now(),
            email="paul@exemple.fr",
            role=Role.RELAY,
            organisation_id=organisation,
            areas={EVERYWHERE},
            language="fr",
            link=lambda secret, language: f"http://localhost/{secret}",
        )
        return Invitation.objects.latest("pk").pk

    def mail() -> int:
        return OutgoingMail.objects.create(recipient="a@exemple.fr", subject="s", body="b", made_at=clock.now()).pk

    # Someone who is nobody of the cast, so that ending their membership changes nobody else's rights.
    def member(organisation: int) -> int:
        one = agents.account("fin")
        return Membership.objects.create(
            account=one, organisation_id=organisation, role=Role.RELAY, areas=[EVERYWHERE], starts_on=agents.BEGAN
        ).pk

    made = {
        "ours": lambda: cast.ours,
        "theirs": lambda: cast.theirs,
        "site": lambda: 0,
        "our_member": lambda: member(cast.ours),
        "their_member": lambda: member(cast.theirs),
        "our_invitation": lambda: invited(cast.ours),
        "their_invitation": lambda: invited(cast.theirs),
        "mail": mail,
        "our_person": lambda: agents.person(cast.mediator, cast.ours),
        "their_person": lambda: agents.person(cast.stranger, cast.theirs),
    }
    several = {
        "two_of_nobody": ["of-nobody", "of-nobody"],
        "no_merge": ["of-nobody", 0],
        "no_slot": [0, "of-nobody"],
        "no_kit": [0, 0, "fr"],
        "no_figures": ["zzzzzz", "csv"],
        "no_kit_file": [0, 0, "fr", "all"],
        "no_own_kit_file": ["nothing", "fr", "all"],
        "no_link_kit_file": [0, "fr", "all"],
        "no_link_relays": [0, 0],
        "no_link_posters": [0, 0, "fr", "pdf"],
    }
    several["no_translation"] = [0, "ar"]
    several["no_claims"] = [0, 0]
    if given in several:
        return several[given]
    return [made[given]() if given in made else given] if given else []


@pytest.mark.parametrize(
    ("address", "given", "method", "player", "status"),
    [pytest.param(*one, id=" ".join(map(str, one))) for one in expected()],
)
def test_an_address_answers_each_as_the_table_says(
    cast: agents.Cast, address: str, given: str, method: str, player: str, status: Any
) -> None:
    client = Client(
        headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR=f"2001:db8:1::{next(ADDRESSES):x}"
    )
    if player != "visitor":
        agents.sign_in(client, getattr(cast, player), at=clock.now())
    try:
        where = reverse(address, args=arguments(cast, given))
    except NoReverseMatch:
        pytest.fail("this address asks for other arguments: correct its line in rights.yaml")
    answer = client.get(where) if method == "GET" else client.post(where)
    if status == "to_sign_in":
        assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("people:sign-in"))
    else:
        assert answer.status_code == status
        assert status != 302 or answer.headers["Location"] != reverse("people:sign-in") or player == "visitor"
