"""Every sentence of the ready messages is carried by a fact; what carries nothing is found."""

from __future__ import annotations

import copy
import dataclasses
from pathlib import Path
from typing import Any

import pytest
import yaml

from prevenance.campaigns.choices import readability, ties
from prevenance.campaigns.choices.word_lists import CONTENT
from prevenance.campaigns.queries import ready, ready_facts
from prevenance.site import messages_command

FILE: dict[str, Any] = yaml.safe_load((CONTENT / "ready_messages.yaml").read_text("utf-8"))
KEYS = list(ready.ready_messages())


def problems_of(key: str, change: Any) -> tuple[str, ...]:
    one = copy.deepcopy(FILE["messages"][key])
    change(one)
    facts = ready.ready_facts()
    found = ready_facts.problems({**ready.ready_messages(), key: ready.read(key, one, facts)}, facts)
    return tuple(said for said in found if said.startswith(f"{key}:"))


def written(part: str, line: str, language: str = "fr") -> Any:
    def change(one: dict[str, Any]) -> None:
        one[language][part] = f"{one[language][part]}\n{line}"

    return change


def test_every_sentence_shipped_rests_on_a_fact() -> None:
    assert ready_facts.problems(ready.ready_messages(), ready.ready_facts()) == ()


@pytest.mark.parametrize("key", KEYS)
def test_each_sentence_that_people_read_was_looked_at(key: str) -> None:
    """Cut anew from the words as shown, without the marks: none escapes, none carries a mark."""
    one = ready.ready_messages()[key]
    for language, words in one.draft.words.items():
        for part in ("title", "text", "easy", "not_said"):
            shown = readability.sentences(getattr(words, part))
            assert shown == [each.sentence for each in one.tied[language] if each.part == part]
            assert "[" not in getattr(words, part)


@pytest.mark.parametrize("part", ["text", "easy"])
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Ce carnet vous rend heureux.", "rests on no fact"),
        ("C'est utile. C'est gratuit. [record]", "« C'est utile. » rests on no fact"),
        ("Vous avez 8 semaines. [refuse]", "numbers that its facts do not have: ['8']"),
        ("Vous avez huit jours. [nobody]", "rests on ['nobody'], which nobody wrote"),
        ("C'est gratuit pour tous. [advice]", "marked as advice, and states something"),
        ("Attendez 3 jours. [advice]", "marked as advice, and states something"),
        ("C'est une arnaque. [scam]", "French and English do not rest on the same facts: ['scam']"),
    ],
)
def test_a_sentence_that_nothing_carries_is_found(part: str, line: str, said: str) -> None:
    assert any(said in one for one in problems_of("mes-say-no", written(part, line)))


@pytest.mark.parametrize("line", ["Vous avez 90 ans ?", "« Il faudra payer 10 euros. »", "Voici comment. [advice]"])
def test_what_states_nothing_is_left_alone(line: str) -> None:
    assert problems_of("mes-say-no", written("text", line)) == ()


def test_a_title_and_what_a_message_does_not_say_are_looked_at_too() -> None:
    assert any("not_said" in one for one in problems_of("mes-what", written("not_said", "Le 34 22 dit tout.")))
    assert any("title" in one for one in problems_of("mes-what", lambda one: one["fr"].update(title="Gratuit")))
    assert problems_of("mes-what", written("not_said", "Ce message ne dit pas où aller avant 18 ans.")) == ()


def test_the_right_answer_rests_on_the_text() -> None:
    assert any(
        "right answer" in one for one in problems_of("mes-what", lambda one: one["test"].update(rests_on=["scam"]))
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"says": "Within 7 weeks."}, "numbers that the catalogue's content mes-objecting has not: ['7']"),
        ({"entry": ("content", "gone")}, "the catalogue has no content gone"),
        ({"entry": ("recommendation", "flu-vaccine")}, "and nowhere in the catalogue's recommendation flu-vaccine"),
        ({"sources": ()}, "no source"),
        ({"entry": None, "sources": ()}, "neither an entry of the catalogue nor a source of its own"),
    ],
)
def test_a_fact_that_the_catalogue_has_not_is_found(change: dict[str, Any], said: str) -> None:
    facts = dict(ready.ready_facts())
    facts["refuse"] = dataclasses.replace(facts["refuse"], **change)
    found = ready_facts.problems(ready.ready_messages(), facts)
    assert any(one.startswith("fact refuse:") and said in one for one in found)


def test_a_source_is_no_surer_here_than_in_the_catalogue() -> None:
    facts = dict(ready.ready_facts())
    surer = dataclasses.replace(facts["scam"].sources[0], status="V")
    facts["scam"] = dataclasses.replace(facts["scam"], sources=(surer,))
    found = ready_facts.problems(ready.ready_messages(), facts)
    assert any(one.startswith("fact scam:") and "is V here, and S in the catalogue" in one for one in found)


def test_a_message_shows_the_sources_of_its_facts() -> None:
    for one in ready.ready_messages().values():
        facts = [ready.ready_facts()[name] for each in one.tied["fr"] if not each.is_advice for name in each.facts]
        assert {source.url for source in one.draft.sources} == {source.url for each in facts for source in each.sources}


def test_marks_are_read_where_they_stand() -> None:
    plain, tied = ties.read("text", "Vraiment ? « Non. » Si : c'est vrai. [a, b] Voyez. [advice]\nFin.")
    assert plain == "Vraiment ? « Non. » Si : c'est vrai. Voyez.\nFin."
    assert [(one.sentence, one.facts, one.needs_a_fact) for one in tied] == [
        ("Vraiment ?", (), False),
        ("« Non. »", (), False),
        ("Si : c'est vrai.", ("a", "b"), True),
        ("Voyez.", ("advice",), False),
        ("Fin.", (), True),
    ]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_they_stay_easy_to_read(key: str, language: str) -> None:
    words = ready.ready_messages()[key].draft.words[language]
    plain, easy = readability.measure(words.text, language), readability.measure(words.easy, language)
    assert plain and easy
    assert plain.words <= 100 and plain.words_a_sentence <= 11 and plain.flesch >= 78 and plain.lix <= 35
    assert max(len(readability.words(one)) for one in readability.sentences(words.text)) <= 18
    assert easy.flesch >= 85 and 6 <= easy.sentences <= 8
    assert all(len(readability.words(line)) <= 11 for line in words.easy.splitlines())


def test_the_table_of_the_documentation_is_that_of_the_command() -> None:
    docs = Path(__file__).parents[3] / "docs" / "messages.md"
    assert messages_command.table() in docs.read_text("utf-8")
