"""Invented inventories: the order of the rows changes nothing, people are obeyed, and few strangers are joined."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest
from bench.inventory import inventory
from hypothesis import given, settings
from hypothesis import strategies as st

from prevenance import matching
from prevenance.matching import model

METHODS = ["exact", pytest.param("model", marks=pytest.mark.skipif(not model.is_installed(), reason="no LightGBM"))]


@pytest.mark.parametrize("method", METHODS)
def test_shuffled_rows_make_the_same_places(method: str) -> None:
    records, _ = inventory(11, ["81"], communes=40)
    pairs = matching.pairs(records, method=method)
    shuffled = random.Random(3).sample(records, len(records))
    assert matching.pairs(shuffled, method=method) == pairs
    assert matching.groups(random.Random(4).sample(pairs, len(pairs)), shuffled) == matching.groups(pairs, records)


@pytest.mark.parametrize(("method", "least_precision", "least_recall"), [("exact", 0.93, 0.5), ("model", 0.97, 0.9)])
def test_few_strangers_are_joined(method: str, least_precision: float, least_recall: float) -> None:
    if method == "model" and not model.is_installed():
        pytest.skip("no LightGBM")
    records, truth = inventory(12, ["82"], communes=120)
    groups = matching.groups(matching.pairs(records, method=method), records)
    assert sorted(one for members in groups for one in members) == sorted(one.id for one in records)
    joined = [truth[a] == truth[b] for members in groups for a, b in combinations(members, 2)]
    to_join = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    assert sum(joined) / len(joined) >= least_precision
    assert sum(joined) / to_join >= least_recall


ids = st.sampled_from([f"r{number}" for number in range(9)])
links = st.lists(st.tuples(ids, ids, st.floats(0, 1)).filter(lambda link: link[0] < link[1]), max_size=25)


@settings(deadline=None)
@given(links, st.lists(st.tuples(ids, ids).filter(lambda pair: pair[0] != pair[1]), max_size=4), st.randoms())
def test_what_was_said_to_be_two_places_is_never_joined(
    found: list[tuple[str, str, float]], apart: list[tuple[str, str]], chance: random.Random
) -> None:
    records = [
        matching.Candidate(
            id=f"r{number}", source=f"s{number % 3}", kind="pharmacy", name="A", latitude=50.0, longitude=3.0
        )
        for number in range(9)
    ]
    judged = list({(a, b): matching.Judged(a, b, p) for a, b, p in found}.values())
    groups = matching.groups(judged, records, must_not=apart)
    group_of = {one: members for members in groups for one in members}
    assert all(group_of[a] != group_of[b] for a, b in apart)
    assert Counter(one for members in groups for one in members) == Counter(one.id for one in records)
    chance.shuffle(judged)
    assert matching.groups(judged, chance.sample(records, len(records)), must_not=apart) == groups


@settings(deadline=None)
@given(links)
def test_unlikely_pairs_need_not_be_remembered(found: list[tuple[str, str, float]]) -> None:
    """Groups are made again around one decision from the pairs that were kept: the answer must not differ."""
    records = [
        matching.Candidate(id=f"r{n}", source=f"s{n % 3}", kind="pharmacy", name="A", latitude=50.0, longitude=3.0)
        for n in range(9)
    ]
    judged = list({(a, b): matching.Judged(a, b, p) for a, b, p in found}.values())
    kept = [one for one in judged if one.probability >= 0.1]
    assert matching.groups(kept, records) == matching.groups(judged, records)
