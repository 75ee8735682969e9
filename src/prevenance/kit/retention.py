"""How long each kind of thing is kept: each room declares its kinds, with bounds; organisations choose within them.

Each signs up in its `apps.py`. What cannot be chosen is declared with one bound, so that people read it all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from prevenance.kit.texts import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing, kept `usual` days where an organisation has not decided. `why`: in words, for who decides."""

    key: str
    name: Text
    why: Text
    usual: int
    least: int
    most: int
    order: int = 100

    @property
    def is_chosen(self) -> bool:
        """Whether an organisation decides."""
        return self.least < self.most


_kinds: dict[str, Kind] = {}


def declare(kind: Kind) -> None:
    """Once for each key; the last one serves.

    Raises:
        ValueError: its bounds do not hold.
    """
    if not 1 <= kind.least <= kind.usual <= kind.most:
        raise ValueError(f"{kind.key}: {kind.least} ≤ {kind.usual} ≤ {kind.most} does not hold")
    _kinds[kind.key] = kind


def kinds() -> tuple[Kind, ...]:
    """In order."""
    return tuple(sorted(_kinds.values(), key=lambda one: (one.order, one.key)))


def kind(key: str) -> Kind:
    """One of them.

    Raises:
        KeyError
    """
    return _kinds[key]
