"""The packed communes against an independent extract of the same public sources."""

import csv
import gzip
import os
from pathlib import Path

import pytest

from prevenance.territories import queries
from prevenance.territories.queries.register import register

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not os.environ.get("PREVENANCE_REAL_DATA"), reason="PREVENANCE_REAL_DATA names no folder"),
]


@pytest.fixture(scope="module")
def rows():
    path = Path(os.environ["PREVENANCE_REAL_DATA"]) / "territoires" / "communes_france.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return {row["code_insee"]: row for row in csv.DictReader(file)}


def test_the_same_communes(rows):
    assert list(register().codes) == sorted(rows)
    assert len(rows) == 34_875


def test_the_same_facts(rows):
    for code, row in rows.items():
        commune = queries.commune(code)
        assert {
            "nom": commune.name,
            "departement": commune.department,
            "departement_nom": commune.department_name,
            "region": commune.region,
            "region_nom": commune.region_name,
            "epci": commune.epci,
            "epci_nom": commune.epci_name,
            "codes_postaux": "|".join(commune.postal_codes),
            "population": str(commune.population),
        }.items() <= row.items(), code


def test_the_same_centres(rows):
    without = [code for code, row in rows.items() if not row["lat"]]
    assert len(without) == 8  # ours are told in packed/README.md
    for code, row in rows.items():
        if code not in without:
            commune = queries.commune(code)
            away = queries.distance_km(commune.latitude, commune.longitude, float(row["lat"]), float(row["lon"]))
            assert away < 0.02, (code, away)


def test_every_name_finds_its_commune_among_its_homonyms(rows):
    """Name and postal code together: the commune itself is in the first answers."""
    for code, row in list(rows.items())[::37]:
        postal_code = row["codes_postaux"].split("|")[0]
        found = [match.commune.code for match in queries.communes_matching(f"{row['nom']} {postal_code}", limit=3)]
        assert code in found, (code, row["nom"], found)
