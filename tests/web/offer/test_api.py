"""The read API: every answer is as its document says, mistakes are told in words, nothing private or unclear leaves."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from prevenance.kit.limits import Buckets
from prevenance.offer import models, operations
from prevenance.offer.api import answers, document, parameters
from prevenance.offer.queries import pages_of_places
from tests.unit.offer.published_examples import AT, DIGITAL, imported, several_sources

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "BUCKETS", Buckets(burst=10_000, per_minute=10_000))


@pytest.fixture
def places(tmp_path: Path) -> None:
    several_sources(tmp_path)


def validated(response: Any, path: str) -> Any:
    """The answer, once its body is valid for what the document says of this address and this status."""
    found = document.openapi()
    responses = found["paths"][path]["get"]["responses"]
    said = responses.get(str(response.status_code), responses["default"])
    if "$ref" in said:
        said = found["components"]["responses"][said["$ref"].rsplit("/", 1)[1]]
    content_type = response.headers["Content-Type"].split(";")[0]
    schema = {**said["content"][content_type]["schema"], "components": found["components"]}
    body = json.loads(response.content)
    jsonschema.Draft202012Validator(schema).validate(body)
    return body


def get(visitor: Client, path: str, address: str = "", **query: Any) -> Any:
    return validated(visitor.get(f"/api/v1{address or path}", query), path)


def names(visitor: Client, **query: Any) -> list[str]:
    return [place["name"] for place in get(visitor, "/places", **query)["places"]]


def test_the_document_is_valid_openapi_and_describes_every_address(visitor: Client) -> None:
    validator = pytest.importorskip("openapi_spec_validator")
    found = get(visitor, "/openapi.json")
    validator.validate(found)
    for path in found["paths"]:
        if "{" not in path:
            assert visitor.get(f"/api/v1{path}").status_code == 200
    asked = {one["$ref"].rsplit("/", 1)[1] for one in found["paths"]["/places"]["get"]["parameters"]}
    assert asked == {*parameters.LISTS, *parameters.SINGLES}


def test_places_say_where_they_come_from_and_whether_they_are_open(visitor: Client, places: None) -> None:
    models.Place.objects.filter(name="Centre social fictif").update(email="camille.exemple@example.fr")
    found = {place["name"]: place for place in get(visitor, "/places")["places"]}
    place = found["Espace numérique fictif"]
    assert place["opening"] == {"is_open": False, "until": None, "next_opening": "2026-11-23T14:00+01:00"}
    assert place["sources"][0]["licence"] == "Licence Ouverte 2.0"
    assert place["page"] == f"/lieux/{place['id']}/"
    assert found["Centre social fictif"]["email"] is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"commune": "59350"}, ["Espace numérique fictif"]),
        ({"commune": ["59350", "02408"]}, ["Centre social fictif", "Espace numérique fictif"]),
        ({"commune": "59350,02408"}, ["Centre social fictif", "Espace numérique fictif"]),
        ({"department": "02"}, ["Centre social fictif"]),
        ({"department": "62"}, []),
        ({"kind": "social_support"}, ["Centre social fictif"]),
        ({"kind": "pharmacy"}, []),
        ({"bbox": "3,50.6,3.1,50.7"}, ["Espace numérique fictif"]),
        ({"near": "50.631,3.061"}, ["Espace numérique fictif"]),
        ({"near": "49.56,3.62", "km": "5"}, ["Centre social fictif"]),
        ({"near": "48.85,2.35"}, []),
        ({"updated_since": "2026-10-15"}, ["Espace numérique fictif"]),
        ({"wheelchair": "yes"}, []),
        ({"wheelchair": "unknown,no"}, ["Centre social fictif", "Espace numérique fictif"]),
        ({"open_now": "true"}, []),
    ],
)
def test_a_filter_keeps_what_it_says(visitor: Client, places: None, query: dict[str, Any], expected: list[str]) -> None:
    assert sorted(names(visitor, **query)) == expected


def test_open_now_is_now(visitor: Client, places: None) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 23, 14, 30, tzinfo=dt.UTC), tick=False):
        assert names(visitor, open_now="true") == ["Espace numérique fictif"]


def test_an_act_is_found_by_kind_by_declaration_and_not_where_it_is_not_done(visitor: Client, places: None) -> None:
    act = next(one for one in get(visitor, "/acts")["acts"] if "digital_mediation" in one["kinds"])["act"]
    assert "Espace numérique fictif" in names(visitor, act=act)
    place = models.Place.objects.get(name="Espace numérique fictif")
    models.PlaceAct.objects.update_or_create(place=place, act=act, defaults={"confidence": "not_done"})
    assert "Espace numérique fictif" not in names(visitor, act=act)
    other = models.Place.objects.get(name="Centre social fictif")
    models.PlaceAct.objects.update_or_create(place=other, act=act, defaults={"confidence": "declared"})
    assert "Centre social fictif" in names(visitor, act=act)


@pytest.mark.parametrize("query", [{}, {"near": "50.63,3.06"}])
def test_pages_follow_each_other_without_a_gap_or_a_repeat(
    visitor: Client, tmp_path: Path, query: dict[str, str]
) -> None:
    rows = [DIGITAL | {"id": f"exemple-{n}", "latitude": f"{50.6 + n / 1000}"} for n in range(23)]
    imported(tmp_path, "lieux_mediation_numerique.csv", rows)
    whole = [place["id"] for place in get(visitor, "/places", **query)["places"]]
    assert len(set(whole)) == 23
    found: list[str] = []
    url: str | None = "/api/v1/places"
    asked: dict[str, str] | None = {**query, "limit": "5"}
    while url:
        response = visitor.get(url, asked)
        page = validated(response, "/places")
        found += [place["id"] for place in page["places"]]
        assert ("Link" in response.headers) is (page["next"] is not None)
        url, asked = page["next"], None
    assert found == whole


def test_near_gives_the_nearest_first_with_its_distance(visitor: Client, tmp_path: Path) -> None:
    rows = [DIGITAL | {"id": f"exemple-{n}", "latitude": f"{50.6 + n / 100}"} for n in range(5)]
    imported(tmp_path, "lieux_mediation_numerique.csv", rows)
    distances = [place["distance_km"] for place in get(visitor, "/places", near="50.64,3.06")["places"]]
    assert distances == sorted(distances) and distances[0] == 0


def test_a_filter_that_nothing_passes_does_not_read_everything(
    visitor: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(tmp_path, "lieux_mediation_numerique.csv", [DIGITAL | {"id": f"exemple-{n}"} for n in range(12)])
    monkeypatch.setattr(pages_of_places, "MOST_LOOKED_AT", 5)
    page = get(visitor, "/places", open_now="true")
    assert page["places"] == [] and page["next"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"comune": "59350"}, "comune"),
        ({"commune": "99999"}, "commune"),
        ({"commune": "x' OR 1=1"}, "commune"),
        ({"department": "100"}, "department"),
        ({"kind": "castle"}, "kind"),
        ({"act": "dance"}, "act"),
        ({"wheelchair": "maybe"}, "wheelchair"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "3,51,2,50"}, "bbox"),
        ({"bbox": "nan,nan,nan,nan"}, "bbox"),
        ({"near": "inf,3"}, "near"),
        ({"near": "91,3"}, "near"),
        ({"near": "50,3", "km": "51"}, "km"),
        ({"near": "50,3", "km": "nan"}, "km"),
        ({"km": "5"}, "km"),
        ({"near": "50,3", "bbox": "2,50,3,51"}, "bbox"),
        ({"open_now": "yes"}, "open_now"),
        ({"updated_since": "yesterday"}, "updated_since"),
        ({"updated_since": "2026-02-30"}, "updated_since"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": ["5", "6"]}, "limit"),
        ({"after": "../etc"}, "after"),
        ({"near": "50,3", "after": "aaaaaaaaaaaaaaaa"}, "after"),
        ({"lang": "de"}, "lang"),
        ({"commune": ""}, "commune"),
        ({"commune": ["", ""], "wheelchair": ""}, "commune"),
        ({"commune": "02408,"}, "commune"),
        ({"act": ""}, "act"),
        ({"limit": ""}, "limit"),
    ],
)
def test_a_mistake_is_told_in_words_with_its_parameter(visitor: Client, query: dict[str, Any], parameter: str) -> None:
    response = visitor.get("/api/v1/places", query)
    assert (response.status_code, response.headers["Content-Type"]) == (
        400,
        "application/problem+json; charset=utf-8",
    )
    assert validated(response, "/places")["parameter"] == parameter


def test_a_mistake_is_told_in_english_when_asked(visitor: Client) -> None:
    french = visitor.get("/api/v1/places", {"limit": "0"})
    english = visitor.get("/api/v1/places", {"limit": "0", "lang": "en"})
    assert (french.headers["Content-Language"], english.headers["Content-Language"]) == ("fr", "en")
    assert english.json()["title"] == "limit is a number from 1 to 200."


@pytest.mark.parametrize("address", ["/api/v1/places/aaaaaaaaaaaaaaaa", "/api/v1/castles", "/api/v1/places/%00"])
def test_what_is_not_there_is_a_problem_too(visitor: Client, address: str) -> None:
    response = visitor.get(address)
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("application/problem+json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_the_api_is_only_read(visitor: Client, method: str) -> None:
    response = getattr(visitor, method)("/api/v1/places")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


def test_one_place_and_an_id_given_away_which_leads_to_it(visitor: Client, places: None) -> None:
    place = models.Place.objects.get(name="Espace numérique fictif")
    assert get(visitor, "/places/{id}", f"/places/{place.id}")["name"] == place.name
    models.PlaceMoved.objects.create(id="abcdefghijklmnop", place=place)
    response = visitor.get("/api/v1/places/abcdefghijklmnop")
    assert (response.status_code, response.headers["Location"]) == (301, f"/api/v1/places/{place.id}")


def test_what_comes_from_an_unclear_licence_is_not_there(visitor: Client, places: None) -> None:
    pharmacy = models.Place.objects.get(name="Pharmacie fictive")
    assert visitor.get(f"/api/v1/places/{pharmacy.id}").status_code == 404
    assert "Pharmacie fictive" not in names(visitor)


def test_fictional_places_come_when_asked_and_say_so(visitor: Client) -> None:
    operations.load_demo(at=AT)
    assert names(visitor) == []
    assert all(place["is_fictional"] for place in get(visitor, "/places", fictional="true")["places"])


def test_an_answer_already_known_is_not_sent_again(visitor: Client, places: None) -> None:
    first = visitor.get("/api/v1/kinds")
    assert "max-age=60" in first.headers["Cache-Control"]
    again = visitor.get("/api/v1/kinds", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    since = visitor.get("/api/v1/kinds", headers={"if-modified-since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    listed = visitor.get("/api/v1/places")
    assert visitor.get("/api/v1/places", headers={"if-none-match": listed.headers["ETag"]}).status_code == 304
    models.Place.objects.filter(name="Espace numérique fictif").update(phone="+33320000009")
    assert visitor.get("/api/v1/places", headers={"if-none-match": listed.headers["ETag"]}).status_code == 200


def test_other_sites_may_read_the_api_and_nothing_else(visitor: Client) -> None:
    response = visitor.get("/api/v1/kinds", headers={"origin": "https://exemple.test"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert "Access-Control-Allow-Origin" not in visitor.get("/").headers


def test_too_many_requests_are_told_when_to_come_back(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "BUCKETS", Buckets(burst=2, per_minute=60))
    assert [visitor.get("/api/v1/kinds").status_code for _ in range(3)] == [200, 200, 429]
    response = visitor.get("/api/v1/kinds")
    assert int(response.headers["Retry-After"]) >= 1
    assert validated(response, "/kinds")["status"] == 429


def test_the_number_of_queries_does_not_grow_with_the_page(visitor: Client, tmp_path: Path) -> None:
    imported(tmp_path, "lieux_mediation_numerique.csv", [DIGITAL | {"id": f"exemple-{n}"} for n in range(30)])
    counts = []
    for limit in ("3", "25"):
        with CaptureQueriesContext(connection) as queries:
            visitor.get("/api/v1/places", {"limit": limit})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_sources_say_their_age_and_whether_they_may_be_published_again(visitor: Client, places: None) -> None:
    found = {one["source"]: one for one in get(visitor, "/sources")["sources"]}
    assert found["digital_mediation"]["is_published_again"] and found["digital_mediation"]["places"] == 1
    assert not found["pharmacies_vaccination"]["is_published_again"]
    assert get(visitor, "/")["places"] == "/api/v1/places"
    assert get(visitor, "/kinds")["kinds"][0]["name"]["fr"] == "pharmacie"
