"""Peers of the linkage bench: Splink as its documentation starts, and what no one could decide."""

from __future__ import annotations

import contextlib
import io
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from prevenance.matching import Candidate, words

BITS = (6.6, 13.0, 20.0, 26.0, 32.0, 38.0)  # match weights where Splink's links are cut; 6.6 is p = 0.99


def plain(records: list[Candidate]) -> list[dict[str, Any]]:
    return [asdict(one) for one in records]


def ceiling(records: list[Candidate], truth: dict[str, int]) -> float:
    """Recall of someone who decides everything but this: a record with neither SIRET, FINESS, telephone nor e-mail, at
    an address (or, without one, in a commune) that it shares with another place of the same role.
    """
    doors: dict[tuple[str, ...], set[int]] = defaultdict(set)
    doors_of: dict[str, tuple[str, ...]] = {}
    for one in records:
        named = words.name_words(one.name)
        number, street = words.street(one.address)
        doors_of[one.id] = (one.commune_code, number, street, words.role(named, one.kind) or named[0] if named else "")
        doors[doors_of[one.id]].add(truth[one.id])
    blind = {
        one.id
        for one in records
        if not (one.siret or one.finess or one.phone or one.email) and len(doors[doors_of[one.id]]) > 1
    }
    sizes = Counter(truth.values())
    seen = Counter(truth[one.id] for one in records if one.id not in blind)
    pairs = sum(n * (n - 1) // 2 for n in sizes.values())
    return sum(n * (n - 1) // 2 for n in seen.values()) / (pairs or 1)


def splink(records: list[Candidate]) -> Iterator[tuple[str, list[tuple[str, ...]], str]]:
    """The comparisons that Splink's library offers for such columns, its own training and its own clustering."""
    started = time.perf_counter()
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        linker = _trained(records)
        predicted = linker.inference.predict(threshold_match_weight=BITS[0])
        answers = {
            bits: linker.clustering.cluster_pairwise_predictions_at_threshold(
                predicted, threshold_match_weight=bits
            ).as_record_list()
            for bits in BITS
        }
    took = f"{time.perf_counter() - started:.0f} s, training included"
    for bits, rows in answers.items():
        groups: dict[Any, list[str]] = defaultdict(list)
        for row in rows:
            groups[row["cluster_id"]].append(row["unique_id"])
        yield f"Splink's defaults, {bits} bits", [tuple(members) for members in groups.values()], took


def _trained(records: list[Candidate]) -> Any:
    import splink.comparison_library as library
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    keys = ("name", "address", "postal_code", "commune_code", "phone", "email", "website", "siret", "finess")
    table: dict[str, Any] = {
        key: pa.array([words.folded(getattr(one, key)) or None for one in records]) for key in keys
    }
    table |= {"unique_id": [one.id for one in records], "source_name": [one.source for one in records]}
    table |= {"lat": [one.latitude for one in records], "lon": [one.longitude for one in records]}
    rules = [
        block_on("siret"),
        block_on("finess"),
        block_on("phone"),
        block_on("commune_code", "name"),
        block_on("commune_code", "address"),
    ]
    rules += [block_on("commune_code", "substr(name, 1, 6)"), block_on("postal_code", "substr(name, 1, 6)")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            library.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8]),
            library.JaroWinklerAtThresholds("address", [0.95, 0.88]),
            *(library.ExactMatch(key) for key in ("phone", "siret", "finess", "email", "website", "commune_code")),
            library.DistanceInKMAtThresholds("lat", "lon", [0.05, 0.25, 1, 5]),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    api = DuckDBAPI()
    linker = Linker(api.register(pa.table(table)), settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("finess"), block_on("siret", "name"), block_on("phone", "name")], recall=0.6
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in (
        block_on("phone"),
        block_on("commune_code", "name"),
        block_on("siret"),
        block_on("commune_code", "address"),
    ):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    return linker
