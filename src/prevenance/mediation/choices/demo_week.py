"""What the demonstration's week is made of: data of `demo_week.yaml`, and draws that a seed repeats."""

from __future__ import annotations

import functools
import random
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("demo_week.yaml")


@functools.cache
def given() -> Mapping[str, Any]:
    """The whole file."""
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


class Chance:
    """Draws of a demonstration: the same seed gives the same week."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311  a demonstration, not a secret

    def one(self, name: str) -> Any:
        """A key of a line of `weights`."""
        line = given()["weights"][name]
        return self.dice.choices(list(line), weights=list(line.values()))[0]

    def some(self, name: str) -> tuple[str, ...]:
        """One key as a list, none for ""."""
        key = self.one(name)
        return (key,) if key else ()

    def among(self, name: str) -> Any:
        """An item of a list."""
        return self.dice.choice(given()[name])

    def number(self) -> uuid.UUID:
        """Of an operation."""
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)
