"""The plan, one recommendation, and where to go."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from prevenance import catalogue
from prevenance.kit import clock
from prevenance.offer import operations
from prevenance.plans.forms.state import State

TODAY = dt.date(2026, 11, 23)


def page(visitor: Client, path: str, state: State, **fields: str) -> str:
    response = visitor.post(path, {"state": state.sealed(on=TODAY), **fields})
    assert response.status_code == 200
    return response.content.decode()


def section(text: str, status: str) -> str:
    found = re.search(rf'<section class="group {status}".*?</section>', text, re.DOTALL)
    return found[0] if found else ""


def test_each_piece_of_advice_is_under_its_status(visitor: Client, claire: State) -> None:
    text = page(visitor, "/ma-prevention/plan/", claire)
    assert "Test de dépistage du cancer de l’intestin" in section(text, "due") + section(text, "unknown")
    coming = section(text, "coming")
    assert "Mammographie" in coming
    assert "À partir du mardi 1er juin 2027" in coming
    order = re.findall(r'<section class="group ([a-z_]+)"', text)
    assert order == [one for one in ("due", "coming", "optional", "unknown", "up_to_date") if one in order]


def test_the_english_plan_says_the_same_in_english(visitor: Client, claire: State) -> None:
    text = page(visitor, "/en/my-prevention/plan/", claire)
    assert "From Tuesday 1 June 2027" in section(text, "coming")


def test_two_buttons_never_have_the_same_words(visitor: Client, claire: State) -> None:
    text = page(visitor, "/ma-prevention/plan/", claire)
    body = text[text.index("<main") : text.index("</main>")]
    names = [
        " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", "", inside, flags=re.DOTALL).split())
        for inside in re.findall(r"<button[^>]*>(.*?)</button>", body, re.DOTALL)
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("identity", list(catalogue.load().recommendations))
def test_every_recommendation_tells_why_where_cost_who_says_so_and_the_right_to_refuse(
    visitor: Client, claire: State, identity: str
) -> None:
    text = page(visitor, "/ma-prevention/conseil/", claire, advice=identity)
    for heading in (
        "Pourquoi est-ce utile",
        "Comment cela se passe",
        "Combien cela coûte",
        "Et si je ne veux pas",
        "Qui le dit",
    ):
        assert heading in text
    words = catalogue.load().recommendations[identity].words
    assert ("À confirmer</strong>" in text) == bool(words.to_be_confirmed)
    assert "Pas encore relu par un professionnel de santé" in text or words.checker


@pytest.mark.django_db
def test_near_me_lists_places_then_draws_the_same_on_a_map(visitor: Client, claire: State) -> None:
    operations.load_demo(at=clock.now())
    text = page(visitor, "/ma-prevention/pres-de-chez-moi/", claire, advice="flu-vaccine")
    spots = re.findall(r'id="spot-(\d+)"', text)
    assert spots
    assert text.index('id="spot-1"') < text.index('<svg class="map"')
    assert re.findall(r'<text class="number"[^>]*>(\d+)<', text) == spots
    assert "Ces lieux sont inventés" in text
    assert "à vol d’oiseau" in text


@pytest.mark.django_db
def test_an_act_without_a_known_place_says_so_and_gives_the_way(visitor: Client, claire: State) -> None:
    text = page(visitor, "/ma-prevention/pres-de-chez-moi/", claire, advice="flu-vaccine")
    assert "Nous ne connaissons pas de lieu" in text
    assert 'href="tel:3646"' in text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Écrivez le nom de votre commune"),
        ("zzzzqqq", "Nous ne connaissons pas cette commune"),
        ("st quentin", "De quelle commune"),
    ],
)
def test_the_commune_is_asked_and_doubts_are_told(visitor: Client, typed: str, words: str) -> None:
    state = State(False, {"birth_date": "1961-04-09", "sex": "female"})
    text = page(visitor, "/ma-prevention/pres-de-chez-moi/", state, advice="flu-vaccine", commune=typed)
    assert words in text
    assert f'name="commune" value="{typed}"' in text


@pytest.mark.django_db
def test_help_near_here_needs_no_plan_and_keeps_the_commune_out_of_the_address(visitor: Client) -> None:
    operations.load_demo(at=clock.now())
    response = visitor.post("/aide-pres-de-chez-moi/", {"code": "02691"})
    text = response.content.decode()
    assert "Saint-Quentin" in text
    assert 'id="spot-1"' in text
