"""Are two descriptions one person? A sum of reasons in bits, three outcomes; nothing but what is written is used.

Fellegi-Sunter in form: each comparison is brought to one level, each level weighs some bits (`person_weights.json`,
made by `bench/person_duplicates.py learn` on invented pairs). Pure: values in, values out.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from prevenance.matching import person_names
from prevenance.matching.records import Evidence

GENERATION = 13  # years between two people of one name who may be parent and child


class Outcome(StrEnum):
    """What to do of two descriptions."""

    SAME = "same"
    PERHAPS = "perhaps"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is known of one person. Empty: not known. `birth_year` serves when the day is not known."""

    given_name: str = ""
    family_name: str = ""  # at birth
    used_name: str = ""
    birth_date: dt.date | None = None
    birth_year: int | None = None
    phone: str = ""  # E.164
    email: str = ""  # lower case
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The judgement: total bits (the start included), and the reasons, the strongest first.

    Keys and values of the reasons are those of `LEVELS`; a comparison whose answer is unknown gives none.
    """

    outcome: Outcome
    bits: float
    reasons: tuple[Evidence, ...]


LEVELS: dict[str, tuple[str, ...]] = {
    "given": ("equal", "equal_common", "variant", "part", "close", "initial", "different"),
    "family": ("equal", "equal_common", "variant", "part", "close", "different"),
    "order": ("swapped",),
    "birth": ("same", "swapped", "near", "same_year", "different", "generation"),
    "phone": ("same", "shared", "different"),
    "email": ("same", "shared", "different"),
    "commune": ("same", "different"),
    "guard": ("twins", "family_contact", "homonyms"),
}


@lru_cache(maxsize=1)
def weights() -> dict[str, dict[str, float]]:
    """Comparison → level → bits; `start` → `bits`, `perhaps` and `same` (the bounds of the outcomes)."""
    read: dict[str, dict[str, float]] = json.loads(
        (files(__package__) / "person_weights.json").read_text(encoding="utf-8")
    )
    return read


def compare(one: Description, other: Description) -> Likeness:
    """Whether the two are one person; the order of the two changes nothing."""
    return judged(levels(one, other), weights())


def judged(found: Mapping[str, str], known: Mapping[str, Mapping[str, float]]) -> Likeness:
    """The sum of the weights of these levels, with its reasons."""
    reasons = [Evidence(key, level, known[key].get(level, 0.0)) for key, level in found.items()]
    bits = known["start"]["bits"] + sum(reason.weight for reason in reasons)
    outcome = Outcome.DIFFERENT
    if bits >= known["start"]["perhaps"]:
        outcome = Outcome.SAME if bits >= known["start"]["same"] else Outcome.PERHAPS
    if outcome is Outcome.SAME and not is_proved(found):
        outcome = Outcome.PERHAPS
    ordered = sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.key))
    return Likeness(outcome, round(bits, 1), tuple(ordered))


def is_proved(found: Mapping[str, str]) -> bool:
    """Without a birth date nothing is sure: a father and a son of one name share a phone and an e-mail. Given names
    that are nearly alike may be those of twins.
    """
    is_written = found.get("birth") in ("same", "swapped", "near")
    return is_written and "guard" not in found and found.get("given") not in ("close", "initial", "different")


def levels(one: Description, other: Description) -> dict[str, str]:
    """The level of each comparison that can be made."""
    given, family, is_swapped = _names(one, other)
    birth = _birth(one, other)
    found = {"given": given, "family": family, "order": "swapped" if is_swapped else "", "birth": birth}
    others = given == "different" or birth == "generation"  # those who share a phone without being one person
    found["phone"] = _contact(one.phone, other.phone, is_shared=others)
    found["email"] = _contact(one.email, other.email, is_shared=others)
    found["commune"] = "" if not (one.commune and other.commune) else _same(one.commune == other.commune)
    found["guard"] = _guard(found)
    return {key: level for key, level in found.items() if level}


def _same(is_same: bool) -> str:
    return "same" if is_same else "different"


def _contact(one: str, other: str, *, is_shared: bool) -> str:
    if not (one and other):
        return ""
    if one != other:
        return "different"
    return "shared" if is_shared else "same"


def _guard(found: Mapping[str, str]) -> str:
    """Three situations that look like one person and are not."""
    is_one_family = found["family"] not in ("different", "")
    if found["given"] == "different":
        if found["birth"] == "same" and is_one_family:
            return "twins"
        return "family_contact" if "shared" in (found["phone"], found["email"]) else ""
    if found["birth"] in ("different", "generation") and is_one_family:
        return "homonyms"
    return ""


def _names(one: Description, other: Description) -> tuple[str, str, bool]:
    """(given, family, whether they were read in the other order), by the better of the two readings."""
    ours, theirs = (one.family_name, one.used_name), (other.family_name, other.used_name)
    straight = (_given(one.given_name, other.given_name), _family(ours, theirs))
    if straight[0] not in ("different", "") and straight[1] not in ("different", ""):
        return (*straight, False)
    crossed = (_across(one.given_name, theirs), _across(other.given_name, ours))
    if "different" in crossed or "" in crossed:
        return (*straight, False)
    best, worst = sorted(crossed, key=person_names.ALIKE.index)  # whichever record is read first
    return worst, best, True


def _across(given: str, families: tuple[str, ...]) -> str:
    """A given name beside what the other record calls family names: equal, close or different, as names go."""
    names = [name for name in families if name]
    if not (given and names):
        return ""
    found = min((person_names.givens(given, name) for name in names), key=person_names.ALIKE.index)
    return "different" if found in ("initial", "part") and not _is_long(given) else found


def _is_long(name: str) -> bool:
    return len(name) >= 4


def _given(one: str, other: str) -> str:
    if not (one and other):
        return ""
    found = person_names.givens(one, other)
    return "equal_common" if found == "equal" and person_names.is_common_given(one) else found


def _family(ours: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    if not (any(ours) and any(theirs)):
        return ""
    found = person_names.families(ours, theirs)
    if found == "equal":
        shared = {name for name in ours if name and person_names.families((name,), theirs) == "equal"}
        return "equal_common" if all(map(person_names.is_common_family, shared)) else "equal"
    return found


def _birth(one: Description, other: Description) -> str:
    if one.birth_date and other.birth_date:
        return _days(one.birth_date, other.birth_date)
    years = [d.birth_date.year if d.birth_date else d.birth_year for d in (one, other)]
    if years[0] is None or years[1] is None:
        return ""
    apart = abs(years[0] - years[1])
    if apart == 0:
        return "same_year"
    return "generation" if apart >= GENERATION else "different"


def _days(one: dt.date, other: dt.date) -> str:
    if one == other:
        return "same"
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return "swapped"
    if OSA.distance(f"{one:%Y%m%d}", f"{other:%Y%m%d}") == 1:
        return "near"
    return "generation" if abs(one.year - other.year) >= GENERATION else "different"
