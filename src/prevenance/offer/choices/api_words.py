"""Words of the API, `fr` and `en`, read from `api_words.yaml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


def problem(key: str, language: str, **facts: Any) -> str:
    """The sentence of a problem, with its facts."""
    return problems()[key][language].format(**facts)


@cache
def problems() -> dict[str, dict[str, str]]:
    """By key, then language."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load(
        (files(__package__) / "api_words.yaml").read_text(encoding="utf-8")
    )
    return loaded
