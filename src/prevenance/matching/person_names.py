"""Names of people brought to comparable words, and how alike two of them are. The lists are in `person_names.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from rapidfuzz.distance import OSA, JaroWinkler

from prevenance.matching.words import folded

Alike = Literal["equal", "variant", "part", "initial", "close", "different"]
ALIKE: tuple[Alike, ...] = ("equal", "variant", "part", "close", "initial", "different")  # the nearest first


@dataclass(frozen=True, slots=True)
class Lists:
    """What is known of names. Everything folded: no accent, no capital."""

    particles: frozenset[str]
    common_families: frozenset[str]
    common_givens: frozenset[str]
    women: frozenset[str]
    men: frozenset[str]
    groups: dict[str, frozenset[int]]  # a given name or a short one → the groups where it is met


@lru_cache(maxsize=1)
def lists() -> Lists:
    """Read once."""
    given = json.loads((files(__package__) / "person_names.json").read_text(encoding="utf-8"))
    groups: dict[str, set[int]] = {}
    for rank, names in enumerate(given["nicknames"]):
        for name in names:
            groups.setdefault(folded(name), set()).add(rank)
    kept = ("particles", "common_families", "common_givens", "givens_f", "givens_m")
    particles, families_, givens_, women, men = (frozenset[str](given[key]) for key in kept)
    return Lists(
        particles,
        families_,
        givens_,
        women,
        men,
        groups={name: frozenset(ranks) for name, ranks in groups.items()},
    )


@lru_cache(maxsize=100_000)
def tokens(name: str) -> tuple[str, ...]:
    """`Jean-Pierre` → (jean, pierre); `D’Almeida` → (d, almeida)."""
    return tuple(folded(name).split())


@lru_cache(maxsize=100_000)
def core(name: str) -> tuple[str, ...]:
    """Without particles, unless nothing else is left."""
    words = tokens(name)
    return tuple(word for word in words if word not in lists().particles) or words


_SOUNDS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"^(kn|gn)", "n"), (r"ph", "f"), (r"(tch|sch|sh|ch)", "S"), (r"(ou|oo|w)", "u"), (r"(eau|au|aux)", "o"),
        (r"gn", "N"), (r"g(?=[eiy])", "j"), (r"gu(?=[eiy])", "g"), (r"dj", "j"), (r"(qu|ck|kh|q)", "k"),
        (r"c(?=[eiy])", "s"), (r"c", "k"), (r"x", "ks"), (r"z", "s"), (r"h", ""), (r"y", "i"),
        (r"(ai|ei|ay|ey)", "e"), (r"(.)\1+", r"\1"), (r"(?<=.)[estdxp]+$", ""),
    )
)  # fmt: skip


@lru_cache(maxsize=100_000)
def skeleton(name: str) -> str:
    """How a name sounds in French, vowels after the first letter left out: `Mohammed`, `Mouhamad` → `mmd`-like."""
    text = "".join(core(name))
    for pattern, by in _SOUNDS:
        text = pattern.sub(by, text)
    return re.sub(r"(.)\1+", r"\1", text[:1] + re.sub(r"[aeiou]", "", text[1:]))


def families(one: Collection[str], other: Collection[str]) -> Alike:
    """The best between any name of one and any of the other (birth name, used name)."""
    found = [_family(a, b) for a in one if a for b in other if b]
    return min(found, key=ALIKE.index, default="different")


@lru_cache(maxsize=100_000)
def _family(a: str, b: str) -> Alike:
    if "".join(tokens(a)) == "".join(tokens(b)):
        return "equal"
    ours, theirs = core(a), core(b)
    if "".join(ours) == "".join(theirs):
        return "variant"
    shared = set(ours) & set(theirs)
    if max(map(len, shared), default=0) >= 3:
        return "part"
    return "close" if _close("".join(ours), "".join(theirs)) else "different"


@lru_cache(maxsize=100_000)
def givens(a: str, b: str) -> Alike:
    """Two given names, simple or compound. Two known names that differ are two names, however near: Léa and Léo."""
    ours, theirs = tokens(a), tokens(b)
    if "".join(ours) == "".join(theirs):
        return "equal"
    if _groups(ours) & _groups(theirs):
        return "variant"
    if ours[:1] == theirs[:1] or set(ours) < set(theirs) or set(theirs) < set(ours):
        return "part" if len(ours) != len(theirs) else "different"
    if _is_initial(ours, theirs) or _is_initial(theirs, ours):
        return "initial"
    if len(ours) == len(theirs) > 1 and all(_word_alike(x, y) for x, y in zip(ours, theirs, strict=True)):
        return "close"
    one, other = "".join(ours), "".join(theirs)
    known = lists().women | lists().men
    if one in known and other in known:
        return "different"
    return "close" if _close(one, other) else "different"


def _word_alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= 3 and OSA.distance(one, other) <= 1)


def groups(name: str) -> frozenset[int]:
    """The numbers of the groups of short names and spellings where this given name is met."""
    return _groups(tokens(name))


def _groups(words: tuple[str, ...]) -> frozenset[int]:
    known = lists().groups
    return known.get(" ".join(words), frozenset()) | known.get("".join(words), frozenset())


def _is_initial(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """`J.-P.` or `JP` beside `Jean-Pierre`; `M` beside `Marie`."""
    letters = "".join(short)
    firsts = "".join(word[0] for word in long)
    return len(letters) <= 2 and bool(letters) and letters == firsts[: len(letters)]


def _close(one: str, other: str) -> bool:
    """Typing errors, or two spellings of one sound."""
    longest = max(len(one), len(other))
    if min(len(one), len(other)) < 3:
        return False
    allowed = 1 if longest < 9 else 2
    if longest >= 4 and OSA.distance(one, other) <= allowed:
        return True
    return skeleton(one) == skeleton(other) and JaroWinkler.similarity(one, other) >= 0.8


def is_common_family(name: str) -> bool:
    """Borne by so many that it says little."""
    return " ".join(tokens(name)) in lists().common_families


def is_common_given(name: str) -> bool:
    """Borne by so many that it says little."""
    return " ".join(tokens(name)) in lists().common_givens
