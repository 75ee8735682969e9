"""Which pairs are worth comparing: those that share a key. Work grows with the records, not with their square."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from prevenance.matching.columns import Columns, Ints

_CELL = 0.0018  # degrees: about 200 m north to south, 130 m east to west
CAP = 60  # a key borne by more records than that says nothing


def blocked(columns: Columns) -> tuple[Ints, Ints]:
    """Row numbers (left < right) of the pairs to compare, each once, in order."""
    size = len(columns.ids)
    pairs = [_sharing(key, cap, size) for key, cap in _keys(columns)]
    pairs.append(_sharing_words(columns, size))
    together = np.unique(np.concatenate([*pairs, np.zeros(0, dtype=np.int64)]))
    return together // max(size, 1), together % max(size, 1)


def _keys(columns: Columns) -> Iterator[tuple[Ints, int]]:
    codes = columns.codes
    for name in ("finess", "siret", "phone", "email"):
        yield codes[name], CAP
    commune = codes["commune"]
    yield _both(commune, _both(codes["street"], codes["number"])), CAP
    yield _both(commune, codes["name"]), CAP
    yield _both(commune, codes["siren"]), CAP
    yield _both(commune, codes["website"]), CAP
    yield _both(codes["postal_code"], codes["street"]), CAP
    yield _both(commune, codes["role"]), 40
    yield from ((cell, CAP) for cell in _cells(columns))
    yield from ((_both(cell, codes["role"]), CAP) for cell in _cells(columns))


def _both(one: Ints, other: Ints) -> Ints:
    """A code for each pair of codes; unknown when either is."""
    width = int(other.max(initial=0)) + 1
    joined = np.where((one >= 0) & (other >= 0), one * width + other, -1)
    kept = joined >= 0
    _, dense = np.unique(joined[kept], return_inverse=True)  # small again, so that products never overflow
    codes = np.full(joined.shape, -1, dtype=np.int64)
    codes[kept] = dense
    return codes


def _sharing_words(columns: Columns, size: int) -> NDArray[np.int64]:
    """Pairs of one commune that share one of the three words of each name that tell the most, whatever their ranks."""
    ranked = [sorted(weights, key=lambda word: (-weights[word], word))[:3] for weights in columns.weighted]
    known = {word: code for code, word in enumerate(sorted({word for words in ranked for word in words}))}
    rows = np.repeat(np.arange(size), [len(words) for words in ranked])
    codes = np.array([known[word] for words in ranked for word in words], dtype=np.int64)
    return _sharing(_both(columns.codes["commune"][rows], codes), CAP, size, rows)


def _cells(columns: Columns) -> Iterator[Ints]:
    """Squares of the map, and the same shifted by a half: two neighbours meet in one or the other."""
    for shift in (0.0, 0.5):
        rows = np.floor(columns.latitudes / _CELL + shift).astype(np.int64) + 100_000
        lines = np.floor(columns.longitudes / _CELL + shift).astype(np.int64) + 200_000
        yield np.where(columns.is_approximate, -1, rows * 400_000 + lines)


def _sharing(key: Ints, cap: int, size: int, rows: Ints | None = None) -> NDArray[np.int64]:
    """Pairs of rows with the same key, as left * size + right; keys borne by more than `cap` rows are left out.

    `rows`: the row of each key, when a row has several.
    """
    kept = np.flatnonzero(key >= 0)
    rows = kept if rows is None else rows[kept]
    _, dense, counts = np.unique(key[kept], return_inverse=True, return_counts=True)
    useful = (counts[dense] > 1) & (counts[dense] <= cap)
    rows, dense = rows[useful], dense[useful]
    order = np.lexsort((rows, dense))
    rows, dense = rows[order], dense[order]
    found = []
    for step in range(1, min(cap, len(rows))):
        same = dense[step:] == dense[:-step]
        if not same.any():
            break
        found.append(rows[:-step][same] * size + rows[step:][same])
    return np.concatenate([*found, np.zeros(0, dtype=np.int64)])
