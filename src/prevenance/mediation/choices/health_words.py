"""Whether a free text seems to hold health data. A help, on the device first: it warns, it never refuses."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("health_words.yaml")
# The number of social security (NIR): 13 digits and maybe a key, spaced as people write it.
NIR = re.compile(r"(?<!\d)[1-478][\s.]?\d\d[\s.]?(?:0[1-9]|1[0-2]|[2-9]\d)[\s.]?(?:\d\d|2[ab])(?:[\s.]?\d{3}){2}(?!\d)")


@functools.cache
def words() -> Mapping[str, tuple[str, ...]]:
    """`starts`, `whole`, `allowed`."""
    given = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {key: tuple(given[key]) for key in ("starts", "whole", "allowed")}


@functools.cache
def for_the_page() -> str:
    """The same, as JSON, for the script of the page."""
    return json.dumps(dict(words()), ensure_ascii=True, separators=(",", ":"))


def plain(text: str) -> str:
    """Lower case, without accents."""
    folded = unicodedata.normalize("NFD", text.casefold())
    return "".join(one for one in folded if not unicodedata.combining(one))


def found(text: str) -> tuple[str, ...]:
    """The words of the text, as a plain text, which look like health data; `NIR` for a social security number."""
    told = plain(text)
    numbers = ("NIR",) if NIR.search(told) else ()
    for one in words()["allowed"]:
        told = re.sub(rf"\b{re.escape(one)}\b", " ", told)
    starts = re.findall(rf"\b(?:{'|'.join(map(re.escape, words()['starts']))})\w*", told)
    whole = re.findall(rf"\b(?:{'|'.join(map(re.escape, words()['whole']))})\b", told)
    return tuple(dict.fromkeys((*numbers, *starts, *whole)))
