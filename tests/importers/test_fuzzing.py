"""Hostile files: nothing but a refusal in words ever comes out of a reader, and its memory does not grow."""

import resource
from pathlib import Path

import pytest
from tests.importers import fuzzing

pytestmark = pytest.mark.django_db  # some readers ask what an earlier import said
SOURCES = sorted(fuzzing.READERS_SAMPLES)
MOST_GROWTH_KB = 200_000  # of the process over ten thousand files; one file alone is a few kB


@pytest.mark.parametrize("source", SOURCES)
def test_the_sample_itself_is_read(source: str, tmp_path: Path) -> None:
    assert {fuzzing.outcome(source, one, tmp_path / "file") for one in fuzzing.READERS_SAMPLES[source]} == {"read"}


@pytest.mark.parametrize("source", SOURCES)
def test_two_hundred_spoilt_files_are_read_or_refused(source: str, tmp_path: Path) -> None:
    found = fuzzing.outcomes(source, 200, tmp_path / "file", seed=1)
    assert found.total() == 200
    assert found["read"] and len(found) > 1, "spoilt too little or too much to say anything"


@pytest.mark.long
@pytest.mark.parametrize("source", SOURCES)
def test_ten_thousand_spoilt_files_are_read_or_refused_in_bounded_memory(source: str, tmp_path: Path) -> None:
    fuzzing.outcomes(source, 200, tmp_path / "file", seed=2)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert fuzzing.outcomes(source, 10_000, tmp_path / "file", seed=3).total() == 10_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_GROWTH_KB
