"""Programs that write to one address in the same instant: the cap holds, and so do the bounds on askings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgresql import site_database

ROOT = Path(__file__).resolve().parents[3]
STORY = "tests.unit.campaigns.at_once_story"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        yield ""
    else:
        with site_database() as url:
            yield url


def test_of_many_programs_at_once_the_cap_lets_four_messages_through_and_one_asking(
    database: str, tmp_path: Path
) -> None:
    environment = os.environ | {
        "PREVENANCE_DATA": str(tmp_path),
        "PREVENANCE_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", STORY], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stderr[-3000:]
    # Eight programs put three messages each for the same days; eight ask for the same address.
    assert done.stdout.split() == ["put:", "4", "asked:", "1"]
