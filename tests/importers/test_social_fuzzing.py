"""Hostile files for the readers that need a record beside them, and for those of dated actions."""

import datetime as dt
import random
from collections import Counter
from pathlib import Path

import pytest

from prevenance.formats import files
from prevenance.formats.refusals import FileRefused
from prevenance.offer import queries
from prevenance.offer.importers import outreach_files
from prevenance.offer.operations.outreaches import OutreachPlacing
from tests.importers import fuzzing, social_samples

ON = dt.date(2026, 11, 23)


@pytest.fixture
def no_structure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "records_of", lambda source, ids: {})


def outreach_outcome(content: bytes, path: Path) -> str:
    path.write_bytes(content)
    placing = OutreachPlacing("outreach-exemple", today=ON)
    try:
        for draft in outreach_files.drafts(files.checked(path), ON):
            row = placing.settled_outreach(draft)
            assert row is None or (row["title"] and row["starts_on"] <= row["ends_on"] >= ON)
    except FileRefused as refused:
        return refused.reason
    return "read"


def outreach_outcomes(count: int, path: Path, *, seed: int) -> Counter[str]:
    chance = random.Random(f"outreaches {seed}")
    samples = social_samples.OUTREACHES
    return Counter(outreach_outcome(fuzzing.spoilt(chance.choice(samples), chance), path) for _ in range(count))


def service_outcomes(count: int, path: Path, *, seed: int) -> Counter[str]:
    chance = random.Random(f"services {seed}")
    samples = social_samples.SERVICES
    spoilt = (fuzzing.spoilt(chance.choice(samples), chance) for _ in range(count))
    return Counter(fuzzing.outcome("inclusion_services", content, path) for content in spoilt)


def test_the_samples_themselves_are_read(tmp_path: Path) -> None:
    assert {outreach_outcome(sample, tmp_path / "file") for sample in social_samples.OUTREACHES} == {"read"}


def test_two_hundred_spoilt_files_of_dated_actions_are_read_or_refused(tmp_path: Path) -> None:
    found = outreach_outcomes(200, tmp_path / "file", seed=1)
    assert found.total() == 200 and found["read"] and len(found) > 1


@pytest.mark.usefixtures("no_structure")
def test_two_hundred_spoilt_files_of_services_are_read_or_refused(tmp_path: Path) -> None:
    found = service_outcomes(200, tmp_path / "file", seed=1)
    assert found.total() == 200 and found["read"] and len(found) > 1


@pytest.mark.long
@pytest.mark.usefixtures("no_structure")
def test_ten_thousand_spoilt_files_are_read_or_refused(tmp_path: Path) -> None:
    assert outreach_outcomes(10_000, tmp_path / "file", seed=3).total() == 10_000
    assert service_outcomes(10_000, tmp_path / "file", seed=3).total() == 10_000
