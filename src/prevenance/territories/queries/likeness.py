"""Keys that look like another one, found by the pairs of letters they share. Knows nothing of communes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_OPENING, _CLOSING = b"^", b"$"


class PairsOfLetters:
    """Inverted index: pair of letters -> numbers of the keys that hold it. Keys are ASCII; at most 65,535 of them."""

    def __init__(self, keys: Sequence[str]) -> None:
        if len(keys) > np.iinfo(np.uint16).max:
            raise ValueError(f"{len(keys)} keys are too many for this index.")
        pairs, owners = self._pairs_of(keys)
        order = np.argsort(pairs, kind="stable")
        self._owners = owners[order].astype(np.uint16)
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(pairs, minlength=1 << 16))]).astype(np.int32)
        self._sizes = np.bincount(owners, minlength=len(keys)).astype(np.float32)

    @staticmethod
    def _pairs_of(keys: Sequence[str]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
        """Every pair of letters, opening and closing marks included, and the number of the key it belongs to."""
        text = b"".join(_OPENING + key.encode("ascii") + _CLOSING for key in keys)
        letters = np.frombuffer(text, dtype=np.uint8).astype(np.uint16)
        inside = letters[:-1] != _CLOSING[0]
        owners = np.cumsum(letters == _OPENING[0]) - 1
        return ((letters[:-1] << 8) | letters[1:])[inside], owners[:-1][inside]

    def shares(self, key: str) -> NDArray[np.float32]:
        """For each key, the Dice share of pairs in common with this one, 0 to 1."""
        wanted = np.unique(self._pairs_of([key])[0])
        found = np.concatenate([self._owners[self._starts[pair] : self._starts[pair + 1]] for pair in wanted])
        common = np.bincount(found, minlength=len(self._sizes)).astype(np.float32)
        return 2 * common / (self._sizes + len(wanted))
