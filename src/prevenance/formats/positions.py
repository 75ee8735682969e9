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
_SYSTEM = re.compile(
    r"LAMBERT_?93|EPSG_?:?_?\d{4,5}|(?<!\d)(?:2154|5490|32620|2972|2975|4471|4467)(?!\d)|UTM_?([NS])_?(\d{2})"
)
# Names by EPSG code: zone, north. The other spelling, UTM_N20, says it all.
_ZONES = {
    f"{prefix}{code}": zone
    for code, zone in {
        "5490": (20, True),
        "32620": (20, True),
        "2972": (22, True),
        "4467": (21, True),
        "2975": (40, False),
        "4471": (38, False),
    }.items()
    for prefix in ("", "EPSG:", "EPSG", "EPSG_")
}
_EQUATOR, _FLATTENING = 6_378_137.0, 1 / 298.257222101  # GRS80


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


def in_system(x: str, y: str, system: str) -> tuple[Position | None, str]:
    """The position written in the projection that `system` names, as FINESS does: `…,LAMBERT_93`, `…,UTM_N22`.

    The key is one of `parsed`, or `projection_unknown`.
    """
    named = _SYSTEM.search(system.upper().replace(" ", "_").replace("-", "_"))
    if named is None:
        return (None, "projection_unknown") if x.strip() and y.strip() else (None, "no_position")
    zone = _ZONES.get(named[0]) or ((int(named[2]), named[1] == "N") if named[2] else None)
    if zone is None:
        return parsed(x, y)
    east, north = _number(x), _number(y)
    if east is None or north is None:
        return None, "position_unreadable" if x.strip() or y.strip() else "no_position"
    position = from_utm(east, north, zone=zone[0], is_north=zone[1])
    if position is None or not is_in_france(position.latitude, position.longitude):
        return None, "position_outside_france"
    return position, "projected_coordinates_converted"


def from_utm(x: float, y: float, *, zone: int, is_north: bool) -> Position | None:
    """Universal transverse Mercator (metres) on GRS80 to degrees; None far outside the zone, where the series fails.

    Krüger's series to the fourth order of the third flattening (below the millimetre in a zone), as in IOGP guidance
    note 7-2, method 9807; parameters of the zones: EPSG 5490, 32620, 2972, 2975, 4471, 4467. The systems of overseas
    France (RGAF09, RGFG95, RGR92, RGM04, RGSPM06) and WGS84 agree within the metre.
    """
    n = _FLATTENING / (2 - _FLATTENING)
    radius = _EQUATOR / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    xi = (y - (0 if is_north else 10_000_000)) / (0.9996 * radius)
    eta = (x - 500_000) / (0.9996 * radius)
    if abs(eta) > 0.5 or abs(xi) > 1.6:
        return None
    terms = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161_280,
    )
    ranks = [(2 * rank, term) for rank, term in enumerate(terms, start=1)]
    xi_0 = xi - sum(term * math.sin(rank * xi) * math.cosh(rank * eta) for rank, term in ranks)
    eta_0 = eta - sum(term * math.cos(rank * xi) * math.sinh(rank * eta) for rank, term in ranks)
    conformal = math.asin(math.sin(xi_0) / math.cosh(eta_0))
    eccentricity = math.sqrt(_FLATTENING * (2 - _FLATTENING))
    isometric = math.atanh(math.sin(conformal))
    latitude = conformal
    for _ in range(12):
        latitude = math.asin(math.tanh(isometric + eccentricity * math.atanh(eccentricity * math.sin(latitude))))
    longitude = math.radians(zone * 6 - 183) + math.atan2(math.sinh(eta_0), math.cos(xi_0))
    return Position(round(math.degrees(latitude), 7), round(math.degrees(longitude), 7))


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
