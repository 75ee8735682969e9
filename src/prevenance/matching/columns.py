"""Records as columns: every text prepared once, every exact value as an integer code (-1: not known)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import log2

import numpy as np
from numpy.typing import NDArray

from prevenance.matching import words
from prevenance.matching.records import Candidate

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

COPIED = (
    "phone", "email", "website", "siret", "siren", "legal_finess", "email_domain", "role_here", "door",
)  # fmt: skip
VOICE = (
    "source", "name", "street", "number", "commune", "siret", "finess", "phone", "email", "website",
)  # fmt: skip
"""Two records that say the same of all this are one voice: neither the other's rival."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows in the order of their ids, so that nothing depends on the order received."""

    ids: list[str]
    names: list[str]  # words that tell, in order
    sorted_names: list[str]  # the same, in alphabetical order: word order does not count
    spelled: list[tuple[str, ...]]  # words whose initials an acronym takes
    roles: list[frozenset[str]]  # every role that the name tells
    email_roles: list[frozenset[str]]
    weighted: list[dict[str, float]]  # word -> rarity in bits among the records of the commune
    streets: list[str]
    codes: dict[str, Ints]
    latitudes: Floats
    longitudes: Floats
    is_approximate: NDArray[np.bool_]
    copies: dict[str, Ints]  # how many records bear the same value, by exact column


def prepared(records: Iterable[Candidate]) -> Columns:
    """ValueError when two records bear the same id."""
    rows = sorted(records, key=lambda record: record.id)
    if any(one.id == other.id for one, other in pairwise(rows)):
        raise ValueError("two records bear the same id")
    named = [words.name_words(row.name) for row in rows]
    placed = [words.street(row.address) for row in rows]
    texts = {
        "source": [row.source for row in rows],
        "kind": [row.kind for row in rows],
        "commune": [row.commune_code for row in rows],
        "postal_code": [row.postal_code for row in rows],
        "phone": [row.phone for row in rows],
        "phone_stem": [row.phone[:-2] for row in rows],
        "organisation": [words.folded(row.organisation) for row in rows],
        "email": [words.squeezed(row.email) for row in rows],
        "email_domain": [words.email_domain(row.email) for row in rows],
        "page": [words.page(row.website) for row in rows],
        "website": [words.domain(row.website) for row in rows],
        "siret": [row.siret for row in rows],
        "siren": [row.siret[:9] for row in rows],
        "finess": [row.finess for row in rows],
        "legal_finess": [row.legal_finess for row in rows],
        "role": [words.role(name, row.kind) for name, row in zip(named, rows, strict=True)],
        "number": [number for number, _ in placed],
        "street": [text for _, text in placed],
        "name": [" ".join(sorted(name)) for name in named],
    }
    texts["role_here"] = _together(texts, "commune", "role")
    texts["door"] = _together(texts, "commune", "street", "number")
    codes = {key: _coded(column) for key, column in texts.items()}
    codes["voice"] = _coded(["\x1f".join(told) for told in zip(*(texts[key] for key in VOICE), strict=True)])
    return Columns(
        ids=[row.id for row in rows],
        names=[" ".join(name) for name in named],
        sorted_names=texts["name"],
        spelled=[words.spelled(row.name) for row in rows],
        roles=[frozenset(name) & words.meanings().roles for name in named],
        email_roles=[words.roles_of_email(row.email) for row in rows],
        weighted=_rarities(named, texts["commune"]),
        streets=texts["street"],
        codes=codes,
        latitudes=np.array([row.latitude for row in rows], dtype=np.float64),
        longitudes=np.array([row.longitude for row in rows], dtype=np.float64),
        is_approximate=np.array([row.is_approximate for row in rows], dtype=np.bool_),
        copies={key: _copies(codes[key]) for key in COPIED},
    )


def _coded(column: list[str]) -> Ints:
    known: dict[str, int] = {}
    for text in sorted(set(column) - {""}):
        known[text] = len(known)
    return np.array([known.get(text, -1) for text in column], dtype=np.int64)


def _together(texts: dict[str, list[str]], *keys: str) -> list[str]:
    """Empty when one of them is not known. A door without a number is a street, which is enough to count."""
    told = zip(*(texts[key] for key in keys), strict=True)
    needed = len(keys) - ("number" in keys)
    return ["\x1f".join(values) if all(values[:needed]) else "" for values in told]


def _copies(codes: Ints) -> Ints:
    counts = np.bincount(codes[codes >= 0], minlength=1)
    return np.asarray(np.where(codes >= 0, counts[np.maximum(codes, 0)], 0), dtype=np.int64)


def _rarities(named: list[tuple[str, ...]], communes: list[str]) -> list[dict[str, float]]:
    """Rarity in the country, capped by rarity in the commune: in Denain, « Denain » tells nothing."""
    everywhere = Counter(word for name in named for word in name)
    here = Counter((commune, word) for name, commune in zip(named, communes, strict=True) for word in name)
    sizes = Counter(communes)
    total = len(named)
    return [
        {
            word: min(
                log2((total + 1) / everywhere[word]),
                1.0 + log2((sizes[commune] + 1) / here[commune, word]) * 2,
            )
            for word in name
        }
        for name, commune in zip(named, communes, strict=True)
    ]
