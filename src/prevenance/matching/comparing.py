"""Pairs of records compared, column by column. NaN: one of the two does not say."""

from __future__ import annotations

from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from prevenance.matching import words
from prevenance.matching.columns import Columns, Floats, Ints

EXACT = (
    "siret",
    "siren",
    "finess",
    "legal_finess",
    "phone",
    "phone_stem",
    "email",
    "website",
    "organisation",
    "kind",
    "role",
    "commune",
    "postal_code",
    "source",
    "number",
    "email_domain",
    "page",
    "role_here",
)
_EARTH = 6_371_008.8  # metres
_TYPO = 0.9  # Jaro-Winkler from which two words are one, mistyped


def compared(columns: Columns, left: Ints, right: Ints) -> dict[str, Floats]:
    """What is quickly compared: exact values, distance in metres, likeness of names and streets from 0 to 1."""
    features = {key: _same(columns.codes[key], left, right) for key in EXACT}
    features["name_jaro"] = _alike(columns.sorted_names, left, right, JaroWinkler.normalized_similarity)
    features["street_jaro"] = _alike(columns.streets, left, right, JaroWinkler.normalized_similarity)
    no_street = (columns.codes["street"][left] < 0) | (columns.codes["street"][right] < 0)
    features["street_jaro"][no_street] = np.nan
    features["distance"] = distances(columns, left, right)
    features["approximate"] = (columns.is_approximate[left] | columns.is_approximate[right]).astype(np.float64)
    return features


def refined(columns: Columns, left: Ints, right: Ints) -> dict[str, Floats]:
    """What takes longer, for the pairs that stand a chance: word by word, and how many records bear the same value."""
    features = {
        "name_order": _alike(columns.names, left, right, JaroWinkler.normalized_similarity),
        "name_letters": _alike(columns.sorted_names, left, right, fuzz.ratio) / 100,
        "name_set": _alike(columns.sorted_names, left, right, fuzz.token_set_ratio) / 100,
        "street_letters": _alike(columns.streets, left, right, fuzz.token_set_ratio) / 100,
    }
    features.update(_words_shared(columns, left, right))
    features.update(_roles_shared(columns, left, right))
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
    """`name_words`: rarity of the shared words over that of all words; `name_part`: over that of the poorer name.

    `unlike_words`, `unlike_rest`: rarity, in bits, of the words that the other lacks, for the name that has fewer
    of them and for the other one. `name_bits`: rarity of the poorer name, whole. `acronym`: letters spelled.
    """
    whole, part, less, more, bits, acronym = (np.zeros(len(left)) for _ in range(6))
    for rank, (i, j) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        ones, others = columns.weighted[i], columns.weighted[j]
        alone, strange = _unshared(ones, others)
        if alone and strange:
            acronym[rank] = _spell(alone, strange, columns.spelled[j]) + _spell(strange, alone, columns.spelled[i])
        total_a, total_b = sum(ones.values()), sum(others.values())
        a, b = sum(ones[word] for word in alone), sum(others[word] for word in strange)
        shared = max(total_a - a, total_b - b)
        whole[rank] = shared / ((a + b + shared) or 1)
        part[rank] = max((total_a - a) / (total_a or 1), (total_b - b) / (total_b or 1))
        less[rank], more[rank] = min(a, b), max(a, b)
        bits[rank] = min(total_a, total_b)
    told = {"name_words": whole, "name_part": part, "unlike_words": less, "unlike_rest": more}
    return {**told, "name_bits": bits, "acronym": acronym}


def _spell(short: list[str], long: list[str], spelled: tuple[str, ...]) -> int:
    """Letters of the acronyms of `short` that words of `spelled` have for initials; both sides leave the lists."""
    initials, letters = "".join(word[0] for word in spelled), 0
    for word in list(short):
        at = initials.find(word) if 3 <= len(word) <= 7 and word.isalpha() else -1
        if at >= 0:
            short.remove(word)
            long[:] = [one for one in long if one not in spelled[at : at + len(word)]]
            letters += len(word)
    return letters


def _roles_shared(columns: Columns, left: Ints, right: Ints) -> dict[str, Floats]:
    """`roles`: share of the fewer roles that the other also tells. `hosted`: 1 when one may house the other.

    `only_one`: 1 for two records of a role that their commune has once. `email_role`: whether the e-mail of one tells
    the role of the other (1) or another role (0).
    """
    known = words.meanings()
    roles, hosted, mailed = (np.full(len(left), np.nan) for _ in range(3))
    only_one = np.zeros(len(left))
    same_here = columns.codes["role_here"]
    for rank, (i, j) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        ones, others = columns.roles[i], columns.roles[j]
        if ones and others:
            roles[rank] = len(ones & others) / min(len(ones), len(others))
            apart, strange = ones - others, others - ones
            hosted[rank] = bool(
                (apart & known.hosts and strange & known.hosted) or (apart & known.hosted and strange & known.hosts)
            )
            only_one[rank] = same_here[i] == same_here[j] and bool(ones & others & known.one_a_commune)
        told = [
            bool(mail & names)
            for mail, names in ((columns.email_roles[i], others), (columns.email_roles[j], ones))
            if mail and names
        ]
        if told:
            mailed[rank] = min(told)
    return {"roles": roles, "hosted": hosted, "only_one": only_one, "email_role": mailed}


def _unshared(ones: dict[str, float], others: dict[str, float]) -> tuple[list[str], list[str]]:
    """The words of each name that the other has not, even mistyped."""
    alone = [word for word in ones if word not in others]
    strange = [word for word in others if word not in ones]
    for word in list(alone) if strange else ():
        if len(word) < 4 or not word.isalpha():  # 62G03 and 62G04 are two sectors, not a typing error
            continue
        near = [rival for rival in strange if JaroWinkler.normalized_similarity(word, rival) >= _TYPO]
        if near:
            alone.remove(word)
            strange.remove(near[0])
    return alone, strange
