"""A territory's own list: its columns guessed or described, its mistakes told where they are. All is fictional."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.utils import translation

from prevenance.formats import files, headers
from prevenance.formats.refusals import FileRefused
from prevenance.offer.choices import acts, own_lists, sources, words
from prevenance.offer.importers import own_list
from prevenance.offer.models import ImportRun
from prevenance.offer.operations.placing import Placing
from prevenance.site import commands
from tests.importers import fuzzing, social_samples

DESCRIPTION: dict[str, Any] = {
    "name": "Lieux fictifs",
    "publisher": "CPTS fictive",
    "columns": {
        "name": "Nom du lieu",
        "address": "Adresse",
        "postal_code": "CP",
        "commune": "Ville",
        "latitude": "Lat",
        "longitude": "Long",
        "phone": "Tél.",
        "hours": "Horaires",
        "kind": "Type",
        "services": "Actions",
        "checked_on": "MAJ",
    },
    "kind": "social_support",
    "kinds": {"Maison médicale": "health_house"},
}
HEADER = "Nom du lieu;Adresse;CP;Ville;Lat;Long;Tél.;Horaires;Type;Actions;MAJ\n"
ROWS = (
    "Maison fictive;1 rue Fictive;59000;Lille;50,63;3,06;03 53 01 00 01;lundi 9h-12h et 14h-17h;centre de santé;"
    "Dépistage VIH|Café des aidants;02/11/2026\n"
    "Cabinet fictif;2 rue Fictive;59000;Lille;;;;Mo-Fr 09:00-12:00;maison médicale;;2026-11-03\n"
    "Lieu fictif;3 rue Fictive;59000;Lille;;;;;;;\n"
)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    yield
    sources.forget_own("own-exemple")
    translation.deactivate()  # the commands speak the language that they are asked


def checked(tmp_path: Path, content: str | bytes = HEADER + ROWS) -> files.Checked:
    path = tmp_path / "liste.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return files.checked(path)


def settled(file: files.Checked, own: own_lists.OwnList) -> list[dict[str, Any]]:
    placing = Placing(own.source.key, today=fuzzing.TODAY)
    return [row for row in map(placing.settled, own_list.reader(own)(file)) if row]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_described_list_is_read(tmp_path: Path, encoding: str, separator: str) -> None:
    content = (HEADER + ROWS).replace("50,63", "50.63").replace("3,06", "3.06").replace(";", separator)
    own = own_lists.described("exemple", DESCRIPTION)
    rows = settled(checked(tmp_path, content.encode(encoding)), own)
    assert [(row["kind"], row["opening_hours"], row["content_on"]) for row in rows] == [
        ("health_centre", "Mo 09:00-12:00,14:00-17:00", "2026-11-02"),
        ("health_house", "Mo-Fr 09:00-12:00", "2026-11-03"),
        ("social_support", "", None),
    ]
    assert rows[0]["services"] == [["Dépistage VIH", "act:hiv_test", None], ["Café des aidants", "", None]]
    assert (rows[0]["latitude"], rows[0]["phone"]) == (50.63, "+33353010001")
    assert acts.acts_of_code("act:hiv_test"), "a declared act"


def test_usual_columns_are_guessed_in_both_languages(tmp_path: Path) -> None:
    assert own_list.guess(checked(tmp_path)) == {
        "name": "Nom du lieu",
        "address": "Adresse",
        "postal_code": "CP",
        "commune": "Ville",
        "latitude": "Lat",
        "longitude": "Long",
        "phone": "Tél.",
        "hours": "Horaires",
        "kind": "Type",
        "services": "Actions",
    }
    english = own_list.guess(checked(tmp_path, "Name,Street,Postcode,Town,Phone,Opening hours\nx,y,z,t,u,v\n"))
    assert english == {
        "name": "Name",
        "address": "Street",
        "postal_code": "Postcode",
        "commune": "Town",
        "phone": "Phone",
        "hours": "Opening hours",
    }
    assert headers.guessed(("adresse_mail", "adresse"), own_lists.USUAL_COLUMNS) == {
        "address": "adresse",
        "email": "adresse_mail",
    }


def test_mistakes_are_told_with_their_line_and_their_column(tmp_path: Path) -> None:
    rows = (
        ";1 rue Fictive;59000;Lille;;;;;;;\n"
        "Un;;59000;Lille;abc;3,06;12;quand on veut;boulangerie;;hier\n"
        "Deux;;;;;;;;;;\n"
        "Trois;;59000\n"
        "Quatre;;;Saint-Denis;;;;;;;\n"
    )
    own = own_lists.described("exemple", DESCRIPTION)
    found = list(own_list.problems(checked(tmp_path, HEADER + rows), own))
    assert [(one.line, one.column, one.reason, one.found) for one in found] == [
        (2, "Nom du lieu", "no_name", ""),
        (3, "Type", "kind_unknown", "boulangerie"),
        (3, "Lat", "position_unreadable", "abc"),
        (3, "Tél.", "phone_left_out", "12"),
        (3, "Horaires", "hours_kept_as_words", "quand on veut"),
        (3, "MAJ", "date_left_out", "hier"),
        (4, "Ville", "no_position", ""),
        (5, "", "wrong_number_of_cells", ""),
        (6, "Ville", "commune_ambiguous", "Saint-Denis"),
    ]
    assert all(words.reason(one.reason, language) for one in found for language in ("fr", "en"))


def test_what_an_import_would_leave_out_is_told_before(tmp_path: Path) -> None:
    own = own_lists.described("exemple", DESCRIPTION)
    twice = "Un;1 rue Fictive;59000;Lille;;;;;;;\n"
    found = list(own_list.problems(checked(tmp_path, HEADER + twice + ROWS + twice), own))
    assert [(one.line, one.column, one.reason, one.found) for one in found] == [(6, "Nom du lieu", "duplicate", "Un")]
    assert [(one.line, one.reason) for one in own_list.problems(checked(tmp_path, HEADER), own)] == [(1, "no_rows")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"colums": {}}, "mapping_unknown"),
        ({"columns": {"nom": "Nom"}}, "mapping_unknown"),
        ({"columns": {"address": "Adresse"}}, "mapping_without"),
        ({"columns": ["Nom"]}, "mapping_unreadable"),
        ({"kind": "bakery"}, "mapping_unknown"),
        ({"kinds": {"x": "bakery"}}, "mapping_unknown"),
        ({"kind": "", "columns": {"name": "Nom"}}, "mapping_without"),
        ({"stale_after_days": "soon"}, "mapping_unknown"),
    ],
)
def test_a_description_that_is_wrong_says_what_to_mend(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(FileRefused) as refused:
        own_lists.described("exemple", DESCRIPTION | change)
    assert refused.value.reason == reason
    assert words.reason(reason, "fr", **refused.value.facts)


@pytest.mark.parametrize("name", ["", "../etc", "Majuscule", "a b", "é"])
def test_a_name_that_would_not_make_a_file_is_refused(name: str) -> None:
    with pytest.raises(FileRefused) as refused:
        own_lists.described(name, DESCRIPTION)
    assert refused.value.reason == "own_name"


def test_the_lists_of_a_folder_are_known_and_a_broken_one_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "exemple.yaml").write_text(yaml.safe_dump(DESCRIPTION), encoding="utf-8")
    (tmp_path / "casse.yaml").write_text("columns: [", encoding="utf-8")
    refused = own_list.register_all(tmp_path)
    assert [(path.name, one.reason) for path, one in refused] == [("casse.yaml", "mapping_unreadable")]
    own = sources.sources()["own-exemple"]
    assert (own.name["fr"], own.publisher, own.stale_after_days) == ("Lieux fictifs", "CPTS fictive", 180)
    found = sources.named("own-exemple-2026-11.csv")
    assert found and found[0].key == "own-exemple"
    assert own_list.register_all(tmp_path / "absent") == []


@pytest.mark.django_db
def test_the_command_guesses_then_imports_then_remembers(
    tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path / "data"
    monkeypatch.setattr("prevenance.site.serve_command.migrate_database", lambda: None)
    path = checked(tmp_path).path
    base = ["sources", "own", str(path), "--source", "exemple"]
    assert commands.main(base) == 1
    told = capsys.readouterr().out
    assert "name: Nom du lieu" in told and told.startswith("# Colonnes devinées")
    (tmp_path / "map.yaml").write_text(yaml.safe_dump(DESCRIPTION), encoding="utf-8")
    assert commands.main([*base, "--map", str(tmp_path / "map.yaml"), "--checked-on", "2026-11-20"]) == 0
    assert ImportRun.objects.get().content_on == dt.date(2026, 11, 20)
    assert "own-exemple : 3 gardés sur 3 lus" in capsys.readouterr().out.replace("own-exemple: ", "own-exemple : ")
    assert (tmp_path / "data/own-sources/exemple.yaml").is_file()
    assert commands.main([*base, "--check", "--lang", "en"]) == 0, "the description is remembered"
    assert commands.main([*base[:-1], "Nom interdit"]) == 2
    assert "Nom interdit" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_command_imports_dated_actions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prevenance.site.serve_command.migrate_database", lambda: None)
    monkeypatch.setattr("prevenance.kit.clock.now", lambda: fuzzing_now())
    path = tmp_path / "agenda.ics"
    path.write_bytes(social_samples.OUTREACHES[0])
    assert commands.main(["sources", "outreaches", str(path), "--source", "bus", "--lang", "en"]) == 0
    assert "kept of" in capsys.readouterr().out
    assert commands.main(["sources", "outreaches", str(path), "--source", "Un Bus"]) == 2


def fuzzing_now() -> dt.datetime:
    return dt.datetime.combine(fuzzing.TODAY, dt.time(10), tzinfo=ZoneInfo("Europe/Paris"))


def own_outcomes(count: int, path: Path, *, seed: int) -> Counter[str]:
    chance = random.Random(f"own {seed}")
    description = {"columns": {"name": "Nom du lieu", "hours": "Horaires", "phone": "Tél.", "kind": "Type"}}
    own = own_lists.described("exemple", description)

    def outcome(content: bytes) -> str:
        path.write_bytes(content)
        try:
            file = files.checked(path)
            own_list.guess(file)
            assert all(one.reason in words.reasons() for one in own_list.problems(file, own))
            settled(file, own)
        except FileRefused as refused:
            return refused.reason
        return "read"

    return Counter(outcome(fuzzing.spoilt(social_samples.OWN, chance)) for _ in range(count))


def test_two_hundred_spoilt_lists_are_read_or_refused(tmp_path: Path) -> None:
    found = own_outcomes(200, tmp_path / "file", seed=1)
    assert found.total() == 200 and found["read"] and len(found) > 1


@pytest.mark.long
def test_ten_thousand_spoilt_lists_are_read_or_refused(tmp_path: Path) -> None:
    assert own_outcomes(10_000, tmp_path / "file", seed=3).total() == 10_000
