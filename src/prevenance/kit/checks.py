"""What is refused at start-up rather than met by a visitor."""

from __future__ import annotations

from typing import Any

from django.core import checks

from prevenance.kit import territory


def _identity(**_: Any) -> list[checks.CheckMessage]:
    try:
        territory.identity()
    except territory.Refused as refused:
        return [
            checks.Error(problem, hint=str(refused).split(":")[0], id="prevenance.E001") for problem in refused.problems
        ]
    return []


def register() -> None:
    """Adds our checks to Django's."""
    checks.register(_identity)
