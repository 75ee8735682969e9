"""`prevenance offer export`: whole files or none, and what is said when it cannot be done."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from prevenance.offer import models
from prevenance.offer.presenters import exports
from prevenance.site import commands
from tests.unit.offer.published_examples import AT, several_sources

pytestmark = pytest.mark.django_db


def exported(folder: Path, *options: str) -> int:
    return commands.main(["offer", "export", "--to", str(folder), *options])


def test_every_format_is_written_into_a_new_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    several_sources(tmp_path)
    assert exported(tmp_path / "a" / "b") == 0
    names = {path.name for path in (tmp_path / "a" / "b").iterdir()}
    assert {"places.csv", "datapackage.json", "hsds-tables.zip", "fhir-bundle.json", "services-inclusion.json"} <= names
    assert not [name for name in names if name.startswith(".")]
    assert "csv: 2 places" in capsys.readouterr().err


def test_only_what_is_asked_is_written(tmp_path: Path) -> None:
    several_sources(tmp_path)
    assert exported(tmp_path / "out", "--format", "jsonl", "--kind", "pharmacy", "--with-unclear-licences") == 0
    lines = (tmp_path / "out" / "places.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 and "Pharmacie fictive" in lines[0]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["places.jsonl"]


def test_an_unknown_kind_is_refused_with_the_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exported(tmp_path, "--kind", "castle") == 2
    assert "castle: no such kind" in capsys.readouterr().err


def test_places_that_change_meanwhile_leave_the_old_files_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    several_sources(tmp_path)
    assert exported(tmp_path / "out", "--format", "csv") == 0
    before = (tmp_path / "out" / "places.csv").read_bytes()

    def disturbed(places: Iterable[Any], folder: Path, about: exports.About) -> exports.Written:
        models.Revision.objects.create(at=AT, cause="import meanwhile")
        (folder / "places.csv").write_text("half", encoding="utf-8")
        return exports.Written(files=[folder / "places.csv"])

    monkeypatch.setitem(exports.FORMATS, "csv", disturbed)
    assert exported(tmp_path / "out", "--format", "csv") == 1
    assert (tmp_path / "out" / "places.csv").read_bytes() == before
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")] == []
    assert "Run it again" in capsys.readouterr().err


def test_without_the_library_of_parquet_the_rest_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def absent(*_: Any) -> exports.Written:
        raise exports.NotInstalled("pip install 'prevenance[exports]'")

    monkeypatch.setitem(exports.FORMATS, "parquet", absent)
    assert exported(tmp_path / "out") == 0
    assert (tmp_path / "out" / "places.geojson").exists()
    assert "prevenance[exports]" in capsys.readouterr().err
    assert exported(tmp_path / "out", "--format", "parquet") == 2


def test_the_command_line_offers_every_format() -> None:
    from prevenance.site import offer_command

    assert set(offer_command.EXPORTS) == set(exports.FORMATS)
