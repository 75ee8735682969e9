"""What leaves: our own open data. What is in it, what never is, and that it comes back the same."""

from __future__ import annotations

import csv
import dataclasses
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from prevenance.formats import mailboxes, spreadsheets
from prevenance.offer import models, operations
from prevenance.offer.choices import exchanges
from prevenance.offer.presenters import exports
from prevenance.offer.presenters.exports import rows
from prevenance.offer.queries import published
from prevenance.offer.queries.published import Published, Wanted
from tests.unit.offer.published_examples import AT, DIGITAL, PHARMACY, imported, several_sources

pytestmark = pytest.mark.django_db
ABOUT = exports.About(at=AT)


def written(name: str, folder: Path, wanted: Wanted | None = None) -> exports.Written:
    return exports.FORMATS[name](published.published(wanted or Wanted()), folder, ABOUT)


def table(folder: Path) -> list[dict[str, str]]:
    with (folder / "places.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_row_says_where_it_comes_from_under_which_licence_and_how_old_it_is(tmp_path: Path) -> None:
    several_sources(tmp_path)
    assert written("csv", tmp_path).kept == 2
    by_name = {row["name"]: row for row in table(tmp_path)}
    row = by_name["Espace numérique fictif"]
    assert len(row["id"]) == 16
    assert (row["sources"], row["source_ids"]) == ("digital_mediation", "exemple-1")
    assert row["licences"] == "Licence Ouverte 2.0"
    assert (row["content_on"], row["is_position_approximate"]) == ("2026-11-01", "false")
    assert row["phone"] == "+33320000000"
    both = by_name["Centre social fictif"]
    assert sorted(both["sources"].split("|")) == ["inclusion_services", "inclusion_structures"]
    assert both["licences"].split("|") == ["Licence Ouverte 2.0"] * 2
    assert both["content_on"] == "2026-10-02"


def test_the_table_is_valid_for_its_own_data_package(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    several_sources(tmp_path)
    operations.load_demo(at=AT)
    written("csv", tmp_path, Wanted(with_demo=True, with_unclear_licences=True))
    assert [column["name"] for column in package(tmp_path)["resources"][0]["schema"]["fields"]] == list(
        table(tmp_path)[0]
    )
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]


def package(folder: Path) -> Any:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def test_every_column_is_described_in_both_languages_and_is_the_row_s_own(tmp_path: Path) -> None:
    several_sources(tmp_path)
    one = next(published.published(Wanted()))
    assert [column.name for column in exchanges.columns()] == list(rows.row(one))
    assert all(column.words["fr"] and column.words["en"] for column in exchanges.columns())


def test_a_source_of_unclear_licence_stays_at_home_unless_one_asks(tmp_path: Path) -> None:
    several_sources(tmp_path)
    assert "Pharmacie fictive" not in {one.name for one in published.published(Wanted())}
    everything = {one.name for one in published.published(Wanted(with_unclear_licences=True))}
    assert "Pharmacie fictive" in everything
    written("csv", tmp_path, Wanted(with_unclear_licences=True))
    assert next(row for row in table(tmp_path) if row["name"] == "Pharmacie fictive")["licences"].startswith("GPL")


def test_a_value_of_an_unclear_source_is_not_published_with_the_place_of_a_clear_one(tmp_path: Path) -> None:
    imported(tmp_path, "pharmacies_centres_vaccination.csv", [PHARMACY])
    imported(tmp_path, "lieux_mediation_numerique.csv", [DIGITAL | {"telephone": "", "date_maj": "2020-01-01"}])
    mine, unclear = models.Record.objects.get(source="digital_mediation"), models.Record.objects.get(kind="pharmacy")
    unclear.place_id = mine.place_id
    unclear.save()
    operations.places.make({mine.place_id, unclear.id})
    place = models.Place.objects.get()
    assert place.phone == "+33320000001", "the place shows what its freshest source says"
    [one] = published.published(Wanted())
    assert (one.phone, one.name, one.kinds) == ("", "Espace numérique fictif", ("digital_mediation",))
    assert [credit.source for credit in one.credits] == ["digital_mediation"]
    assert (one.address, one.latitude) == ("1 place Exemple", 50.63)
    assert str(one.content_on) == "2020-01-01"


def test_a_fictional_place_leaves_only_when_asked_and_marked(tmp_path: Path) -> None:
    operations.load_demo(at=AT)
    assert list(published.published(Wanted())) == []
    written("csv", tmp_path, Wanted(with_demo=True))
    assert {row["is_fictional"] for row in table(tmp_path)} == {"true"}


def test_a_place_that_has_closed_for_good_does_not_leave(tmp_path: Path) -> None:
    several_sources(tmp_path)
    models.Place.objects.update(has_closed=True)
    assert list(published.published(Wanted())) == []


@pytest.mark.parametrize(
    ("address", "about", "is_shared"),
    [
        ("accueil@example.fr", "", True),
        ("mairie.exemple@example.fr", "", True),
        ("mediathequedelille@example.fr", "", True),
        ("ville-exemple@example.fr", "", True),
        ("secretariat.dupont@example.fr", "", True),
        ("atelier-fictif@example.fr", "Atelier fictif", True),
        ("association-truc@association-truc.fr", "", True),
        ("trucmuche@trucmuche.fr", "", True),
        ("camille.exemple@example.fr", "", False),
        ("c.exemple@example.fr", "Centre social fictif", False),
        ("cexemple@example.fr", "", False),
        ("camille@example.fr", "", False),
        ("", "", False),
        ("sans-arobase", "", False),
    ],
)
def test_an_address_is_published_only_when_it_speaks_for_a_place(address: str, about: str, is_shared: bool) -> None:
    assert mailboxes.is_shared(address, about=about) is is_shared


def test_the_address_of_somebody_is_left_out_and_a_practice_s_name_proves_nothing(tmp_path: Path) -> None:
    several_sources(tmp_path)
    for table in (models.Place, models.Record):
        table.objects.filter(name="Centre social fictif").update(email="camille.exemple@example.fr")
    by_name = {one.name: one for one in published.published(Wanted())}
    assert by_name["Centre social fictif"].email == "camille.exemple@example.fr"
    assert rows.email(by_name["Centre social fictif"]) == ""
    assert rows.as_object(by_name["Espace numérique fictif"])["email"] == "accueil@example.fr"
    practice = dataclasses.replace(
        by_name["Espace numérique fictif"],
        name="Cabinet Exemple",
        kinds=("doctor",),
        email="docteur.exemple@example.fr",
    )
    assert rows.email(practice) == ""


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1+1",
        "＝1+1",
        "＋1+1",
        "－1+1",
        "＠SUM(A1)",
        "\u200b=1+1",
        '"=1+1',
        "Lieu;=1+1",
        "Lieu; @SUM(A1)",
        "Lieu\n-1+cmd",
    ],
)
def test_no_cell_begins_a_formula_wherever_a_spreadsheet_may_cut(text: str) -> None:
    safe = spreadsheets.safe_cell(text)
    for part in safe.replace("\t", ";").replace("\r", ";").replace("\n", ";").split(";"):
        assert part.strip(' "\u200b')[:1] not in tuple("=+-@＝＋－＠"), safe
    assert spreadsheets.restored_cell(safe) == text


@pytest.mark.parametrize("text", ["+33320000000", "-1.5", "12", "l'été", "Mo-Fr 09:00-12:00; Sa off", "", "a-b", "R+1"])
def test_what_no_spreadsheet_runs_is_left_as_it_is(text: str) -> None:
    assert spreadsheets.safe_cell(text) == text
    assert spreadsheets.restored_cell(text) == text


def test_hostile_words_leave_harmless_in_every_table(tmp_path: Path) -> None:
    several_sources(tmp_path)
    hostile = '=HYPERLINK("http://exemple.test";"x")'
    models.Place.objects.update(name=hostile, description=f"Ici;{hostile}", organisation="@SUM(1)", address="+1+1")
    models.Service.objects.update(label="-2+cmd")
    for name in ("csv", "mediation-numerique", "hsds-tables"):
        written(name, tmp_path)
    for path in (tmp_path / "places.csv", tmp_path / "lieux-de-mediation-numerique.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream):
                for cell in row:
                    is_phone = cell[:1] == "+" and cell[1:].isdigit()
                    assert cell[:1] not in tuple("=+-@") or is_phone, cell


def test_geojson_is_rfc_7946(tmp_path: Path) -> None:
    several_sources(tmp_path)
    written("geojson", tmp_path)
    found = json.loads((tmp_path / "places.geojson").read_text(encoding="utf-8"))
    assert (found["type"], "crs" in found, len(found["features"])) == ("FeatureCollection", False, 2)
    for feature in found["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180 and 41 < latitude < 52
        assert {"sources", "content_on", "is_position_approximate"} <= set(feature["properties"])


def test_an_inventory_of_nothing_is_a_valid_file_in_every_format(tmp_path: Path) -> None:
    for name in exports.FORMATS:
        if name not in exports.NEEDS_AN_EXTRA:
            assert written(name, tmp_path).kept == 0
    for path in tmp_path.glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8")) is not None


def test_parquet_says_the_same_as_the_table(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    several_sources(tmp_path)
    written("parquet", tmp_path)
    written("csv", tmp_path)
    found = parquet.read_table(tmp_path / "places.parquet").to_pylist()
    assert [row["id"] for row in found] == [row["id"] for row in table(tmp_path)]
    row = next(row for row in found if row["name"] == "Espace numérique fictif")
    assert row["sources"] == ["digital_mediation"] and row["email"] == "accueil@example.fr"
    assert row["legal_finess"] is None and str(row["content_on"]) == "2026-11-01"


def test_our_own_table_comes_back_the_same(tmp_path: Path) -> None:
    several_sources(tmp_path)
    before = {one.name: one for one in published.published(Wanted())}
    written("csv", tmp_path)
    for source in ("digital_mediation", "inclusion_structures", "inclusion_services"):
        operations.remove_source(source, at=AT)
    report = operations.import_file(tmp_path / "places.csv", at=AT)
    assert (report.source, report.kept, report.refused) == ("prevenance_places", 2, {})
    after = {one.name: one for one in published.published(Wanted(with_unclear_licences=True))}
    del after["Pharmacie fictive"]
    assert after.keys() == before.keys()
    for name, one in before.items():
        came = dataclasses.asdict(after[name])
        left = dataclasses.asdict(one) | {"email": rows.email(one)}
        for told_otherwise in ("id", "credits"):
            del came[told_otherwise], left[told_otherwise]
        assert came == left


def test_a_fictional_place_of_another_site_does_not_become_real(tmp_path: Path) -> None:
    operations.load_demo(at=AT)
    written("csv", tmp_path, Wanted(with_demo=True))
    operations.remove_source("demo", at=AT)
    report = operations.import_file(tmp_path / "places.csv", at=AT)
    assert report.kept == 0 and set(report.refused) == {"fictional"}


def many(one: Published, times: int) -> Iterator[Published]:
    return (dataclasses.replace(one, id=f"{rank:016d}") for rank in range(times))


@pytest.mark.parametrize("name", [name for name in exports.FORMATS if name != "parquet"])
def test_ten_times_more_places_take_no_more_memory(tmp_path: Path, name: str) -> None:
    several_sources(tmp_path)
    one = next(one for one in published.published(Wanted()) if one.name == "Espace numérique fictif")
    exports.FORMATS[name](many(one, 20), tmp_path, ABOUT)
    peaks = []
    for times in (40, 400):
        tracemalloc.start()
        exports.FORMATS[name](many(one, times), tmp_path, ABOUT)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000


def test_places_are_read_by_batches_in_the_order_of_their_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(tmp_path, "lieux_mediation_numerique.csv", [DIGITAL | {"id": f"exemple-{n}"} for n in range(23)])
    whole = [one.id for one in published.published(Wanted())]
    monkeypatch.setattr(published, "BATCH", 5)
    assert [one.id for one in published.published(Wanted())] == whole == sorted(whole)
    assert [one.id for one in published.published(Wanted(), after=whole[9], most=7)] == whole[10:17]
