"""The values of a note, with their words: data in `vocabulary.yaml`, read once."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation

FILE = Path(__file__).with_name("vocabulary.yaml")


@dataclass(frozen=True, slots=True)
class Value:
    """One value that may be ticked. `coop`: its name in La Coop's columns; `bound`: of a range, else 0."""

    key: str
    fr: str
    en: str
    hint_fr: str = ""
    hint_en: str = ""
    coop: str = ""
    bound: int = 0

    @property
    def hint(self) -> str:
        """Concrete examples."""
        return _typeset(self.hint_en, "en") if _is_english() else _typeset(self.hint_fr, "fr")

    def __str__(self) -> str:
        return _typeset(self.en, "en") if _is_english() else _typeset(self.fr, "fr")


class Field(StrEnum):
    """The lists of the file."""

    KINDS = "kinds"
    DURATION_RANGES = "duration_ranges"
    PLACE_KINDS = "place_kinds"
    THEMES = "themes"
    ADMIN_THEMES = "admin_themes"
    EQUIPMENT = "equipment"
    AUTONOMY = "autonomy"
    STRUCTURES = "structures"
    NEXT_STEPS = "next_steps"
    GENDERS = "genders"
    AGES = "ages"
    STATUSES = "statuses"
    FIRSTS = "firsts"
    LEVELS = "levels"
    SIGNPOSTS = "signposts"
    COORDINATION_KINDS = "coordination_kinds"
    ANIMATION_TYPES = "animation_types"
    EVENT_TYPES = "event_types"
    PARTNERSHIP_NATURES = "partnership_natures"
    INITIATIVES = "initiatives"
    ANIMATION_THEMES = "animation_themes"
    ECHELONS = "echelons"
    ORGANISERS = "organisers"


class Kind(StrEnum):
    """Of an encounter."""

    INDIVIDUAL = "individual"
    COLLECTIVE = "collective"


class PlaceKind(StrEnum):
    """Where an encounter was held."""

    ACTIVITY_PLACE = "activity_place"
    HOME = "home"
    REMOTE = "remote"
    OTHER = "other"


ADMINISTRATIVE = "administrative"  # the theme that the administrative themes make precise
# What is said of each person, or of a group by totals.
ABOUT_PEOPLE = (Field.GENDERS, Field.AGES, Field.STATUSES, Field.FIRSTS)


def values(field: Field) -> Mapping[str, Value]:
    """Those of one list, by key, in the order of the page."""
    return _table()[field]


def value(field: Field, key: str) -> Value:
    """One value.

    Raises:
        KeyError: the list has no such key.
    """
    return _table()[field][key]


def are_known(field: Field, keys: object) -> bool:
    """Whether `keys` is a list without repetition of keys of this list."""
    return isinstance(keys, list | tuple) and len(set(keys)) == len(keys) and set(keys) <= set(values(field))


@functools.cache
def durations() -> tuple[int, ...]:
    """Minutes, the buttons of the page."""
    return tuple(int(one) for one in _given()["durations"])


def duration_range(minutes: int) -> str:
    """The key of the range that these minutes are in."""
    return next(one.key for one in values(Field.DURATION_RANGES).values() if minutes < one.bound)


def age_range(age: int) -> str:
    """The key of the range of a completed age."""
    return [one.key for one in values(Field.AGES).values() if one.bound <= age][-1]


@functools.cache
def _given() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


@functools.cache
def _table() -> Mapping[Field, Mapping[str, Value]]:
    return {field: {str(key): _value(str(key), one) for key, one in _given()[field].items()} for field in Field}


def _value(key: str, given: Mapping[str, Any]) -> Value:
    hint = given.get("hint", {})
    bound = given.get("below", given.get("from", 0))
    return Value(
        key, given["fr"], given["en"], hint.get("fr", ""), hint.get("en", ""), given.get("coop", key), int(bound)
    )


def _is_english() -> bool:
    return translation.get_language() == "en"


def _typeset(text: str, language: str) -> str:
    text = text.replace("'", "’")
    return text.replace(" :", "\u00a0:") if language == "fr" else text
