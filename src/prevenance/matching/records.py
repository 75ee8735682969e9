"""What linkage receives and what it answers: values only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, int, int], None]  # step, done, total


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What one source says of one place. Empty text: not known. `is_approximate`: the centre of a commune."""

    id: str
    source: str
    kind: str
    name: str
    latitude: float
    longitude: float
    address: str = ""
    postal_code: str = ""
    commune_code: str = ""
    is_approximate: bool = False
    phone: str = ""  # E.164
    email: str = ""
    website: str = ""
    siret: str = ""
    finess: str = ""
    legal_finess: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason. `weight` in bits: +1 doubles the odds that the two are one place, -1 halves them.

    Keys and values: siret, siren, finess, legal_finess, phone, email, website: `same` or `different`; name: how alike
    from `0.00` to `1.00`; role (what the names say it is): `same` or `different`; address: `same`, `same_street` or
    `different`; distance: whole metres; kind: `same` or `different`; commune: `same` or `different`; source: `same`
    (rare: a source seldom writes a place twice); method: `model` or `exact`, who gave the probability (weight 0);
    model: `-` (what the trained model adds to the sum of the reasons).
    """

    key: str
    value: str
    weight: float


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgement on two records; `id_a` < `id_b`. Evidence: the strongest first, `method` last."""

    id_a: str
    id_b: str
    probability: float
    evidence: tuple[Evidence, ...] = ()
