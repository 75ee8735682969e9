"""The score of a card: what each criterion asks, and what does not apply counts neither for nor against."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from prevenance.offer.choices import PLACE_KINDS, Access, Fees
from prevenance.offer.choices.quality import grid
from prevenance.offer.queries import Card, Place, quality
from prevenance.offer.queries.quality import Verdict

ON = dt.date(2026, 11, 24)
GOOD = Place(
    id="x",
    kind="digital_mediation",
    name="Espace numérique fictif",
    address="1 place Exemple",
    postal_code="42000",
    commune_code="42218",
    commune_name="Saint-Étienne",
    latitude=45.44,
    longitude=4.39,
    is_position_approximate=False,
    phone="+33477000000",
    website="https://exemple.fr",
    booking="",
    opening_hours="Mo-Fr 09:00-12:00",
    opening_words="",
    wheelchair=Access.YES,
    content_on=dt.date(2026, 11, 1),
    is_fictional=True,
    source="demo",
    email="accueil@exemple.fr",
    description="Un lieu ouvert à tous, où l'on vous aide dans vos démarches, avec un ordinateur ou votre téléphone.",
    fees=Fees.FREE,
    accessibility_page="",
    organisation="",
    has_closed=False,
)


def card(*services: str, kinds: tuple[str, ...] = ("digital_mediation",), **values: Any) -> Card:
    place = dataclasses.replace(GOOD, **values)
    return Card(place, kinds, services or ("Aide aux démarches",), (), {}, (), {})


def verdicts(given: Card) -> dict[str, Verdict]:
    return {one.asked.key: one.verdict for one in quality(given, on=ON).criteria}


def test_the_weights_sum_to_a_hundred_and_every_word_is_there_in_both_languages() -> None:
    assert sum(one.weight for one in grid().criteria) == 100
    for one in grid().criteria:
        assert one.words["fr"] and one.words["en"] and one.mend["fr"] and one.mend["en"]
        assert one.not_for <= set(PLACE_KINDS)


def test_a_card_without_a_fault_has_a_hundred() -> None:
    found = quality(card(), on=ON)
    assert found.score == 100
    assert all(one.verdict is not Verdict.NOT_MET for one in found.criteria)


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("name", {"name": "ESPACE NUMÉRIQUE FICTIF"}),
        ("name", {"name": "EN"}),
        ("name", {"name": "Chez Mme Exemple"}),
        ("address", {"address": ""}),
        ("position", {"is_position_approximate": True}),
        ("reachable", {"phone": "", "email": ""}),
        ("hours", {"opening_hours": "", "opening_words": "le matin"}),
        ("checked", {"content_on": dt.date(2025, 11, 23)}),
        ("checked", {"content_on": None}),
        ("access", {"wheelchair": Access.UNKNOWN}),
        ("cost", {"fees": Fees.UNKNOWN}),
        ("website", {"website": ""}),
        ("description", {"description": "Court."}),
    ],
)
def test_each_fault_costs_its_own_weight_and_no_other(key: str, values: dict[str, Any]) -> None:
    found = verdicts(card(**values))
    assert [name for name, verdict in found.items() if verdict is Verdict.NOT_MET] == [key]
    weight = next(one.weight for one in grid().criteria if one.key == key)
    counted = sum(one.weight for one in grid().criteria if found[one.key] is not Verdict.NOT_APPLICABLE)
    assert quality(card(**values), on=ON).score == round(100 * (counted - weight) / counted)


@pytest.mark.parametrize(
    "values",
    [
        {"content_on": dt.date(2025, 11, 24)},
        {"phone": ""},
        {"email": ""},
        {"name": "CPTS fictive"},
        {"website": "", "booking": "https://exemple.fr/rdv"},
    ],
)
def test_what_is_good_enough_costs_nothing(values: dict[str, Any]) -> None:
    assert quality(card(**values), on=ON).score == 100


def test_what_is_not_asked_of_such_a_place_costs_nothing() -> None:
    found = verdicts(card(kinds=("pharmacy",), fees=Fees.UNKNOWN))
    assert found["cost"] is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ("Téléphonez avant de venir", "phone"),
        ("Prendre rendez-vous en ligne", "booking"),
        ("Inscription par courriel", "email"),
    ],
)
def test_a_card_that_says_to_get_in_touch_says_how(said: str, missing: str) -> None:
    assert verdicts(card(said, booking="https://exemple.fr/rdv"))["consistency"] is Verdict.MET
    assert verdicts(card(said, **{missing: ""}))["consistency"] is Verdict.NOT_MET
    assert verdicts(card("Atelier"))["consistency"] is Verdict.NOT_APPLICABLE


def test_the_service_that_says_to_phone_and_gives_no_phone_is_far_from_good() -> None:
    """The shape of data·inclusion: a short text, « telephoner », no number, no hours (their own tool: 0.61)."""
    values = {"phone": "", "email": "", "website": "", "opening_hours": "", "wheelchair": Access.UNKNOWN}
    text = "Un ambassadeur vous aide à utiliser Mon espace santé, sur rendez-vous."
    given = card("Accompagnement à Mon espace santé", "Pour venir : téléphoner", description=text, **values)
    found = quality(given, on=ON)
    met = {one.asked.key for one in found.criteria if one.verdict is Verdict.MET}
    assert met == {"name", "address", "position", "checked", "acts", "cost"}
    assert found.score == 50
    assert [one.key for one in found.not_met("phone")] == ["reachable", "consistency"]
    assert found.not_met("") == ()


def test_the_mend_is_beside_the_field_that_it_mends() -> None:
    found = quality(card(wheelchair=Access.UNKNOWN), on=ON)
    assert [one.key for one in found.not_met("wheelchair")] == ["access"]
    assert found.not_met("name") == ()
