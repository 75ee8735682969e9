"""What each room holds about a person: declared here, so that copy, erasure and merge reach all of it.

The kit knows no room: each signs up in its `apps.py`. A person is an opaque reference (text).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Holder:
    """One room. All are called inside the transaction of the gesture.

    `copy(reference)`: what is held, as plain values a person can read. `erase(reference)`: removes or anonymises it for
    good; gives how many rows. `move(origin, target)`: makes it the target's; gives what `move_back` needs (as JSON
    values). `move_back(moved, origin, target)`: the exact contrary, of those rows which still exist.
    """

    key: str
    copy: Callable[[str], Rows]
    erase: Callable[[str], int]
    move: Callable[[str, str], list[Any]]
    move_back: Callable[[list[Any], str, str], None]


_holders: dict[str, Holder] = {}


def declare(holder: Holder) -> None:
    """Once for each room; the last declaration of a key serves."""
    _holders[holder.key] = holder


def holders() -> tuple[Holder, ...]:
    """In the order of their keys."""
    return tuple(_holders[key] for key in sorted(_holders))
