"""The lists of a hand-over with their words, and the words of the agreement: data in `handovers.yaml`, read once."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from prevenance.mediation.choices.contents import Text, text

FILE = Path(__file__).with_name("handovers.yaml")
NEED_MOST, NAME_MOST, WORDS_MOST = 200, 80, 300  # characters


def purposes() -> Mapping[str, Text]:
    """What a hand-over may be for."""
    return _list("purposes")


def needs(purpose: str) -> tuple[str, ...]:
    """The items ticked at first for this purpose.

    Raises:
        KeyError: an unknown purpose.
    """
    return tuple(_given()["purposes"][purpose]["needs"])


def items() -> Mapping[str, Text]:
    """What may be shared, in the order in which it is read."""
    return _list("items")


def answers() -> Mapping[str, Text]:
    """What a receiver may answer."""
    return _list("answers")


def refusals() -> Mapping[str, Text]:
    """Why a receiver says no."""
    return _list("refusals")


def hows() -> Mapping[str, Text]:
    """How the receiver will be in touch."""
    return _list("hows")


def whens() -> Mapping[str, Text]:
    """When the receiver will be in touch."""
    return _list("whens")


def outcomes() -> Mapping[str, Text]:
    """What came of it, noted later."""
    return _list("outcomes")


def consent() -> tuple[str, Text]:
    """(version, words) of the agreement in force."""
    given = _given()["consent"]
    return str(given["version"]), text(given["text"])


def reminder() -> tuple[Text, Text]:
    """(subject, words) of the one reminder. In the words: `{made}`, `{until}`, `{organisation}`."""
    given = _given()["reminder"]
    return text(given["subject"]), text(given["text"])


@functools.cache
def _list(name: str) -> Mapping[str, Text]:
    return {str(key): text(one) for key, one in _given()[name].items()}


@functools.cache
def _given() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded
