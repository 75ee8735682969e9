"""Pairs with their answers: of invented inventories, whose truth is known, and of real records, labelled by hand."""

from __future__ import annotations

import csv
import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from bench.inventory import inventory
from numpy.typing import NDArray

from prevenance import matching
from prevenance.matching import blocking, columns, exact, judging, model

_FIELDS = (
    "id source kind name latitude longitude address postal_code commune_code is_position_approximate"
    " phone email website siret finess legal_finess organisation"
)


@dataclass
class Invented:
    records: list[matching.Candidate]
    truth: dict[str, int]
    prepared: columns.Columns
    weighed: judging.Weighed
    features: NDArray[np.float32]
    is_same: NDArray[np.bool_]


def invented(seed: int, departments: Iterable[int]) -> Invented:
    records, truth = inventory(seed, [f"{number:02}" for number in departments])
    prepared = columns.prepared(records)
    weighed = judging.weigh(prepared)
    keys = np.array([truth[one] for one in prepared.ids])
    return Invented(
        records, truth, prepared, weighed, features(prepared, weighed), keys[weighed.left] == keys[weighed.right]
    )


def features(prepared: columns.Columns, weighed: judging.Weighed) -> NDArray[np.float32]:
    rivals = judging.rivalry(prepared, weighed)
    parts = [
        model.matrix(judging.closely(prepared, weighed, rivals, slice(start, start + 400_000))).astype(np.float32)
        for start in range(0, len(weighed.left), 400_000)
    ]
    return np.concatenate(parts)


@dataclass
class Labelled:
    """Real pairs. `rank`: the row of `features`, -1 for a pair that blocking or the weights leave out."""

    records: list[matching.Candidate]
    features: NDArray[np.float32]
    weighed: judging.Weighed
    prepared: columns.Columns
    pairs: list[tuple[str, str]]
    is_twin: NDArray[np.bool_]
    rank: NDArray[np.int64]
    label: NDArray[np.str_]
    weight: NDArray[np.float64]
    department: NDArray[np.str_]
    commune: NDArray[np.str_]


def labelled(database: Path) -> Labelled:
    """From the SQLite file of a Prévenance where the real files were imported (`prevenance sources import`)."""
    keys, records = {}, []
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        names = _FIELDS.replace("is_position_approximate", "is_approximate").split()
        query = f"SELECT source_id, {', '.join(_FIELDS.split())} FROM offer_record WHERE NOT is_fictional"
        for source_id, *row in connection.execute(query):
            told = dict(zip(names, row, strict=True))
            told["is_approximate"] = bool(told["is_approximate"])
            records.append(matching.Candidate(**told))
            keys[told["source"], source_id] = told["id"]
    prepared = columns.prepared(records)
    weighed = judging.weigh(prepared)
    at = {pair: rank for rank, pair in enumerate(zip(weighed.left.tolist(), weighed.right.tolist(), strict=True))}
    row_of = {one: row for row, one in enumerate(prepared.ids)}
    communes = {one.id: one.commune_code for one in records}
    rows = []
    for line in labels():  # some speak of wards that imports keep no longer (`health_kinds.yaml`, hospital_parts)
        a, b = (keys.get((line[f"source_{side}"], line[f"source_id_{side}"])) for side in "ab")
        if a is not None and b is not None:
            rows.append((min(a, b), max(a, b), line["label"], float(line["weight"])))
    print(f"{len(rows)} labels of records kept, of {len(labels())}")
    place = [communes[a] for a, *_ in rows]
    compared = features(prepared, weighed)
    twins = exact.twins({key: compared[:, rank] for rank, key in enumerate(model.FEATURES)})
    return Labelled(
        records, compared, weighed, prepared, [(a, b) for a, b, *_ in rows], twins,
        np.array([at.get((row_of[a], row_of[b]), -1) for a, b, *_ in rows]),
        np.array([label for *_, label, _ in rows]), np.array([weight for *_, weight in rows]),
        np.array([code[:2] for code in place]), np.array(place),
    )  # fmt: skip


def labels() -> list[dict[str, str]]:
    text = (files("prevenance.matching") / "labels" / "hauts_de_france.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@dataclass(frozen=True)
class Score:
    """Right among those joined (precision), found among those to join (recall), each with its 95 % Wilson interval."""

    right: float
    joined: float
    to_join: float
    count_joined: float = 0.0  # effective sizes, when pairs are weighted
    count_to_join: float = 0.0

    def __str__(self) -> str:
        precision, recall = self.right / (self.joined or 1), self.right / (self.to_join or 1)
        both = 2 * precision * recall / ((precision + recall) or 1)
        low_p, high_p = wilson(precision, self.count_joined or self.joined)
        low_r, high_r = wilson(recall, self.count_to_join or self.to_join)
        return (
            f"P {precision:.4f} [{low_p:.4f}, {high_p:.4f}]  R {recall:.4f} [{low_r:.4f}, {high_r:.4f}]  F1 {both:.4f}"
        )


def wilson(share: float, count: float, z: float = 1.96) -> tuple[float, float]:
    if not count:
        return 0.0, 1.0
    middle = share + z * z / (2 * count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - half) / (1 + z * z / count), (middle + half) / (1 + z * z / count)


def of_groups(groups: Iterable[Sequence[str]], truth: dict[str, int]) -> Score:
    """Pairs that the groups imply, against those of the truth."""
    right = joined = 0
    for members in groups:
        joined += len(members) * (len(members) - 1) // 2
        right += sum(n * (n - 1) // 2 for n in Counter(truth[one] for one in members).values())
    return Score(right, joined, sum(n * (n - 1) // 2 for n in Counter(truth.values()).values()))


def blocked(records: list[matching.Candidate], truth: dict[str, int]) -> int:
    """How many pairs of one place blocking proposes."""
    prepared = columns.prepared(records)
    left, right = blocking.blocked(prepared)
    keys = np.array([truth[one] for one in prepared.ids])
    return int((keys[left] == keys[right]).sum())


def of_labels(set_: Labelled, is_joined: NDArray[np.bool_], among: NDArray[np.bool_] | None = None) -> Score:
    """Weighted by stratum, undecidable pairs left out (and those not `among`); effective sizes after Kish."""
    decided = (set_.label != "unsure") & (True if among is None else among)
    same, weight = decided & (set_.label == "same"), set_.weight
    joined = decided & is_joined

    def effective(kept: NDArray[np.bool_]) -> float:
        squares = float((weight[kept] ** 2).sum())
        return float(weight[kept].sum()) ** 2 / squares if squares else 0.0

    return Score(
        float(weight[joined & same].sum()),
        float(weight[joined].sum()),
        float(weight[same].sum()),
        effective(joined),
        effective(same),
    )
