"""Records judged one place or two: the rules that anyone can check, and the groups they make."""

from __future__ import annotations

import csv
import random
from importlib.resources import files

import numpy as np
import pytest

from prevenance import matching
from prevenance.matching import blocking, columns, comparing, exact, judging, levels, words


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
        ("PIMMS d'Arras", "France services Pimms Médiation Arras"),
        ("Maison de quartier centre ville", "MAISON DE QUARTIER DU CENTRE-VILLE"),
        ("ASS CENTRES SOCIAUX", "Centre social"),
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
        ("2bis rue d'Ajaccio", "2", "ajaccio"),
        ("2 B RUE D AJACCIO", "2", "ajaccio"),
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


@pytest.mark.parametrize(
    ("name", "kind", "role"),
    [
        ("Commune de Bapaume", "digital_mediation", "mairie"),
        ("Mairie de Bapaume", "town_hall", "mairie"),
        ("France Services - Bapaume", "digital_mediation", "franceservice"),
        ("Bus France services de l'Avesnois", "france_services", "itinerant"),
        ("Centre hospitalier d'Armentières", "vaccination_centre", "vaccination"),
        ("Bibliothèque municipale", "digital_mediation", "mediatheque"),
        ("L'Escale", "digital_mediation", ""),
    ],
)
def test_a_name_says_what_a_place_is(name: str, kind: str, role: str) -> None:
    assert words.role(words.name_words(name), kind) == role


def test_two_numbered_sectors_are_not_a_typing_error() -> None:
    assert comparing._unshared({"62g03": 1.0}, {"62g04": 1.0}) == (["62g03"], ["62g04"])
    assert comparing._unshared({"beffroi": 1.0}, {"befroi": 1.0}) == ([], [])


def test_a_key_that_too_many_records_share_proposes_no_pair() -> None:
    crowd = [
        record(f"r{n:03}", f"Place {n}", phone="+33391806223", commune_code=f"{n:05}", postal_code="", address="",
               latitude=44 + n / 10)
        for n in range(blocking.CAP + 1)
    ]  # fmt: skip
    assert len(blocking.blocked(columns.prepared(crowd))[0]) == 0
    assert len(blocking.blocked(columns.prepared(crowd[:10]))[0]) == 45


def test_a_pair_leads_its_rivals_or_trails_them() -> None:
    groups, voices = np.array([0, 0, 0, 1]), np.array([0, 1, 2, 3])
    lead, near = judging._lead(groups, voices, np.array([10.0, 7.0, -5.0, 3.0]))
    assert lead.tolist() == [3.0, -3.0, -15.0, 40.0]
    assert near.tolist() == [1.0, 1.0, 2.0, 0.0]


def test_copies_of_one_desk_are_not_each_other_s_rivals() -> None:
    lead, near = judging._lead(np.zeros(3, dtype=np.int64), np.array([5, 5, 6]), np.array([10.0, 9.0, 2.0]))
    assert lead.tolist() == [8.0, 7.0, -8.0]
    assert near.tolist() == [0.0, 0.0, 1.0]


def test_copies_of_one_desk_do_not_outvote_another_source() -> None:
    copies = [record(f"c{n}", "Espace Fort", source="desks") for n in range(9)]
    others = [record("x", "Centre social Espace Fort"), record("y", "Centre social Espace Fort", phone="+33321975497")]
    links = judged(*((f"c{n}", f"c{m}", 0.98) for n in range(9) for m in range(n)), ("x", "y", 0.99))
    links += judged(*((f"c{n}", "x", 0.96) for n in range(9)), ("c0", "y", 0.3))
    found = matching.groups(links, [*copies, *others])
    assert len(found) == 1


def test_two_names_of_one_commune_meet_by_any_of_their_rare_words() -> None:
    far = {"address": "", "postal_code": "", "kind": "digital_mediation"}
    rows = [
        record("a", "Abricot Bergamote Cerise", latitude=50.0, **far),
        record("b", "Damson Abricot", latitude=50.3, **far),
    ]
    prepared = columns.prepared(rows)
    left, right = blocking.blocked(prepared)
    assert ("a", "b") in {(prepared.ids[i], prepared.ids[j]) for i, j in zip(left, right, strict=True)}


def compared(one: matching.Candidate, other: matching.Candidate) -> dict[str, float]:
    found = comparing.refined(columns.prepared([one, other]), np.array([0]), np.array([1]))
    return {key: float(values[0]) for key, values in found.items()}


def test_an_acronym_is_spelled_by_the_initials_of_the_other_name() -> None:
    found = compared(record("a", "AJR - Centre social"), record("b", "Centre social Animation Jeunesse Rurale"))
    assert (found["acronym"], found["name_words"]) == (3.0, 1.0)
    assert compared(record("a", "Mairie"), record("b", "Animation Jeunesse"))["acronym"] == 0.0


def test_a_body_and_the_service_that_it_houses_are_told_apart_and_the_e_mail_of_one_may_name_the_other() -> None:
    service = {"kind": "france_services", "email": "ccas@exemple.fr"}
    found = compared(record("a", "CCAS de Bergues"), record("b", "France services de Bergues", **service))
    assert (found["hosted"], found["roles"], found["email_role"]) == (1.0, 0.0, 1.0)
    same = compared(record("a", "Mairie de Néry"), record("b", "Néry Mairie", email="cyberbase@exemple.fr"))
    assert (same["hosted"], same["roles"], same["only_one"], same["email_role"]) == (0.0, 1.0, 1.0, 0.0)


def test_an_e_mail_is_the_same_whatever_separates_its_words() -> None:
    assert (
        words.squeezed("Contact.hdf@exemple.co") == words.squeezed("contact-hdf@exemple.co") == "contacthdf@exempleco"
    )
    assert words.email_domain("someone@orange.fr") == "" and words.email_domain("a@exemple.fr") == "exemple.fr"
    assert words.page("https://www.exemple.fr/") == "" and words.page("http://exemple.fr/a/") == "exemple.fr/a"


def test_what_words_mean_is_written_once() -> None:
    known = words.meanings()
    assert known.hosts | known.hosted | known.one_a_commune <= known.roles
    told = {pair for pairs in known.phrases.values() for pair in pairs}
    assert len({phrase for phrase, _ in told}) == len(told)
    assert not set(known.words) & set(known.words.values())


def test_each_level_of_each_comparison_has_a_weight() -> None:
    assert set(levels.weights()) == {*levels.LEVELS, "prior"}
    for key, known in levels.LEVELS.items():
        assert set(levels.weights()[key]) == set(known)
        assert levels.weights()[key][known[-1]] > levels.weights()[key][known[0]]


def test_metres_between_two_records() -> None:
    near = columns.prepared([record("a", latitude=50.0, longitude=3.0), record("b", latitude=50.001, longitude=3.0)])
    assert comparing.distances(near, np.array([0]), np.array([1]))[0] == pytest.approx(111.2, abs=0.1)


def test_labels_name_real_sources_and_say_how_they_were_drawn() -> None:
    text = (files("prevenance.matching") / "labels" / "hauts_de_france.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len([row for row in rows if row["label"] != "unsure"]) >= 1500
    assert {row["label"] for row in rows} == {"same", "different", "unsure"}
    assert {row["stratum"] for row in rows if row["draw"] == "1"} == set("01234567")
    assert {row["stratum"] for row in rows if row["draw"] == "2"} == set("0123456")
    assert all(float(row["weight"]) > 0 for row in rows)
    pairs = {frozenset([(r["source_a"], r["source_id_a"]), (r["source_b"], r["source_id_b"])]) for r in rows}
    assert len(pairs) == len(rows)


def test_a_place_that_one_source_writes_twice_is_one_place() -> None:
    told = {"source": "one", "siret": "37965190400029"}
    rows = [record("a", **told), record("b", **told), record("c", **{**told, "address": "14 rue Saint-Aubert"})]
    likely = {(pair.id_a, pair.id_b): pair.probability for pair in matching.pairs(rows)}
    assert likely["a", "b"] >= exact.TWINS
    prepared = columns.prepared(rows)
    twins = exact.twins(comparing.compared(prepared, np.array([0, 0]), np.array([1, 2])))
    assert twins.tolist() == [True, False]
