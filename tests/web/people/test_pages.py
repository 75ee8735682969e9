"""Every page of the agents, read as a browser reads it, in both languages; and what each costs the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from prevenance.kit import agents as kit_agents
from prevenance.kit import clock
from prevenance.people.choices import EVERYWHERE, Role
from prevenance.people.models import Membership, Organisation, OutgoingMail
from prevenance.people.queries import Access, Grant
from tests import agents
from tests.web.every_page import elements, tree, words

pytestmark = pytest.mark.django_db
PLAIN = ("home", "roles", "account", "password", "leave", "factors", "generator", "passkey-add", "organisations")
QUERIES_MOST = 16


@pytest.fixture
def cast(settings: Any) -> agents.Cast:
    settings.EMAIL_BACKEND = "prevenance.people.operations.mail.Outbox"
    return agents.play()


def addresses(cast: agents.Cast) -> list[str]:
    mail = OutgoingMail.objects.create(recipient="a@exemple.fr", subject="Sujet", body="Corps", made_at=clock.now())
    member = Membership.objects.get(account=cast.relay).pk
    named = [reverse(f"people:{one}") for one in (*PLAIN, "mails", "journal", "sign-in", "link-sent")]
    teams = [reverse(f"people:{one}", args=[number]) for one in ("team", "invite") for number in (cast.ours, 0)]
    return [*named, *teams, reverse("people:mail", args=[mail.pk]), reverse("people:end", args=[member])]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_of_agents_is_read_without_a_mistake(visitor: Client, cast: agents.Cast, language: str) -> None:
    agents.sign_in(visitor, cast.host, at=clock.now())
    with translation.override(language):
        for address in addresses(cast):
            answer = visitor.get(address)
            assert answer.status_code == 200, address
            root, errors = tree(answer.content.decode())
            assert errors == [], address
            assert len(elements(root, "h1")) == 1, address
            ids = [one.get("id") for one in root.iter() if isinstance(one.tag, str) and one.get("id")]
            assert len(ids) == len(set(ids)), address
            titles = [words(one) for one in elements(root, "title")]
            assert titles[0].count(" – ") >= 1, address
            for one in elements(root, "input", "select", "textarea"):
                hidden = one.get("type") == "hidden"
                labels = {label.get("for") for label in elements(root, "label")}
                assert hidden or one.get("type") in ("radio", "checkbox") or one.get("id") in labels, address


def test_the_other_language_is_the_same_page(visitor: Client, cast: agents.Cast) -> None:
    agents.sign_in(visitor, cast.host, at=clock.now())
    page = visitor.get(reverse("people:roles")).content.decode()
    assert 'href="/en/team/roles/"' in page
    english = visitor.get("/en/team/roles/").content.decode()
    assert "Sees no person accompanied." in english
    assert "Ne voit aucune personne" not in english


def test_a_page_asks_little_of_the_database_however_large_the_team(
    visitor: Client, cast: agents.Cast, django_assert_max_num_queries: Any
) -> None:
    ours = Organisation.objects.get(pk=cast.ours)
    for number in range(40):
        agents.account(f"membre{number}", Role.RELAY, ours)
    agents.sign_in(visitor, cast.host, at=clock.now())
    for address in addresses(cast):
        with django_assert_max_num_queries(QUERIES_MOST):
            visitor.get(address)


def test_every_door_of_the_home_page_leads_somewhere() -> None:
    everywhere = frozenset({EVERYWHERE})
    grants = tuple(Grant(role, None if role is Role.HOST else 1, everywhere) for role in Role)
    for door in kit_agents.doors(Access(1, "", grants)):
        for language in ("fr", "en"):
            with translation.override(language):
                assert reverse(door.route), "a room signs up its door in the same commit as its address"
                assert str(door.label)
