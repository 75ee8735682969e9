"""The plan of one person: contract, next question, places."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from prevenance import catalogue
from prevenance.kit.clock import PARIS
from prevenance.offer import operations
from prevenance.offer import queries as offer
from prevenance.offer.queries import index
from prevenance.plans import queries
from prevenance.plans.presenters import exchange
from prevenance.rules.refusals import Refused
from prevenance.rules.statuses import Status

ON = dt.date(2026, 11, 24)
AT = dt.datetime(2026, 11, 24, 10, tzinfo=PARIS)
VALENCIENNES = queries.Near(50.36, 3.52, "59606")


def test_a_plan_holds_every_act_of_the_catalogue_in_its_order() -> None:
    plan = queries.plan({}, on=ON)
    assert [item.id for item in plan.items] == list(catalogue.load().recommendations)
    assert len(plan.items) == 51


def test_what_was_never_asked_is_unknown_and_never_not_done() -> None:
    plan = queries.plan({"birth_date": "1973-05-01", "sex": "female"}, on=ON)
    item = plan.item("breast-cancer-screening")
    assert item is not None
    assert (item.status, item.due_on) == (Status.UNKNOWN, None)
    assert item.missing == ("mammogram",)


def test_a_plan_says_why_in_both_languages() -> None:
    plan = queries.plan({"birth_date": "1973-05-01", "sex": "female", "mammogram": "2023-01-05"}, on=ON)
    item = plan.item("breast-cancer-screening")
    assert item is not None
    assert (item.status, item.due_on, item.until) == (Status.DUE, dt.date(2025, 1, 5), dt.date(2048, 4, 30))
    said = dict(item.reasons)
    assert said["mammogram:last"]["fr"] == "Mammographie : dernière fois le 5 janvier 2023"
    assert said["birth_date:age"]["en"] == "Age: 53 years"


def test_questions_stop_when_no_answer_can_change_the_plan() -> None:
    answers: dict[str, Any] = {}
    for _ in range(120):
        question = queries.plan(answers, on=ON).next_question
        if question is None:
            return
        assert not set(question.facts) & set(answers), "a question is asked once"
        answers |= dict.fromkeys(question.facts)  # "I do not know" to everything
    pytest.fail("the questions never stop")


def test_an_impossible_answer_is_refused_with_its_field() -> None:
    with pytest.raises(Refused) as refused:
        queries.plan({"birth_date": "2027-01-01", "sexe": "female"}, on=ON)
    assert {(p.field, p.key) for p in refused.value.problems} == {
        ("birth_date", "in_the_future"),
        ("sexe", "unknown_fact"),
    }


@pytest.fixture
def demo(db: None) -> Any:
    operations.load_demo(at=AT)
    index.forget()
    yield
    index.forget()


def test_places_come_with_what_is_to_be_done_and_the_sure_ones_first(demo: None) -> None:
    plan = queries.plan({"birth_date": "1953-05-01", "pneumococcal_vaccine": "never"}, on=ON, at=AT, near=VALENCIENNES)
    item = plan.item("pneumococcal-adult")
    assert item is not None and item.status is Status.DUE
    assert len(item.places) == queries.PLACES_EACH
    sure = {str(d.kind) for d in catalogue.load().acts["vaccination"].done_at if d.confidence != "to_be_confirmed"}
    assert {near.place.kind for near in item.places} <= sure
    assert all(isinstance(near, offer.NearPlace) and near.is_fictional for near in item.places)


def test_a_plan_as_json_keeps_its_contract(demo: None) -> None:
    book = catalogue.load()
    plan = queries.plan({"birth_date": "1953-05-01"}, on=ON, at=AT, near=VALENCIENNES)
    data = exchange.plan(plan, book, language="fr", with_places=True)
    assert list(data) == ["on", "catalogue_version", "items"]
    for item in data["items"]:
        wanted = {
            "id",
            "status",
            "due_on",
            "until",
            "reasons",
            "missing",
            "act",
            "cost",
            "sources",
            "catalogue_version",
        }
        assert wanted | {"places"} <= set(item)
        assert item["sources"]


def test_a_place_noted_years_ago_says_so_beside_its_hours(demo: None) -> None:
    from prevenance.plans.presenters import near as places
    from prevenance.territories import queries as territories

    here = territories.commune("59606")
    assert here is not None
    fictional = offer.nearest_places(kinds=["pharmacy"], latitude=here.latitude, longitude=here.longitude, at=AT)[0]
    for checked_on, is_old in ((dt.date(2026, 10, 1), False), (dt.date(2022, 1, 1), True)):
        place = dataclasses.replace(fictional.place, source="pharmacies_vaccination")
        near = dataclasses.replace(fictional, place=place, checked_on=checked_on)
        spot = places.spots([near], chart=places.chart(here, [near]), at=AT)[0]
        assert ("ancienne" in spot.opening or "old" in spot.opening) is is_old
        assert (spot.is_open is None) is is_old


def test_the_plan_of_nobody_is_the_same_whether_it_is_kept_or_made() -> None:
    kept, made = queries.plan({}, on=ON), queries.plan({"smoking": None}, on=ON)
    assert [(item.id, item.status) for item in kept.items] == [(item.id, item.status) for item in made.items]
    assert queries.plan({}, on=ON) is kept
