"""One place, one record: how well, how fast, against whom.

    python -m bench.linkage prove                       invented inventory, 200,000 records, against Splink and dedupe
    python -m bench.linkage prove --departments 107 --alone     700,000 records, the trained model alone
    python -m bench.linkage real --database FILE        labelled real pairs, by held-out departments and communes
    python -m bench.linkage learn --database FILE       makes `weights.json` and `model.txt.gz` again

The inventory that judges is never the one that teaches: another seed, other departments. `--dedupe PYTHON` names the
interpreter where `dedupe` is installed (it needs an environment of its own).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from bench import linkage_peers, linkage_sets, linkage_weights
from bench.inventory import inventory
from numpy.typing import NDArray

from prevenance import matching
from prevenance.matching import columns, exact, levels, model

PATIENCE = 1800  # seconds given to dedupe
TEACHING = (7, range(60, 72))  # seed, departments
JUDGING_SEED = 2  # 1 served to choose the thresholds of `matching.grouping`
HOME = Path(matching.__file__).parent
BASE = {
    "objective": "binary", "learning_rate": 0.07, "num_leaves": 31, "min_data_in_leaf": 20, "lambda_l2": 1.0,
    "feature_fraction": 0.7, "bagging_fraction": 0.7, "bagging_freq": 1, "max_bin": 127, "seed": 1,
    "deterministic": True,     "verbose": -1, "num_threads": 2,
}  # fmt: skip
BASE_ROUNDS = 400
REAL = {
    **BASE,
    "learning_rate": 0.05,
    "num_leaves": 16,
    "min_data_in_leaf": 8,
    "feature_fraction": 0.6,
    "bagging_fraction": 1.0,
}
REAL_ROUNDS = 300
REAL_WEIGHT = 20.0  # a label of a real pair counts for that many invented ones
KEPT_HARD, KEPT_EASY = 15_000, 4_000  # invented pairs that stay in mind while the real ones teach


Reminder = tuple[NDArray[np.float32], NDArray[np.bool_]]


def taught(base: Any, reminder: Reminder, features: NDArray[np.float32], is_same: NDArray[np.bool_]) -> Any:
    """The model of invented places, carried on with real labels, and with invented pairs so that it forgets nothing."""
    import lightgbm

    kept, known = reminder
    data = lightgbm.Dataset(
        np.concatenate([features, kept]),
        np.concatenate([is_same, known]),
        weight=np.r_[np.full(len(is_same), REAL_WEIGHT), np.ones(len(known))],
        params={"verbose": -1, "max_bin": BASE["max_bin"]},
        free_raw_data=False,
    )
    return lightgbm.train(REAL, data, REAL_ROUNDS, init_model=base)


def base_model(path: Path) -> tuple[Any, Reminder]:
    """Read from `path`, or learnt and written there; and the pairs to keep in mind, the doubtful ones first."""
    import lightgbm

    set_ = linkage_sets.invented(*TEACHING)
    print(f"{len(set_.records)} invented records teach by {len(set_.is_same)} pairs")
    if path.is_file():
        base = lightgbm.Booster(model_file=str(path))
    else:
        base = lightgbm.train(BASE, lightgbm.Dataset(set_.features, set_.is_same), BASE_ROUNDS)
        base.save_model(str(path))
    mixed = np.random.default_rng(1).permutation(len(set_.is_same))
    probability = base.predict(set_.features[mixed], num_threads=2)
    hard = (probability > 0.01) & (probability < 0.99)
    kept = np.concatenate([mixed[hard][:KEPT_HARD], mixed[~hard][:KEPT_EASY]])
    return base, (set_.features[kept], set_.is_same[kept])


def learn(arguments: argparse.Namespace) -> None:
    seed, departments = TEACHING
    records, _ = inventory(seed, [f"{number:02}" for number in departments])
    (HOME / "weights.json").write_text(
        linkage_weights.written(linkage_weights.learnt(columns.prepared(records))), encoding="utf-8"
    )
    levels.weights.cache_clear()
    levels.of_level.cache_clear()
    arguments.base.unlink(missing_ok=True)
    base, reminder = base_model(arguments.base)
    real = linkage_sets.labelled(arguments.database)
    used = (real.label != "unsure") & (real.rank >= 0)
    whole = taught(base, reminder, real.features[real.rank[used]], real.label[used] == "same")
    (HOME / "model.txt.gz").write_bytes(gzip.compress(whole.model_to_string().encode(), mtime=0))
    model.booster.cache_clear()


def real(arguments: argparse.Namespace) -> None:
    """Each pair is judged by a model that has seen no label of its department (or of its commune)."""
    base, reminder = base_model(arguments.base)
    set_ = linkage_sets.labelled(arguments.database)
    fifths = np.array([str(zlib.crc32(code.encode()) % 5) for code in set_.commune])
    print(
        f"{len(set_.label)} labelled pairs, {(set_.label == 'unsure').sum()} undecidable; {len(set_.records)} records"
    )
    for name, folds in (("department", set_.department), ("commune", fifths)):
        probability = np.zeros(len(folds))
        joined = np.zeros(len(folds), dtype=bool)
        for fold in sorted(set(folds.tolist())):
            taught_by = (folds != fold) & (set_.label != "unsure") & (set_.rank >= 0)
            held = folds == fold
            one = taught(base, reminder, set_.features[set_.rank[taught_by]], set_.label[taught_by] == "same")
            everywhere = one.predict(set_.features, num_threads=2)
            everywhere[set_.is_twin] = np.maximum(everywhere[set_.is_twin], exact.TWINS)
            probability[held] = np.where(set_.rank[held] >= 0, everywhere[set_.rank[held]], 0.0)
            group_of = _group_of(set_, everywhere)
            joined[held] = [
                group_of[a] == group_of[b] for (a, b), is_held in zip(set_.pairs, held, strict=True) if is_held
            ]
        print(f"by {name}, pairs:   {linkage_sets.of_labels(set_, probability >= matching.THRESHOLD)}")
        print(f"by {name}, places:       {linkage_sets.of_labels(set_, joined)}", flush=True)


def _group_of(set_: linkage_sets.Labelled, probability: NDArray[np.float64]) -> dict[str, int]:
    groups = matching.groups(linked(set_, probability), set_.records)
    return {one: rank for rank, members in enumerate(groups) for one in members}


def linked(set_: Any, probability: NDArray[np.float64]) -> list[matching.Judged]:
    ids, weighed = set_.prepared.ids, set_.weighed
    kept = np.flatnonzero(probability >= 0.1).tolist()
    return [matching.Judged(ids[weighed.left[k]], ids[weighed.right[k]], float(probability[k])) for k in kept]


def prove(arguments: argparse.Namespace) -> None:
    departments = [f"{number:02}" for number in range(1, arguments.departments + 1)]
    records, truth = inventory(JUDGING_SEED, departments)
    to_join = linkage_sets.of_groups([], truth).to_join
    print(f"{len(records)} records, {len(set(truth.values()))} places, {to_join:.0f} pairs to join")
    print(f"recall left when undecidable pairs are missed: {linkage_peers.ceiling(records, truth):.4f}", flush=True)
    for method in ("model",) if arguments.alone else ("model", "exact"):
        started, cpu = time.perf_counter(), time.process_time()
        judged = matching.pairs(records, method=method)
        paired = time.perf_counter() - started
        groups = matching.groups(judged, records)
        took = (
            f"{time.perf_counter() - started:.0f} s ({paired:.0f} for pairs), {time.process_time() - cpu:.0f} s of CPU"
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"{method}: {took}, load {os.getloadavg()[0]:.1f}, peak {peak:.2f} GB", flush=True)
        links = [(one.id_a, one.id_b) for one in judged if one.probability >= matching.THRESHOLD]
        right = sum(truth[a] == truth[b] for a, b in links)
        print(f"  pairs   {linkage_sets.Score(right, len(links), to_join)}")
        print(f"  places  {linkage_sets.of_groups(groups, truth)}", flush=True)
    if arguments.alone:
        return
    print(f"blocking keeps {linkage_sets.blocked(records, truth) / to_join:.4f} of the pairs to join")
    for name, groups, note in linkage_peers.splink(records):
        print(f"{name}: {note}\n  places  {linkage_sets.of_groups(groups, truth)}", flush=True)
    if arguments.dedupe:
        _against_dedupe(arguments, departments)


def _against_dedupe(arguments: argparse.Namespace, departments: list[str]) -> None:
    """On one department: dedupe compares in Python, and learns from labelled pairs of another department."""
    script = Path(__file__).with_name("linkage_dedupe.py")
    records, truth = inventory(JUDGING_SEED, departments[:1])
    taught_by, known = inventory(TEACHING[0], ["60"])
    data = json.dumps(
        {"records": linkage_peers.plain(records), "taught_by": linkage_peers.plain(taught_by), "truth": known}
    )
    started = time.perf_counter()
    command = [arguments.dedupe, "-W", "ignore", str(script)]
    try:
        answer = subprocess.run(command, input=data, capture_output=True, text=True, check=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        print(f"dedupe, {len(records)} records: no answer after {PATIENCE} s")
        return
    groups = json.loads(answer.stdout.splitlines()[-1])
    print(
        f"dedupe, {len(records)} records: {time.perf_counter() - started:.0f} s\n"
        f"  places  {linkage_sets.of_groups(groups, truth)}"
    )
    ours = matching.groups(matching.pairs(records), records)
    print(f"ours, the same records\n  places  {linkage_sets.of_groups(ours, truth)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("prove", "real", "learn"))
    parser.add_argument("--database", type=Path, help="SQLite file of a Prévenance with the real files imported")
    parser.add_argument(
        "--base", type=Path, default=Path("linkage-base.txt"), help="where the model of invented places is kept"
    )
    parser.add_argument("--departments", type=int, default=30)
    parser.add_argument("--alone", action="store_true", help="without the exact rules nor the peers")
    parser.add_argument("--dedupe", default="", help="a Python that has dedupe")
    arguments = parser.parse_args()
    {"prove": prove, "real": real, "learn": learn}[arguments.what](arguments)


if __name__ == "__main__":
    main()
