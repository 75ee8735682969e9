"""The main job on the real files of the data folder (see docs): run with PREVENANCE_REAL_DATA=<folder>."""

import datetime as dt
import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from prevenance.offer import operations, queries
from prevenance.offer.models import Record

FOLDER = os.environ.get("PREVENANCE_REAL_DATA", "")
AT = dt.datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
# read, kept: counted by hand from the files' own description, then held here.
EXPECTED = {
    "health_establishments_2020": (440, 307),
    "sae_establishments": (366, 165),
    "sae_attached": (580, 480),
    "pharmacies_vaccination": (336, 336),
    "covid_vaccination_centres": (214, 92),
    "laboratories": (256, 176),
    "france_services": (205, 205),
    "digital_mediation": (1741, 1741),
    "conseillers_numeriques": (421, 421),
    "inclusion_structures": (244, 244),
    "inclusion_services": (90, 19),  # 90 services, gathered by structure: 71 join another
    "aidants_connect": (413, 413),
    "town_halls": (3782, 3777),
}

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER, reason="PREVENANCE_REAL_DATA names no folder"),
]


def imported() -> dict[str, operations.ImportReport]:
    return {report.source: report for report in operations.import_folder(Path(FOLDER), at=AT)}


def test_the_whole_folder_is_read_and_what_is_refused_is_counted() -> None:
    reports = imported()
    assert {key: (report.read, report.kept) for key, report in reports.items()} == EXPECTED
    for report in reports.values():
        assert report.outcome == "done", report
        gathered = report.mended.get("rows_gathered", 0)
        assert sum(report.refused.values()) + gathered == report.read - report.kept
        assert report.content_on is not None
    assert queries.places_count() == sum(kept for _, kept in EXPECTED.values())


def test_a_second_import_changes_nothing() -> None:
    imported()
    before = list(Record.objects.order_by("id").values_list("id", "name", "latitude", "opening_hours", "content_on"))
    imported()
    assert (
        list(Record.objects.order_by("id").values_list("id", "name", "latitude", "opening_hours", "content_on"))
        == before
    )


def test_someone_in_arras_is_shown_what_is_near_and_how_old_it_is() -> None:
    imported()
    near = queries.nearest_places(kinds=["pharmacy"], latitude=50.291, longitude=2.777, at=AT)
    assert [place.distance_km for place in near] == sorted(place.distance_km for place in near)
    assert near[0].distance_km < 2
    assert near[0].checked_on is not None and near[0].checked_on.year == 2022
    assert any(place.opening.is_open for place in near)
    stale = {one.source.key for one in queries.freshness(AT.date()) if one.is_stale}
    assert stale == set(EXPECTED) - {"town_halls"}


def test_no_real_place_is_marked_fictional_and_the_reverse() -> None:
    operations.load_demo(at=AT)
    imported()
    near = queries.nearest_places(kinds=["pharmacy"], latitude=50.291, longitude=2.777, at=AT)
    assert not any(place.is_fictional for place in near), "a real source holds pharmacies: invented ones are hidden"
    near = queries.nearest_places(kinds=["midwife"], latitude=50.291, longitude=2.777, at=AT)
    assert near and all(place.is_fictional for place in near), "no real source here holds midwives"


def test_the_services_of_data_inclusion_are_held_where_their_structure_is() -> None:
    imported()
    services = Record.objects.filter(source="inclusion_services")
    structures = {one.source_id: one for one in Record.objects.filter(source="inclusion_structures")}
    assert all(structures[one.source_id].name == one.name for one in services)
    held = set(services.values_list("source_id", "services__label"))
    assert len(held) == 58, "90 services of the file bear 58 names, structure by structure"
    assert services.filter(services__code="data-inclusion:numerique--accompagner-les-demarches-de-sante").exists()
