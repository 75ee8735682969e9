"""What leaves in the formats of others: valid for their own validators, and read back by our own readers."""

from __future__ import annotations

import csv
import json
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from prevenance.offer import models, operations
from prevenance.offer.choices import exchanges
from prevenance.offer.presenters import exports
from prevenance.offer.presenters.exports import digital_mediation, hsds
from prevenance.offer.queries import published
from prevenance.offer.queries.published import Published, Wanted
from tests.unit.offer import hsds_schema
from tests.unit.offer.published_examples import AT, DIGITAL, imported, several_sources

pytestmark = pytest.mark.django_db
ABOUT = exports.About(at=AT)
EVERYTHING = Wanted(with_demo=True, with_unclear_licences=True)
REAL = os.environ.get("PREVENANCE_REAL_DATA", "")
SCHEMA = Path(REAL) / "schemas" / "lieux-mediation-numerique" / "schema.json"


def written(name: str, folder: Path, wanted: Wanted | None = None) -> exports.Written:
    return exports.FORMATS[name](published.published(wanted or Wanted()), folder, ABOUT)


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def by_name(wanted: Wanted | None = None) -> dict[str, Published]:
    return {one.name: one for one in published.published(wanted or Wanted())}


def there_and_back(name: str, file: str, folder: Path, source: str) -> tuple[Published, Published]:
    """The place of digital help as it left, and as it came back from the file alone."""
    imported(folder, "lieux_mediation_numerique.csv", [DIGITAL])
    before = by_name()["Espace numérique fictif"]
    written(name, folder)
    operations.remove_source("digital_mediation", at=AT)
    report = operations.import_file(folder / file, at=AT, source=source)
    assert (report.outcome, report.refused) == ("done", {}), report
    return before, by_name(Wanted(with_unclear_licences=True))["Espace numérique fictif"]


SAME = (
    "name",
    "address",
    "postal_code",
    "commune_code",
    "latitude",
    "longitude",
    "is_position_approximate",
    "phone",
    "email",
    "opening_hours",
)


def differences(one: Published, other: Published, fields: tuple[str, ...]) -> dict[str, Any]:
    pairs = {name: (getattr(one, name), getattr(other, name)) for name in fields}
    return {name: values for name, values in pairs.items() if values[0] != values[1]}


# --- places for help with digital tools, 1.0.2 ---


def test_the_file_of_digital_mediation_keeps_to_the_constraints_of_the_schema(tmp_path: Path) -> None:
    several_sources(tmp_path)
    operations.load_demo(at=AT)
    written("mediation-numerique", tmp_path, EVERYTHING)
    rows = cells(tmp_path / digital_mediation.FILE)
    assert rows and list(rows[0]) == list(digital_mediation.COLUMNS)
    accepted = {name: set(column["values"].values()) for name, column in exchanges.digital_mediation_values().items()}
    for row in rows:
        for name in ("id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj"):
            assert row[name], name
        assert re.fullmatch(r"[a-zA-Z0-9]{9,14}", row["pivot"])
        assert re.fullmatch(r"\d{5}", row["code_postal"])
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["date_maj"])
        assert not row["code_insee"] or digital_mediation.COMMUNE.fullmatch(row["code_insee"])
        assert not row["telephone"] or digital_mediation.PHONE.fullmatch(row["telephone"])
        assert len(row["presentation_resume"]) <= 280
        for name, values in accepted.items():
            assert set(filter(None, row[name].split("|"))) <= values, (name, row[name])


def test_what_the_published_schema_refuses_is_written_where_it_accepts_it(tmp_path: Path) -> None:
    several_sources(tmp_path)
    written("mediation-numerique", tmp_path)
    [row] = cells(tmp_path / digital_mediation.FILE)
    assert row["formations_labels"] == "Formé à « Mon Espace Santé »"
    assert row["autres_formations_labels"] == "Étapes numériques (La Poste)"
    assert row["dispositif_programmes_nationaux"] == "Conseillers numériques"
    assert row["frais_a_charge"] == "Gratuit" and row["courriels"] == "accueil@example.fr"
    models.Place.objects.update(phone="+3236460000", commune_code="20004")
    written("mediation-numerique", tmp_path)
    [row] = cells(tmp_path / digital_mediation.FILE)
    assert (row["telephone"], row["code_insee"]) == ("", "")


def test_a_place_that_the_schema_cannot_hold_is_left_out_and_counted(tmp_path: Path) -> None:
    imported(
        tmp_path,
        "lieux_mediation_numerique.csv",
        [DIGITAL, DIGITAL | {"id": "exemple-2", "adresse": ""}],
    )
    done = written("mediation-numerique", tmp_path)
    assert (done.kept, done.left_out) == (1, {"no_address": 1})


def test_digital_mediation_comes_back_the_same(tmp_path: Path) -> None:
    before, after = there_and_back("mediation-numerique", digital_mediation.FILE, tmp_path, "digital_mediation")
    fields = (*SAME, "website", "booking", "fees", "description", "organisation", "siret", "accessibility_page")
    assert differences(before, after, fields) == {}
    assert sorted(one.code for one in after.services) == sorted(one.code for one in before.services)
    assert after.content_on == before.content_on


@pytest.mark.real_data
@pytest.mark.skipif(not REAL, reason="PREVENANCE_REAL_DATA names no folder")
def test_the_real_places_of_digital_mediation_are_valid_for_the_national_schema(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    operations.import_folder(Path(REAL) / "inclusion_numerique", at=AT)
    done = written("mediation-numerique", tmp_path)
    assert done.kept > 2000
    schema = frictionless.Schema.from_descriptor(json.loads(SCHEMA.read_text(encoding="utf-8")))
    report = frictionless.Resource(path=digital_mediation.FILE, basepath=str(tmp_path), schema=schema).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:10]


# --- data·inclusion v1 ---


def inclusion_models() -> Any:
    return pytest.importorskip("data_inclusion.schema").v1


def both_files(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    names = ("structures-inclusion.json", "services-inclusion.json")
    structures, services = (json.loads((folder / name).read_text(encoding="utf-8")) for name in names)
    return structures, services


def test_structures_and_services_are_valid_for_the_models_of_data_inclusion(tmp_path: Path) -> None:
    v1 = inclusion_models()
    several_sources(tmp_path)
    operations.load_demo(at=AT)
    written("data-inclusion", tmp_path, EVERYTHING)
    structures, services = both_files(tmp_path)
    assert len(structures) > 2
    known = {v1.Structure.model_validate(one).id for one in structures}
    assert {v1.Service.model_validate(one).structure_id for one in services} <= known
    assert len({one["id"] for one in services}) == len(services)


def test_a_service_leaves_with_its_theme_its_cost_and_how_to_reach_it(tmp_path: Path) -> None:
    several_sources(tmp_path)
    models.Place.objects.filter(name="Centre social fictif").update(email="camille.exemple@example.fr")
    written("data-inclusion", tmp_path)
    _, services = both_files(tmp_path)
    [service] = [one for one in services if one["nom"] == "Écoute sur les addictions"]
    assert service["thematiques"] == ["sante--addictions"]
    assert (service["frais"], service["modes_mobilisation"]) == ("gratuit", ["telephoner"])
    assert "courriel" not in service, "the address names somebody"


def test_data_inclusion_comes_back_the_same(tmp_path: Path) -> None:
    before, after = there_and_back("data-inclusion", "structures-inclusion.json", tmp_path, "inclusion_structures")
    assert differences(before, after, (*SAME, "website", "siret", "description", "accessibility_page")) == {}
    report = operations.import_file(tmp_path / "services-inclusion.json", at=AT, source="inclusion_services")
    assert (report.outcome, report.refused) == ("done", {})
    codes = {one.code for one in models.Service.objects.all()}
    assert "data-inclusion:numerique--acceder-a-des-services-en-ligne" in codes


@pytest.mark.real_data
@pytest.mark.skipif(not REAL, reason="PREVENANCE_REAL_DATA names no folder")
def test_the_real_structures_are_valid_for_the_models_of_data_inclusion(tmp_path: Path) -> None:
    v1 = inclusion_models()
    operations.import_folder(Path(REAL) / "inclusion_numerique", at=AT)
    done = written("data-inclusion", tmp_path)
    structures, services = both_files(tmp_path)
    assert done.kept == len(structures) > 2000
    for one in structures:
        v1.Structure.model_validate(one)
    for one in services:
        v1.Service.model_validate(one)


# --- HSDS 3.0 ---


def test_hsds_services_keep_to_what_the_standard_requires(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    several_sources(tmp_path)
    operations.load_demo(at=AT)
    written("hsds", tmp_path, EVERYTHING)
    services = json.loads((tmp_path / hsds.FILE).read_text(encoding="utf-8"))
    assert len(services) > 20
    jsonschema.Draft202012Validator(hsds_schema.SERVICES).validate(services)
    assert len({one["id"] for one in services}) == len(services)


def test_hsds_tables_are_valid_for_their_package_keys_between_them_included(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    several_sources(tmp_path)
    operations.load_demo(at=AT)
    written("hsds-tables", tmp_path, EVERYTHING)
    with zipfile.ZipFile(tmp_path / "hsds-tables.zip") as archive:
        archive.extractall(tmp_path / "tables")
    report = frictionless.Package(str(tmp_path / "tables" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]
    assert len(cells(tmp_path / "tables" / "locations.csv")) == models.Place.objects.count()


def test_a_plain_week_becomes_schedules_and_anything_rarer_stays_in_words(tmp_path: Path) -> None:
    several_sources(tmp_path)
    one = by_name()["Espace numérique fictif"]
    found = hsds.schedules(one)
    assert [(row["byday"], row["opens_at"], row["closes_at"]) for row in found] == [
        ("MO,TU,WE,TH,FR,SA", "09:00", "12:00"),
        ("MO,TU,WE,TH,FR", "14:00", "17:00"),
    ]
    assert {row["notes"] for row in found} == {"Fermé les jours fériés."}


@pytest.mark.parametrize(("name", "file"), [("hsds", "hsds-services.json"), ("hsds-tables", "hsds-tables.zip")])
def test_hsds_comes_back_the_same(tmp_path: Path, name: str, file: str) -> None:
    before, after = there_and_back(name, file, tmp_path, "hsds_places")
    assert differences(before, after, tuple(field for field in SAME if field != "opening_hours")) == {}
    assert after.opening_hours == before.opening_hours.replace("; PH off", "")
    assert after.content_on == before.content_on


# --- FHIR R4 ---


def resources(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(folder.glob("fhir-*.ndjson"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def test_every_fhir_resource_is_valid_and_refers_to_what_is_there(tmp_path: Path) -> None:
    fhirkit = pytest.importorskip("fhirkit")
    several_sources(tmp_path)
    operations.load_demo(at=AT)
    written("fhir", tmp_path, EVERYTHING)
    found = resources(tmp_path)
    assert {one["resourceType"] for one in found} == {"Organization", "Location", "HealthcareService"}
    assert [str(issue) for one in found for issue in fhirkit.validate(one)] == []
    bundle = json.loads((tmp_path / "fhir-bundle.json").read_text(encoding="utf-8"))
    assert fhirkit.validate(bundle) == []
    known = {f"{one['resourceType']}/{one['id']}" for one in found}
    assert set(re.findall(r'"reference": "([^"]+)"', json.dumps(found))) <= known
    assert len(bundle["entry"]) == len(found)


def test_a_fictional_place_is_labelled_as_test_data(tmp_path: Path) -> None:
    operations.load_demo(at=AT)
    written("fhir", tmp_path, Wanted(with_demo=True))
    assert all(one["meta"]["security"][0]["code"] == "HTEST" for one in resources(tmp_path))


def test_every_fhir_resource_bears_its_licence_and_the_date_of_its_content(tmp_path: Path) -> None:
    several_sources(tmp_path)
    written("fhir", tmp_path)
    for one in resources(tmp_path):
        urls = {extension["url"].removeprefix("urn:prevenance:") for extension in one["extension"]}
        assert {"source", "licence", "content-on", "position-is-approximate"} <= urls


def test_fhir_comes_back_the_same(tmp_path: Path) -> None:
    before, after = there_and_back("fhir", "fhir-bundle.json", tmp_path, "fhir_places")
    assert differences(before, after, tuple(field for field in SAME if field != "opening_hours")) == {}
    assert after.opening_hours == before.opening_hours.replace("; PH off", "")


@pytest.mark.parametrize(
    ("name", "file", "source"),
    [
        ("hsds", "hsds-services.json", "hsds_places"),
        ("hsds-tables", "hsds-tables.zip", "hsds_places"),
        ("fhir", "fhir-bundle.json", "fhir_places"),
    ],
)
def test_a_kind_that_no_word_tells_comes_back(tmp_path: Path, name: str, file: str, source: str) -> None:
    imported(tmp_path, "lieux_mediation_numerique.csv", [DIGITAL | {"nom": "Chez Exemple", "services": ""}])
    for table in (models.Record, models.Place, models.PlaceKind):
        table.objects.update(kind="town_hall")
    written(name, tmp_path)
    operations.remove_source("digital_mediation", at=AT)
    report = operations.import_file(tmp_path / file, at=AT, source=source)
    assert (report.outcome, report.refused) == ("done", {})
    assert list(models.Record.objects.values_list("name", "kind")) == [("Chez Exemple", "town_hall")]
