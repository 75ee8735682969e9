"""Bars that hold on every page of Ma prévention: plain words, and a fixed number of database queries."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
import textstat
from django.test import Client
from django.urls import reverse

from prevenance.kit.clock import PARIS
from prevenance.offer import operations
from prevenance.offer.queries import index
from prevenance.plans.forms.state import State

ON = dt.date(2026, 11, 23)
EASY = 60.0  # French Flesch score: 60 and above is plain to a reader of level B1
PUBLIC = ("home", "accompany", "reassure", "nothing", "emergency", "help", "accessibility", "all-pages", "plans:start")


def sentences(html: str) -> str:
    """The sentences of the main part, as a person reads them: buttons and titles are not sentences."""
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    blocks = re.findall(r"<(?:p|li|dd)\b[^>]*>(.*?)</(?:p|li|dd)>", main, re.DOTALL)
    plain = (unescape(re.sub(r"<[^>]+>", " ", block)) for block in blocks)
    said = (" ".join(text.split()) for text in plain)
    return " ".join(text if text[-1:] in ".?!:" else text + "." for text in said if len(text.split()) > 3)


@pytest.fixture(autouse=True)
def french() -> None:
    textstat.set_lang("fr")


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_plain_to_read(visitor: Client, name: str) -> None:
    text = sentences(visitor.get(reverse(name)).content.decode())
    assert len(text.split()) > 20
    assert textstat.flesch_reading_ease(text) >= EASY


def test_a_plan_is_plain_to_read(visitor: Client, claire: State) -> None:
    response = visitor.post(reverse("plans:plan"), {"state": claire.sealed(on=ON)})
    text = sentences(response.content.decode())
    assert len(text.split()) > 200
    assert textstat.flesch_reading_ease(text) >= EASY


@pytest.fixture
def demo(db: None) -> Any:
    operations.load_demo(at=dt.datetime(2026, 11, 23, 12, tzinfo=PARIS))
    index.forget()
    yield
    index.forget()


def test_a_plan_asks_nothing_of_the_database(visitor: Client, claire: State) -> None:
    # No `db` here: pytest-django refuses the first query.
    assert visitor.post(reverse("plans:plan"), {"state": claire.sealed(on=ON)}).status_code == 200


def test_the_places_near_here_take_few_queries(
    demo: None, visitor: Client, claire: State, django_assert_max_num_queries: Any
) -> None:
    asked = {"state": claire.sealed(on=ON), "advice": "colorectal-cancer-screening"}
    visitor.post(reverse("plans:near"), asked)  # the index of places is built once
    with django_assert_max_num_queries(6):
        response = visitor.post(reverse("plans:near"), asked)
    assert "km" in response.content.decode()
