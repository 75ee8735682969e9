"""What spoils a text before its words do: another language than its field's, code, drawings, capitals, sheer length."""

from __future__ import annotations

import re
from collections.abc import Mapping

TEXT_MOST = 200  # words, of one message
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[a-z]{2,8}|#\d{2,6});")
_DRAWING = re.compile(r"[\U0001f1e6-\U0001faff\u2600-\u27bf]\ufe0f?")
_CAPITALS = re.compile(r"(?<!\w)[A-ZÀ-Ý]{2,}(?:[\s’',:-]+(?:\d+[\s’',:-]+)*[A-ZÀ-Ý]+){2,}(?!\w)")
_COMMON: Mapping[str, frozenset[str]] = {
    "fr": frozenset(
        re.findall(r"\S+", "le la les de des du et vous est un une pour que dans votre vos ce il elle avec pas ne au")
    ),
    "en": frozenset(
        re.findall(r"\S+", "the of and you is to for in your that it with not are this be can or from have")
    ),
}


def is_in_another_language(text: str, language: str) -> bool:
    """Most letters are of another script, or its small words are those of the other language. Sure of nothing under
    three of them.
    """
    letters = _LETTER.findall(text)
    if letters and sum(bool(_LATIN.match(one)) for one in letters) * 2 < len(letters):
        return True
    told = re.findall(r"\w+", text.lower())
    mine, other = (
        sum(word in _COMMON[key] for word in told) for key in (("en", "fr") if language == "en" else ("fr", "en"))
    )
    return other >= 3 and other > 3 * mine


def tags(text: str) -> list[str]:
    """Pieces of HTML."""
    return list(dict.fromkeys(_TAG.findall(text)))


def without_tags(text: str) -> str:
    """The words alone."""
    return _TAG.sub(" ", text)


def drawings(text: str) -> list[str]:
    """Emojis and the like, each once."""
    return list(dict.fromkeys(_DRAWING.findall(text)))


def shouts(text: str) -> list[str]:
    """Three words in capitals or more, one after another."""
    return [found.group() for found in _CAPITALS.finditer(text)]


def without_shouts(text: str) -> str:
    """With blanks of the same length where words were in capitals."""
    return _CAPITALS.sub(lambda found: " " * len(found.group()), text)
