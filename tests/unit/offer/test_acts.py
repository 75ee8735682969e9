"""What is done at a place: its kinds, the services that its sources declare, the professions found there."""

from typing import Any

import pytest

from prevenance import catalogue
from prevenance.catalogue.content_values import Confidence
from prevenance.offer import queries
from prevenance.offer.choices import PLACE_KINDS, acts
from prevenance.offer.models import PlaceAct, PlaceKind
from prevenance.offer.queries import index
from prevenance.plans import queries as plans
from tests.unit.offer.test_joining import AT, row, stored


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    index.forget()


def test_the_table_names_known_acts_and_kinds() -> None:
    known = set(catalogue.load().acts)
    for code, said in acts.codes_known().items():
        assert ":" in code
        assert set(said) <= known, code
        assert acts.acts_of_code(code)
    assert acts.kinds_of_codes(["profession:50"], ["health_house"]) == ["midwife"]


def place(*services: tuple[str, str], **values: Any) -> None:
    rows = [[label, code, None] for label, code in services]
    stored("inclusion_structures", row("inclusion_structures", "a", services=rows, **values))


@pytest.mark.django_db
def test_a_declared_service_is_an_act_with_its_confidence_and_its_origin() -> None:
    place(
        ("Démarches", "mednum:aide-aux-demarches-administratives"),
        ("Santé", "mednum:accompagner-les-demarches-de-sante"),
        kind="digital_mediation",
    )
    said = dict(PlaceAct.objects.values_list("act", "confidence"))
    assert said == {"human_help": "declared", "mon_espace_sante_help": "declared"}, "the surest is kept"
    origin = PlaceAct.objects.get(act="mon_espace_sante_help").origin
    assert origin["code"] == "mednum:accompagner-les-demarches-de-sante"
    assert origin["source"] == "inclusion_structures"


@pytest.mark.django_db
def test_a_midwife_of_a_health_house_makes_it_a_place_for_what_midwives_do() -> None:
    place(("Sages-femmes", "profession:50"), ("Médecins", "profession:10/SM54"), kind="health_house")
    assert list(PlaceKind.objects.order_by("id").values_list("kind", flat=True)) == [
        "health_house",
        "midwife",
        "doctor",
    ]


@pytest.mark.django_db
def test_the_midwives_of_a_hospital_are_not_a_practice() -> None:
    place(("Sages-femmes", "profession:50"), kind="hospital")
    assert list(PlaceKind.objects.values_list("kind", flat=True)) == ["hospital"]


def test_confidences_are_ordered() -> None:
    assert acts.surest(Confidence.TO_BE_CONFIRMED, Confidence.BY_LAW) is Confidence.BY_LAW
    assert acts.surest(Confidence.BY_LAW, Confidence.DECLARED) is Confidence.DECLARED
    assert set(PLACE_KINDS) >= {"midwife", "nurse"}


LILLE = {"latitude": 50.63, "longitude": 3.06, "at": AT}


@pytest.mark.django_db
def test_what_a_place_says_of_an_act_counts_beyond_its_kind() -> None:
    health = ("Santé", "mednum:accompagner-les-demarches-de-sante")
    place(health, kind="town_hall", name="Mairie Exemple")
    act = "mon_espace_sante_help"
    assert not queries.nearest_places(kinds=["digital_mediation"], **LILLE)
    [near] = queries.nearest_places(kinds=["digital_mediation"], act=act, said=[Confidence.DECLARED], **LILLE)
    assert (near.place.name, near.said) == ("Mairie Exemple", Confidence.DECLARED)
    assert not queries.nearest_places(kinds=["town_hall"], act="hiv_test", said=[Confidence.DECLARED], **LILLE)[0].said


@pytest.mark.django_db
def test_a_place_that_says_no_is_not_offered_for_that_act_only() -> None:
    stored("finess_structures", row("finess_structures", "a"))
    [known] = queries.nearest_places(kinds=["pharmacy"], **LILLE)
    PlaceAct.objects.create(place_id=known.place.id, act="vaccination", confidence=acts.NOT_DONE)
    index.forget()
    assert queries.nearest_places(kinds=["pharmacy"], act="vaccination", **LILLE) == []
    assert len(queries.nearest_places(kinds=["pharmacy"], act="colorectal_test", **LILLE)) == 1
    assert len(queries.nearest_places(kinds=["pharmacy"], **LILLE)) == 1


@pytest.mark.django_db
def test_the_plan_offers_first_who_declares_the_act() -> None:
    health = ("Santé", "mednum:accompagner-les-demarches-de-sante")
    stored(
        "inclusion_structures",
        row("inclusion_structures", "near", kind="digital_mediation", name="Tout près"),
        row(
            "inclusion_structures",
            "far",
            kind="social_support",
            name="Qui le dit",
            latitude=50.7,
            services=[[*health, None]],
        ),
    )
    book = catalogue.load()
    found = plans.places_for(book, "mon_espace_sante_help", None, near=plans.Near(50.63, 3.06), at=AT, limit=3)
    assert [(near.place.name, near.said) for near in found] == [
        ("Qui le dit", Confidence.DECLARED),
        ("Tout près", None),
    ]
