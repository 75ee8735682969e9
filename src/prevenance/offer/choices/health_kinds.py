"""Kinds of places told from the words of the health directories: reads `health_kinds.yaml`, which says how."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

PRACTICE = "practice"  # not a kind: judged by the professions found there


def plain(text: str) -> str:
    """Without accents, capitals or signs, one space between words: to compare, never to show."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", ascii_only).strip()


@lru_cache(maxsize=2_000)
def by_sector(label: str, code: str = "") -> str:
    """A kind, `PRACTICE`, or "" where nobody comes for a prevention act; a place without a sector is a practice."""
    if not label.strip():
        return str(_rules()["sector_codes"].get(code.strip(), "" if code.strip() else PRACTICE))
    return _first("sectors", label)


@lru_cache(maxsize=2_000)
def by_profession(profession: str, specialty_label: str = "", section: str = "") -> str:
    """The kind of a practice where this is the only profession, or ""."""
    kind = str(_rules()["professions"].get(profession, ""))
    if kind == "doctor":
        return _first("specialties", specialty_label) or kind
    return str(_rules()["pharmacist_sections"].get(section, "")) if kind == "pharmacy" else kind


@lru_cache(maxsize=2_000)
def by_name(name: str) -> str:
    return _first("names", name)


@lru_cache(maxsize=2_000)
def within_hospital(name: str) -> str:
    """The kind of what a source files as a hospital: a hospital, what its name says, or "" (no one comes)."""
    return _first("hospital_parts", name)


def neutral_name(kind: str, specialty_label: str = "") -> str:
    """What a place of this kind is called without naming anybody."""
    names = _rules()["neutral_names"]
    if kind == "doctor" and "medecine generale" in plain(specialty_label):
        return str(names["general_medicine"])
    return str(names.get(kind, names["doctor"]))


def speaks_of_a_practice(name: str) -> bool:
    return not _practice_words().isdisjoint(plain(name).split())


def _first(table: str, text: str) -> str:
    return next((kind for pattern, kind in _patterns(table) if pattern.search(plain(text))), "")


@cache
def _patterns(table: str) -> list[tuple[re.Pattern[str], str]]:
    """Short words (four letters or fewer) must be whole: `ch`, `msp`."""
    found = []
    for rule in _rules()[table]:
        words = [plain(word) for word in rule["words"]]
        ends = [re.escape(word) + (r"\b" if 0 < len(word) <= 4 else "") for word in words]
        found.append((re.compile(rf"(?:^|\b)(?:{'|'.join(ends)})"), rule["kind"]))
    return found


@cache
def _practice_words() -> frozenset[str]:
    return frozenset(_rules()["words_of_practices"])


@cache
def _rules() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((files(__package__) / "health_kinds.yaml").read_text(encoding="utf-8"))
    return loaded
