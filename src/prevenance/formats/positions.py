"""Latitudes and longitudes (WGS84, degrees) that can be in France, and the projection older French files use."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

# south, west, north, east: mainland and Corsica, then overseas.
_BOXES = (
    (41.2, -5.3, 51.2, 9.7),
    (15.7, -61.9, 18.2, -60.9),
    (14.3, -61.3, 15.0, -60.7),
    (2.0, -54.7, 5.9, -51.5),
    (-21.5, 55.1, -20.8, 55.9),
    (-13.1, 44.9, -12.5, 45.4),
    (46.7, -56.5, 47.2, -56.1),
    (17.8, -63.2, 18.2, -62.7),
    (-23.0, 163.0, -19.0, 168.5),
    (-28.0, -155.0, -7.5, -134.0),
    (-14.5, -178.5, -13.0, -176.0),
)
_NUMBER = re.compile(r"^[+-]?\d{1,9}(?:[.,]\d{1,30})?$")


@dataclass(frozen=True, slots=True)
class Position:
    latitude: float
    longitude: float


def parsed(latitude: str, longitude: str) -> tuple[Position | None, str]:
    """The position and a key: "" when all is well. With a mended position: `coordinates_swapped`,
    `projected_coordinates_converted`. Without: `no_position`, `position_unreadable`, `position_outside_france`."""
    if not latitude.strip() or not longitude.strip():
        return None, "no_position"
    first, second = _number(latitude), _number(longitude)
    if first is None or second is None:
        return None, "position_unreadable"
    if is_in_france(first, second):
        return Position(first, second), ""
    if is_in_france(second, first):
        return Position(second, first), "coordinates_swapped"
    for x, y in ((first, second), (second, first)):
        if 0 < x < 1_400_000 and 6_000_000 < y < 7_200_000:
            converted = from_lambert_93(x, y)
            if is_in_france(converted.latitude, converted.longitude):
                return converted, "projected_coordinates_converted"
    return None, "position_outside_france"


def _number(text: str) -> float | None:
    text = text.strip()
    return float(text.replace(",", ".")) if _NUMBER.match(text) else None


def is_in_france(latitude: float, longitude: float) -> bool:
    """In one of the rectangles around French land (they overlap neighbours: a first sieve only)."""
    return any(south <= latitude <= north and west <= longitude <= east for south, west, north, east in _BOXES)


def from_lambert_93(x: float, y: float) -> Position:
    """RGF93 / Lambert-93 (EPSG:2154, metres) to degrees. Source: IGN, note NT/G 71, algorithms 2 and 4.
    RGF93 and WGS84 agree within the metre."""
    exponent, constant, x_pole, y_pole = 0.7256077650532670, 11754255.426096, 700000.0, 12655612.049876
    eccentricity = 0.08181919104281579
    dx, dy = x - x_pole, y - y_pole
    isometric = -math.log(math.hypot(dx, dy) / constant) / exponent
    longitude = math.radians(3) + math.atan2(dx, -dy) / exponent
    latitude = 2 * math.atan(math.exp(isometric)) - math.pi / 2
    for _ in range(12):
        sine = eccentricity * math.sin(latitude)
        stretched = ((1 + sine) / (1 - sine)) ** (eccentricity / 2) * math.exp(isometric)
        latitude = 2 * math.atan(stretched) - math.pi / 2
    return Position(round(math.degrees(latitude), 7), round(math.degrees(longitude), 7))
