"""The places near someone: nearest first, filters that never take unknown for yes, and an honest empty answer."""

import datetime as dt
import random
import time
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from prevenance.offer import queries
from prevenance.offer.operations import placing, storing
from prevenance.offer.queries import index
from prevenance.territories import queries as territories

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
MONDAY = dt.datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)
OPEN = "Mo-Fr 09:00-12:00; PH off"
LILLE = (50.63, 3.06)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """The tests roll back: the number of an import may come back with another content."""
    index.forget()


def row(source: str, identifier: str, **values: Any) -> dict[str, Any]:
    return {
        "id": placing.place_id(source, identifier),
        "source_id": identifier,
        "kind": "pharmacy",
        "name": f"Lieu {identifier}",
        "address": "",
        "postal_code": "59000",
        "commune_code": "59350",
        "commune_name": "Lille",
        "latitude": LILLE[0],
        "longitude": LILLE[1],
        "is_position_approximate": False,
        "phone": "",
        "website": "",
        "booking": "",
        "opening_hours": OPEN,
        "opening_words": "",
        "wheelchair": "unknown",
        "finess": "",
        "legal_finess": "",
        "siret": "",
        "email": "",
        "description": "",
        "organisation": "",
        "fees": "",
        "accessibility_page": "",
        "content_on": None,
        "services": [],
        **values,
    }


def stored(source: str, rows: Iterable[dict[str, Any]], content_on: dt.date | None = None) -> None:
    with transaction.atomic():
        run = storing.begin_run(source=source, file_name="", at=MONDAY)
        storing.replace_records(run, rows, content_on=content_on, progress=lambda _: None)
        storing.end_done(run, at=MONDAY + dt.timedelta(seconds=run.pk))


def ids(**asked: Any) -> list[str]:
    asked = {"kinds": ["pharmacy"], "latitude": LILLE[0], "longitude": LILLE[1], "at": MONDAY, **asked}
    return [near.place.name.removeprefix("Lieu ") for near in queries.nearest_places(**asked)]


def test_the_nearest_come_first_with_their_distance() -> None:
    stored("town_halls", [row("town_halls", str(i), latitude=LILLE[0] + i / 100) for i in (3, 1, 2, 9)])
    assert ids(limit=3) == ["1", "2", "3"]
    near = queries.nearest_places(kinds=["pharmacy"], latitude=LILLE[0], longitude=LILLE[1], at=MONDAY)[0]
    assert near.distance_km == pytest.approx(1.112, abs=0.002)
    assert (near.opening.is_open, near.is_fictional, near.checked_on) == (True, False, None)


def test_no_place_near_is_an_empty_answer_not_a_far_one() -> None:
    stored("town_halls", [row("town_halls", "far", latitude=48.85, longitude=2.35)])
    assert ids() == []
    assert ids(within_km=None) == ["far"]
    assert ids(within_km=250) == ["far"]
    assert ids(kinds=["maternity"]) == []
    assert ids(kinds=[]) == []
    assert ids(limit=0) == []


def test_the_same_answer_as_measuring_every_distance() -> None:
    draw = random.Random(3)
    rows = [
        row("town_halls", str(i), latitude=draw.uniform(42, 51), longitude=draw.uniform(-4, 8), kind=kind)
        for i, kind in enumerate(draw.choices(("pharmacy", "doctor", "nurse"), k=600))
    ]
    stored("town_halls", rows)
    for _ in range(20):
        latitude, longitude = draw.uniform(42, 51), draw.uniform(-4, 8)
        measured = sorted(
            (territories.distance_km(latitude, longitude, one["latitude"], one["longitude"]), one["source_id"])
            for one in rows
            if one["kind"] != "nurse"
        )
        expected = [identifier for km, identifier in measured if km <= 100][:12]
        found = ids(kinds=["pharmacy", "doctor"], latitude=latitude, longitude=longitude, within_km=100, limit=12)
        assert found == expected


def test_filters_look_farther_and_never_take_unknown_for_yes() -> None:
    rows = [
        row("town_halls", str(i), latitude=LILLE[0] + i / 1000, opening_hours="", wheelchair="no") for i in range(300)
    ]
    rows[250] |= {"opening_hours": OPEN}
    rows[260] |= {"wheelchair": "yes"}
    rows[270] |= {"opening_hours": OPEN, "wheelchair": "yes"}
    stored("town_halls", rows)
    assert ids(open_only=True) == ["250", "270"]
    assert ids(accessible_only=True) == ["260", "270"]
    assert ids(open_only=True, accessible_only=True) == ["270"]
    assert ids(open_only=True, at=MONDAY.replace(hour=20)) == []


def test_a_place_known_twice_is_shown_once() -> None:
    stored(
        "sae_attached",
        [row("sae_attached", "A", finess="590000001", is_position_approximate=True, latitude=50.6)],
        dt.date(2023, 1, 1),
    )
    stored(
        "health_establishments_2020",
        [
            row("health_establishments_2020", "B", finess="590000001"),
            row("health_establishments_2020", "C", name="Pharmacie de l'Écluse", latitude=50.7),
        ],
    )
    stored("town_halls", [row("town_halls", "D", name="PHARMACIE DE L ECLUSE", latitude=50.7005)])
    stored(
        "aidants_connect", [row("aidants_connect", "E", name="Pharmacie de l'Écluse", kind="doctor", latitude=50.7003)]
    )
    assert ids(kinds=["pharmacy", "doctor"]) == ["B", "Pharmacie de l'Écluse"]


def test_invented_places_disappear_when_a_real_source_knows_the_kind() -> None:
    stored("demo", [row("demo", "p"), row("demo", "d", kind="doctor")])
    assert ids(kinds=["pharmacy", "doctor"]) == ["d", "p"] or ids(kinds=["pharmacy", "doctor"]) == ["p", "d"]
    assert [place.name for place in queries.places_in("59350", ["doctor", "pharmacy"])] == ["Lieu d", "Lieu p"]
    stored("town_halls", [row("town_halls", "real", latitude=44.0, longitude=1.0, commune_code="31555")])
    assert ids(kinds=["pharmacy", "doctor"]) == ["d"]
    assert [place.name for place in queries.places_in("59350", ["doctor", "pharmacy"])] == ["Lieu d"]


def test_a_newer_import_is_seen_at_once() -> None:
    stored("town_halls", [row("town_halls", "old")])
    assert ids() == ["old"]
    stored("town_halls", [row("town_halls", "new")])
    assert ids() == ["new"]


@pytest.mark.parametrize("position", [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_a_point_that_is_not_on_earth_is_refused(position: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="Not a position on Earth"):
        ids(latitude=position[0], longitude=position[1])


def test_places_of_a_commune_also_by_its_former_code() -> None:
    commune = territories.commune("59070")
    assert commune and commune.code != "59070"
    stored("town_halls", [row("town_halls", "here", commune_code=commune.code)])
    assert [place.name for place in queries.places_in("59070", ["pharmacy"])] == ["Lieu here"]
    assert queries.places_in("59070", ["doctor"]) == []
    assert queries.places_count() == 1
    assert queries.places_by_kind() == {"pharmacy": 1}
    [place] = queries.places_in(commune.code, ["pharmacy"])
    assert queries.place(place.id) == place
    assert queries.place("nobody") is None


def test_five_places_cost_three_questions_to_the_database(django_assert_num_queries: Any) -> None:
    stored("town_halls", [row("town_halls", str(i), latitude=LILLE[0] + i / 100) for i in range(9)])
    ids()
    with django_assert_num_queries(3):  # has anything moved, the places, what they announced
        ids()


@pytest.mark.long
def test_a_hundred_thousand_places_answer_within_a_millisecond() -> None:
    draw = random.Random(5)
    stored(
        "town_halls",
        (
            row("town_halls", str(i), latitude=draw.uniform(42, 51), longitude=draw.uniform(-4, 8))
            for i in range(100_000)
        ),
    )
    ids()
    spent = []
    for _ in range(400):
        latitude, longitude = draw.uniform(42, 51), draw.uniform(-4, 8)
        started = time.perf_counter()
        ids(latitude=latitude, longitude=longitude)
        spent.append(time.perf_counter() - started)
    assert sorted(spent)[200] < 0.001
