"""Words, `fr` and `en`, for kinds of places and for what an import refused or changed."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import yaml


@cache
def kinds() -> dict[str, dict[str, list[str]]]:
    """By kind, then language: the name of one, the name of several."""
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load(_text("kinds.yaml"))
    return loaded


@cache
def reasons() -> dict[str, dict[str, str]]:
    """By key, then language. A sentence may show facts in braces: {limit}, {columns}."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load(_text("reasons.yaml"))
    return loaded


def reason(key: str, language: str, **facts: str | int) -> str:
    """The sentence of a refusal or of a change, with its facts."""
    return reasons()[key][language].format(**facts)


@cache
def _evidence() -> dict[str, dict[str, dict[str, str]]]:
    loaded: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(_text("evidence.yaml"))
    return loaded


def evidence(key: str, value: str, language: str) -> str:
    """A reason of linkage in words; `key: value` when it has none."""
    known = _evidence().get(key, {})
    sentence = known.get(value) or known.get("any")
    return sentence[language].format(value=value) if sentence else f"{key}: {value}"


@cache
def finess_kinds() -> dict[str, str]:
    """FINESS category code → kind of place. Categories left out are no place for a prevention act."""
    lines = [line for line in _text("finess_kinds.csv").splitlines() if not line.startswith("#")]
    return {row["code"]: row["kind"] for row in csv.DictReader(lines)}


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
