"""The page of what is missing: a commune, a department, and what nobody can tell."""

import pytest
from django.test import Client
from django.urls import reverse

from prevenance.offer.queries import index
from tests.web.every_page import demo, elements, tree, words

__all__ = ["demo"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    index.forget()


def shown(visitor: Client, status: int = 200, **fields: str) -> str:
    response = visitor.post(reverse("offer:gaps"), fields)
    assert response.status_code == status
    root, mistakes = tree(response.content.decode())
    assert mistakes == []
    return words(elements(root, "main")[0])


def test_the_page_opens(visitor: Client) -> None:
    assert visitor.get("/ce-qui-manque/").status_code == 200
    assert visitor.get("/en/what-is-missing/").status_code == 200


@pytest.mark.usefixtures("demo")
def test_a_commune_shows_every_act_and_says_that_places_are_invented(visitor: Client) -> None:
    page = shown(visitor, where="Saint-Quentin 02100")
    assert "Mammographie" in page
    assert "dans la commune" in page
    assert "inventés" in page


@pytest.mark.usefixtures("demo")
def test_a_department_shows_a_map_its_words_and_the_farthest_communes(visitor: Client) -> None:
    page = shown(visitor, where="Aisne", act="hiv_test")
    assert "Test du VIH" in page
    assert "Les 60 communes les plus loin" in page
    assert "Plus une commune est foncée" in page
    assert "Dans la commune" in page
    assert "Les 60 communes les plus loin" in shown(visitor, where="02", act="hiv_test")


def test_without_any_source_nothing_is_said_to_be_missing(visitor: Client) -> None:
    page = shown(visitor, where="Nice")
    assert "Cela ne veut pas dire qu’il n’y en a pas" in page
    assert "Aucun dans la commune" not in page
    assert "Aucune source n’a été importée pour ce territoire" in page


def test_mistakes_are_said_in_words(visitor: Client) -> None:
    assert "Écrivez le nom d’une commune" in shown(visitor, 422, where="")
    assert "choisissez ce que vous regardez" in shown(visitor, 422, where="Aisne")
    assert "Nous ne connaissons pas cette commune" in shown(visitor, 422, where="zzzzqqq")
    assert "Saint-Denis" in shown(visitor, where="Saint-Denis")
