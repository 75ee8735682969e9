"""Pages of encounters: what is typed is kept, what is saved is shown, what is of others is not there."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from prevenance.kit import clock
from prevenance.mediation.choices import health_words
from prevenance.mediation.models import Encounter, Note
from prevenance.people.models import Account
from tests import agents

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def signed_in(account: Account) -> Client:
    client = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"})
    agents.sign_in(client, account, at=clock.now())
    return client


def typed(**more: Any) -> dict[str, Any]:
    given = {
        "operation": str(uuid.uuid4()),
        "kind": "individual",
        "day": "today",
        "minutes": "30",
        "place": "new",
        "place_name": "Maison fictive",
        "place_commune": agents.LAON,
        "themes": ["health", "email"],
    }
    return given | more


def test_a_note_is_saved_once_and_shown(cast: agents.Cast) -> None:
    client, sent = signed_in(cast.mediator), typed(gender="female", age="70_over", residence="Soissons")
    for _ in range(2):
        answer = client.post(reverse("mediation:note"), sent)
        assert answer.status_code == 302
    one = Encounter.objects.get()
    assert (one.place_name, one.commune_code, one.themes) == ("Maison fictive", agents.LAON, ["health", "email"])
    page = client.get(answer["Location"]).content.decode()
    assert "Maison fictive, Laon" in page and "Femme, 70 ans et plus" in page and "Annuler" in page
    listed = client.get(reverse("mediation:encounters")).content.decode()
    assert "Santé, Courriel" in listed
    again = client.get(reverse("mediation:note")).content.decode()
    assert f'value="|{agents.LAON}|Maison fictive" checked' in again


def test_undo_then_put_back(cast: agents.Cast) -> None:
    client = signed_in(cast.mediator)
    client.post(reverse("mediation:note"), typed())
    number = Encounter.objects.get().pk
    undo = reverse("mediation:encounter-undo", args=[number])
    page = client.post(undo, follow=True).content.decode()
    assert "Cette séance est retirée" in page
    assert Encounter.objects.get().removed_at
    client.post(undo)
    assert not Encounter.objects.get().removed_at


@pytest.mark.parametrize(
    ("more", "goal"),
    [
        ({"themes": []}, "themes-1"),
        ({"minutes": "custom", "minutes_custom": "beaucoup"}, "minutes_custom"),
        ({"place_commune": "Nulle-Part"}, "place_commune"),
        ({"place_name": ""}, "place_name"),
        ({"day": "other", "held-day": "31", "held-month": "2", "held-year": "2026"}, "held-day"),
        ({"day": "other", "held-day": "1", "held-month": "1", "held-year": "2027"}, "held-year"),
        ({"residence": "Nulle-Part"}, "residence"),
        ({"kind": "collective", "total": "3", "genders-female": "2", "genders-male": "2"}, "genders-female"),
    ],
)
def test_a_mistake_is_said_and_nothing_typed_is_lost(cast: agents.Cast, more: dict[str, Any], goal: str) -> None:
    sent = typed(note="rappeler mardi", **more)
    answer = signed_in(cast.mediator).post(reverse("mediation:note"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and f'href="#{goal}"' in page and f'id="{goal}"' in page
    assert "rappeler mardi" in page and sent["operation"] in page
    assert not Encounter.objects.exists()


def test_what_a_group_does_not_say_is_counted_as_not_said(cast: agents.Cast) -> None:
    sent = typed(kind="collective", total="9", **{"genders-female": "6", "ages-70_over": "9"})
    page = signed_in(cast.mediator).post(reverse("mediation:note"), sent, follow=True).content.decode()
    assert "Femme (6)" in page and "70 ans et plus (9)" in page
    assert Encounter.objects.get().group.counts == {"genders": {"female": 6}, "ages": {"70_over": 9}}


def test_a_correction_shows_what_was_written_and_changes_only_what_is_typed(cast: agents.Cast) -> None:
    client = signed_in(cast.mediator)
    client.post(reverse("mediation:note"), typed(note="rappeler mardi", autonomy="partly"))
    number = Encounter.objects.get().pk
    where = reverse("mediation:encounter-change", args=[number])
    shown = client.get(where)
    assert "rappeler mardi" in shown.content.decode()
    version = shown.context["version"]
    client.post(where, typed(note="rappeler mardi", autonomy="partly", minutes="60", version=version))
    assert Encounter.objects.get().minutes == 60 and Note.objects.get().text == "rappeler mardi"
    late = client.post(where, typed(minutes="90", version=version))
    assert late.status_code == 422 and Encounter.objects.get().minutes == 60


def test_the_encounter_of_another_organisation_is_not_there(cast: agents.Cast) -> None:
    signed_in(cast.mediator).post(reverse("mediation:note"), typed())
    number = Encounter.objects.get().pk
    stranger = signed_in(cast.stranger)
    for name in ("encounter", "encounter-change"):
        assert stranger.get(reverse(f"mediation:{name}", args=[number])).status_code == 404
    for name in ("encounter-undo", "encounter-remove", "encounter-change"):
        assert stranger.post(reverse(f"mediation:{name}", args=[number]), typed()).status_code == 404
    assert Encounter.objects.get().removed_at is None
    assert "Laon" not in stranger.get(reverse("mediation:encounters")).content.decode().split("<main", 1)[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Elle a un diabète", ("diabete",)),
        ("2 54 07 75 116 005", ("NIR",)),
        ("VIH", ("vih",)),
        ("rappeler mardi pour Mon espace santé et le dépistage", ()),
        ("diagnostic numérique fait", ()),
        ("06 12 34 56 78", ()),
    ],
)
def test_words_that_look_like_health_data_are_found(text: str, expected: tuple[str, ...]) -> None:
    assert health_words.found(text) == expected
