"""Distances as the crow flies."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prevenance.territories import queries
from prevenance.territories.queries.distances import distances_from
from prevenance.territories.queries.register import register

latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)


def test_known_distances():
    assert queries.distance_km(50.6292, 3.0573, 48.8566, 2.3522) == pytest.approx(203.6, abs=1)  # Lille, Paris
    assert queries.distance_km(0, 0, 0, 180) == pytest.approx(math.pi * 6371.0088)
    assert queries.distance_km(50.63, 3.06, 50.63, 3.06) == 0


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_the_same_both_ways_and_never_beyond_the_other_side(lat_1, lon_1, lat_2, lon_2):
    there = queries.distance_km(lat_1, lon_1, lat_2, lon_2)
    assert 0 <= there <= 20_015.2
    assert there == pytest.approx(queries.distance_km(lat_2, lon_2, lat_1, lon_1), abs=1e-6)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(50.63, 3.06), (-20.88, 55.45), (4.92, -52.31), (42.0, 9.0), (0.0, 180.0)]
)
def test_the_fast_distances_to_all_communes_are_the_plain_ones(latitude, longitude):
    fast, columns = distances_from(latitude, longitude), register()
    for index in range(0, len(fast), 997):
        plain = queries.distance_km(
            latitude, longitude, float(columns.latitude[index]), float(columns.longitude[index])
        )
        assert fast[index] == pytest.approx(plain, abs=1e-3)


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [(50.6365, 3.0635, "59350"), (49.847, 3.287, "02691"), (-20.93, 55.446, "97411"), (14.64, -61.07, "97209")],
)
def test_the_nearest_commune(latitude, longitude, code):
    assert queries.nearest_commune(latitude, longitude).code == code


def test_every_centre_is_nearest_to_its_own_commune():
    columns = register()
    for index in range(0, len(columns.codes), 499):
        found = columns.commune(index)
        nearest = queries.nearest_commune(found.latitude, found.longitude)
        assert (nearest.latitude, nearest.longitude) == (found.latitude, found.longitude)


@pytest.mark.parametrize("point", [(91, 0), (0, 181), (math.nan, 0), (0, math.inf)])
def test_a_position_that_is_not_on_earth_is_refused(point):
    with pytest.raises(ValueError, match="Not a position on Earth"):
        queries.nearest_commune(*point)


def test_neighbours_come_nearest_first_without_the_commune_itself():
    around = queries.neighbours("59350", 5)
    distances = [km for _, km in around]
    assert distances == sorted(distances)
    assert distances[-1] <= 5
    assert {"Lambersart", "La Madeleine", "Loos"} <= {commune.name for commune, _ in around}
    assert "59350" not in {commune.code for commune, _ in around}
    lille = queries.commune("59350")
    for commune, km in around:
        assert km == pytest.approx(
            queries.distance_km(lille.latitude, lille.longitude, commune.latitude, commune.longitude), abs=0.001
        )


def test_neighbours_see_each_other():
    for other, km in queries.neighbours("80021", 8):
        assert ("80021", pytest.approx(km)) in [
            (commune.code, back) for commune, back in queries.neighbours(other.code, 8.01)
        ]


def test_a_former_code_has_the_neighbours_of_the_commune_of_today():
    assert queries.neighbours("62461", 6) == queries.neighbours("62447", 6) != []


def test_an_unknown_commune_has_no_neighbours():
    assert queries.neighbours("99999", 50) == []
    assert queries.neighbours("59350", 0) == []
