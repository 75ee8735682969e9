"""Thresholds chosen without the pairs that they are judged on.

The held-out fold is seen by neither the model nor the choice: for each outer fold, the thresholds are those that do
best on the other folds, each of these judged by a model taught without it and without the outer one.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from bench import linkage_sets
from bench.linkage_sets import Labelled, Score
from numpy.typing import NDArray

from prevenance import matching
from prevenance.matching import exact, model

Mask = NDArray[np.bool_]
Predicted = NDArray[np.float64]
SETTINGS = [
    matching.Thresholds(link, agreement, proven)
    for link, agreement, proven in product((0.7, 0.75, 0.8), (0.5, 0.55, 0.6), (0.1, 0.3))
]
REAL_FLOOR = 0.985  # precision asked of the real pairs that choose: a margin over the bar of 0.98
INVENTED_FLOOR = 0.991  # and of an invented inventory that taught nothing: a margin over 0.99


@dataclass(frozen=True)
class Judgement:
    """What became of the labelled pairs, each held out in its turn. `chosen`: the thresholds of each fold."""

    probability: Predicted
    joined: Mask
    chosen: list[matching.Thresholds]
    linked: Mask


def folds_of(set_: Labelled) -> dict[str, NDArray[np.str_]]:
    fifths = np.array([str(zlib.crc32(code.encode()) % 5) for code in set_.commune])
    return {"commune": fifths, "department": set_.department}


def allowed(records: list[matching.Candidate], truth: dict[str, int], judged: list[matching.Judged]) -> list[bool]:
    """The settings precise enough on the invented inventory. No real label has a say here."""
    return [
        score.right / score.joined >= INVENTED_FLOOR
        for setting in SETTINGS
        for score in [linkage_sets.of_groups(matching.groups(judged, records, thresholds=setting), truth)]
    ]


class Nested:
    def __init__(self, set_: Labelled, teach: Callable[[Mask], Any], allowed: list[bool]) -> None:
        self.set_, self.teach = set_, teach
        self.settings = [setting for setting, is_allowed in zip(SETTINGS, allowed, strict=True) if is_allowed]
        self.usable = (set_.label != "unsure") & (set_.rank >= 0)
        self._known: dict[bytes, Predicted] = {}

    def judged(self, folds: NDArray[np.str_]) -> Judgement:
        names = sorted(set(folds.tolist()))
        joined_by = {}  # (taught without these folds) → for each fold of them, what each setting joins
        for one, other in _pairs(names):
            everywhere = self.predicted(~np.isin(folds, [one, other]))
            joined_by[one, other] = self.joined(everywhere, folds == other)
            joined_by[other, one] = self.joined(everywhere, folds == one)
        probability, joined, linked = np.zeros(len(folds)), np.zeros(len(folds), bool), np.zeros(len(folds), bool)
        chosen = []
        for name in names:
            held = folds == name
            told = sum(joined_by[name, other] for other in names if other != name)
            setting = self.best(np.asarray(told, dtype=bool), ~held)
            everywhere = self.predicted(~held)
            probability[held] = self.of_pairs(everywhere)[held]
            linked[held] = probability[held] >= setting.link
            joined[held] = self.grouped(everywhere, setting)[held]
            chosen.append(setting)
        return Judgement(probability, joined, chosen, linked)

    def chosen(self, folds: NDArray[np.str_]) -> matching.Thresholds:
        """For the model that is kept: every label chooses, each judged by a model that did not see its fold."""
        told = np.zeros((len(self.settings), len(folds)), dtype=bool)
        for name in sorted(set(folds.tolist())):
            told |= self.joined(self.predicted(folds != name), folds == name)
        return self.best(told, np.ones(len(folds), dtype=bool))

    def best(self, told: Mask, judging: Mask) -> matching.Thresholds:
        """The most found among the settings whose precision is above the floor; else the most precise."""
        scores = [linkage_sets.of_labels(self.set_, row, judging) for row in told]
        return self.settings[max(range(len(scores)), key=lambda rank: _merit(scores[rank]))]

    def joined(self, everywhere: Predicted, held: Mask) -> Mask:
        """A row a setting, a column a labelled pair; only the pairs `held` may be true."""
        return np.array([self.grouped(everywhere, setting) & held for setting in self.settings])

    def grouped(self, everywhere: Predicted, setting: matching.Thresholds) -> Mask:
        found = matching.groups(linked(self.set_, everywhere), self.set_.records, thresholds=setting)
        group_of = {one: rank for rank, members in enumerate(found) for one in members}
        return np.array([group_of[a] == group_of[b] for a, b in self.set_.pairs])

    def predicted(self, taught_by: Mask) -> Predicted:
        key = (taught_by & self.usable).tobytes()
        if key not in self._known:
            self._known[key] = with_twins(self.teach(taught_by & self.usable), self.set_.features)
        return self._known[key]

    def of_pairs(self, everywhere: Predicted) -> Predicted:
        rank = self.set_.rank
        return np.where(rank >= 0, everywhere[np.maximum(rank, 0)], 0.0)


def with_twins(booster: Any, features: NDArray[np.float32]) -> Predicted:
    """Probabilities as the product gives them."""
    found = np.asarray(booster.predict(features, num_threads=1), dtype=np.float64)
    twins = exact.twins({key: features[:, rank] for rank, key in enumerate(model.FEATURES)})
    return np.where(twins, np.maximum(found, exact.TWINS), found)


def linked(set_: Any, probability: Predicted) -> list[matching.Judged]:
    ids, weighed = set_.prepared.ids, set_.weighed
    kept = np.flatnonzero(probability >= 0.1).tolist()
    return [matching.Judged(ids[weighed.left[k]], ids[weighed.right[k]], float(probability[k])) for k in kept]


def _pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    return ((one, other) for rank, one in enumerate(names) for other in names[rank + 1 :])


def _merit(score: Score) -> tuple[bool, float]:
    precision, recall = score.right / (score.joined or 1), score.right / (score.to_join or 1)
    is_precise = precision >= REAL_FLOOR
    return is_precise, recall if is_precise else precision
