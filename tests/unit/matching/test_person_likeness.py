"""Two descriptions, one person: the situations that mediators meet, by name."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from prevenance.matching import person_names, persons
from prevenance.matching.persons import Description, Outcome

BORN = dt.date(1958, 3, 7)
ANNE = Description(
    given_name="Anne-Marie", family_name="Le Gall", birth_date=BORN, phone="+33612345678", commune="02691"
)


def outcome(one: Description, other: Description) -> Outcome:
    assert persons.compare(one, other) == persons.compare(other, one)
    return persons.compare(one, other).outcome


@pytest.mark.parametrize(
    "other",
    [
        replace(ANNE, given_name="Le Gall", family_name="Anne-Marie"),
        replace(ANNE, used_name="Dupont"),
        replace(ANNE, family_name="Legall"),
        replace(ANNE, family_name="GALL"),
        replace(ANNE, given_name="anne marie"),
        replace(ANNE, given_name="Anne"),
        replace(ANNE, birth_date=dt.date(1958, 7, 3)),
        replace(ANNE, birth_date=None, birth_year=1958),
        replace(ANNE, phone="+33687654321"),
    ],
)
def test_one_person_written_otherwise_is_seen(other: Description) -> None:
    assert outcome(ANNE, other) is not Outcome.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other"),
    [("Mohamed", "Mouhamed"), ("Frédéric", "Fred"), ("Khadija", "Khadidja"), ("Jean-Pierre", "JP")],
)
def test_short_names_and_spellings_of_one_name_are_known(one: str, other: str) -> None:
    assert person_names.givens(one, other) in ("variant", "initial")


@pytest.mark.parametrize(("one", "other"), [("Léa", "Léo"), ("Louis", "Louise"), ("Daniel", "Danielle")])
def test_two_known_given_names_are_two_names_however_near(one: str, other: str) -> None:
    assert person_names.givens(one, other) == "different"
    first = replace(ANNE, given_name=one)
    assert outcome(first, replace(first, given_name=other)) is Outcome.DIFFERENT  # twins


def test_a_family_that_shares_a_phone_is_not_one_person() -> None:
    child = replace(ANNE, given_name="Yann", birth_date=dt.date(1990, 5, 2))
    assert outcome(ANNE, child) is Outcome.DIFFERENT
    assert persons.levels(ANNE, child)["phone"] == "shared"


def test_a_mother_and_daughter_of_one_name_and_one_phone_are_never_said_to_be_the_same() -> None:
    daughter = replace(ANNE, birth_date=dt.date(1986, 5, 2))
    assert persons.levels(ANNE, daughter)["guard"] == "homonyms"
    assert outcome(ANNE, daughter) is not Outcome.SAME


def test_a_name_alone_never_makes_two_records_one() -> None:
    bare = Description(given_name="Solveig", family_name="Quéméner")
    assert outcome(bare, bare) is not Outcome.SAME


def test_the_reasons_sum_to_the_bits_and_the_unknown_gives_none() -> None:
    found = persons.compare(ANNE, replace(ANNE, phone="", commune=""))
    assert {reason.key for reason in found.reasons} == {"given", "family", "birth"}
    start = persons.weights()["start"]["bits"]
    assert found.bits == pytest.approx(start + sum(reason.weight for reason in found.reasons), abs=0.06)


def test_no_reason_says_the_contrary_of_what_is_read_in_it() -> None:
    known = persons.weights()
    for key in ("given", "family", "birth", "phone", "email", "commune"):
        assert known[key]["different"] < 0
        assert max(known[key].values()) == max(v for k, v in known[key].items() if k != "different") > 0
    assert all(weight < 0 for weight in known["guard"].values())
    assert known["start"]["same"] > known["start"]["perhaps"]
    assert {key: set(levels) for key, levels in known.items() if key != "start"} == {
        key: set(levels) for key, levels in persons.LEVELS.items()
    }
