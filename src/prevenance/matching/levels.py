"""Each comparison brought to a few levels, and what each level weighs: the Fellegi-Sunter model.

The weights (`weights.json`) were learnt without labels; `bench/linkage.py` says how. They are the reasons shown to
people, and their sum is one feature of the trained model.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from prevenance.matching.columns import Floats
from prevenance.matching.records import Evidence

Marks = NDArray[np.int8]
UNKNOWN = -1

SAME_OR_NOT = ("different", "same")
LEVELS: dict[str, tuple[str, ...]] = {
    "siret": ("different", "same_siren", "same"),
    "finess": SAME_OR_NOT,
    "legal_finess": SAME_OR_NOT,
    "phone": SAME_OR_NOT,
    "email": SAME_OR_NOT,
    "website": SAME_OR_NOT,
    "name": ("under_0.70", "from_0.70", "from_0.80", "from_0.88", "from_0.95", "equal"),
    "role": SAME_OR_NOT,
    "address": ("different", "same_street", "same"),
    "distance": ("over_5000", "to_5000", "to_1000", "to_250", "to_60"),
    "commune": SAME_OR_NOT,
}
NAME_BOUNDS = (0.70, 0.80, 0.88, 0.95, 1.0)
DISTANCE_BOUNDS = (5000.0, 1000.0, 250.0, 60.0)
SAME_STREET = 0.92  # Jaro-Winkler


@cache
def weights() -> dict[str, dict[str, float]]:
    """Comparison → level → bits; `prior` → `log2_odds` of two records that were compared."""
    read: dict[str, dict[str, float]] = json.loads((files(__package__) / "weights.json").read_text(encoding="utf-8"))
    return read


def levelled(features: dict[str, Floats]) -> dict[str, Marks]:
    """The level of each pair in each comparison; UNKNOWN weighs nothing."""
    found = {
        key: _marks(features[key]) for key in ("finess", "legal_finess", "phone", "email", "website", "role", "commune")
    }
    siret = np.where(features["siret"] == 1, 2, np.where(features["siren"] == 1, 1, 0))
    found["siret"] = np.where(np.isnan(features["siret"]), UNKNOWN, siret).astype(np.int8)
    found["name"] = np.digitize(features["name_jaro"], NAME_BOUNDS).astype(np.int8)
    street, number = features["street_jaro"], features["number"]
    address = np.where(street < SAME_STREET, 0, np.where((number == 1) & (street == 1), 2, 1))
    found["address"] = np.where(np.isnan(street), UNKNOWN, address).astype(np.int8)
    nearness = 4 - np.digitize(features["distance"], DISTANCE_BOUNDS[::-1], right=True)
    found["distance"] = np.where(features["approximate"] == 1, UNKNOWN, nearness).astype(np.int8)
    return {key: found[key] for key in LEVELS}


def summed(levels: dict[str, Marks]) -> Floats:
    """Log2 of the odds that the two are one place, by the sum of the weights."""
    total = np.full(len(levels["name"]), weights()["prior"]["log2_odds"], dtype=np.float64)
    for key, marks in levels.items():
        total += of_level(key)[marks]
    return total


def evidence(levels: dict[str, Marks], features: dict[str, Floats], rank: int) -> tuple[Evidence, ...]:
    """The reasons of one pair, the strongest first."""
    found = list(_reasons(levels, features, rank))
    return tuple(sorted(found, key=lambda reason: (-abs(reason.weight), reason.key)))


def _reasons(levels: dict[str, Marks], features: dict[str, Floats], rank: int) -> Iterator[Evidence]:
    for key, marks in levels.items():
        mark = int(marks[rank])
        if mark == UNKNOWN:
            continue
        value = LEVELS[key][mark]
        if key == "name":
            value = f"{features['name_jaro'][rank]:.2f}"
        elif key == "distance":
            value = f"{features['distance'][rank]:.0f}"
        yield Evidence(key, value, round(float(of_level(key)[mark]), 1))


@cache
def of_level(key: str) -> Floats:
    """Weights of one comparison by level; the last one, which index -1 reaches, is that of the unknown."""
    known = weights()[key]
    return np.array([*(known.get(level, 0.0) for level in LEVELS[key]), 0.0], dtype=np.float64)


def _marks(same: Floats) -> Marks:
    return np.where(np.isnan(same), UNKNOWN, same == 1).astype(np.int8)
