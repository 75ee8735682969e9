"""`prevenance`: what programs and operators get from the command line."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from prevenance.offer.models import ImportRun
from prevenance.site.commands import main

PERSON = {"birth_date": "1973-05-01", "sex": "female", "mammogram": "2023-01-05"}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def written(folder: Path, content: str | bytes) -> str:
    path = folder / "person.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_a_profile_becomes_a_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = written(tmp_path, json.dumps(PERSON))
    code, out, _ = run(capsys, "plan", "--profile", name, "--on", "2026-11-23", "--json")
    plan = json.loads(out)
    assert code == 0
    assert plan["on"] == "2026-11-23"
    items = {item["id"]: item for item in plan["items"]}
    assert len(items) == 51
    assert items["breast-cancer-screening"]["status"] == "due"
    assert items["breast-cancer-screening"]["due_on"] == "2025-01-05"
    assert items["cervical-cancer-screening"]["missing"]
    assert "places" not in items["breast-cancer-screening"]


def test_a_profile_may_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(PERSON).encode())))
    code, out, _ = run(capsys, "plan", "--profile", "-", "--on", "2026-11-23")
    assert code == 0
    assert "À faire\n  - Mammographie" in out


def test_what_is_to_do_now_is_not_dated_from_another_century(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = {"birth_date": "1924-01-01", "pneumococcal_vaccine": "never", "flu_vaccine": "2026-10-20"}
    _, out, _ = run(capsys, "plan", "--profile", written(tmp_path, json.dumps(person)), "--on", "2026-11-23")
    assert "pneumocoque" in out and "1989" not in out
    assert "(15 octobre 2027)" in out


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("{", "profile"),
        ("[1]", "profile"),
        ('{"birth_date": "1973-02-30"}', "birth_date"),
        ('{"birth_date": "1973-05-01", "birth_date": "1974-05-01"}', "birth_date"),
        ('{"mamogram": "never"}', "mamogram"),
        ('{"pack_years": NaN}', "profile"),
        ('{"pregnant": "yes"}', "pregnant"),
        ('{"sex": "male", "pregnant": true}', "pregnant"),
        ('{"birth_date": "1973-05-01", "mammogram": "1972-05-01"}', "mammogram"),
        ('{"mammogram": "2026-11-24"}', "mammogram"),
        ('{"body_mass_index": 1e999}', "body_mass_index"),
        (b"\xff\xfe\x00", "profile"),
        ("[" * 100_000, "profile"),
        (" " * 1_000_001, "profile"),
        ("1" * 5_000, "profile"),
    ],
)
def test_bad_input_is_refused_with_field_cause_and_mend(
    content: str | bytes, field: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = written(tmp_path, content)
    code, out, err = run(capsys, "plan", "--profile", name, "--on", "2026-11-23", "--json", "--lang", "en")
    assert code == 2
    refused = json.loads(out)["refused"]
    assert [one["field"] for one in refused] == [field]
    assert refused[0]["cause"] and refused[0]["mend"]
    assert field in err


@pytest.mark.parametrize(("option", "value"), [("--on", "2026-13-01"), ("--near", "Lille"), ("--near", "95,200")])
def test_bad_options_are_refused_in_words(
    option: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = written(tmp_path, json.dumps(PERSON))
    code, _, err = run(capsys, "plan", "--profile", name, option, value)
    assert code == 2
    assert option.strip("-") in err


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "plan", "--profile", str(tmp_path / "nobody.json"))
    assert code == 2
    assert "profile" in err


def test_facts_tell_names_types_values_and_questions(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "facts", "--json")
    facts: dict[str, dict[str, Any]] = {fact["name"]: fact for fact in json.loads(out)}
    assert code == 0
    assert {value["value"] for value in facts["sex"]["values"]} == {"female", "male"}
    assert facts["body_mass_index"]["unit"] == "kg/m²"
    assert all(fact["question"]["fr"] and fact["question"]["en"] for fact in facts.values())


@pytest.mark.django_db
def test_places_are_added_near_a_commune(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from prevenance.offer.queries import index

    assert run(capsys, "demo", "--no-serve")[0] == 0
    index.forget()
    name = written(tmp_path, json.dumps(PERSON | {"colorectal_test": "never", "colonoscopy": "never"}))
    code, out, _ = run(capsys, "plan", "--profile", name, "--on", "2026-11-23", "--near", "59606", "--json")
    items = {item["id"]: item for item in json.loads(out)["items"]}
    place = items["colorectal-cancer-screening"]["places"][0]
    assert code == 0
    assert place["distance_km"] < 30
    assert place["is_fictional"] is True
    assert {"name", "phone", "is_open", "next_opening", "wheelchair", "checked_on"} <= set(place)
    index.forget()


@pytest.mark.django_db
def test_sources_are_listed_with_licence_and_age(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "sources", "list", "--json")
    rows = {row["source"]: row for row in json.loads(out)}
    assert code == 0
    assert len(rows) > 10
    assert all(row["licence"] and row["stale_after_days"] for row in rows.values())
    assert rows["town_halls"]["places"] == 0


@pytest.mark.django_db
def test_monitoring_is_told_of_content_that_is_too_old_by_an_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = "id,nom,commune,code_postal,code_insee,adresse,latitude,longitude,services,date_maj"
    for day, code in (("2026-11-01", 0), ("2019-11-01", 1)):
        path = tmp_path / "lieux_mediation_numerique.csv"
        row = f"1,Espace fictif,Lille,59000,59350,1 place Exemple,50.63,3.06,Aide,{day}"
        path.write_text(f"{names}\n{row}\n", encoding="utf-8")
        assert run(capsys, "sources", "import", str(path), "--accept-less")[0] == 0
        found = run(capsys, "sources", "list", "--stale", "--json")
        assert (found[0], [row["source"] for row in json.loads(found[1])]) == (code, ["digital_mediation"] * code)
        assert ("STALE" in run(capsys, "sources", "list")[1]) is bool(code)


@pytest.mark.django_db
def test_an_agenda_that_nobody_sends_again_is_stale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bus.csv"
    path.write_text("titre,date,commune,code_postal\nBus fictif,2999-12-01,Lille,59000\n", encoding="utf-8")
    assert run(capsys, "sources", "outreaches", str(path), "--source", "exemple")[0] == 0
    assert run(capsys, "sources", "list", "--stale")[0] == 0
    ImportRun.objects.update(ended_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    code, out, _ = run(capsys, "sources", "list", "--stale")
    assert (code, "outreach-exemple: 1 dated actions to come" in out) == (1, True)


@pytest.mark.django_db
def test_a_folder_without_known_files_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "holiday.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    code, _, err = run(capsys, "sources", "import", str(tmp_path))
    assert code == 1
    assert "No file here" in err
    assert run(capsys, "sources", "import", str(tmp_path / "missing"))[0] == 2


def test_the_shipped_catalogue_has_nothing_to_mend(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "catalogue", "check", "--on", "2026-11-24")
    assert (code, out) == (0, "Nothing to mend.\n")
