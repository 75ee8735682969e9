"""Relays: the page to apply, the team's pages, the relay's own page, the cards to pass on."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import Any

import pytest
import textstat
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from prevenance.kit import clock
from prevenance.mediation.choices import contents
from prevenance.mediation.models import Charter, Reached, Relay
from tests import agents
from tests.web.plans.test_bars import EASY, sentences

ADDRESSES = itertools.count(1)
ASKED = {"first_name": "Sam", "contact": "06 00 00 00 00", "commune": agents.LAON, "reason": "neighbours"}


@pytest.fixture
def cast(db: None) -> agents.Cast:
    return agents.play()


def signed_in(who: Any) -> Client:
    client = Client(
        headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR=f"2001:db8:8::{next(ADDRESSES):x}"
    )
    agents.sign_in(client, who, at=clock.now())
    return client


def applied(visitor: Client, **posted: str) -> Relay:
    response = visitor.post(reverse("mediation:relay-apply"), {**ASKED, **posted})
    assert (response.status_code, response.headers["Location"]) == (302, reverse("mediation:relay-applied"))
    assert not response.cookies
    return Relay.objects.latest("pk")


@pytest.mark.parametrize("name", ["mediation:relay-apply", "mediation:course", "accompany"])
def test_a_page_is_plain_to_read_and_keeps_nothing(visitor: Client, name: str) -> None:
    textstat.set_lang("fr")
    response = visitor.get(reverse(name))
    assert textstat.flesch_reading_ease(sentences(response.content.decode())) >= EASY
    assert not response.cookies


@pytest.mark.parametrize("key", list(contents.lessons("course")))
def test_a_chapter_of_the_course_replies_to_each_answer(visitor: Client, key: str) -> None:
    where = reverse("mediation:course-lesson", args=[key])
    assert "personne fictive" not in visitor.get(where).content.decode()
    for one in contents.lessons("course")[key].answers:
        assert str(one.reply) in visitor.post(where, {"answer": one.key}).content.decode()


def test_the_door_leads_to_each_of_its_rooms(visitor: Client) -> None:
    html = visitor.get(reverse("accompany")).content.decode()
    for name in ("plans:help-near", "mediation:step-by-step", "mediation:practice", "mediation:relay-apply"):
        assert f'href="{reverse(name)}"' in html
    assert f'href="{reverse("people:sign-in")}"' in html


def test_somebody_asks_to_become_a_relay(cast: agents.Cast, visitor: Client) -> None:
    row = applied(visitor)
    assert (row.first_name, row.contact, row.commune_code, row.state) == ("Sam", "0600000000", agents.LAON, "applied")
    assert visitor.get(reverse("mediation:relay-cards", args=[row.code])).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "goal"),
    [
        ({"first_name": ""}, "first_name"),
        ({"first_name": "a@b"}, "first_name"),
        ({"contact": "12 34"}, "contact"),
        ({"contact": "sam@"}, "contact"),
        ({"commune": "zzzzqq"}, "commune"),
        ({"reason": "money"}, "reason-1"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_what_was_typed_stays(
    db: None, visitor: Client, wrong: dict[str, str], goal: str
) -> None:
    response = visitor.post(reverse("mediation:relay-apply"), {**ASKED, **wrong})
    html = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#{goal}">' in html
    assert f'id="{goal}"' in html
    assert 'value="Sam"' in html or "first_name" in wrong
    assert not Relay.objects.exists()


def test_from_the_call_to_the_cards_then_the_departure(cast: agents.Cast, visitor: Client) -> None:
    row = applied(visitor)
    team, where = signed_in(cast.coordinator), reverse("mediation:relay", args=[row.pk])
    assert "06 00 00 00 00" in team.get(where).content.decode()
    assert team.post(where, {"organisation": str(cast.ours)}).status_code == 302
    asked = {
        "day": "2026-11-23",
        "hour": "14:00",
        "place_name": "Salle fictive",
        "commune": agents.LAON,
        "capacity": "9",
    }
    announced = team.post(reverse("mediation:relays"), asked)
    assert announced.status_code == 302
    meeting = announced.headers["Location"]
    number = re.search(r"/(\d+)/$", meeting)
    assert number is not None
    assert team.post(where, {"training": number[1]}).status_code == 302
    assert team.post(meeting, {"came": str(row.pk)}).status_code == 422  # not begun
    assert team.post(where, {"state": "trained"}).status_code == 422  # nobody came yet
    with time_machine.travel(dt.datetime(2026, 11, 23, 15, tzinfo=dt.UTC), tick=False):
        team = signed_in(cast.coordinator)
        assert team.post(meeting, {"came": str(row.pk)}).status_code == 302
        assert team.post(where, {"state": "trained"}).status_code == 302
        html = team.post(where, {"do": "link"}).content.decode()
        found = re.search(r"http://localhost(/ma-page-de-relais/[\w-]+/)", html)
        assert found is not None
        assert found[1] not in team.get(where).content.decode()  # shown once
        own = found[1]
        signs(visitor, own)
        assert team.post(where, {"state": "active"}).status_code == 302
        says(visitor, own)
        listed = team.get(reverse("mediation:relays")).content.decode()
        assert "Entre 4 et 6 personnes différentes" in listed
        passes_on(visitor, row)
        leaves(visitor, own, row)


def signs(visitor: Client, own: str) -> None:
    page = visitor.get(own)
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert visitor.post(own, {"do": "sign"}).status_code == 422  # nothing ticked
    assert not Charter.objects.exists()
    assert visitor.post(own, {"do": "sign", "agree": "yes"}).status_code == 302
    assert Charter.objects.count() == 1
    assert not page.cookies


def says(visitor: Client, own: str) -> None:
    for wrong in (
        {"low": "9", "high": "3"},
        {"low": "dix", "high": "12"},
        {"low": "1", "high": "2", "month": "2025-01-01"},
    ):
        assert visitor.post(own, {"do": "say", "month": "2026-11-01", **wrong}).status_code == 422
    assert not Reached.objects.exists()
    assert visitor.post(own, {"do": "say", "month": "2026-11-01", "low": "4", "high": "6"}).status_code == 302
    assert "de 4 à 6 personnes (dit par le relais)" in visitor.get(own).content.decode()


def passes_on(visitor: Client, row: Relay) -> None:
    html = visitor.get(reverse("mediation:relay-cards", args=[row.code])).content.decode()
    assert html.count('class="qr"') == 3
    assert html.count("data:image/svg+xml") == 3
    assert "Laon" in html and "Sam" not in html and "0600000000" not in html
    assert row.code not in html.split("<main", 1)[1]  # no card tells whose it is
    with translation.override("en"):
        english = visitor.get(reverse("mediation:relay-cards", args=[row.code])).content.decode()
    assert "Words to say" in english


def leaves(visitor: Client, own: str, row: Relay) -> None:
    assert visitor.post(own, {"do": "leave"}).status_code == 422
    assert visitor.post(own, {"do": "leave", "sure": "yes"}).status_code == 200
    row.refresh_from_db()
    assert (row.first_name, row.contact, row.secret_digest, row.state) == ("", "", "", "left")
    assert visitor.get(own).status_code == 404
    assert visitor.get(reverse("mediation:relay-cards", args=[row.code])).status_code == 404


def test_a_relay_of_others_is_as_if_it_were_not_there(cast: agents.Cast, visitor: Client) -> None:
    row = applied(visitor, commune=agents.SOISSONS)
    where = reverse("mediation:relay", args=[row.pk])
    expected = {"coordinator": 200, "bounded_coordinator": 404, "stranger": 404, "mediator": 403, "relay": 403}
    for player, status in expected.items():
        client = signed_in(getattr(cast, player))
        assert client.get(where).status_code == status, player
        assert client.post(where, {"state": "declined"}).status_code == (302 if status == 200 else status), player
    row.refresh_from_db()
    assert row.state == "declined"
