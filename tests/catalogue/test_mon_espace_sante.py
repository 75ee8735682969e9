"""Every sentence of the pages on Mon espace santé is carried by a source of its content, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from prevenance import catalogue
from prevenance.campaigns.choices.readability import sentences
from prevenance.catalogue.content_values import Chapter, Content

CLAIMS: dict[str, list[Any]] = yaml.safe_load(
    Path(__file__).with_name("mon_espace_sante_claims.yaml").read_text("utf-8")
)
BOOK = catalogue.load()
CONTENTS = {key: one for key, one in BOOK.contents.items() if one.chapter is Chapter.MON_ESPACE_SANTE}


def told(one: Content, language: str) -> list[str]:
    every = [one.text, *one.steps, *([one.cost] if one.cost else [])]
    return [said for words in every for said in sentences(words.in_language(language))]


def numbers(words: str) -> set[str]:
    return set(re.findall(r"\d+", words))


def test_every_content_is_there() -> None:
    assert list(CLAIMS) == list(CONTENTS)


@pytest.mark.parametrize("key", list(CONTENTS))
def test_each_sentence_has_its_source(key: str) -> None:
    one, claims = CONTENTS[key], CLAIMS[key]
    known = {source.organisation for source in one.sources}
    known |= {contact.number for contact in BOOK.contacts.values() if contact.number}
    for language in ("fr", "en"):
        said = told(one, language)
        assert len(said) == len(claims), "a sentence came or went: say what carries it"
        for sentence, claim in zip(said, claims, strict=True):
            if claim == []:
                assert not numbers(sentence), sentence
                continue
            assert claim["from"] in known, sentence
            assert numbers(sentence) <= numbers(claim["says"]), sentence


@pytest.mark.parametrize("key", list(CONTENTS))
def test_what_only_an_unsure_word_carries_is_to_be_confirmed(key: str) -> None:
    """« to be confirmed » and « to be checked again » of a claim are said by the content."""
    doubts = [claim for claim in CLAIMS[key] if claim and re.search(r"to be (?:confirmed|checked)", claim["says"])]
    assert CONTENTS[key].to_be_confirmed or not doubts
