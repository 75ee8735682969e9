"""The table of the requirements of security is whole, and the tests it names exist."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.house.test_rgaa_table import is_a_test

FILE = Path(__file__).resolve().parents[2] / "docs" / "security" / "asvs.yaml"
# ASVS 5.0.0: how many requirements of levels 1 and 2 each of its seventeen chapters has.
CHAPTERS = (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7)
LEVELS = {1: 70, 2: 183}
STATUSES = {"met", "not_applicable", "not_met", "not_tested"}


def rows() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))["requirements"]
    return found


def test_each_requirement_of_the_two_levels_is_there_once() -> None:
    written = re.findall(r'^  "(\d+\.\d+\.\d+)":', FILE.read_text("utf-8"), re.M)
    assert len(written) == len(set(written)) == 253
    counted = Counter(int(one.split(".")[0]) for one in written)
    assert tuple(counted[chapter] for chapter in range(1, 18)) == CHAPTERS
    assert Counter(row["level"] for row in rows().values()) == LEVELS


def test_the_tests_named_as_evidence_exist() -> None:
    named = {test for row in rows().values() for test in row.get("tests", ())}
    assert len(named) > 20
    assert [test for test in sorted(named) if not is_a_test(test)] == []


def test_nothing_is_claimed_without_evidence_nor_set_aside_without_a_reason() -> None:
    for number, row in rows().items():
        assert row["status"] in STATUSES, number
        assert row["asks"], number
        if row["status"] == "met":
            assert row.get("tests") or row.get("looked"), number
        else:
            assert row.get("reason"), number


@pytest.mark.real_data
def test_the_numbers_are_those_of_the_published_standard() -> None:
    folder = os.environ.get("PREVENANCE_REAL_DATA")
    if not folder:
        pytest.skip("PREVENANCE_REAL_DATA names no folder")
    path = Path(folder) / "referentiels" / "asvs-5.0.0-en.flat.json"
    published = json.loads(path.read_text("utf-8"))["requirements"]
    wanted = {one["req_id"].removeprefix("V"): int(one["L"]) for one in published if one["L"] in "12"}
    assert {number: row["level"] for number, row in rows().items()} == wanted
