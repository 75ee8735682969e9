"""Consents across the house: rooms below give them, one room keeps them, every room hears a withdrawal.

The kit knows no room: the consents' room signs up as the keeper, others as listeners, each in its `apps.py`. A person
is an opaque reference (text), a purpose is a key of the table of purposes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from prevenance.kit.texts import Text


class Means(StrEnum):
    """How somebody said yes."""

    SAID = "said"
    ON_SCREEN = "on_screen"
    ON_PAPER = "on_paper"
    BY_RELATIVE = "by_relative"  # who says that the person agrees
    BY_GUARDIAN = "by_guardian"


MEANS = {
    Means.SAID: Text("dit de vive voix", "said aloud"),
    Means.ON_SCREEN: Text("à l'écran", "on screen"),
    Means.ON_PAPER: Text("sur papier", "on paper"),
    Means.BY_RELATIVE: Text("dit par un proche", "said by a relative"),
    Means.BY_GUARDIAN: Text(
        "dit par la personne qui protège ses intérêts (tutelle, curatelle)", "said by their legal guardian"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A yes. `said_by`: the name of the relative or guardian; `by`: the id of the account that notes it."""

    person: str
    organisation_id: int
    purpose: str
    at: dt.datetime
    by: int
    means: Means = Means.SAID
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class Listener:
    """Called in the transaction of the gesture. `withdrawn(person, purpose, at)`: stop at once what this purpose
    allowed. `given(person, purpose, at)`: it is allowed again, or for the first time. `ended(person, purpose, at)`:
    nobody said no, its time is over; the same as withdrawn where a room says nothing else.
    """

    key: str
    withdrawn: Callable[[str, str, dt.datetime], None]
    given: Callable[[str, str, dt.datetime], None] | None = None
    ended: Callable[[str, str, dt.datetime], None] | None = None


_keepers: list[Callable[[Given], None]] = []
_listeners: dict[str, Listener] = {}


def keep(keeper: Callable[[Given], None]) -> None:
    """The room which writes consents down. The last one signed up serves."""
    _keepers[:] = [keeper]


def give(given: Given) -> None:
    """Has it written down, in the transaction of whoever calls. Nothing happens on a site without that room."""
    for keeper in _keepers:
        keeper(given)


def listen(listener: Listener) -> None:
    """Once for each room; the last one of a key serves."""
    _listeners[listener.key] = listener


def tell_withdrawn(person: str, purpose: str, at: dt.datetime) -> None:
    """Every room stops what this purpose allowed, in the order of their keys."""
    for key in sorted(_listeners):
        _listeners[key].withdrawn(person, purpose, at)


def tell_ended(person: str, purpose: str, at: dt.datetime) -> None:
    """The time of this purpose is over: every room stops what it allowed, in the order of their keys."""
    for key in sorted(_listeners):
        (_listeners[key].ended or _listeners[key].withdrawn)(person, purpose, at)


def tell_given(person: str, purpose: str, at: dt.datetime) -> None:
    """Every room that wishes to know hears that it is allowed."""
    for key in sorted(_listeners):
        if (given := _listeners[key].given) is not None:
            given(person, purpose, at)
