"""The page of a place and the report of a mistake, one page at a time."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from prevenance.offer import operations
from prevenance.offer.choices import Author, Notice
from prevenance.offer.models import Change, Flag, Place, PlaceMoved
from tests.unit.offer import places_made as made
from tests.unit.offer.test_answers import ID, row, stored
from tests.web.conftest import NOON
from tests.web.test_html_validity import mistakes

pytestmark = pytest.mark.django_db

PATHS = {"fr": f"/lieux/{ID}/", "en": f"/en/places/{ID}/"}
FULL = {
    "address": "1 rue Exemple",
    "phone": "+33320000000",
    "email": "accueil@exemple.fr",
    "website": "https://www.exemple.fr/",
    "booking": "https://rdv.exemple.fr/lieu",
    "opening_hours": "Mo-Fr 09:00-12:00,14:00-18:30; PH off",
    "wheelchair": "on_request",
    "fees": "free",
    "description": "Pour tous.",
    "services": [["Vaccination contre la grippe", "", None]],
}


def words(response: Any) -> str:
    """What a person reads, on one line, with plain spaces."""
    html = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ")
    return text.replace("&#x27;", "'").replace("&amp;", "&")


def test_everything_known_is_said_in_words(visitor: Client) -> None:
    stored(row(**FULL))
    response = visitor.get(PATHS["fr"])
    text = words(response)
    for expected in (
        "Pharmacie fictive a",
        "Fermé, ouvre aujourd’hui à 14 h",
        "1 rue Exemple, 59000 Lille",
        "03 20 00 00 00",
        "exemple.fr",
        "rdv.exemple.fr",
        "Accessible en fauteuil roulant avec de l’aide",
        "Gratuit.",
        "de 9 h à 12 h et de 14 h à 18 h 30",
        "Vaccination contre la grippe",
        "Dernière vérification le 1er janvier 2026.",
        "Mairies",
    ):
        assert expected in text, expected
    html = response.content.decode()
    assert 'href="tel:+33320000000"' in html
    assert "Mo-Fr" not in html
    assert "km" not in text
    assert mistakes(html) == []


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), "Ouvert maintenant, ferme à 12 h"),
        (dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC), "Fermé, ouvre demain à 9 h"),
        (dt.datetime(2026, 11, 27, 18, tzinfo=dt.UTC), "Fermé, ouvre lundi à 9 h"),
        (dt.datetime(2026, 11, 11, 9, tzinfo=dt.UTC), "Fermé, ouvre demain à 9 h"),
    ],
)
def test_whether_it_is_open_is_told_at_the_hour_of_the_place(
    visitor: Client, time_machine: Any, moment: dt.datetime, expected: str
) -> None:
    stored(row(**FULL))
    time_machine.move_to(moment, tick=False)
    assert expected in words(visitor.get(PATHS["fr"]))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_not_known_is_said_so(visitor: Client, language: str) -> None:
    stored(row(is_position_approximate=True, content_on=None))
    response = visitor.get(PATHS[language])
    text = words(response)
    expected = {
        "fr": (
            "appelez avant",
            "la commune, pas l’endroit exact",
            "Prix non connu",
            "ne savons pas",
        ),
        "en": (
            "call before",
            "commune, not the exact spot",
            "Cost not known",
            "do not know",
        ),
    }[language]
    for piece in expected:
        assert piece in text, piece
    assert "tel:" not in response.content.decode().split("<main")[1].split("</main>")[0]
    assert mistakes(response.content.decode()) == []


def test_an_id_given_away_leads_for_ever_to_the_place_of_today(visitor: Client) -> None:
    stored(row())
    PlaceMoved.objects.create(id="formerplace", place_id=ID)
    response = visitor.get("/en/places/formerplace/")
    assert (response.status_code, response["Location"]) == (301, PATHS["en"])


@pytest.mark.parametrize("path", ["/lieux/inconnu/", "/lieux/inconnu/signaler/", "/en/places/x/thanks/", "/lieux/%00/"])
def test_a_place_that_nobody_knows_is_said_in_words(visitor: Client, path: str) -> None:
    response = visitor.get(path)
    assert response.status_code == 404
    assert words(response).count("place") + words(response).count("lieu") >= 1


def test_a_correction_says_that_the_place_itself_made_it(visitor: Client) -> None:
    stored(row(phone="+33320000000"))
    operations.correct(place_id=ID, values={"phone": "+33320000001"}, author=Author.PLACE, at=NOON)
    text = words(visitor.get(PATHS["fr"]))
    assert "03 20 00 00 01" in text
    assert "le lieu lui-même, 23 novembre 2026" in text


def test_closed_for_good_says_nothing_of_hours(visitor: Client) -> None:
    stored(row(**FULL))
    operations.correct(place_id=ID, values={"has_closed": True}, author=Author.TEAM, at=NOON)
    text = words(visitor.get(PATHS["fr"]))
    assert "Ce lieu a fermé définitivement." in text
    assert "Ouvert maintenant" not in text


def test_a_notice_is_above_the_hours(visitor: Client) -> None:
    stored(row(**FULL))
    days = {"starts_on": dt.date(2026, 11, 23), "ends_on": dt.date(2026, 11, 25)}
    operations.announce(place_id=ID, notice=Notice.CLOSED, **days, words="Travaux", author=Author.PLACE, at=NOON)
    text = words(visitor.get(PATHS["fr"]))
    assert "Fermé du lundi 23 novembre 2026 au mercredi 25 novembre 2026. Travaux" in text
    assert "Fermé, ouvre jeudi à 9 h" in text


def test_what_a_stranger_wrote_runs_nothing(visitor: Client) -> None:
    stored(row(**FULL))
    Place.objects.update(name="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>")
    html = visitor.get(PATHS["fr"]).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_a_page_costs_few_questions_to_the_database(visitor: Client, django_assert_max_num_queries: Any) -> None:
    stored(row(**FULL))
    visitor.get(PATHS["fr"])
    with django_assert_max_num_queries(9):
        visitor.get(PATHS["fr"])


def test_a_report_keeps_the_reason_and_the_day_and_nothing_else(visitor: Client) -> None:
    stored(row())
    response = visitor.post(f"{PATHS['fr']}signaler/", {"reason": "hours", "words": "Je m'appelle Claire"})
    assert (response.status_code, response["Location"]) == (302, f"{PATHS['fr']}merci/")
    assert list(Flag.objects.values_list("place_id", "reason", "made_on", "settled_by")) == [
        (ID, "hours", NOON.date(), "")
    ]
    assert "Merci, c’est noté" in words(visitor.get(f"{PATHS['fr']}merci/"))
    assert not response.cookies


@pytest.mark.parametrize("sent", [{}, {"reason": "other hours"}, {"reason": "' OR 1=1"}])
def test_a_report_without_a_reason_is_asked_again(visitor: Client, sent: dict[str, str]) -> None:
    stored(row())
    response = visitor.post(f"{PATHS['fr']}signaler/", sent)
    assert response.status_code == 422
    assert "Choisissez ce qui est faux." in words(response)
    assert mistakes(response.content.decode()) == []
    assert not Flag.objects.exists()


def test_looking_reports_nothing_and_too_many_reports_wait(visitor: Client) -> None:
    stored(row())
    assert visitor.get(f"{PATHS['fr']}signaler/").status_code == 200
    assert not Flag.objects.exists()
    address = {"REMOTE_ADDR": "192.0.2.90"}
    answers = [visitor.post(f"{PATHS['fr']}signaler/", {"reason": "phone"}, **address) for _ in range(31)]
    assert answers[-1].status_code == 429
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("address", "start"), [("/aide-pres-de-chez-moi/", "/lieux/"), ("/en/help-near-me/", "/en/places/")]
)
def test_places_near_someone_lead_to_their_page(visitor: Client, address: str, start: str) -> None:
    stored(row(kind="france_services", **FULL))
    html = visitor.post(address, {"code": "59350"}).content.decode()
    assert f'href="{start}{ID}/"' in html
    assert visitor.get(f"{start}{ID}/").status_code == 200


def test_a_name_in_capitals_is_read_with_ease_and_published_as_its_source_writes_it(visitor: Client, db: None) -> None:
    place = made.record("a", name="CENTRE HOSPITALIER DE LAON")
    assert "<bdi>Centre Hospitalier de Laon</bdi>" in visitor.get(reverse("offer:place", args=[place])).content.decode()
    assert "Centre Hospitalier de Laon" in visitor.get(reverse("offer:flag", args=[place])).content.decode()
    assert visitor.get(reverse("offer-api:place", args=[place])).json()["name"] == "CENTRE HOSPITALIER DE LAON"
