"""The register: a commune by its code, of today or of before."""

import dataclasses

import pytest

from prevenance.territories import queries
from prevenance.territories.queries.register import register


def test_a_commune_is_told_in_full():
    lille = queries.commune("59350")
    assert lille is not None
    assert (lille.name, lille.department_name, lille.region, lille.region_name) == (
        "Lille",
        "Nord",
        "32",
        "Hauts-de-France",
    )
    assert (lille.epci, lille.epci_name) == ("200093201", "Métropole Européenne de Lille")
    assert {"59000", "59800", "59160"} <= set(lille.postal_codes)
    assert lille.population > 200_000
    assert (lille.latitude, lille.longitude) == pytest.approx((50.63, 3.05), abs=0.02)


def test_a_commune_cannot_be_changed():
    lille = queries.commune("59350")
    with pytest.raises(dataclasses.FrozenInstanceError):
        lille.name = "Rijsel"


@pytest.mark.parametrize(
    ("code", "name", "department"),
    [
        ("2A004", "Ajaccio", "2A"),
        ("2B033", "Bastia", "2B"),
        ("97105", "Basse-Terre", "971"),
        ("97209", "Fort-de-France", "972"),
        ("97302", "Cayenne", "973"),
        ("97411", "Saint-Denis", "974"),
        ("97611", "Mamoudzou", "976"),
    ],
)
def test_corsica_and_the_overseas_departments_are_there(code, name, department):
    found = queries.commune(code)
    assert (found.name, found.department) == (name, department)


@pytest.mark.parametrize(
    ("former", "today"),
    [
        ("02311", "02589"),
        ("02077", "02564"),
        ("02695", "02054"),
        ("59070", "59006"),
        ("62461", "62447"),
        ("62549", "62447"),
        ("62743", "62447"),
        ("80830", "80155"),
        ("59355", "59350"),  # Lomme, associated with Lille
        ("75101", "75056"),
        ("75120", "75056"),
        ("69381", "69123"),
        ("13216", "13055"),
    ],
)
def test_a_former_code_or_the_code_of_a_part_gives_the_commune_of_today(former, today):
    assert queries.commune(former) == queries.commune(today)
    assert queries.commune(former).code == today


@pytest.mark.parametrize("code", ["", "59", "593500", "99999", "5935", "lille", "2a004", "００００１", "59350 "])
def test_an_unknown_code_gives_nothing(code):
    assert queries.commune(code) is None


def test_a_code_of_today_is_never_taken_for_a_former_one():
    assert not set(register().former_codes) & set(register().codes)


def test_the_columns_agree():
    columns = register()
    count = len(columns.codes)
    assert list(columns.codes) == sorted(set(columns.codes))
    for column in (
        columns.names,
        columns.postal_codes,
        columns.population,
        columns.latitude,
        columns.longitude,
        columns.epci,
    ):
        assert len(column) == count
    assert all(0 <= other.commune < count for other in columns.other_names)
    assert {columns.commune(index).department for index in range(count)} == set(columns.departments)


def test_an_island_without_epci_has_an_empty_one():
    ouessant = queries.commune("29155")
    assert (ouessant.name, ouessant.epci, ouessant.epci_name) == ("Ouessant", "", "")
