"""`dedupe` 3 (with BTrees 5: 6 breaks it), run apart by `bench.linkage prove --dedupe PYTHON`.

Records on the input, groups on the output.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from itertools import combinations
from typing import Any

import dedupe
import dedupe.variables as variables

LABELS = 2000  # pairs that teach, half of them one place; the hard ones share a commune


def fields() -> list[Any]:
    named = [variables.String("name"), variables.String("address", has_missing=True)]
    exact = ("phone", "siret", "finess", "email", "website")
    return [
        *named,
        *(variables.Exact(key, has_missing=True) for key in exact),
        variables.Exact("commune_code"),
        variables.LatLong("place"),
    ]


def read(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    kept = ("name", "address", "phone", "siret", "finess", "email", "website", "commune_code")
    return {
        row["id"]: {**{key: row[key].lower() or None for key in kept}, "place": (row["latitude"], row["longitude"])}
        for row in rows
    }


def labelled(rows: dict[str, dict[str, Any]], truth: dict[str, int], chance: random.Random) -> dict[str, list[Any]]:
    by_commune: dict[str, list[str]] = defaultdict(list)
    for one, row in rows.items():
        by_commune[row["commune_code"]].append(one)
    same, different = [], []
    for members in by_commune.values():
        for a, b in combinations(sorted(members)[:60], 2):
            (same if truth[a] == truth[b] else different).append((rows[a], rows[b]))
    half = LABELS // 2
    return {"match": chance.sample(same, min(half, len(same))), "distinct": chance.sample(different, half)}


def main() -> None:
    data = json.load(sys.stdin)
    chance = random.Random(1)
    teacher = read(data["taught_by"])
    linker = dedupe.Dedupe(fields(), num_cores=1)
    linker.prepare_training(teacher, sample_size=1500)
    linker.mark_pairs(labelled(teacher, data["truth"], chance))
    linker.train(recall=0.95, index_predicates=False)  # with them: no answer in 280 s
    records = read(data["records"])
    groups = linker.partition(records, threshold=0.5)
    grouped = [list(members) for members, _ in groups]
    print(json.dumps(grouped))


if __name__ == "__main__":
    main()
