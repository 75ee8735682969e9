"""Pairs of records compared, column by column. NaN: one of the two does not say."""

from __future__ import annotations

from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from prevenance.matching.columns import Columns, Floats, Ints

EXACT = ("siret", "siren", "finess", "legal_finess", "phone", "email", "website", "kind", "role", "commune", "source")
FEATURES = (
    *EXACT,
    "postal_code",
    "name_order",
    "name_jaro",
    "name_letters",
    "name_words",
    "name_part",
    "unlike_words",
    "street_jaro",
    "street_letters",
    "number",
    "distance",
    "approximate",
    *(f"{key}_copies" for key in ("phone", "email", "website", "siret", "siren", "legal_finess")),
)
_EARTH = 6_371_008.8  # metres


def compared(columns: Columns, left: Ints, right: Ints) -> dict[str, Floats]:
    """One value a pair for each of FEATURES."""
    features = {key: _same(columns.codes[key], left, right) for key in (*EXACT, "postal_code", "number")}
    features["name_order"] = _alike(columns.names, left, right, JaroWinkler.normalized_similarity)
    features["name_jaro"] = _alike(columns.sorted_names, left, right, JaroWinkler.normalized_similarity)
    features["name_letters"] = _alike(columns.sorted_names, left, right, fuzz.ratio) / 100
    features["street_letters"] = _alike(columns.streets, left, right, fuzz.token_sort_ratio) / 100
    no_street = (columns.codes["street"][left] < 0) | (columns.codes["street"][right] < 0)
    features["street_letters"][no_street] = np.nan
    features["street_jaro"] = _alike(columns.streets, left, right, JaroWinkler.normalized_similarity)
    features["street_jaro"][no_street] = np.nan
    features.update(_words_shared(columns, left, right))
    features["distance"] = distances(columns, left, right)
    features["approximate"] = (columns.is_approximate[left] | columns.is_approximate[right]).astype(np.float64)
    for key, copies in columns.copies.items():
        features[f"{key}_copies"] = np.maximum(copies[left], copies[right]).astype(np.float64)
    return features


def distances(columns: Columns, left: Ints, right: Ints) -> Floats:
    """Metres as the crow flies."""
    south, north = np.radians(columns.latitudes[left]), np.radians(columns.latitudes[right])
    west, east = np.radians(columns.longitudes[left]), np.radians(columns.longitudes[right])
    chord = np.sin((north - south) / 2) ** 2 + np.cos(south) * np.cos(north) * np.sin((east - west) / 2) ** 2
    return np.asarray(2 * _EARTH * np.arcsin(np.sqrt(np.clip(chord, 0, 1))), dtype=np.float64)


def _same(codes: Ints, left: Ints, right: Ints) -> Floats:
    one, other = codes[left], codes[right]
    return np.where((one < 0) | (other < 0), np.nan, (one == other).astype(np.float64))


def _alike(texts: list[str], left: Ints, right: Ints, scorer: Any) -> Floats:
    ones, others = [texts[i] for i in left.tolist()], [texts[i] for i in right.tolist()]
    return np.asarray(process.cpdist(ones, others, scorer=scorer, dtype=np.float64), dtype=np.float64)


def _words_shared(columns: Columns, left: Ints, right: Ints) -> dict[str, Floats]:
    """Rarity of the shared words over that of all words (`name_words`) and of the poorer name (`name_part`).

    `unlike_words`: rarity, in bits, of the words of the poorer name that the other lacks.
    """
    whole, part, unlike = np.zeros(len(left)), np.zeros(len(left)), np.zeros(len(left))
    for rank, (i, j) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        ones, others = columns.weighted[i], columns.weighted[j]
        total_a, total_b = sum(ones.values()), sum(others.values())
        shared = sum(max(w, others[word]) for word, w in ones.items() if word in others)
        shared_a = sum(w for word, w in ones.items() if word in others)
        shared_b = sum(w for word, w in others.items() if word in ones)
        whole[rank] = shared / ((total_a - shared_a) + (total_b - shared_b) + shared or 1)
        part[rank] = max(shared_a / (total_a or 1), shared_b / (total_b or 1))
        unlike[rank] = min(total_a - shared_a, total_b - shared_b)
    return {"name_words": whole, "name_part": part, "unlike_words": unlike}
