"""Sections of the team's page of a relay: rooms above add what they know of that relay, each in its `apps.py`."""

from __future__ import annotations

from collections.abc import Callable

from prevenance.kit.person_page import Section
from prevenance.people.queries import Access

# (agent, number of the relay) → a section, or nothing to show. The page has already checked the scope.
Maker = Callable[[Access, int], Section | None]
_makers: dict[str, Maker] = {}


def add(key: str, maker: Maker) -> None:
    """Once for each key; the last one serves."""
    _makers[key] = maker


def sections(agent: Access, relay: int) -> tuple[Section, ...]:
    """In the order of their keys."""
    made = [_makers[key](agent, relay) for key in sorted(_makers)]
    return tuple(one for one in made if one is not None)
