"""Tables of what leaves: our own columns, and the closed lists of the standards that we write."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Column:
    """`type` and `constraints` as in Table Schema; `words` by language; `is_list`: values between vertical bars."""

    name: str
    type: str
    format: str
    is_list: bool
    constraints: dict[str, Any]
    words: dict[str, str]


@cache
def columns() -> tuple[Column, ...]:
    """Of our own open data, in order."""
    constraints = ("required", "unique", "pattern", "minimum", "maximum", "enum")
    return tuple(
        Column(
            name=raw["name"],
            type=raw["type"],
            format=raw.get("format", "default"),
            is_list=raw.get("list", False),
            constraints={key: raw[key] for key in constraints if key in raw},
            words={"fr": raw["fr"], "en": raw["en"]},
        )
        for raw in _loaded("published_columns.yaml")
    )


@cache
def digital_mediation_values() -> dict[str, dict[str, Any]]:
    """By column of the national schema: `scheme` of our codes, `values` (end of the code -> accepted value)."""
    loaded: dict[str, dict[str, Any]] = _loaded("digital_mediation_values.yaml")
    return loaded


@cache
def inclusion_values() -> dict[str, Any]:
    """`themes` and `publics` that data·inclusion accepts, and what our kinds and codes become in it."""
    loaded: dict[str, Any] = _loaded("inclusion_values.yaml")
    return loaded


def _loaded(name: str) -> Any:
    return yaml.safe_load((files(__package__) / name).read_text(encoding="utf-8"))
