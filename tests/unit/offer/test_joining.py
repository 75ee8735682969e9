"""One place, one record: addresses that stay, merges that can be undone, decisions that survive imports."""

import datetime as dt
import random
from typing import Any

import pytest
from django.db import transaction

from prevenance.offer import operations, queries
from prevenance.offer.choices import PairVerdict
from prevenance.offer.models import Change, Place, PlaceKind, PlaceMoved, Record
from prevenance.offer.operations import naming, places, placing, storing
from prevenance.offer.queries import index, judgements

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
EMPTY = (
    *("address", "postal_code", "commune_name", "phone", "website", "booking", "opening_hours", "opening_words"),
    *("finess", "legal_finess", "siret", "email", "description", "organisation", "fees", "accessibility_page"),
)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    index.forget()


def row(source: str, identifier: str, **values: Any) -> dict[str, Any]:
    return {
        **dict.fromkeys(EMPTY, ""),
        "id": placing.place_id(source, identifier),
        "source_id": identifier,
        "kind": "pharmacy",
        "name": f"Pharmacie {identifier}",
        "commune_code": "59350",
        "latitude": 50.63,
        "longitude": 3.06,
        "is_position_approximate": False,
        "wheelchair": "unknown",
        "content_on": None,
        "services": [],
        **values,
    }


def stored(source: str, *rows: dict[str, Any], content_on: dt.date | None = None) -> None:
    with transaction.atomic():
        run = storing.begin_run(source=source, file_name="", at=AT)
        storing.replace_records(run, rows, content_on=content_on, progress=lambda _: None)
        storing.end_done(run, at=AT)


ONE = {"name": "Pharmacie du Beffroi", "finess": "590000001", "address": "1 place Exemple", "phone": "+33353010001"}
A = row("finess_structures", "a", **ONE)
B = row("pharmacies_vaccination", "b", **{**ONE, "name": "PHIE DU BEFFROI", "opening_hours": "Mo-Fr 09:00-12:00"})
FAR = row("finess_structures", "far", name="Pharmacie de la Gare", finess="590000002", latitude=50.4, longitude=3.4)


def two_sources() -> None:
    stored("finess_structures", A, FAR, content_on=dt.date(2026, 1, 1))
    stored("pharmacies_vaccination", B, content_on=dt.date(2021, 1, 1))


def homes() -> dict[str, str]:
    return dict(Record.objects.values_list("source_id", "place_id"))


def join() -> operations.JoinReport:
    return operations.join(at=AT, method="exact")


def test_records_of_one_place_make_one_place_with_the_best_of_each() -> None:
    two_sources()
    report = join()
    assert (report.records, report.places, report.joined, report.moved) == (3, 2, 1, 1)
    assert homes()["a"] == homes()["b"] != homes()["far"]
    place = Place.objects.get(id=homes()["a"])
    assert (place.name, place.opening_hours) == ("Pharmacie du Beffroi", "Mo-Fr 09:00-12:00")
    assert place.told()["name"]["source"] == "finess_structures"
    assert place.told()["opening_hours"] == {"source": "pharmacies_vaccination", "record": B["id"], "on": "2021-01-01"}
    assert place.content_on == dt.date(2026, 1, 1)


def test_an_address_that_was_given_away_still_leads_to_the_place() -> None:
    two_sources()
    before = homes()
    join()
    [gone] = {before["a"], before["b"]} - {homes()["a"]}
    assert PlaceMoved.objects.get().id == gone
    found = queries.place(gone)
    assert found is not None and found.id == homes()["a"]


def test_joining_again_changes_nothing() -> None:
    two_sources()
    join()
    before = (homes(), list(Place.objects.order_by("id").values()))
    assert join().moved == 0
    assert (homes(), list(Place.objects.order_by("id").values())) == before


def test_the_next_import_keeps_the_merge_and_what_it_changes_shows() -> None:
    two_sources()
    join()
    before = homes()
    stored("pharmacies_vaccination", {**B, "opening_hours": "Sa 09:00-12:00"}, content_on=dt.date(2021, 2, 1))
    assert homes() == before
    assert Place.objects.get(id=before["a"]).opening_hours == "Sa 09:00-12:00"


def test_a_source_that_goes_leaves_the_place_to_the_others() -> None:
    two_sources()
    join()
    operations.remove_source("finess_structures", at=AT)
    assert [place.name for place in Place.objects.all()] == ["PHIE DU BEFFROI"]
    operations.remove_source("pharmacies_vaccination", at=AT)
    assert not Place.objects.exists() and not PlaceKind.objects.exists() and not PlaceMoved.objects.exists()


def test_a_person_undoes_a_merge_and_it_stays_undone() -> None:
    two_sources()
    before = homes()
    join()
    operations.decide(A["id"], B["id"], PairVerdict.DIFFERENT, author="team", at=AT)
    assert homes() == before, "each has its own address again"
    assert not PlaceMoved.objects.exists()
    join()
    assert homes() == before
    operations.remove_source("pharmacies_vaccination", at=AT)
    stored("pharmacies_vaccination", B)
    join()
    assert homes() == before, "the decision survives the source"
    assert operations.undo_decision(B["id"], A["id"], author="team", at=AT)
    assert homes()["a"] == homes()["b"]
    assert not operations.undo_decision(A["id"], B["id"], author="team", at=AT)


def test_a_person_joins_what_nothing_says_is_one() -> None:
    two_sources()
    operations.decide(FAR["id"], A["id"], PairVerdict.SAME, author="team", at=AT)
    assert homes()["a"] == homes()["far"]
    join()
    assert homes()["a"] == homes()["far"] == homes()["b"]


def test_a_decision_that_contradicts_others_is_refused_and_changes_nothing() -> None:
    two_sources()
    operations.decide(A["id"], B["id"], PairVerdict.SAME, author="team", at=AT)
    operations.decide(B["id"], FAR["id"], PairVerdict.SAME, author="team", at=AT)
    before = homes()
    with pytest.raises(operations.DecisionRefused, match="decisions_contradict"):
        operations.decide(A["id"], FAR["id"], PairVerdict.DIFFERENT, author="team", at=AT)
    assert homes() == before
    join()


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [(A["id"], A["id"], "same_record"), (A["id"], "nobody", "record_unknown"), (A["id"], "DEMO", "fictional_record")],
)
def test_impossible_decisions_are_refused_in_words(first: str, second: str, reason: str) -> None:
    two_sources()
    demo = row("demo", "x")
    stored("demo", demo)
    with pytest.raises(operations.DecisionRefused, match=reason):
        operations.decide(first, second.replace("DEMO", demo["id"]), PairVerdict.SAME, author="team", at=AT)


def test_fictional_places_join_nothing() -> None:
    stored("finess_structures", A)
    stored("demo", {**B, "id": placing.place_id("demo", "b")})
    assert join().joined == 0


def test_a_local_decision_gives_what_a_whole_join_gives() -> None:
    two_sources()
    third = row("laboratories", "c", **{**ONE, "name": "Pharmacie Beffroi"})
    stored("laboratories", third)
    join()
    operations.decide(A["id"], third["id"], PairVerdict.DIFFERENT, author="team", at=AT)
    local = homes()
    join()
    assert homes() == local
    assert local["a"] != local["c"]


def test_the_reasons_of_a_merge_are_told() -> None:
    two_sources()
    join()
    [pair] = judgements.judgements_of(homes()["a"], "fr")
    assert pair.is_joined and pair.decision is None
    assert "même numéro FINESS" in [words for words, _ in pair.reasons]
    assert {record.id for record in judgements.records_of(homes()["a"])} == {A["id"], B["id"]}


def test_a_correction_holds_until_a_newer_content_changes_its_mind() -> None:
    stored("finess_structures", {**A, "phone": "+33353010001"}, content_on=dt.date(2026, 1, 1))
    Change.objects.create(
        place_id=A["id"], field="phone", before="+33353010001", after="+33353010002", author="place", made_at=AT
    )
    places.make([A["id"]])
    corrected = Place.objects.get()
    assert corrected.phone == "+33353010002" and corrected.content_on == AT.date()
    assert corrected.told()["phone"]["author"] == "place"
    later = dt.date(2026, 12, 1)
    stored("finess_structures", {**A, "phone": "+33353010001"}, content_on=later)
    assert Place.objects.get().phone == "+33353010002", "the source repeats what was corrected"
    stored("finess_structures", {**A, "phone": "+33353010003"}, content_on=later)
    assert Place.objects.get().phone == "+33353010003", "the source knows something new"


def test_a_correction_follows_its_place_through_a_merge_and_back() -> None:
    two_sources()
    for identifier in (A["id"], B["id"]):
        Change.objects.create(place_id=identifier, field="fees", before="", after="free", author="place", made_at=AT)
    places.make([A["id"], B["id"]])
    join()
    assert Place.objects.get(id=homes()["a"]).fees == "free"
    operations.decide(A["id"], B["id"], PairVerdict.DIFFERENT, author="team", at=AT)
    assert {place.fees for place in Place.objects.exclude(id=FAR["id"])} == {"free"}


def test_a_place_of_two_kinds_is_found_under_both_and_once_in_a_list() -> None:
    stored("finess_structures", {**A, "kind": "health_centre"})
    stored("pharmacies_vaccination", {**B, "kind": "vaccination_centre"})
    operations.decide(A["id"], B["id"], PairVerdict.SAME, author="team", at=AT)
    asked: dict[str, Any] = {"latitude": 50.63, "longitude": 3.06, "at": AT}
    for kinds in (["health_centre"], ["vaccination_centre"], ["health_centre", "vaccination_centre"]):
        assert len(queries.nearest_places(kinds=kinds, **asked)) == 1
        assert len(queries.places_in("59350", kinds)) == 1


def test_names_of_groups_do_not_depend_on_their_order() -> None:
    drawn = random.Random(7)
    records = [f"r{number:02}" for number in range(40)]
    held = {record: drawn.choice(records[:12]) for record in records}
    shuffled = drawn.sample(records, len(records))
    groups = [tuple(sorted(shuffled[start : start + 4])) for start in range(0, 40, 4)]
    first = naming.named(sorted(groups), held)
    assert len(set(first.values())) == len(groups), "one id a group"
    for _ in range(20):
        drawn.shuffle(groups)
        assert naming.named(groups, held) == first
    assert naming.named(groups, first) == first, "what is named keeps its name"
