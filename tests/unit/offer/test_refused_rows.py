"""Which rows an import refuses: kept with the import, forgotten with time, written as a table that runs nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from prevenance.formats import spreadsheets
from prevenance.offer import operations
from prevenance.offer.models import ImportRun, RefusedRows
from prevenance.offer.operations import spooling, storing
from prevenance.offer.presenters import upkeep as presenters
from prevenance.offer.queries import upkeep
from prevenance.site import commands
from tests.importers import social_samples

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def imported(tmp_path: Path, twice: int, *, at: dt.datetime = AT) -> operations.ImportReport:
    """A file whose second line comes again `twice` times: as many duplicates."""
    lines = social_samples.FRANCE_SERVICES.decode().splitlines()
    path = tmp_path / "file.csv"
    path.write_text("\n".join([*lines, *[lines[1]] * twice]), encoding="utf-8")
    return operations.import_file(path, at=at, source="france_services", accept_less=True)


def last() -> int:
    return ImportRun.objects.latest("pk").pk


def test_every_refused_row_is_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    report = imported(tmp_path, 7)
    rows = list(upkeep.refused_rows(last()))
    assert len(rows) == sum(report.refused.values()) >= 7
    duplicates = [number for number, reason in rows if reason == "duplicate"]
    assert duplicates == sorted(duplicates) and duplicates[:5] == report.first_lines["duplicate"]


def test_a_refused_file_tells_its_rows_too(tmp_path: Path) -> None:
    lines = social_samples.FRANCE_SERVICES.decode().splitlines()
    path = tmp_path / "file.csv"
    path.write_text("\n".join([lines[0], ",".join([""] * len(lines[0].split(",")))]), encoding="utf-8")
    report = operations.import_file(path, at=AT, source="france_services")
    if report.problem == "nothing_kept":
        assert len(list(upkeep.refused_rows(last()))) == report.read


def test_only_the_last_imports_of_a_source_are_told_row_by_row(tmp_path: Path) -> None:
    for day in range(storing.RUNS_TOLD + 2):
        imported(tmp_path, 1 + day, at=AT + dt.timedelta(days=day))
    assert RefusedRows.objects.count() == storing.RUNS_TOLD
    runs = upkeep.runs()
    assert [run.has_rows for run in runs] == [True] * storing.RUNS_TOLD + [False] * 2
    assert list(upkeep.refused_rows(runs[-1].id)) == [] and runs[-1].refused


def test_a_killed_import_goes_on_with_the_rows_it_had_refused(tmp_path: Path) -> None:
    noted = tmp_path / "spool.state"
    with (tmp_path / "spool.rows").open("a+", encoding="utf-8") as file:
        spool = spooling.Spool(file, noted)
        spool.write({"id": "a"})
        spool.refuse(2, "duplicate")
        spool.checkpoint({})
        spool.refuse(3, "no_name")
        file.flush()  # killed here: what follows the checkpoint is read again
    with (tmp_path / "spool.rows").open("a+", encoding="utf-8") as file:
        spool = spooling.Spool(file, noted)
        spool.refuse(3, "no_position")
        spool.write({"id": "b"})
        assert list(spool.refused()) == [(2, "duplicate"), (3, "no_position")]
        assert [row["id"] for row in spool.rows()] == ["a", "b"]


def test_the_table_runs_nothing_and_explains_in_both_languages(tmp_path: Path) -> None:
    imported(tmp_path, 2)
    for language in ("fr", "en"):
        lines = list(presenters.refused_lines(upkeep.refused_rows(last()), language))
        assert lines[0] == ["row", "reason", "explanation"] and len(lines) >= 3
        assert all(cell == spreadsheets.safe_cell(cell) for line in lines for cell in line)
    hostile = list(presenters.refused_lines([(1, "=cmd|'/c'!A0")], "fr"))
    assert hostile[1][1].startswith("'=") and hostile[1][2].startswith("'=")


def test_the_command_lists_imports_and_writes_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(tmp_path, 3)
    number = last()
    assert commands.main(["offer", "refused"]) == 0
    assert f"{number} 2026-11-24 france_services done" in capsys.readouterr().out
    assert commands.main(["offer", "refused", str(number)]) == 0
    printed = capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert [row["reason"] for row in rows].count("duplicate") == 3
    to = tmp_path / "refused.csv"
    assert commands.main(["offer", "refused", str(number), "--to", str(to), "--lang", "en"]) == 0
    assert len(list(csv.DictReader(io.StringIO(to.read_text("utf-8"))))) == len(rows)
    assert commands.main(["offer", "refused", "999999"]) == 2
