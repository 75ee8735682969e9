"""Packages of tables: what is inside is suspected as much as the file itself."""

import tracemalloc
import zipfile
from pathlib import Path

import pytest

from prevenance.formats import archives, files, objects
from prevenance.formats.refusals import FileRefused


def package(path: Path, **tables: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/datapackage.json", "{}")
        for name, text in tables.items():
            archive.writestr(f"folder/{name}.csv", text)
    return path


def test_a_package_is_known_by_its_description_and_read_without_unpacking(tmp_path: Path) -> None:
    path = package(tmp_path / "p.zip", services="id,name\n1,Été\n")
    checked = files.checked(path)
    assert (checked.notation, checked.size, len(checked.digest)) == ("package", 18, 64)
    with archives.opened_table(path, "service") as lines:
        assert lines is not None and list(lines) == ["id,name\n", "1,Été\n"]
    with archives.opened_table(path, "phone") as lines:
        assert lines is None


def test_a_spreadsheet_is_not_a_package(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(FileRefused) as caught:
        files.checked(tmp_path / "book.xlsx")
    assert caught.value.reason == "not_a_table"


def test_a_bomb_is_refused_by_the_sizes_that_it_declares(tmp_path: Path) -> None:
    path = package(tmp_path / "p.zip", service="0" * 3_000_000)
    with pytest.raises(FileRefused) as caught:
        files.checked(path, files.Limits(file=1 << 20))
    assert caught.value.reason == "file_too_large"


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = package(tmp_path / "p.zip", service="0" * 40_000_000)
    tracemalloc.start()
    with pytest.raises(FileRefused) as caught, archives.opened_table(path, "service") as lines:
        list(lines or ())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.reason == "line_too_long"
    assert peak < 12_000_000


def test_a_spoilt_piece_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path / "p.zip", service="id,name\n" + "1,Exemple\n" * 500)
    content = bytearray(path.read_bytes())
    middle = content.index(b"service.csv") + 30
    content[middle : middle + 8] = b"\xff" * 8
    path.write_bytes(content)
    with pytest.raises(FileRefused) as caught, archives.opened_table(path, "service") as lines:
        list(lines or ())
    assert caught.value.reason == "broken_compression"


def test_one_object_cannot_hold_more_text_than_the_memory_should(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "MOST_CHARACTERS", 1_000)
    path = tmp_path / "one.json"
    path.write_text('[{"a": ["' + '", "'.join(["x" * 100] * 20) + '"]}]')
    with pytest.raises(FileRefused) as caught:
        list(objects.objects(files.checked(path), "item"))
    assert caught.value.reason == "object_too_large"
