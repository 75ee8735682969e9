"""Weights of the reasons, learnt by Splink without a label, over the very levels of `prevenance.matching.levels`."""

from __future__ import annotations

import contextlib
import io
import json
import math
import warnings
from typing import Any

import numpy as np
import pyarrow as pa

from prevenance.matching import columns, levels

_METRES = (
    "2 * 6371008.8 * asin(sqrt(pow(sin(radians(lat_r - lat_l) / 2), 2)"
    " + cos(radians(lat_l)) * cos(radians(lat_r)) * pow(sin(radians(lon_r - lon_l) / 2), 2)))"
)


def _comparison(key: str, unknown: str, conditions: list[tuple[str, str]], otherwise: str) -> dict[str, Any]:
    told = [{"sql_condition": unknown, "label_for_charts": "unknown", "is_null_level": True}]
    told += [{"sql_condition": sql, "label_for_charts": label} for label, sql in conditions]
    told.append({"sql_condition": "ELSE", "label_for_charts": otherwise})
    return {"output_column_name": key, "comparison_levels": told}


def _missing(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


def comparisons() -> list[dict[str, Any]]:
    same = [
        _comparison(key, _missing(key), [("same", f"{key}_l = {key}_r")], "different")
        for key in ("finess", "legal_finess", "phone", "email", "website", "role", "commune")
    ]
    likeness = "jaro_winkler_similarity(name_l, name_r)"
    names = levels.LEVELS["name"]
    floors = list(zip(names[:0:-1], levels.NAME_BOUNDS[::-1], strict=True))
    near = "jaro_winkler_similarity(street_l, street_r)"
    steps = list(zip(levels.LEVELS["distance"][:0:-1], levels.DISTANCE_BOUNDS[::-1], strict=True))
    return [
        *same,
        _comparison(
            "siret",
            _missing("siret"),
            [("same", "siret_l = siret_r"), ("same_siren", "siren_l = siren_r")],
            "different",
        ),
        _comparison("name", _missing("name"), [(label, f"{likeness} >= {floor}") for label, floor in floors], names[0]),
        _comparison(
            "address",
            _missing("street"),
            [
                ("same", "street_l = street_r AND number_l = number_r"),
                ("same_street", f"{near} >= {levels.SAME_STREET}"),
            ],
            "different",
        ),
        _comparison(
            "distance", "centre_l OR centre_r", [(label, f"{_METRES} <= {most}") for label, most in steps], "over_5000"
        ),
    ]


def table(prepared: columns.Columns) -> pa.Table:
    """Prepared records as Splink reads them."""

    def codes(key: str) -> Any:
        values = prepared.codes[key]
        return pa.array(values, mask=values < 0)

    def texts(values: list[str]) -> Any:
        return pa.array([value or None for value in values])

    keys = ("siret", "siren", "finess", "legal_finess", "phone", "email", "website", "role", "commune", "number")
    data: dict[str, Any] = {key: codes(key) for key in keys}
    data |= {"unique_id": prepared.ids, "name": texts(prepared.sorted_names), "street": texts(prepared.streets)}
    data |= {"lat": prepared.latitudes, "lon": prepared.longitudes, "centre": prepared.is_approximate}
    return pa.table(data)


def learnt(prepared: columns.Columns, seed: int = 1) -> dict[str, dict[str, float]]:
    """Comparison → level → bits, as `weights.json` holds them."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        api = DuckDBAPI()
        settings = SettingsCreator(
            link_type="dedupe_only", comparisons=comparisons(), blocking_rules_to_generate_predictions=[]
        )
        linker = Linker(api.register(table(prepared)), settings, log_level=40)
        sure = [block_on("finess"), block_on("siret", "name"), block_on("phone", "name")]
        linker.training.estimate_probability_two_random_records_match(sure, recall=0.6)
        linker.training.estimate_u_using_random_sampling(max_pairs=2e7, seed=seed)
        for rule in (block_on("commune", "street"), block_on("phone"), block_on("commune", "name"), block_on("siret")):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        trained = linker.misc.save_model_to_json()
    return _bits(trained)


def _bits(trained: dict[str, Any]) -> dict[str, dict[str, float]]:
    prior = trained["probability_two_random_records_match"]
    found: dict[str, dict[str, float]] = {"prior": {"log2_odds": round(math.log2(prior / (1 - prior)), 3)}}
    for comparison in trained["comparisons"]:
        weights = {}
        for level in comparison["comparison_levels"]:
            if level.get("is_null_level"):
                continue
            m, u = level.get("m_probability"), level.get("u_probability")
            if m is None or u is None:
                raise ValueError(f"{comparison['output_column_name']}, {level['label_for_charts']}: not trained")
            weights[level["label_for_charts"]] = round(
                float(np.clip(math.log2(max(m, 1e-6) / max(u, 1e-9)), -12, 18)), 3
            )
        found[comparison["output_column_name"]] = weights
    return found


def written(weights: dict[str, dict[str, float]]) -> str:
    """JSON, one comparison a line."""
    rows = (f" {json.dumps(key)}: {json.dumps(value)}" for key, value in weights.items())
    return "{\n" + ",\n".join(rows) + "\n}\n"
