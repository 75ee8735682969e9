"""Two thousand messages, ten kills, people who withdraw all the while: the bench, smaller, on both databases."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench import outbox

from tests.postgresql import site_database

pytestmark = pytest.mark.long
MANY, KILLS = 2_000, 5


@pytest.fixture(params=["sqlite", "postgresql"])
def on(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "sqlite":
        yield
        return
    with site_database() as url:
        monkeypatch.setenv("PREVENANCE_DATABASE", url)
        yield


@pytest.mark.usefixtures("on")
def test_none_is_lost_none_is_doubled_none_goes_to_who_withdrew(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    told = outbox.ours(tmp_path, MANY, KILLS, random.Random(seed))
    assert told.faults == [], f"seed {seed}, on {os.environ.get('PREVENANCE_DATABASE', 'SQLite')}"
    assert told.kills["put"] == KILLS and told.kills["send"] >= KILLS - 2
    assert told.outcome["sent"] + told.outcome["unknown"] + told.outcome["withdrawn"] == MANY
    assert told.outcome["withdrawn"] > 0
