"""Finding a place in plain words: what was understood, the places, whom to call, and nothing in any address."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from prevenance.offer import queries
from prevenance.offer.queries import index, travel
from tests.web.every_page import demo, elements, tree, words

__all__ = ["demo"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    index.forget()


def asked(visitor: Client, said: str, **fields: str) -> str:
    response = visitor.post(reverse("plans:search"), {"said": said, **fields})
    root, mistakes = tree(response.content.decode())
    assert mistakes == []
    return words(elements(root, "main")[0])


def test_the_page_opens_and_asks(visitor: Client) -> None:
    response = visitor.get("/trouver-un-lieu/?said=sida")
    assert response.status_code == 200
    assert b"sida" not in response.content, "what is looked for is never read from an address"


@pytest.mark.usefixtures("demo")
def test_it_says_how_it_understood_and_lets_each_part_be_taken_back(visitor: Client) -> None:
    said = "dantiste ouvert mercredi a hirson"
    page = asked(visitor, said)
    assert "Cabinets dentaires" in page
    assert "mercredi 25 novembre" in page
    assert "Autour de : Hirson (Aisne)" in page
    assert "« dantiste » : nous avons lu « dentiste »" in page
    again = asked(visitor, said, before=said, without="when")
    assert "mercredi 25 novembre 2026" not in again.split("Lieux près")[0]
    assert "Cabinets dentaires" in again


@pytest.mark.usefixtures("demo")
def test_places_are_listed_with_those_that_may_do_and_a_person_to_call(visitor: Client) -> None:
    page = asked(visitor, "pharmacie ouverte lundi", near="02691")
    assert "Lieux près de Saint-Quentin" in page
    assert "Sinon, à qui demander" in page
    assert "fictif" in page.lower() or "inventé" in page.lower()


@pytest.mark.usefixtures("demo")
def test_a_place_is_found_by_its_own_name(visitor: Client) -> None:
    place = queries.nearest_places(
        kinds=["pharmacy"], latitude=49.85, longitude=3.29, at=dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC), limit=1
    )[0].place
    page = asked(visitor, place.name, near=f"{place.commune_name} {place.postal_code}")
    assert place.name in page


@pytest.mark.usefixtures("demo")
def test_a_place_says_how_sure_we_are(visitor: Client) -> None:
    assert "La loi le permet dans ce genre de lieu" in asked(visitor, "vaccin grippe à Saint-Quentin")
    assert "La loi le permet" not in asked(visitor, "pharmacie à Saint-Quentin")


@pytest.mark.usefixtures("demo")
def test_minutes_by_car_are_shown_only_when_computed(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "en voiture" not in asked(visitor, "pharmacie à Saint-Quentin")
    monkeypatch.setattr(travel, "minutes_by_car", lambda here, places: [8] + [None] * (len(places) - 1))
    page = asked(visitor, "pharmacie à Saint-Quentin")
    assert page.count("environ 8 minutes en voiture") == 1


def test_without_any_place_the_page_still_tells_whom_to_call(visitor: Client) -> None:
    page = asked(visitor, "frottis à Hirson")
    assert "Nous ne connaissons pas de lieu pour cela" in page
    assert "36" in page


def test_what_nobody_lists_is_said_with_someone_to_ask(visitor: Client) -> None:
    assert "Nous n’avons pas de liste pour cette spécialité" in asked(visitor, "cardiologue à Laon")


def test_an_emergency_comes_first(visitor: Client) -> None:
    page = asked(visitor, "je veux me tuer")
    assert page.index("C’est une urgence") < page.index("Que cherchez-vous")
    assert "3114" in page.replace(" ", "").replace("\u00a0", "")


def test_a_commune_in_doubt_is_asked(visitor: Client) -> None:
    page = asked(visitor, "médecin à Saint-Denis")
    assert "De quelle commune" in page or "Quelle commune" in page


def test_nothing_said_is_a_mistake_in_words(visitor: Client) -> None:
    response = visitor.post(reverse("plans:search"), {"said": "  ", "near": "Laon"})
    assert response.status_code == 422
    assert "avec vos mots" in response.content.decode()


def test_the_commune_of_a_new_sentence_counts_before_the_one_kept_in_its_field(visitor: Client) -> None:
    page = asked(visitor, "dentiste à Laon", before="dentiste à Hirson", near="Hirson 02500")
    assert "Autour de : Laon (Aisne)" in page
    page = asked(visitor, "dentiste à Hirson", before="dentiste à Hirson", near="Laon")
    assert "Autour de : Laon (Aisne)" in page


@pytest.mark.parametrize("said", ["<script>alert(1)</script> à Laon", "'; DROP TABLE--", "a" * 5000, "\x00 à Laon"])
def test_hostile_sentences_are_only_words(visitor: Client, said: str) -> None:
    response: Any = visitor.post(reverse("plans:search"), {"said": said})
    assert response.status_code in (200, 400)
    assert "<script>alert" not in response.content.decode()
