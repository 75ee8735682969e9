"""One import replaces the places of its source wholly, or leaves them as they were."""

import datetime as dt
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from prevenance.formats import files
from prevenance.formats.refusals import RowRefused
from prevenance.offer import operations, queries
from prevenance.offer.choices import words
from prevenance.offer.models import ImportRun, Record, Service
from prevenance.offer.operations import drafts, storing

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
HEADER = "code_insee,commune,adresse,telephone,site,horaires,accessibilite,lat,lon\n"
LINES = [
    f"{code},{name},1 rue Exemple,,,[],NAC,{lat},{lon}\n"
    for code, name, lat, lon in (
        ("02001", "Abbécourt", 49.59, 3.17),
        ("02002", "Achery", 49.69, 3.39),
        ("02003", "Acy", 49.34, 3.41),
    )
]


def town_halls(folder: Path, lines: list[str] = LINES, name: str = "mairies-2026.csv") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def names() -> list[str]:
    return list(Record.objects.order_by("source_id").values_list("name", flat=True))


def test_a_file_is_recognised_and_its_places_are_there(tmp_path: Path) -> None:
    said: list[str] = []
    report = operations.import_file(town_halls(tmp_path), at=AT, progress=said.append)
    assert (report.source, report.outcome, report.read, report.kept) == ("town_halls", "done", 3, 3)
    assert report.content_on == dt.date(2026, 1, 1)
    assert names() == ["Mairie d'Abbécourt", "Mairie d'Achery", "Mairie d'Acy"]
    assert said[0].startswith("town_halls") and said[-1] == "town_halls: done 3 / 3"
    run = ImportRun.objects.get()
    assert (run.outcome, run.rows_kept, len(run.file_digest), run.started_at) == ("done", 3, 64, AT)


def test_importing_again_keeps_the_same_ids_and_doubles_nothing(tmp_path: Path) -> None:
    operations.import_file(town_halls(tmp_path), at=AT)
    before = set(Record.objects.values_list("id", "source_id"))
    operations.import_file(town_halls(tmp_path, [LINES[0].replace("Exemple", "Neuve"), *LINES[1:]]), at=AT)
    assert set(Record.objects.values_list("id", "source_id")) == before
    assert Record.objects.get(source_id="02001").address == "1 rue Neuve"


def test_what_left_the_file_leaves_the_offer_and_other_sources_stay(tmp_path: Path) -> None:
    operations.load_demo(at=AT)
    demo = Record.objects.filter(source="demo").count()
    operations.import_file(town_halls(tmp_path), at=AT)
    operations.import_file(town_halls(tmp_path, LINES[:2]), at=AT)
    assert Record.objects.filter(source="town_halls").count() == 2
    assert Record.objects.filter(source="demo").count() == demo > 3000


def hostile(kind: str) -> bytes:
    good = (HEADER + "".join(LINES)).encode()
    return {
        "html": b"<!doctype html><title>404</title>",
        "nul": good + b"\x00",
        "cut": good[:-20],
        "cut gzip": gzip.compress(good)[:-12],
        "mixed encodings": good + "02004,Agnicourt-et-Séchelles,é,,,[],NAC,49.7,3.9\n".encode("cp1252"),
        "other columns": b"a,b\n1,2\n",
        "no row": HEADER.encode(),
        "all refused": (HEADER + "02001,Abb,,,,[],NAC,,\n").encode(),
        "long line": good + b"x" * (2 << 20),
        "many columns": b",".join(b"c%d" % i for i in range(5000)) + b"\n",
        "open quote": good + b'02004,"Agni,' + b"x," * 20,
        "json": b'[{"code_insee": "02001"}]',
        "empty": b"",
    }[kind]


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("html", "not_a_table"),
        ("nul", "nul_bytes"),
        ("cut", "truncated"),
        ("cut gzip", "broken_compression"),
        ("mixed encodings", "wrong_encoding"),
        ("other columns", "missing_columns"),
        ("no row", "nothing_kept"),
        ("all refused", "nothing_kept"),
        ("long line", "line_too_long"),
        ("many columns", "too_many_columns"),
        ("open quote", "quote_never_closed"),
        ("json", "not_a_table"),
        ("empty", "empty_file"),
    ],
)
def test_a_file_that_cannot_be_trusted_changes_nothing_and_says_why(tmp_path: Path, kind: str, problem: str) -> None:
    path = town_halls(tmp_path)
    operations.import_file(path, at=AT)
    before = list(Record.objects.order_by("id").values())
    path.write_bytes(hostile(kind))
    report = operations.import_file(path, at=AT, source="town_halls", accept_less=True)
    assert (report.outcome, report.problem) == ("refused", problem)
    assert list(Record.objects.order_by("id").values()) == before
    for language in ("fr", "en"):
        assert len(words.reason(report.problem, language, **report.facts)) > 20
    [town] = [one for one in queries.freshness(AT.date()) if one.source.key == "town_halls"]
    assert (town.places, town.last_problem) == (3, problem)


def test_a_windows_file_is_read_with_its_accents(tmp_path: Path) -> None:
    path = town_halls(tmp_path)
    path.write_bytes((HEADER + LINES[0]).encode("cp1252"))
    operations.import_file(path, at=AT)
    assert names() == ["Mairie d'Abbécourt"]


def test_a_failure_while_storing_leaves_the_previous_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    operations.import_file(town_halls(tmp_path), at=AT)
    monkeypatch.setattr(storing, "_delete_records", lambda records, run: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        operations.import_file(town_halls(tmp_path, LINES[:2]), at=AT)
    assert len(names()) == 3


def test_a_run_left_open_is_closed_by_the_next_one(tmp_path: Path) -> None:
    storing.begin_run(source="town_halls", file_name="x", at=AT)
    operations.import_file(town_halls(tmp_path), at=AT)
    assert list(ImportRun.objects.order_by("id").values_list("outcome", flat=True)) == ["interrupted", "done"]


def test_far_fewer_places_or_an_older_content_must_be_asked_for(tmp_path: Path) -> None:
    many = [f"{code},Commune,{code} rue Exemple,,,[],NAC,49.5,3.5\n" for code in range(2050, 2100)]
    many = [f"0{line}" for line in many]
    operations.import_file(town_halls(tmp_path, many), at=AT)
    kept = Record.objects.count()
    assert kept > 30
    fewer = operations.import_file(town_halls(tmp_path, many[:10]), at=AT)
    assert fewer.problem == "many_rows_lost"
    older = operations.import_file(town_halls(tmp_path / "old", many, "mairies-2024.csv"), at=AT)
    assert older.problem == "older_content"
    assert Record.objects.count() == kept
    assert operations.import_file(town_halls(tmp_path, many[:10]), at=AT, accept_less=True).outcome == "done"


def test_a_folder_is_read_whole_and_what_is_nobody_s_is_left_alone(tmp_path: Path) -> None:
    town_halls(tmp_path / "a" / "b")
    services = "id_fs,lib_fs,adresse,code_postal,insee_com,latitude,longitude,h_lundi,h_mardi,h_mercredi,h_jeudi,h_vendredi,h_samedi\n"  # noqa: E501
    (tmp_path / "unnamed.csv").write_text(services + "1,FS Exemple,1 rue,02120,02361,49.9,3.63,,,,,,\n")
    (tmp_path / "indicators.csv").write_text("code,taux\n02,1\n")
    (tmp_path / "notes.txt").write_bytes(b"\xff\xfe\x00")
    (tmp_path / ".hidden.csv").write_text(HEADER)
    (tmp_path / "structures_inclusion_2023.json").write_text(
        json.dumps([{"id": "s", "nom": "S", "code_insee": "02361"}])
    )
    (tmp_path / "aidants_connect_structures.csv.gz").write_bytes(b"\x1f\x8bbroken")
    reports = {report.source: report for report in operations.import_folder(tmp_path, at=AT)}
    assert {key: report.problem for key, report in reports.items()} == {
        "town_halls": "",
        "france_services": "",
        "inclusion_structures": "",
        "aidants_connect": "broken_compression",
    }


def test_two_files_for_one_source_are_refused_because_nobody_said_which(tmp_path: Path) -> None:
    town_halls(tmp_path, name="mairies-2025.csv")
    town_halls(tmp_path, name="mairies-2026.csv")
    [report] = operations.import_folder(tmp_path, at=AT)
    assert (report.problem, report.facts) == ("two_files", {"files": "mairies-2025.csv, mairies-2026.csv"})
    assert not Record.objects.exists()


@pytest.mark.parametrize(("source", "problem"), [(None, "unrecognised"), ("nobody", "unknown_source")])
def test_a_file_of_no_source_is_refused(tmp_path: Path, source: str | None, problem: str) -> None:
    path = tmp_path / "data.csv"
    path.write_text("a,b\n1,2\n")
    assert operations.import_file(path, at=AT, source=source).problem == problem
    assert not ImportRun.objects.exists()


def test_services_that_a_place_declares_follow_it(tmp_path: Path) -> None:
    path = tmp_path / "structures_inclusion.json"
    record = {"id": "s", "nom": "S", "code_insee": "02361", "services": "Un;Deux;Un"}
    path.write_text(json.dumps([record]))
    operations.import_file(path, at=AT)
    [place] = Record.objects.all()
    assert queries.services_of(place.id) == ["Un", "Deux"]
    path.write_text(json.dumps([record | {"services": "Trois"}]))
    operations.import_file(path, at=AT)
    assert queries.services_of(place.id) == ["Trois"]
    assert Service.objects.count() == 1


def test_a_source_can_be_removed_and_imported_again(tmp_path: Path) -> None:
    operations.load_demo(at=AT)
    assert queries.nearest_places(kinds=["pharmacy"], latitude=50.63, longitude=3.06, at=AT)
    operations.remove_source("demo", at=AT)
    assert queries.places_count() == 0
    assert queries.nearest_places(kinds=["pharmacy"], latitude=50.63, longitude=3.06, at=AT) == []
    assert operations.load_demo(at=AT).outcome == "done"


def test_the_content_can_be_dated_by_the_operator(tmp_path: Path) -> None:
    report = operations.import_file(town_halls(tmp_path, name="mairies.csv"), at=AT, content_on=dt.date(2026, 10, 1))
    assert report.content_on == dt.date(2026, 10, 1)
    assert Record.objects.filter(content_on=dt.date(2026, 10, 1)).count() == 3


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = town_halls(tmp_path)
    reader = drafts.reader("town_halls")

    def growing(file: files.Checked) -> Iterator[drafts.PlaceDraft | RowRefused]:
        yield from reader(file)
        path.write_text(HEADER + "".join(LINES * 2), encoding="utf-8")

    monkeypatch.setitem(drafts._readers, "town_halls", growing)
    assert operations.import_file(path, at=AT).problem == "changed_while_read"
    assert not Record.objects.exists()


def test_a_missing_file_is_refused_with_words(tmp_path: Path) -> None:
    report = operations.import_file(tmp_path / "mairies-2026.csv", at=AT)
    assert (report.outcome, report.problem) == ("refused", "not_a_file")
    assert ImportRun.objects.get().problem == "not_a_file"


def test_the_state_of_an_interrupted_import_is_told(tmp_path: Path) -> None:
    operations.import_file(town_halls(tmp_path), at=AT)
    storing.begin_run(source="town_halls", file_name="", at=AT)
    storing.begin_run(source="town_halls", file_name="", at=AT)
    [town] = [one for one in queries.freshness(AT.date()) if one.source.key == "town_halls"]
    assert (town.places, town.last_problem) == (3, "interrupted")
