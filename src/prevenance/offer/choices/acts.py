"""What codes of services say: acts that a place does, kinds that a profession adds (`acts_by_code.yaml`)."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from prevenance.catalogue.content_values import Confidence

NOT_DONE = "not_done"
OWN_ACT = "act:"
# The surest first: what a place says of itself, what the law lets it do, what a person should ask by telephone.
_RANKS = {Confidence.DECLARED: 0, Confidence.BY_LAW: 1, Confidence.TO_BE_CONFIRMED: 2}


@cache
def _table() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = yaml.safe_load(
        (files(__package__) / "acts_by_code.yaml").read_text(encoding="utf-8")
    )
    return table


def acts_of_code(code: str) -> dict[str, Confidence]:
    """Act → confidence, for one service code; {} when it says nothing of an act. `act:hiv_test`, of a territory's own
    list, is the act itself, declared.
    """
    if code.startswith(OWN_ACT):
        return {code.removeprefix(OWN_ACT): Confidence.DECLARED}
    return {act: Confidence(said) for act, said in _table()["acts"].get(code, {}).items()}


def surest(*confidences: Confidence) -> Confidence:
    return min(confidences, key=_RANKS.__getitem__)


def kinds_of_codes(codes: Collection[str], kinds: Collection[str]) -> list[str]:
    """Kinds that the professions found at a place of these kinds add to it."""
    table = _table()["kinds"]
    if not set(kinds) <= set(table["within"]):
        return []
    added = (table.get(code.partition("/")[0]) for code in codes if code.startswith("profession:"))
    return [kind for kind in dict.fromkeys(added) if kind and kind not in kinds]


def codes_known() -> dict[str, dict[str, str]]:
    """The whole table of acts, for those who review it."""
    return dict(_table()["acts"])
