"""The trained judgement: gradient boosting over what was compared, the sum of the reasons being one feature.

`model.txt.gz` is LightGBM's own text, which runs no code when read. `bench/linkage.py` makes it.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

import numpy as np

from prevenance.matching.columns import Floats

FEATURES = (
    "bits", "rival_most", "rival_least", "rivals",
    "siret", "siren", "finess", "legal_finess", "phone", "phone_stem", "email", "website", "organisation",
    "kind", "role", "commune", "postal_code", "source", "number",
    "name_jaro", "name_order", "name_letters", "name_set", "name_words", "name_part", "unlike_words", "unlike_rest",
    "street_jaro", "street_letters", "distance", "approximate",
    "phone_copies", "email_copies", "website_copies", "siret_copies", "siren_copies", "legal_finess_copies",
    "email_domain", "page", "name_bits", "acronym", "roles", "hosted", "only_one", "email_role",
    "email_domain_copies", "role_here_copies", "door_copies",
)  # fmt: skip


def is_installed() -> bool:
    """Whether the extra `matching` is there, and a model with it."""
    return find_spec("lightgbm") is not None and (files(__package__) / "model.txt.gz").is_file()


def matrix(features: dict[str, Floats]) -> Floats:
    """One row a pair, in the order of FEATURES."""
    return np.column_stack([features[key] for key in FEATURES])


def probabilities(features: dict[str, Floats]) -> Floats:
    if not len(features["bits"]):
        return np.zeros(0)
    return np.asarray(booster().predict(matrix(features), num_threads=2), dtype=np.float64)


@cache
def booster() -> Any:
    import lightgbm

    text = gzip.decompress((files(__package__) / "model.txt.gz").read_bytes()).decode()
    return lightgbm.Booster(model_str=text)
