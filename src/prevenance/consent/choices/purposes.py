"""Purposes in words, lengths, reasons: data of `purposes.yaml`, read once."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from prevenance.consent.choices.lengths import Length
from prevenance.kit.texts import Text

FILE = Path(__file__).with_name("purposes.yaml")
REMINDERS, HAND_OVER = "reminders", "hand_over"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One reason to keep something. `is_of_the_record`: without one of these there is no record."""

    key: str
    is_of_the_record: bool
    lengths: tuple[Length, ...]
    basis: str
    name: Text
    what_for: Text
    data: Text
    who: Text
    if_no: Text
    if_withdrawn: Text


@functools.cache
def _file() -> dict[str, Any]:
    given: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return given


def version() -> str:
    """Of the words."""
    return str(_file()["version"])


@functools.cache
def purposes() -> Mapping[str, Purpose]:
    """Key → purpose, in the order of the file."""
    texts = ("name", "what_for", "data", "who", "if_no", "if_withdrawn")
    return {
        key: Purpose(
            key,
            one["record"],
            tuple(Length(each) for each in one["lengths"]),
            one["basis"],
            **{text: Text.read(one[text]) for text in texts},
        )
        for key, one in _file()["purposes"].items()
    }


def of_the_record() -> tuple[str, ...]:
    """The purposes that a record may have."""
    return tuple(key for key, one in purposes().items() if one.is_of_the_record)


@functools.cache
def lengths() -> Mapping[Length, Text]:
    """How long, in words."""
    return {Length(key): Text.read(one) for key, one in _file()["lengths"].items()}


@functools.cache
def bases() -> Mapping[str, Text]:
    """The legal basis in words."""
    return {key: Text.read(one) for key, one in _file()["bases"].items()}


@functools.cache
def reasons() -> Mapping[str, Text]:
    """Why a record is kept longer."""
    return {key: Text.read(one) for key, one in _file()["kept_longer"].items()}
