"""The lists of the offer, its words in both languages, its constraints and its sample."""

import csv
import datetime as dt
import gzip
import hashlib
import importlib.util
import re
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from prevenance.offer import operations, queries
from prevenance.offer.choices import PLACE_KINDS, sources, words
from prevenance.offer.models import ImportRun, Place, Record, Service

AT = dt.datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
ROOT = Path(__file__).resolve().parents[3]
PACKED = ROOT / "src/prevenance/offer/packed/demo_places.csv.gz"


def test_every_kind_has_its_words_in_both_languages() -> None:
    assert tuple(words.kinds()) == PLACE_KINDS
    for names in words.kinds().values():
        assert set(names) == {"fr", "en"}
        assert all(len(forms) == 2 and all(forms) for forms in names.values())


def test_the_catalogue_names_no_kind_that_we_do_not_have() -> None:
    acts = yaml.safe_load((files("prevenance.catalogue") / "acts.yaml").read_text(encoding="utf-8"))
    named = {where["kind"] for act in acts for where in act["done_at"]}
    assert named and named <= set(PLACE_KINDS)


def test_every_reason_used_in_the_code_has_its_words() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for room in ("formats", "offer/importers", "offer/operations")
        for path in (ROOT / "src/prevenance" / room).rglob("*.py")
    )
    used = set(re.findall(r'FileRefused\(\s*"(\w+)"', code)) | set(re.findall(r'RowRefused\([^"]*"(\w+)"\)', code))
    used |= set(re.findall(r'mended\["(\w+)"\]', code)) | {
        "duplicate",
        "no_name",
        "no_identifier",
        "kind_unknown",
        "closed",
    }
    assert len(used) > 35
    assert used <= set(words.reasons())
    for key, said in words.reasons().items():
        assert set(said) == {"fr", "en"}, key
        assert re.findall(r"{\w+}", said["fr"]).sort() == re.findall(r"{\w+}", said["en"]).sort(), key


def test_finess_categories_lead_to_known_kinds() -> None:
    assert set(words.finess_kinds().values()) <= set(PLACE_KINDS)
    assert all(re.fullmatch(r"\d{3}", code) for code in words.finess_kinds())


def test_every_source_says_who_publishes_it_and_under_what_licence() -> None:
    for key, source in sources.sources().items():
        assert source.publisher and source.licence and set(source.name) == {"fr", "en"}
        assert source.page.startswith("https://") or key in ("demo", "prevenance_places")
        assert source.stale_after_days > 0


@pytest.mark.parametrize(
    ("name", "source", "content_on"),
    [
        ("france_services_hdf_2024-08.csv", "france_services", dt.date(2024, 8, 1)),
        ("finess-structures-journalier-20261101.json.gz", "finess_structures", dt.date(2026, 11, 1)),
        ("sae_2023_structures_rattachees_hdf.csv", "sae_attached", dt.date(2023, 1, 1)),
        ("mairies_hauts-de-france.csv.gz", "town_halls", dt.date(2026, 1, 1)),
        ("aidants_connect-20260203.csv", "aidants_connect", dt.date(2026, 2, 3)),
        ("mairies-20261399.csv", "town_halls", None),
        ("population_2021.csv", None, None),
    ],
)
def test_a_file_is_recognised_and_dated_by_its_name(name: str, source: str | None, content_on: dt.date | None) -> None:
    found = sources.named(name)
    assert (found and (found[0].key, found[1])) == (source and (source, content_on))


def run(**values: Any) -> ImportRun:
    return ImportRun.objects.create(
        **{"source": "town_halls", "outcome": "done", "started_at": AT, "ended_at": AT, **values}
    )


def record(**values: Any) -> Record:
    known = {
        "id": "x",
        "source": "town_halls",
        "source_id": "1",
        "kind": "town_hall",
        "name": "Mairie",
        "latitude": 50.0,
        "longitude": 3.0,
    }
    home, _ = Place.objects.get_or_create(
        id="x", source="town_halls", kind="town_hall", name="Mairie", latitude=50.0, longitude=3.0
    )
    return Record.objects.create(**{**known, "import_run": run(), "place": home, **values})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "impossible",
    [
        {"kind": "bakery"},
        {"latitude": 91.0},
        {"longitude": -181.0},
        {"latitude": float("nan")},
        {"name": ""},
        {"source_id": ""},
        {"phone": "0353010000"},
        {"wheelchair": "perhaps"},
        {"is_fictional": True},
        {"source": "demo"},
    ],
)
def test_the_database_refuses_an_impossible_place(impossible: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        record(**impossible)


@pytest.mark.django_db
def test_the_database_refuses_a_place_twice_and_a_service_without_words() -> None:
    one = record()
    with pytest.raises(IntegrityError), transaction.atomic():
        record(id="y")
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.create(record=one, label="")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "impossible",
    [
        {"outcome": "perhaps"},
        {"outcome": "running"},
        {"ended_at": None},
        {"rows_read": 1, "rows_kept": 2},
        {"outcome": "refused"},
    ],
)
def test_the_database_refuses_an_impossible_run(impossible: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        run(**impossible)


@pytest.mark.django_db(transaction=True)
def test_the_tables_can_be_unmade_and_made_again() -> None:
    call_command("migrate", "offer", "zero", verbosity=0)
    assert "offer_place" not in connection.introspection.table_names()
    call_command("migrate", "offer", verbosity=0)
    record()
    call_command("makemigrations", "offer", check=True, dry_run=True, verbosity=0)


def sample() -> list[dict[str, str]]:
    with gzip.open(PACKED, "rt", encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_the_sample_says_of_each_place_that_it_is_invented() -> None:
    rows = sample()
    assert 2500 < len(rows) < 4000
    assert PACKED.stat().st_size < 400_000
    assert all(re.search(r"\bficti(f|ve)\b", row["name"]) for row in rows)
    assert {row["kind"] for row in rows} == set(PLACE_KINDS)
    assert {row["commune_code"][:2] for row in rows} == {"02", "59", "60", "62", "80"}
    assert all(re.fullmatch(r"\+3335301\d{4}", row["phone"]) for row in rows), "numbers kept for fiction"


def test_anyone_can_make_the_same_sample_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("make_demo_places", ROOT / "scripts/make_demo_places.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "make_demo_places", script)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "OUTPUT", tmp_path / "made.csv.gz")
    assert script.main() == 0
    made = hashlib.sha256((tmp_path / "made.csv.gz").read_bytes())
    assert made.hexdigest() == hashlib.sha256(PACKED.read_bytes()).hexdigest()


@pytest.mark.django_db
def test_the_sample_is_dense_enough_to_try_everything() -> None:
    report = operations.load_demo(at=AT)
    assert (report.outcome, report.refused, report.mended) == ("done", {}, {})
    for latitude, longitude in (
        (50.63, 3.06),
        (49.89, 2.30),
        (49.56, 3.62),
        (49.43, 2.08),
        (50.29, 2.78),
        (50.95, 1.85),
    ):
        for kind in PLACE_KINDS:
            near = queries.nearest_places(kinds=[kind], latitude=latitude, longitude=longitude, at=AT, within_km=100)
            assert near and near[0].is_fictional, (kind, latitude, longitude)
    near = queries.nearest_places(kinds=["pharmacy"], latitude=50.63, longitude=3.06, at=AT, open_only=True)
    assert len(near) == 5 and near[0].distance_km < 5


@pytest.mark.django_db
def test_freshness_is_the_age_of_the_content() -> None:
    operations.load_demo(at=AT)
    known = {one.source.key: one for one in queries.freshness(dt.date(2026, 11, 25))}
    demo = known["demo"]
    assert (demo.content_on, demo.age_in_days, demo.is_stale) == (dt.date(2026, 11, 15), 10, False)
    assert demo.imported_at is not None and demo.places > 3000
    empty = known["france_services"]
    assert (empty.places, empty.content_on, empty.is_stale, empty.imported_at) == (0, None, False, None)
