"""From pairs to places: strongest links first, and no link that the rest of the group contradicts.

Plain connected components chain strangers together through one doubtful record. Here two groups join only when the
pairs between them agree on the whole, and when they do not hold two records of the same source and kind, unless those
two were themselves judged the same. Nothing depends on the order of what is given.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from itertools import product

from prevenance.matching import words
from prevenance.matching.records import Candidate, Judged


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Chosen by `bench/linkage.py` with the model, and kept in `thresholds.json`."""

    link: float  # probability from which a pair is a link
    agreement: float  # mean probability of the pairs between two groups that join
    proven: float  # probability from which one source is believed to write one place twice


CHOSEN = Thresholds(**json.loads((files(__package__) / "thresholds.json").read_text(encoding="utf-8")))
THRESHOLD = CHOSEN.link
UNSEEN = 0.1  # what a pair never compared, or less likely than this, counts for in the mean: so that the unlikely
# pairs, which are many, need not be remembered
_LARGEST = 60  # records of one place; beyond, something is wrong


def groups(
    judged: Iterable[Judged],
    records: Iterable[Candidate],
    *,
    must: Iterable[tuple[str, str]] = (),
    must_not: Iterable[tuple[str, str]] = (),
    thresholds: Thresholds = CHOSEN,
) -> list[tuple[str, ...]]:
    """Ids of each place's records, sorted; every record is in one group. What a person said is obeyed first: `must`
    pairs join, then `must_not` pairs stay apart (ValueError when the two contradict each other). Ids that no record
    bears are ignored.
    """
    records = list(records)
    kinds = {record.id: (record.source, record.kind) for record in records}
    known = {frozenset((one.id_a, one.id_b)): one.probability for one in judged}
    forming = _Forming(kinds, known, thresholds, _voices(records))
    for one, other in sorted(_ordered(pair) for pair in must):
        if one in kinds and other in kinds:
            forming.join(one, other)
    forming.keep_units()
    for one, other in sorted(_ordered(pair) for pair in must_not):
        if one in kinds and other in kinds:
            forming.forbid(one, other)
    links = sorted((-p, min(pair), max(pair)) for pair, p in known.items() if p >= thresholds.link)
    for _, one, other in links:
        if one in kinds and other in kinds and forming.may_join(one, other):
            forming.join(one, other)
    return sorted(tuple(sorted(members)) for members in forming.members.values())


def _voices(records: list[Candidate]) -> dict[str, str]:
    """Record → the first of those that say the same as it: a source that copies a desk ten times has one voice, so
    that its copies do not outvote the others.
    """
    first: dict[tuple[str, ...], str] = {}
    voices = {}
    for one in sorted(records, key=lambda record: record.id):
        told = (
            one.source,
            one.kind,
            one.name,
            one.address,
            one.commune_code,
            one.siret,
            one.finess,
            one.phone,
            one.email,
            one.website,
        )
        voices[one.id] = first.setdefault(tuple(words.folded(text) for text in told), one.id)
    return voices


def _ordered(pair: tuple[str, str]) -> tuple[str, str]:
    return min(pair), max(pair)


class _Forming:
    """Groups being formed, each named by one of its records."""

    def __init__(
        self,
        kinds: dict[str, tuple[str, str]],
        known: dict[frozenset[str], float],
        thresholds: Thresholds,
        voices: dict[str, str],
    ) -> None:
        self.kinds, self.known, self.thresholds = kinds, known, thresholds
        self.group = {one: one for one in kinds}
        self.members: dict[str, list[str]] = {one: [one] for one in kinds}
        self.apart: dict[str, set[str]] = defaultdict(set)  # record → records it was said not to be
        self.voices = voices
        self.unit = voices

    def join(self, one: str, other: str) -> None:
        kept, gone = self.group[one], self.group[other]
        if kept == gone:
            return
        if len(self.members[kept]) < len(self.members[gone]):
            kept, gone = gone, kept
        for record in self.members[gone]:
            self.group[record] = kept
        self.members[kept] += self.members.pop(gone)

    def keep_units(self) -> None:
        """Records that a person said are one speak with one voice from here: that of the best known of them."""
        self.unit = {one: self.voices[group] for one, group in self.group.items()}

    def forbid(self, one: str, other: str) -> None:
        if self.group[one] == self.group[other]:
            raise ValueError(f"{one} and {other} were said to be one place, and to be two")
        self.apart[one].add(other)
        self.apart[other].add(one)

    def may_join(self, one: str, other: str) -> bool:
        ours, theirs = self.members[self.group[one]], self.members[self.group[other]]
        if ours is theirs or len(ours) + len(theirs) > _LARGEST:
            return False
        best: dict[tuple[str, str], float] = {}
        for left, right in product(ours, theirs):
            if right in self.apart[left]:
                return False
            units = (self.unit[left], self.unit[right])
            best[units] = max(best.get(units, 0.0), self.known.get(frozenset((left, right)), 0.0))
        twins_unproven = any(
            self.kinds[left] == self.kinds[right] and best[self.unit[left], self.unit[right]] < self.thresholds.proven
            for left, right in product(ours, theirs)
        )
        return (
            not twins_unproven
            and sum(max(UNSEEN, one) for one in best.values()) / len(best) >= self.thresholds.agreement
        )
