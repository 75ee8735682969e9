"""Projections of France, overseas too, against the library of the geographers (in the `dev` extra only)."""

import random

import pytest

from prevenance.formats import positions

pyproj = pytest.importorskip("pyproj")
# EPSG code, name in FINESS, south, north, west, east.
SYSTEMS = [
    (2154, "LAMBERT_93", 42.0, 51.0, -4.5, 8.0),
    (5490, "UTM_N20", 14.4, 16.5, -61.8, -60.9),
    (32620, "UTM_N20", 14.4, 16.5, -61.8, -60.9),
    (2972, "UTM_N22", 2.2, 5.8, -54.6, -51.7),
    (4467, "UTM_N21", 46.75, 47.15, -56.45, -56.15),
    (2975, "UTM_S40", -21.4, -20.9, 55.2, 55.8),
    (4471, "UTM_S38", -13.0, -12.6, 45.0, 45.3),
]


@pytest.mark.parametrize(("code", "name", "south", "north", "west", "east"), SYSTEMS)
def test_a_projection_agrees_with_pyproj_within_a_hand(
    code: int, name: str, south: float, north: float, west: float, east: float
) -> None:
    chance = random.Random(code)
    to_metres = pyproj.Transformer.from_crs(4326, code, always_xy=True)
    for _ in range(200):
        latitude, longitude = chance.uniform(south, north), chance.uniform(west, east)
        if not positions.is_in_france(latitude, longitude):
            continue
        x, y = to_metres.transform(longitude, latitude)
        for written in (f"1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,{name}", f"EPSG:{code}"):
            found, key = positions.in_system(str(x), str(y), written)
            assert found is not None and key == "projected_coordinates_converted"
            assert abs(found.latitude - latitude) < 1e-6 and abs(found.longitude - longitude) < 1e-6


@pytest.mark.parametrize(
    ("x", "y", "system", "key"),
    [
        ("", "", "UTM_N20", "no_position"),
        ("1", "2", "", "projection_unknown"),
        ("a", "2", "UTM_N20", "position_unreadable"),
        ("9e9", "2", "UTM_N20", "position_unreadable"),
        ("999999999", "999999999", "UTM_S38", "position_outside_france"),
        ("500000", "1", "UTM_N20", "position_outside_france"),
    ],
)
def test_what_cannot_be_a_position_says_why(x: str, y: str, system: str, key: str) -> None:
    assert positions.in_system(x, y, system) == (None, key)
