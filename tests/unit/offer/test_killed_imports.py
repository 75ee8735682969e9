"""The process is killed while it imports: what was there stays, and importing again doubles nothing."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

IMPORT = """
import datetime as dt, sys
from pathlib import Path
from zoneinfo import ZoneInfo
import django
django.setup()
from django.core.management import call_command
from prevenance.offer import operations
call_command("migrate", verbosity=0)
at = dt.datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Paris"))
def say(line):
    print(line, flush=True)
    if sys.argv[2] == "slowly" and "/" in line:
        sys.stdin.readline()
report = operations.import_file(Path(sys.argv[1]), at=at, progress=say)
print(report.outcome, report.kept, report.problem, flush=True)
"""


def process(data: Path, file: Path, pace: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PREVENANCE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "prevenance.site.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(file), pace],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def town_halls(path: Path, street: str, many: int = 2500) -> Path:
    lines = [
        f"{code:05d},Commune {code},{street},,,[],NAC,{49 + code % 97 / 100},{2 + code % 89 / 100}\n"
        for code in range(2001, 2001 + many)
    ]
    path.write_text("code_insee,commune,adresse,telephone,site,horaires,accessibilite,lat,lon\n" + "".join(lines))
    return path


def content(data: Path) -> tuple[list[tuple[str, str]], list[str]]:
    with sqlite3.connect(data / "prevenance.sqlite3") as database:
        places = database.execute("SELECT id, address FROM offer_place ORDER BY id").fetchall()
        runs = [outcome for (outcome,) in database.execute("SELECT outcome FROM offer_importrun ORDER BY id")]
    database.close()
    return places, runs


def finished(data: Path, file: Path) -> None:
    with process(data, file, "fast") as running:
        out, _ = running.communicate(timeout=120)
    assert "done" in out.splitlines()[-1], out


@pytest.mark.parametrize("killed_at", ["town_halls: 1000 /", "town_halls: 2000 /"])
def test_killed_in_the_middle_then_imported_again(tmp_path: Path, killed_at: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    finished(data, town_halls(tmp_path / "mairies-2025.csv", "1 rue Ancienne"))
    before, _ = content(data)
    assert len(before) == 2500

    newer = town_halls(tmp_path / "mairies-2026.csv", "2 rue Nouvelle")
    with process(data, newer, "slowly") as running:
        assert running.stdin and running.stdout
        for line in running.stdout:
            if line.startswith(killed_at):
                break
            if "/" in line:
                running.stdin.write("\n")
                running.stdin.flush()
        running.send_signal(signal.SIGKILL)
        running.wait(timeout=60)
    assert content(data) == (before, ["done", "running"])

    finished(data, newer)
    after, runs = content(data)
    assert [place for place, _ in after] == [place for place, _ in before]
    assert {address for _, address in after} == {"2 rue Nouvelle"}
    assert runs == ["done", "interrupted", "done"]
