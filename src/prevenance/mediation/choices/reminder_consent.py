"""The words read before asking for reminders: data in `appointments.yaml`."""

from __future__ import annotations

import functools
from pathlib import Path

import yaml

from prevenance.kit.texts import Text

FILE = Path(__file__).with_name("appointments.yaml")


@functools.cache
def words() -> tuple[str, Text]:
    """(version, words)."""
    given = yaml.safe_load(FILE.read_text(encoding="utf-8"))["reminders"]
    return str(given["version"]), Text.read(given["text"])
