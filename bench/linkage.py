"""One place, one record: how well, how fast, against whom.

    python -m bench.linkage learn                       weights, model and thresholds made again; then what `real` says
    python -m bench.linkage real                        labelled real pairs, by held-out departments and communes
    python -m bench.linkage prove                       invented inventory, 200,000 records, against Splink and dedupe
    python -m bench.linkage prove --departments 107 --alone     700,000 records, the trained model alone

`--database`: a Prévenance where the real files were imported (by default, that of PREVENANCE_DATA). The inventory that
judges is never one that teaches or chooses: another seed. `--dedupe PYTHON` names the interpreter where `dedupe` is
installed (it needs an environment of its own).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from bench import linkage_nested, linkage_peers, linkage_sets, linkage_weights
from bench.inventory import inventory
from numpy.typing import NDArray

from prevenance import matching
from prevenance.matching import columns, levels, model

PATIENCE = 900  # seconds given to dedupe
TEACHING = (7, range(60, 65))  # seed, departments: with more of them, real labels are heard less
CHOOSING = (1, range(1, 5))  # thresholds that are too bold for it are refused
JUDGING_SEED = 2
DEDUPE_COMMUNES = 120  # of the department that teaches dedupe: it refuses labels outside the sample that it draws
HOME = Path(matching.__file__).parent
BASE = {
    "objective": "binary", "learning_rate": 0.07, "num_leaves": 31, "min_data_in_leaf": 20, "lambda_l2": 1.0,
    "feature_fraction": 0.7, "bagging_fraction": 0.7, "bagging_freq": 1, "max_bin": 127, "seed": 1,
    "deterministic": True, "force_row_wise": True, "verbose": -1, "num_threads": 1,  # the same model on every machine
}  # fmt: skip
BASE_ROUNDS = 250
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
    probability = base.predict(set_.features[mixed], num_threads=1)
    hard = (probability > 0.01) & (probability < 0.99)
    kept = np.concatenate([mixed[hard][:KEPT_HARD], mixed[~hard][:KEPT_EASY]])
    return base, (set_.features[kept], set_.is_same[kept])


def learn(arguments: argparse.Namespace) -> None:
    """Weights, model and thresholds, written where the product reads them; then how well, by held-out folds."""
    seed, departments = TEACHING
    records, _ = inventory(seed, [f"{number:02}" for number in departments])
    (HOME / "weights.json").write_text(
        linkage_weights.written(linkage_weights.learnt(columns.prepared(records))), encoding="utf-8"
    )
    levels.weights.cache_clear()
    levels.of_level.cache_clear()
    arguments.base.unlink(missing_ok=True)
    nested = _nested(arguments)
    thresholds = nested.chosen(linkage_nested.folds_of(nested.set_)["commune"])
    (HOME / "thresholds.json").write_text(json.dumps(asdict(thresholds)) + "\n", encoding="utf-8")
    whole = nested.teach(nested.usable)
    (HOME / "model.txt.gz").write_bytes(gzip.compress(whole.model_to_string().encode(), mtime=0))
    model.booster.cache_clear()
    print(f"kept: {thresholds}", flush=True)
    _told(nested)


def real(arguments: argparse.Namespace) -> None:
    """Each pair is judged by a model, and joined with thresholds, that no label of its fold taught or chose."""
    _told(_nested(arguments))


def _nested(arguments: argparse.Namespace) -> linkage_nested.Nested:
    base, reminder = base_model(arguments.base)
    invented = linkage_sets.invented(*CHOOSING)
    judged = linkage_nested.linked(invented, linkage_nested.with_twins(base, invented.features))
    allowed = linkage_nested.allowed(invented.records, invented.truth, judged)
    set_ = linkage_sets.labelled(arguments.database)
    print(
        f"{len(set_.label)} labelled pairs, {(set_.label == 'unsure').sum()} undecidable; {len(set_.records)} records\n"
        f"{sum(allowed)} of {len(allowed)} settings are precise enough on {len(invented.records)} invented records",
        flush=True,
    )

    def teach(taught_by: NDArray[np.bool_]) -> Any:
        return taught(base, reminder, set_.features[set_.rank[taught_by]], set_.label[taught_by] == "same")

    return linkage_nested.Nested(set_, teach, allowed)


def _told(nested: linkage_nested.Nested) -> None:
    for name, folds in linkage_nested.folds_of(nested.set_).items():
        judgement = nested.judged(folds)
        print(f"by {name}, pairs:   {linkage_sets.of_labels(nested.set_, judgement.linked)}")
        print(f"by {name}, places:  {linkage_sets.of_labels(nested.set_, judgement.joined)}")
        for fold, thresholds in zip(sorted(set(folds.tolist())), judgement.chosen, strict=True):
            held = folds == fold
            score = linkage_sets.of_labels(nested.set_, judgement.joined, held)
            print(f"  {name} {fold}, {held.sum()} pairs, {thresholds}: {score}", flush=True)


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
    taught_by, known = inventory(TEACHING[0], ["60"], DEDUPE_COMMUNES)
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
    default = Path(os.environ.get("PREVENANCE_DATA", ".")) / "prevenance.sqlite3"
    parser.add_argument("--database", type=Path, default=default, help="SQLite file with the real files imported")
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
