"""What is posted about messages: which ones, and what to do with them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from prevenance.people.queries.messages import SHEETS, Part

DOINGS = ("done", "undone", "again", "stop")


def numbers(typed: Iterable[str]) -> list[uuid.UUID]:
    """The ids of at most a batch of messages; what is not one is left out."""
    found = []
    for text in list(typed)[:SHEETS]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def part(typed: str) -> Part:
    """The list asked for; at first, what waits for a hand."""
    return Part(typed) if typed in set(Part) else Part.TO_SEND
