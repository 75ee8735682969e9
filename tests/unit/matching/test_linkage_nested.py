"""The bench of linkage: what judges neither teaches nor chooses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from bench import linkage_nested, linkage_sets
from bench.inventory import inventory
from numpy.typing import NDArray

from prevenance.matching import columns, comparing, exact, judging, model

Mask = NDArray[np.bool_]


class Fixed:
    """Stands for a booster: what the five exact rules say, whatever taught it."""

    def __init__(self, probability: NDArray[np.float64]) -> None:
        self.probability = probability

    def predict(self, features: Any, num_threads: int) -> NDArray[np.float64]:
        return self.probability


@pytest.fixture(scope="module")
def labelled() -> linkage_sets.Labelled:
    records, truth = inventory(21, ["83"], communes=20)
    prepared = columns.prepared(records)
    weighed = judging.weigh(prepared)
    size = len(weighed.left)
    ids = [(prepared.ids[a], prepared.ids[b]) for a, b in zip(weighed.left, weighed.right, strict=True)]
    communes = {one.id: one.commune_code for one in records}
    place = np.array([communes[a] for a, _ in ids])
    return linkage_sets.Labelled(
        records, np.zeros((size, len(model.FEATURES)), dtype=np.float32), weighed, prepared, ids,
        np.zeros(size, dtype=bool), np.arange(size),
        np.array(["same" if truth[a] == truth[b] else "different" for a, b in ids]), np.ones(size),
        np.array([code[-1] for code in place]), place,
    )  # fmt: skip


def nested(set_: linkage_sets.Labelled, seen: list[Mask]) -> linkage_nested.Nested:
    features = {
        **comparing.compared(set_.prepared, set_.weighed.left, set_.weighed.right),
        **comparing.refined(set_.prepared, set_.weighed.left, set_.weighed.right),
    }
    booster = Fixed(exact.probabilities(features))

    def teach(taught_by: Mask) -> Any:
        seen.append(taught_by)
        return booster

    return linkage_nested.Nested(set_, teach, [rank % 6 == 0 for rank in range(len(linkage_nested.SETTINGS))])


def test_no_model_is_taught_by_the_fold_that_it_judges(labelled: linkage_sets.Labelled) -> None:
    seen: list[Mask] = []
    folds = np.array([str(rank % 3) for rank in range(len(labelled.label))])
    judgement = nested(labelled, seen).judged(folds)
    assert len(judgement.chosen) == 3
    by_held = [{fold for fold in "012" if not taught_by[folds == fold].any()} for taught_by in seen]
    assert all(len(held) in (1, 2) for held in by_held)
    assert {frozenset(held) for held in by_held if len(held) == 1} == {frozenset(fold) for fold in "012"}


def test_the_labels_of_a_fold_do_not_choose_its_thresholds(labelled: linkage_sets.Labelled) -> None:
    folds = np.array([str(rank % 3) for rank in range(len(labelled.label))])
    before = nested(labelled, []).judged(folds).chosen[0]
    kept = labelled.label.copy()
    labelled.label[folds == "0"] = "different"
    after = nested(labelled, []).judged(folds).chosen[0]
    labelled.label[:] = kept
    assert after == before


def test_the_most_found_is_chosen_among_what_is_precise_enough(labelled: linkage_sets.Labelled) -> None:
    one = nested(labelled, [])
    same = labelled.label == "same"
    everything = np.ones(len(same), dtype=bool)
    half = same & (np.arange(len(same)) % 2 == 0)
    assert one.best(np.array([everything, half, same]), everything) is one.settings[2]
    assert one.best(np.array([everything, half, half]), everything) is one.settings[1]
