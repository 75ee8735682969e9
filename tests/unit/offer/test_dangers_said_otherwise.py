"""Dangers as people type them: SMS, slang, words in any order, other languages; and what only looks like one."""

import datetime as dt

import pytest

from prevenance import catalogue
from prevenance.offer.choices import danger_words, search_words
from prevenance.offer.queries import requests
from prevenance.territories.queries import spelling

ON = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "sign"),
    [
        ("coup de tonnerre dans la tete", "sudden_headache"),
        ("mal de tete atroce d'un coup", "sudden_headache"),
        ("worst headache of my life", "sudden_headache"),
        ("fievre et nuque raide", "sudden_headache"),
        ("g plus de force dans le bra", "stroke_signs"),
        ("ma mere parle bizarre depuis ce matin", "stroke_signs"),
        ("je vois flou d'un coup", "stroke_signs"),
        ("g mal o bra goche", "chest_pain"),
        ("jai mal o coeur qui sert", "chest_pain"),
        ("douleur machoire et sueurs", "chest_pain"),
        ("jveux plus vivre", "suicidal_thoughts"),
        ("je ve mourir", "suicidal_thoughts"),
        ("je vais me pendre", "suicidal_thoughts"),
        ("j'ai envie de me foutre en l'air", "suicidal_thoughts"),
        ("mon mari me tape", "violence"),
        ("il m'a violée", "violence"),
        ("mon pere me touche", "violence"),
        ("my husband hits me", "violence"),
        ("mon enfant a avalé une pile", "swallowed_something"),
        ("il a mangé des médicaments", "swallowed_something"),
        ("my baby swallowed a battery", "swallowed_something"),
        ("od heroine", "unconscious"),
        ("mon bb convulse", "unconscious"),
        ("mon bébé est bleu", "breathing_difficulty"),
        ("piqure de guepe et gonfle", "sudden_swelling"),
        ("mon fils saigne de la tete", "heavy_bleeding"),
        ("dolor en el pecho", "chest_pain"),
        ("mi marido me pega", "violence"),
        ("ألم في الصدر", "chest_pain"),
        ("أريد أن أموت", "suicidal_thoughts"),
        ("хочу умереть", "suicidal_thoughts"),
        ("胸痛", "chest_pain"),
    ],
)
def test_a_danger_said_otherwise_is_heard(said: str, sign: str) -> None:
    read = requests.read(said, on=ON)
    assert read.is_urgent
    assert sign in read.signs
    assert not (read.act or read.kinds)


@pytest.mark.parametrize("said", ["malaise", "accident de voiture", "brulure grave", "fièvre bébé 2 mois", "noyade"])
def test_help_at_once_without_saying_which(said: str) -> None:
    assert requests.read(said, on=ON).is_urgent


@pytest.mark.parametrize(
    "said",
    [
        "j'ai mal au coeur",
        "mal au coeur quand je conduis",
        "je veux arreter de fumer ça me tue",
        "bouton sur le visage",
        "mal a la tete",
        "dentiste qui parle anglais",
        "vivre seul a la maison",
        "je veux plus fumer",
        "prise de sang",
        "vaccin bébé",
        "bilan sanguin avaler gélule",
        "kiné pour le bras",
        "pharmacie La Force",
        "médecin à Tonnerre",
        "radio du thorax Lille",
        "tension qui monte",
        "suivi psy à Violaines",
        "il tape a l'ordinateur",
        "allergologue",
        "cours de natation bebe",
    ],
)
def test_what_only_looks_like_a_danger_is_none(said: str) -> None:
    assert not requests.read(said, on=ON).is_urgent


def test_no_way_of_naming_a_place_is_a_danger() -> None:
    words = search_words.words()
    places = [said for said, meaning in words.expressions.items() if meaning.act or meaning.kinds]
    assert len(places) > 300
    assert [said for said in places if any(not one.meant for one in danger_words.heard("", said))] == []


def test_every_rule_names_a_sign_or_an_expression_and_every_language_is_heard() -> None:
    signs = catalogue.load().signs
    for rule in danger_words._words().rules:
        assert rule.sign in {"", *signs}
        assert not rule.meant or (spelling.plain(rule.meant),) in search_words.words().expressions
    assert {sign for _, sign in danger_words._words().elsewhere} <= set(signs)


@pytest.mark.parametrize("said", ["je suis enceinte et je veux pas le garder", "enceinte je veux avorter"])
def test_ending_a_pregnancy_is_not_answered_by_its_follow_up(said: str) -> None:
    read = requests.read(said, on=ON)
    assert (read.act, read.kinds) == ("", ("sexual_health_centre",))
