"""Which id each group of records bears: addresses of places must not change when records come, go, join or part."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence


def named(
    groups: Sequence[tuple[str, ...]], held: Mapping[str, str], *, taken: Collection[str] = frozenset()
) -> dict[str, str]:
    """Record → id of its place. `held`: the place that each record makes today; `taken`: ids of other places.

    An id goes to the group with most of the records that bore it; a group keeps the id that most of its records bore.
    A group without any takes the id of one of its records when it is free, else a new one.
    """
    by_place: dict[str, Counter[int]] = defaultdict(Counter)
    for rank, members in enumerate(groups):
        for record in members:
            if record in held:
                by_place[held[record]][rank] += 1
    claims: dict[int, list[tuple[int, bool, str]]] = defaultdict(list)
    for place, counted in by_place.items():
        best = min(counted, key=lambda rank: (-counted[rank], place not in groups[rank], groups[rank]))
        claims[best].append((-counted[best], place not in groups[best], place))
    used = {min(claim)[2] for claim in claims.values()} | set(taken)
    homes: dict[str, str] = {}
    for rank, members in enumerate(groups):
        place = min(claims[rank])[2] if rank in claims else _free(members, used)
        used.add(place)
        homes.update(dict.fromkeys(members, place))
    return homes


def _free(members: tuple[str, ...], used: set[str]) -> str:
    for record in members:
        if record not in used:
            return record
    salt = 0
    while True:
        digest = hashlib.sha256("\x1f".join((*members, str(salt))).encode()).digest()
        place = b32encode(digest[:10]).decode().lower()
        if place not in used:
            return place
        salt += 1
