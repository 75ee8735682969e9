"""Kinds of places for data·inclusion, read from `inclusion_kinds.yaml`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


def kind_of_networks(names: Iterable[str]) -> str:
    """From `reseaux_porteurs` or `typologie`; "" when they say nothing about the kind."""
    said = {name.strip().lower() for name in names}
    return next((kind for name, kind in _table()["networks"].items() if name in said), "")


def kind_of_themes(themes: Iterable[str]) -> str:
    """From `thematiques`; "" when there is none."""
    families = {theme.split("--")[0] for theme in themes}
    if not families:
        return ""
    return next((kind for family, kind in _table()["themes"].items() if family in families), other())


def other() -> str:
    return str(_table()["other"])


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((files(__package__) / "inclusion_kinds.yaml").read_text(encoding="utf-8"))
    return loaded
