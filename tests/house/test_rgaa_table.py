"""The table of the criteria of accessibility is whole, and the tests it names exist."""

from __future__ import annotations

import re
from pathlib import Path

from prevenance.site import accessibility
from prevenance.site.accessibility import Status

ROOT = Path(__file__).resolve().parents[2]
# RGAA 4.1.2: how many criteria each of the thirteen topics has; 106 in all.
TOPICS = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)


def is_a_test(named: str) -> bool:
    """Whether `path::name` is a test of the repository."""
    path, _, name = named.partition("::")
    file = ROOT / path
    return (
        file.is_file() and re.search(rf"^(?:async )?def {re.escape(name)}\(", file.read_text("utf-8"), re.M) is not None
    )


def test_each_criterion_is_there_once_and_in_order() -> None:
    expected = [f"{topic}.{number}" for topic, most in enumerate(TOPICS, 1) for number in range(1, most + 1)]
    assert len(expected) == 106
    assert [one.number for one in accessibility.load().criteria] == expected
    written = re.findall(r'^  "(\d+\.\d+)":', accessibility.FILE.read_text("utf-8"), re.M)
    assert written == expected  # a mapping would forget the first of two rows


def test_the_tests_named_as_evidence_exist() -> None:
    assert is_a_test("tests/house/test_rgaa_table.py::test_the_tests_named_as_evidence_exist")
    assert not is_a_test("tests/house/test_rgaa_table.py::test_that_does_not_exist")
    named = {test for one in accessibility.load().criteria for test in one.tests}
    assert named
    assert [test for test in sorted(named) if not is_a_test(test)] == []


def test_nothing_is_claimed_without_evidence() -> None:
    for one in accessibility.load().criteria:
        if one.status is not Status.UNTESTED:
            assert one.tests or one.looked, f"{one.number} says {one.status} without a test nor a look"


def test_what_is_left_is_said_on_the_page_in_both_languages() -> None:
    for one in accessibility.load().criteria:
        is_left = one.status in (Status.FAILS, Status.UNTESTED)
        assert set(one.words) == ({"fr", "en"} if is_left else set()), one.number


def test_the_sample_of_pages_is_told() -> None:
    pages = accessibility.load().pages
    assert len(pages) >= 20
    assert len(set(pages)) == len(pages)
