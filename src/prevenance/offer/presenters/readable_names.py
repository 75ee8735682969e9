"""Names that a source writes in capitals, in a case that is read with ease. For pages only: data and files keep the
source's own writing. The words are data: `choices/readable_names.yaml`.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files

import yaml

_WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})")
_ORDINAL = re.compile(r"\d+(?:ER|ERE|ÈRE|E|EME|ÈME|ND|NDE|BIS|TER|H)")
_VOWELS = frozenset("AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ")
_APOSTROPHES = "'’"
_SHORTEST = 4  # a name that is one word no longer than this may be anything: it stays


@functools.cache
def _words() -> dict[str, frozenset[str]]:
    text = (files("prevenance.offer") / "choices" / "readable_names.yaml").read_text(encoding="utf-8")
    loaded = yaml.safe_load(text)
    acronyms = (word for line in loaded["acronyms"] for word in line)
    return {
        **{key: frozenset(word.upper() for word in loaded[key]) for key in ("small", "articles", "elided", "words")},
        "acronyms": frozenset(acronyms),
    }


@functools.lru_cache(maxsize=8192)
def readable(name: str) -> str:
    """The same letters, in another case when all of them are capitals; anything else comes back as it is."""
    words = list(_WORD.finditer(name))
    is_short = len(words) == 1 and len(words[0][0]) <= _SHORTEST
    if is_short or any(char.islower() for char in name):
        return name
    said, end = [], 0
    for rank, word in enumerate(words):
        previous = words[rank - 1] if rank else None
        said += [name[end : word.start()], _read(name, word, previous)]
        end = word.end()
    return "".join([*said, name[end:]])


def _read(name: str, word: re.Match[str], previous: re.Match[str] | None) -> str:
    text, known = word[0], _words()
    before = name[previous.end() : word.start()] if previous else ""
    is_inside = previous is not None and before.strip() in ("", "-", ".", ",", *_APOSTROPHES)
    is_inside = is_inside and (before == "-" or "-" not in before)  # « A - B » begins a name anew
    after = name[word.end() : word.end() + 1]
    if after and after in _APOSTROPHES and text in known["elided"]:
        return _lower(text) if is_inside else _capital(text)
    if before in (*_APOSTROPHES,) and previous is not None and previous[0] not in known["elided"]:
        return _lower(text)  # « Aujourd'hui »
    if text in known["acronyms"] or _ROMAN.fullmatch(text):
        return text
    if _ORDINAL.fullmatch(text):
        return _lower(text)
    is_last = not _WORD.search(name, word.end())
    is_small = text in known["small"] or (text in known["articles"] and _goes_on(before, previous))
    if is_inside and is_small and not (is_last and len(text) == 1):
        return _lower(text)
    if (
        text[0].isdigit()
        or text.rstrip("0123456789") in known["acronyms"]
        or (text not in known["words"] and len(text) <= 5 and not _VOWELS & set(text))
    ):
        return text
    return _capital(text)


def _goes_on(before: str, previous: re.Match[str] | None) -> bool:
    """An article after a small word, or between hyphens, begins nothing."""
    return before == "-" or (previous is not None and previous[0] in _words()["small"])


def _capital(text: str) -> str:
    return text[0] + _lower(text[1:])


def _lower(text: str) -> str:
    """Only letters that come back the same from their small form: case is all that may change."""
    return "".join(small if len(small := char.lower()) == 1 and small.upper() == char else char for char in text)
