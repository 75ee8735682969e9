"""Words of links, partnerships and corrections, from `influence.yaml`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from prevenance.campaigns.choices.campaigns import Hindrance
from prevenance.kit.texts import Text


@dataclass(frozen=True, slots=True)
class Contract:
    """From which sum on, before tax, a contract must be written; what it must hold; where this was read."""

    cents: int
    words: Text
    holds: tuple[Text, ...]
    source: Mapping[str, Any]


@functools.cache
def _file() -> Mapping[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "influence.yaml").read_text("utf-8"))  # type: ignore[no-any-return]


@functools.cache
def texts(part: str) -> Mapping[str, Text]:
    """A short list: key → words. KeyError when there is no such list."""
    return {key: Text.read(words) for key, words in _file()[part].items()}


@functools.cache
def a_relay() -> Text:
    """How a relay is named to everybody."""
    return Text.read(_file()["a_relay"])


@functools.cache
def not_to_say() -> tuple[Text, ...]:
    """What whoever relays never says."""
    return tuple(Text.read(one) for one in _file()["not_to_say"])


def refused(hindrance: Hindrance) -> str:
    """Why a relay's kit is not made today, in words for who cannot mend it."""
    found = texts("refused")
    return str(found.get(hindrance.value, found["other"]))


@functools.cache
def law() -> tuple[Text, Text, Mapping[str, Any]]:
    """(mention, rule in words, source)."""
    found = _file()["law"]
    return Text.read(found["mention"]), Text.read(found["words"]), found["source"]


@functools.cache
def contract() -> Contract:
    """The rule of law on written contracts."""
    found = _file()["contract"]
    holds = tuple(Text.read(one) for one in found["holds"])
    return Contract(found["cents"], Text.read(found["words"]), holds, found["source"])
