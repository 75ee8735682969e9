"""What a reader answers when it cannot trust a file or a row."""

from __future__ import annotations

from dataclasses import dataclass


class FileRefused(Exception):
    """The whole file is refused. `reason` is a key; `facts` are the values that its sentence shows."""

    def __init__(self, reason: str, **facts: str | int) -> None:
        shown = ", ".join(f"{name}={value}" for name, value in facts.items())
        super().__init__(f"{reason} ({shown})" if shown else reason)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True, slots=True)
class RowRefused:
    """One row is refused. `number` is the line, or the rank of the object in a JSON file, counted from 1."""

    number: int
    reason: str
