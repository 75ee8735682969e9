"""What is done at a place: its kinds, the services that its sources declare, the professions found there."""

from typing import Any

import pytest
from tests.unit.offer.test_joining import row, stored

from prevenance import catalogue
from prevenance.catalogue.content_values import Confidence
from prevenance.offer.choices import PLACE_KINDS, acts
from prevenance.offer.models import PlaceAct, PlaceKind


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
