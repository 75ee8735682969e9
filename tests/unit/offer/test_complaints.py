"""What people feel, typed in the search: it leads to someone who listens, and to no town."""

from __future__ import annotations

import datetime as dt

import pytest

from prevenance import catalogue
from prevenance.offer.choices import search_words
from prevenance.offer.choices import words as kind_words
from prevenance.offer.queries import requests
from prevenance.plans.presenters import search as shown

ON = dt.date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("j'ai mal au cœur", "doctor"),
        ("envie de vomir", "doctor"),
        ("je saigne du nez", "doctor"),
        ("mal a la tete", "doctor"),
        ("ça brûle quand je pisse", "doctor"),
        ("perdre du poids", "doctor"),
        ("je suis crevé", "doctor"),
        ("j'ai la migrene", "doctor"),
        ("my throat: sore throat", "doctor"),
        ("burn out", "mental_health_centre"),
        ("j'ai le blues", "mental_health_centre"),
        ("je suis stressée", "mental_health_centre"),
        ("je me sens seul", "mental_health_centre"),
        ("capote a craqué", "sexual_health_centre"),
        ("the condom broke", "sexual_health_centre"),
        ("mal à la teub", "sexual_health_centre"),
        ("ma chatte me gratte", "sexual_health_centre"),
        ("mes règles", "sexual_health_centre"),
        ("pilule du lendemain", "sexual_health_centre"),
    ],
)
def test_a_complaint_leads_to_a_door_and_to_no_commune(said: str, kind: str) -> None:
    read = requests.read(said, on=ON)
    assert read.kinds[:1] == (kind,)
    assert not read.is_urgent and not read.signs
    assert read.where.commune is None and not read.where.matches


def test_after_a_risk_the_delay_and_the_lines_are_said() -> None:
    read = requests.read("capote a pété", on=ON)
    assert read.contacts == ("aids_info", "sexuality_contraception")
    assert "48" in shown.notes(read)[0]


@pytest.mark.parametrize(
    ("said", "name", "kind"),
    [
        ("mal au dos à Laon", "Laon", "doctor"),
        ("mes règles, Lille", "Lille", "sexual_health_centre"),
        ("dentiste à Chatte", "Chatte", "dentist"),
        ("dentiste Sens", "Sens", "dentist"),
        ("médecin à Mer", "Mer", "doctor"),
        ("médecin Condom", "Condom", "doctor"),
        ("pharmacie Begles", "Bègles", "pharmacy"),
        ("dantiste a irson", "Hirson", "dentist"),
    ],
)
def test_a_commune_that_is_said_is_still_heard(said: str, name: str, kind: str) -> None:
    read = requests.read(said, on=ON)
    assert read.where.commune is not None
    assert (read.where.commune.name, read.kinds[0]) == (name, kind)


@pytest.mark.parametrize(
    "said",
    [
        "chatte",
        "la chatte",
        "les boules",
        "bonne chance",
        "je pleure",
        "minou",
        "des lunettes neuves",
        "la vie",
        "médecin Wallis",
    ],
)
def test_a_common_word_alone_is_no_commune(said: str) -> None:
    where = requests.read(said, on=ON).where
    assert where.commune is None and not where.matches


def test_what_is_asked_for_comes_before_the_complaint() -> None:
    assert requests.read("pharmacie, mal à la gorge", on=ON).kinds == ("pharmacy",)
    assert requests.read("test vih, capote craquée", on=ON).act == "hiv_test"
    assert requests.read("mal au cœur qui serre", on=ON).is_urgent


@pytest.mark.parametrize(
    ("said", "sign"), [("je vomis du sang", "heavy_bleeding"), ("poitrine qui brûle", "chest_pain")]
)
def test_a_complaint_that_is_a_danger_is_heard_as_one(said: str, sign: str) -> None:
    read = requests.read(said, on=ON)
    assert read.is_urgent and sign in read.signs


def test_every_complaint_keeps_its_door() -> None:
    """None is hidden by another expression; its kinds, lines and sentence exist."""
    given = search_words._given("complaints.yaml")["complaints"]
    lines = catalogue.load().contacts
    for entry in given:
        assert set(entry["kinds"]) <= set(kind_words.kinds())
        assert set(entry.get("contacts", ())) <= set(lines)
        assert entry.get("key", "if_strong") in shown.NOTED
        for said in [*entry["fr"], *entry["en"]]:
            read = requests.read(said, on=ON)
            assert read.signs or read.act or read.kinds[:1] == (entry["kinds"][0],), (said, read)
            assert read.where.commune is None, (said, read.where)


@pytest.mark.parametrize("said", ["j'ai un truc qui pousse sur la peau", "carte vitale perdue", "je suis stressée"])
def test_a_word_well_written_is_not_mended_into_another(said: str) -> None:
    read = requests.read(said, on=ON)
    assert not read.mended and not read.signs and not read.is_urgent
    assert read.kinds and read.where.commune is None


@pytest.mark.parametrize("said", ["Valence", "valence", "Mer", "Lens"])
def test_a_town_is_heard_even_where_its_name_is_or_sounds_like_a_common_word(said: str) -> None:
    where = requests.read(said, on=ON).where
    assert where.commune is not None or where.matches
