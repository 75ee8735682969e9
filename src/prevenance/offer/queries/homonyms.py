"""Communes that bear the same name: a name alone sends nobody anywhere."""

from __future__ import annotations

from functools import lru_cache

from prevenance.territories import queries as territories


@lru_cache(maxsize=5_000)
def is_ambiguous(commune_name: str) -> bool:
    """True when several communes of France bear exactly this name."""
    matches = territories.communes_matching(commune_name, limit=10)
    return len({match.commune.code for match in matches if match.reason == "exact"}) > 1
