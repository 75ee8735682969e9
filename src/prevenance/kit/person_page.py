"""Sections of the page of a person followed: the people's room shows it, the rooms above add what they know.

Each signs up in its `apps.py`. A section is a template of that room and what it needs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Section:
    """What is drawn: `{% include template with shown=… %}`."""

    template: str
    shown: Any


# (agent, reference of the person, instant) → a section, or nothing to show. The page has already checked the scope.
Maker = Callable[[Any, str, dt.datetime], Section | None]
_makers: dict[str, tuple[int, Maker]] = {}


def add(key: str, maker: Maker, *, order: int = 100) -> None:
    """Once for each key; the last one serves."""
    _makers[key] = (order, maker)


def sections(agent: Any, reference: str, at: dt.datetime) -> tuple[Section, ...]:
    """In order."""
    made = [_makers[key][1](agent, reference, at) for key in sorted(_makers, key=lambda one: (_makers[one][0], one))]
    return tuple(one for one in made if one is not None)
