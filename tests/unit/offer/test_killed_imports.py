"""The process is killed while it imports: what was there stays, and importing again doubles nothing."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from prevenance.offer.operations import spooling

IMPORT = """
import datetime as dt, sys
from pathlib import Path
from zoneinfo import ZoneInfo
import django
django.setup()
from django.core.management import call_command
from prevenance.offer import operations
call_command("migrate", verbosity=0)
from prevenance.offer.operations import importing
importing.CHECKPOINT_ROWS = 500
at = dt.datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Paris"))
def say(line):
    print(line, flush=True)
    if sys.argv[2] == "slowly" and ("/" in line or "…" in line):
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
            if "/" in line or "…" in line:
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


def test_killed_while_reading_goes_on_from_the_checkpoint(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    file = town_halls(tmp_path / "mairies-2026.csv", "2 rue Nouvelle")
    file.write_text(file.read_text() + ",Sans code,3 rue X,,,[],NAC,49.5,2.5\n")
    with process(data, file, "slowly") as running:
        assert running.stdin and running.stdout
        for line in running.stdout:
            if line.startswith("town_halls: 1500 …"):
                break
            if "…" in line:
                running.stdin.write("\n")
                running.stdin.flush()
        running.send_signal(signal.SIGKILL)
        running.wait(timeout=60)
    assert sorted(path.suffix for path in (data / "imports").iterdir()) == [".rows", ".state"]
    with process(data, file, "fast") as again:
        out, _ = again.communicate(timeout=120)
    assert "town_halls: going on from 1500" in out
    assert "done 2500" in out.splitlines()[-1], out
    places, runs = content(data)
    assert len(places) == 2500 and runs == ["interrupted", "done"]
    with sqlite3.connect(data / "prevenance.sqlite3") as database:
        counts = database.execute("SELECT rows_read, rows_kept FROM offer_importrun WHERE outcome='done'").fetchall()
    database.close()
    assert counts == [(2501, 2500)]
    assert not list((data / "imports").iterdir()), "nothing is left"


def test_what_another_file_left_is_forgotten(tmp_path: Path) -> None:
    with spooling.opened(tmp_path, source="town_halls", key="old") as spool:
        spool.write({"id": "a"})
        spool.checkpoint({"read": 1})
        for path in list(tmp_path.iterdir()):  # as a kill leaves them
            (tmp_path / path.name.replace("old", "older")).write_bytes(path.read_bytes())
    with spooling.opened(tmp_path, source="town_halls", key="new") as spool:
        assert spool.state == {}
        assert {path.name for path in tmp_path.iterdir()} == {"town_halls.new.rows"}


def test_a_spool_held_by_another_process_is_left_alone(tmp_path: Path) -> None:
    with spooling.opened(tmp_path, source="town_halls", key="k") as first:
        first.write({"id": "a"})
        with spooling.opened(tmp_path, source="town_halls", key="k") as second:
            second.write({"id": "b"})
            second.checkpoint({"read": 1})
            assert list(second.rows()) == [{"id": "b"}]
        assert list(first.rows()) == [{"id": "a"}]


def test_a_note_that_promises_more_than_the_disk_holds_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "s.k.rows").write_text('{"id": "a"}\n')
    (tmp_path / "s.k.state").write_text('{"read": 9, "offset": 900}')
    with spooling.opened(tmp_path, source="s", key="k") as spool:
        assert spool.state == {} and list(spool.rows()) == []
