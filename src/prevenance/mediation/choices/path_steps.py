"""The steps of a path towards Mon espace santé and its ends: data of `content/mon_espace_sante.yaml`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from prevenance.mediation.choices import contents
from prevenance.mediation.choices.contents import Text

FILE = "mon_espace_sante"
ACTIVATED = "activated"


@dataclass(frozen=True, slots=True)
class Step:
    """`sign`: how one knows that it is reached. `follow_months`: after the activation, when to ask; 0 for never."""

    key: str
    name: Text
    sign: Text
    how: Text
    follow_months: int


@functools.cache
def steps() -> Mapping[str, Step]:
    """By key, in the order of the path."""
    return {
        key: Step(
            key,
            contents.text(one["name"]),
            contents.text(one["sign"]),
            contents.text(one["how"]),
            one.get("follow_months", 0),
        )
        for key, one in contents.given(FILE)["steps"].items()
    }


@functools.cache
def endings() -> Mapping[str, Text]:
    """How a path may end, by key."""
    return {key: contents.text(one) for key, one in contents.given(FILE)["endings"].items()}


@functools.cache
def found() -> Mapping[str, Text]:
    """How the space was when the path began, by key."""
    return {key: contents.text(one) for key, one in contents.given(FILE)["found"].items()}


@functools.cache
def reasons() -> Mapping[str, Text]:
    """Why a path ended without the space, by key."""
    return {key: contents.text(one) for key, one in contents.given(FILE)["reasons"].items()}
