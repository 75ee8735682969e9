"""Records judged one place or two: the rules that anyone can check, and the groups they make."""

from __future__ import annotations

import random

import pytest

from prevenance import matching
from prevenance.matching import words


def record(id: str, name: str = "Pharmacie du Beffroi", **told: object) -> matching.Candidate:
    known: dict[str, object] = {
        "source": f"source_{id}",
        "kind": "pharmacy",
        "latitude": 50.29,
        "longitude": 2.78,
        "address": "12 rue Saint-Aubert",
        "postal_code": "62000",
        "commune_code": "62041",
    }
    return matching.Candidate(id=id, name=name, **{**known, **told})  # type: ignore[arg-type]


def probability(*records: matching.Candidate) -> float:
    found = matching.pairs(records, method="exact")
    return found[0].probability if found else 0.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PHIE ST AUBERT", "Pharmacie Saint-Aubert (SELARL)"),
        ("Centre Communal d'Action Sociale de DENAIN", "CCAS Denain"),
        ("CTRE HOSPITALIER GUISE", "Centre hospitalier de Guise"),
        ("Maison de services au public", "MSAP"),
    ],
)
def test_abbreviations_and_full_words_are_the_same_words(one: str, other: str) -> None:
    assert sorted(words.name_words(one)) == sorted(words.name_words(other))


@pytest.mark.parametrize(
    ("address", "number", "street"),
    [
        ("1 R MICHEL DE L'HOSPITAL 02321 ST QUENTIN CEDEX", "1", "michel hospital"),
        ("12 bis, av. du Gal Leclerc", "12", "general leclerc"),
        ("Place de la Mairie - BP 12", "", "mairie"),
        ("", "", ""),
    ],
)
def test_an_address_is_a_number_and_the_words_of_its_street(address: str, number: str, street: str) -> None:
    assert words.street(address) == (number, street)


def test_the_same_finess_is_the_same_place_even_renamed() -> None:
    assert probability(record("a", finess="620000001"), record("b", "Pharmacie Leroy", finess="620000001")) >= 0.98


def test_a_town_hall_and_its_social_office_stay_two_places() -> None:
    hall = record("a", "Mairie de Denain", kind="town_hall", phone="+33327000000", siret="21590172700010")
    office = record("b", "CCAS de Denain", kind="digital_mediation", phone="+33327000000", siret="26590172800018")
    assert probability(hall, office) < matching.THRESHOLD


def test_the_evidence_says_which_judgement_was_used() -> None:
    (pair,) = matching.pairs([record("a", phone="+33321000000"), record("b", phone="+33321000000")], method="exact")
    assert (pair.id_a, pair.id_b) == ("a", "b")
    assert pair.evidence[-1] == matching.Evidence("method", "exact", 0.0)
    assert ("phone", "same") in {(reason.key, reason.value) for reason in pair.evidence}


def test_two_records_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        matching.pairs([record("a"), record("a")])


def judged(*rows: tuple[str, str, float]) -> list[matching.Judged]:
    return [matching.Judged(*row) for row in rows]


def test_one_source_does_not_enter_a_place_twice_through_a_third_record() -> None:
    records = [record("a", source="one"), record("b", source="two"), record("c", source="one")]
    found = matching.groups(judged(("a", "b", 0.95), ("b", "c", 0.9)), records)
    assert found == [("a", "b"), ("c",)]


def test_a_source_that_really_writes_a_place_twice_is_believed() -> None:
    records = [record("a", source="one"), record("b", source="two"), record("c", source="one")]
    found = matching.groups(judged(("a", "b", 0.95), ("b", "c", 0.9), ("a", "c", 0.97)), records)
    assert found == [("a", "b", "c")]


def test_a_bridge_between_two_places_is_cut() -> None:
    records = [record(id) for id in "abcd"]
    links = judged(("a", "b", 0.99), ("c", "d", 0.98), ("b", "c", 0.85), ("a", "c", 0.01), ("b", "d", 0.01))
    assert matching.groups(links, records) == [("a", "b"), ("c", "d")]


def test_what_a_person_said_is_obeyed() -> None:
    records = [record("a"), record("b"), record("c", source="source_a")]
    links = judged(("a", "b", 0.99))
    assert matching.groups(links, records, must_not=[("b", "a")]) == [("a",), ("b",), ("c",)]
    assert matching.groups(judged(("a", "b", 0.3)), records, must=[("c", "a")]) == [("a", "c"), ("b",)]
    with pytest.raises(ValueError, match="one place"):
        matching.groups(links, records, must=[("a", "b")], must_not=[("a", "b")])


def test_the_order_of_the_rows_changes_nothing() -> None:
    chance = random.Random(7)
    names = ["Mairie de Denain", "CCAS de Denain", "CCAS DENAIN", "Médiathèque", "Mediatheque municipale", "MSAP"]
    records = [
        record(f"r{n:02}", chance.choice(names), source=f"s{n % 3}", phone=chance.choice(["", "+33327000000"]))
        for n in range(30)
    ]
    first = matching.pairs(records)
    shuffled = chance.sample(records, len(records))
    assert matching.pairs(shuffled) == first
    assert matching.groups(chance.sample(first, len(first)), shuffled) == matching.groups(first, records)


def test_the_most_valuable_doubt_comes_first() -> None:
    found = matching.review(judged(("a", "b", 0.5), ("c", "d", 0.4), ("e", "f", 0.99)), {"c": 10.0, "d": 10.0})
    assert [(pair.id_a, pair.id_b) for _, pair in found] == [("c", "d"), ("a", "b")]
    assert found[1][0] == 2.0
