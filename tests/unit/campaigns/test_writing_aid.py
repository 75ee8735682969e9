"""The writing aid: what it points at, what it leaves alone; the ready messages read by it."""

from __future__ import annotations

import pytest
import textstat

from prevenance.campaigns.choices import aid_numbers, readability, word_lists, writing_aid
from prevenance.campaigns.queries import ready
from prevenance.campaigns.queries.messages import Words

EASY = 75  # Flesch
ALL = [
    pytest.param(one.draft.words[language], language, id=f"{one.key}-{language}")
    for one in ready.ready_messages().values()
    for language in ("fr", "en")
]


def kinds(text: str, language: str = "fr") -> list[str]:
    return [one.kind for one in writing_aid.remarks(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "kind", "words"),
    [
        ("Le dépistage est simple.", "fr", "jargon", "dépistage"),
        ("Voyez votre médecin traitant.", "fr", "jargon", "médecin traitant"),
        ("Vos données sont transmises à la caisse.", "fr", "passive", "sont transmises"),
        ("The letter is sent on Monday.", "en", "passive", "is sent"),
        ("C'est un fléau mortel.", "fr", "fear", "mortel"),
        ("Vous devez venir.", "fr", "blame", "Vous devez"),
        ("You must come.", "en", "blame", "You must"),
        ("32 % des femmes viennent.", "fr", "percent", "32 %"),
        ("Cela coûte 2,5 euros.", "fr", "decimal", "2,5"),
        ("Il y a 24 000 000 de comptes.", "fr", "large_number", "24 000 000"),
        ("Allez à la CPAM.", "fr", "acronym", "CPAM"),
        (" ".join(["mot"] * 21) + ".", "fr", "long_sentence", " ".join(["mot"] * 21) + "."),
    ],
)
def test_it_names_the_words(text: str, language: str, kind: str, words: str) -> None:
    assert (kind, words) in [(one.kind, one.words) for one in writing_aid.remarks(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "Le dépistage (un examen fait quand tout va bien) est simple.",
        "Appelez le 0 800 08 11 11, ou le 34 22.",
        "Elle est arrivée en 2026.",
        "Vous avez entre 50 et 74 ans.",
        "La caisse (CPAM) répond.",
        "Envoyez un SMS.",
        "C'est gratuit. Vous pouvez dire non.",
    ],
)
def test_it_leaves_alone_what_is_well_said(text: str) -> None:
    assert kinds(text) == []


def test_each_remark_says_why_and_how_to_mend() -> None:
    text = "Vous devez venir au dépistage, 32 % des femmes sont prévenues par la CPAM, c'est un danger mortel, " * 2
    for one in writing_aid.remarks(text, "fr"):
        assert one.reason.fr and one.reason.en and one.mend


def test_a_line_of_an_easy_text_is_an_idea() -> None:
    found = [one.kind for one in writing_aid.easy_remarks("Le test est gratuit. Il est simple.\nVenez (vite).", "fr")]
    assert found == ["several_ideas", "hard_sign"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("32 %", "environ 3 sur 10"),
        ("30%", "3 sur 10"),
        ("1 %", "1 sur 100"),
        ("5 %", "5 sur 100"),
        ("0,4 %", "environ 1 sur 100"),
        ("50 %", "la moitié"),
        ("97 %", "97 sur 100"),
        ("100 %", "en entier, ou tous"),
        ("0 %", "aucun"),
        ("150 %", "Le dire sans pourcentage."),
    ],
)
def test_numbers_are_said_as_people_say_them(told: str, said: str) -> None:
    assert aid_numbers.as_people_say(told, "fr") == said


def test_our_lists_are_long_enough_and_say_something_else() -> None:
    assert len(word_lists.jargon("fr")) >= 150 and len(word_lists.jargon("en")) >= 60
    for language in ("fr", "en"):
        for one in word_lists.jargon(language):
            assert one.say and one.say != one.word and not one.pattern.search(one.say), one.word


def test_sentences_end_where_they_end() -> None:
    assert len(readability.sentences("Voir l'art. 3 de la loi. Cela coûte 2.5 euros. M. Fictif vient !")) == 3
    assert readability.measure("", "fr") is None


@pytest.mark.parametrize("key", list(ready.ready_messages()))
def test_our_french_measure_is_near_that_of_a_known_library(key: str) -> None:
    textstat.set_lang("fr")
    text = ready.ready_messages()[key].draft.words["fr"].text
    ours = readability.measure(text, "fr")
    assert ours and abs(ours.flesch - textstat.flesch_reading_ease(text)) < 20
    assert abs(ours.lix - textstat.lix(text)) < 12


@pytest.mark.parametrize(("words", "language"), ALL)
def test_ready_messages_are_easy_without_fear_nor_blame(words: Words, language: str) -> None:
    measured = readability.measure(words.text, language)
    assert measured and measured.flesch >= EASY and measured.lix < 40
    found = writing_aid.remarks(f"{words.title}.\n{words.text}", language)
    found += writing_aid.easy_remarks(words.easy, language)
    assert {one.kind for one in found} <= {"passive"}, found
    assert words.easy and words.not_said


def test_ready_messages_are_ten_at_least_each_with_a_source_of_the_fact_base() -> None:
    every = ready.ready_messages()
    assert len(every) >= 10 and len([one for one in every if one.startswith("mes-")]) >= 5
    for one in every.values():
        assert one.draft.sources and all(source.url.startswith("http") for source in one.draft.sources)
        assert any(source.status in "VS" for source in one.draft.sources)
