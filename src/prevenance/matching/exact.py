"""The simpler judgement, when the trained one cannot run: five rules that anyone can check."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from prevenance.matching.columns import Floats

TWINS = 0.97  # at least, for two records that say the same thing


def twins(features: dict[str, Floats]) -> NDArray[np.bool_]:
    """Same SIRET, name, street and commune, no other house number: a place that a source writes twice, or that two
    sources copied from a third. The trained model hesitates there, because each is the other's rival.
    """
    same_door = (features["street_jaro"] == 1) & (features["number"] != 0) & (features["commune"] == 1)
    return np.asarray((features["siret"] == 1) & (features["name_jaro"] == 1) & same_door, dtype=np.bool_)


def probabilities(features: dict[str, Floats]) -> Floats:
    """0.99, 0.97, 0.95, 0.93 by the first rule that holds; 0.5 when only an identifier holds; 0.02 otherwise."""
    alike = (features["name_letters"] >= 0.8) | (features["name_part"] >= 0.9)
    unlike_roles = features["role"] == 0
    near = (features["distance"] <= 500) | ((features["approximate"] == 1) & (features["commune"] == 1))
    same_address = (features["street_letters"] >= 0.9) & (features["number"] == 1) & (features["commune"] == 1)
    rules = [
        (features["finess"] == 1, 0.99),
        ((features["siret"] == 1) & alike & ~unlike_roles, 0.97),
        ((features["phone"] == 1) & alike & near & ~unlike_roles, 0.95),
        ((features["name_letters"] >= 0.95) & same_address & ~unlike_roles, 0.93),
        ((features["siret"] == 1) | ((features["phone"] == 1) & near), 0.5),
    ]
    other = (features["finess"] == 0) | ((features["siret"] == 0) & (features["siren"] == 1))
    found = np.select([test for test, _ in rules], [value for _, value in rules], default=0.02)
    return np.asarray(np.where(other, 0.02, found), dtype=np.float64)
