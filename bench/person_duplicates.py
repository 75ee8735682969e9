"""Two descriptions, one person? Our matcher and the rule of La Coop, on the same invented pairs.

    python -m bench.person_duplicates           judges, on pairs which taught nothing
    python -m bench.person_duplicates learn     makes `person_weights.json` again

La Coop's rule: two of last name, first name, phone, e-mail match; names by trigram similarity above 0.4.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from bench.person_pairs import Pair, pairs
from scipy import optimize

from prevenance import matching
from prevenance.matching import persons
from prevenance.matching.persons import LEVELS, Description, Outcome
from prevenance.matching.words import folded

TEACHING, JUDGING = 11, 47  # seeds; 29 served to choose between rules, so it judges nothing
EACH = 120
MARGIN = 3.3  # bits: "same" is at least ten times likelier than "perhaps" begins to be
FILE = Path(matching.__file__).parent / "person_weights.json"
# What each level may weigh, in bits: a reason shown to people never says the contrary of what they read in it, and
# invented pairs, where the hard ones abound, do not teach how rare a name is.
BITS: dict[str, dict[str, tuple[float, float]]] = {
    "given": {"equal": (4, 8), "equal_common": (3, 5), "variant": (3, 4), "part": (2, 4), "close": (0.5, 3),
              "initial": (0, 2), "different": (-9, -4)},
    "family": {"equal": (4, 9), "equal_common": (3, 5), "variant": (3, 4), "part": (2.5, 3.5), "close": (2, 3.5),
               "different": (-8, -3)},
    "order": {"swapped": (-3, -0.5)},
    "birth": {"same": (6, 12), "swapped": (4, 8), "near": (3, 6), "same_year": (2, 4), "different": (-8, -3),
              "generation": (-14, -6)},
    "phone": {"same": (4, 9), "shared": (0, 2), "different": (-3, -0.5)},
    "email": {"same": (4, 9), "shared": (0, 2), "different": (-4, -0.5)},
    "commune": {"same": (1, 3), "different": (-2, -0.5)},
    "guard": {"twins": (-12, -3), "family_contact": (-8, -2), "homonyms": (-8, -1)},
}  # fmt: skip
KEYS = [(key, level) for key, known in LEVELS.items() for level in known]


def trigrams(text: str) -> set[str]:
    """As PostgreSQL's pg_trgm makes them: words of letters and digits, two spaces before, one after."""
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    return {f"  {word} "[i : i + 3] for word in words for i in range(len(word) + 1)}


def similarity(one: str, other: str) -> float:
    ours, theirs = trigrams(one), trigrams(other)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def coop(one: Description, other: Description, fold: Callable[[str], str] = str) -> bool:
    """La Coop's rule, replayed. The name is the used one where there is one: its form has a single field."""
    last = similarity(fold(one.used_name or one.family_name), fold(other.used_name or other.family_name)) > 0.4
    first = similarity(fold(one.given_name), fold(other.given_name)) > 0.4
    phone = bool(one.phone) and one.phone == other.phone
    email = bool(one.email) and one.email == other.email
    return last + first + phone + email >= 2


def wilson(good: int, of: int) -> str:
    """A proportion and its 95 % interval."""
    if not of:
        return "–"
    z, p = 1.96, good / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{p:.1%} ({middle - half:.1%}–{middle + half:.1%})"


def measured(name: str, found: list[Pair], says: Callable[[Description, Description], bool]) -> None:
    answers = [(says(one, other), is_same) for _, one, other, is_same in found]
    right = sum(said and is_same for said, is_same in answers)
    said, same = sum(said for said, _ in answers), sum(is_same for _, is_same in answers)
    print(f"| {name} | {wilson(right, said)} | {wilson(right, same)} |")


def by_kind(found: list[Pair]) -> None:
    told: Counter[tuple[str, bool, str]] = Counter()
    theirs: Counter[str] = Counter()
    for kind, one, other, is_same in found:
        told[kind, is_same, persons.compare(one, other).outcome] += 1
        theirs[kind] += coop(one, other)
    print("\n| kind | truth | same | perhaps | different | La Coop: match |\n|---|---|---|---|---|---|")
    for kind, is_same in dict.fromkeys((kind, is_same) for kind, _, _, is_same in found):
        counts = " | ".join(str(told[kind, is_same, outcome]) for outcome in Outcome)
        print(f"| {kind} | {'one' if is_same else 'two'} | {counts} | {theirs[kind]} |")


def judge() -> None:
    found = pairs(JUDGING, EACH)
    print(
        f"{len(found)} pairs, {sum(p[3] for p in found)} of one person\n\n| rule | precision | recall |\n|---|---|---|"
    )
    measured("ours: same or perhaps", found, lambda a, b: persons.compare(a, b).outcome is not Outcome.DIFFERENT)
    measured("ours: same", found, lambda a, b: persons.compare(a, b).outcome is Outcome.SAME)
    measured("La Coop", found, coop)
    measured("La Coop, accents set aside", found, lambda a, b: coop(a, b, folded))
    by_kind(found)


def learn() -> None:
    """Logistic regression within `BITS`; bounds: `perhaps` at the best F1, `same` at one false in a thousand."""
    found = pairs(TEACHING, 4 * EACH)
    rows = np.zeros((len(found), len(KEYS) + 1))
    rows[:, -1] = 1
    for rank, (_, one, other, _) in enumerate(found):
        for item in persons.levels(one, other).items():
            rows[rank, KEYS.index(item)] = 1
    truth = np.array([pair[3] for pair in found], dtype=float)
    bits = np.round(fitted(rows, truth), 1)
    totals = rows @ bits
    kept: dict[str, dict[str, float]] = {key: {} for key in LEVELS}
    for (key, level), weight in zip(KEYS, bits[:-1], strict=True):
        kept[key][level] = float(weight)
    best = max(np.unique(totals), key=lambda t: f1(totals >= t, truth))
    proved = np.array([persons.is_proved(persons.levels(one, other)) for _, one, other, _ in found])
    sure = next(t for t in np.unique(totals) if np.mean(truth[proved & (totals >= t)]) >= 0.999)
    kept["start"] = {
        "bits": float(bits[-1]),
        "perhaps": round(float(best), 1),
        "same": round(float(max(sure, best + MARGIN)), 1),
    }
    lines = ",\n".join(f' "{key}": {json.dumps(value)}' for key, value in kept.items())
    FILE.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    print(FILE.read_text(encoding="utf-8"))


def fitted(rows: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The weights in bits that explain best, each within its range, drawn a little to the middle of it."""
    ranges = np.array([BITS[key][level] for key, level in KEYS] + [(-40.0, 10.0)]) * math.log(2)
    middle = ranges.mean(axis=1)
    ridge = np.r_[np.full(len(KEYS), 0.3), 0.0]

    def cost(weight: np.ndarray) -> tuple[float, np.ndarray]:
        odds = rows @ weight
        away = weight - middle
        loss = np.sum(np.logaddexp(0, odds) - truth * odds) + 0.5 * np.sum(ridge * away * away)
        return float(loss), rows.T @ (1 / (1 + np.exp(-odds)) - truth) + ridge * away

    found = optimize.minimize(cost, middle, jac=True, method="L-BFGS-B", bounds=ranges, options={"maxiter": 2000})
    return np.asarray(found.x) / math.log(2)


def f1(said: np.ndarray, truth: np.ndarray) -> float:
    right = float(np.sum(truth[said]))
    return 2 * right / (float(np.sum(said)) + float(np.sum(truth)))


if __name__ == "__main__":
    learn() if sys.argv[1:] == ["learn"] else judge()
