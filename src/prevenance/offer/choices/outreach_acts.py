"""Acts of the catalogue from the words of a dated prevention action, by the reviewed table `outreach_acts.yaml`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

import yaml

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def acts_of(*texts: str) -> list[str]:
    """Acts named by these words, in the order of the table; [] when none is. A key of an act is its own word."""
    said = " | ".join(plain(text) for text in texts)
    said = f" {said} "
    found: list[str] = []
    for words, act in _by_length():
        if f" {words} " in said:
            found.append(act)
            said = said.replace(f" {words} ", " | ")  # « vaccination grippe » is not also any vaccination
    return [act for act in table() if act in found]


def plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text.replace("œ", "oe")).encode("ascii", "ignore").decode()
    return _NOT_A_WORD.sub(" ", ascii_only.lower()).strip()


@cache
def table() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = yaml.safe_load((files(__package__) / "outreach_acts.yaml").read_text("utf-8"))
    return loaded


@cache
def _by_length() -> list[tuple[str, str]]:
    words = [(word, act) for act, known in table().items() for word in (*known, plain(act))]
    return sorted(words, key=lambda one: (-len(one[0]), one))
