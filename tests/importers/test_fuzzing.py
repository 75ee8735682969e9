"""Hostile files: nothing but a refusal in words ever comes out of a reader, and its memory does not grow."""

import datetime as dt
import random
import resource
from pathlib import Path

import pytest

from prevenance.offer import operations
from prevenance.offer.models import Record
from tests.importers import fuzzing

pytestmark = pytest.mark.django_db  # some readers ask what an earlier import said
SOURCES = sorted(fuzzing.READERS_SAMPLES)
AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
MOST_GROWTH_KB = 200_000  # of the process over ten thousand files; one file alone is a few kB


@pytest.mark.parametrize("source", SOURCES)
def test_the_sample_itself_is_read(source: str, tmp_path: Path) -> None:
    assert {fuzzing.outcome(source, one, tmp_path / "file") for one in fuzzing.READERS_SAMPLES[source]} == {"read"}


@pytest.mark.parametrize("source", SOURCES)
def test_two_hundred_spoilt_files_are_read_or_refused(source: str, tmp_path: Path) -> None:
    found = fuzzing.outcomes(source, 200, tmp_path / "file", seed=1)
    assert found.total() == 200
    assert found["read"] and len(found) > 1, "spoilt too little or too much to say anything"


@pytest.mark.parametrize("source", SOURCES)
def test_a_spoilt_file_replaces_its_source_wholly_or_changes_nothing(source: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    chance = random.Random(source)
    forms = fuzzing.READERS_SAMPLES[source]
    held = imported(source, forms[0], path)[1]
    for _ in range(15):
        report, now = imported(source, fuzzing.spoilt(chance.choice(forms), chance), path)
        assert len(now) == report.kept if report.outcome == "done" else now == held
        held = now


def imported(source: str, content: bytes, path: Path) -> tuple[operations.ImportReport, set[str]]:
    path.write_bytes(content)
    report = operations.import_file(path, at=AT, source=source, accept_less=True)
    return report, set(Record.objects.filter(source=source).values_list("id", flat=True))


@pytest.mark.long
@pytest.mark.parametrize("source", SOURCES)
def test_ten_thousand_spoilt_files_are_read_or_refused_in_bounded_memory(source: str, tmp_path: Path) -> None:
    fuzzing.outcomes(source, 200, tmp_path / "file", seed=2)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert fuzzing.outcomes(source, 10_000, tmp_path / "file", seed=3).total() == 10_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_GROWTH_KB
