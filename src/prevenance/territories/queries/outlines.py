"""Outlines of communes, and maps of them as paths for an SVG drawn by the server.

Outlines are packed for some departments only (those of the Hauts-de-France as shipped); a commune without one is
still placed by its centre. They are simplified for drawing, never for deciding on which side of a border an address
lies.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from prevenance.territories.queries.register import Commune, commune, department_of, packed_bytes

Ring = NDArray[np.int32]  # points x, y in steps of a fraction of a degree, not closed; shape (points, 2)
Polygon = list[list[tuple[float, float]]]  # outer ring, then holes; points (longitude, latitude) in degrees, not closed

_MARGIN = 0.02  # of the width, around the shapes
_TALLEST = 2.0  # height of a map, in widths, at most
_NARROWEST = 0.01  # degrees: what a map of one point shows
_WIDEST = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class _Packed:
    steps_per_degree: int
    rings: dict[str, list[int]]  # code -> number of points of each ring, negative for a hole
    first_point: dict[str, int]
    points: Ring


@dataclass(frozen=True, slots=True)
class Shape:
    """A commune on a map: its path (`d` of an SVG path, fill rule evenodd, empty without outline) and its centre, in
    map units.
    """

    commune: Commune
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class CommuneMap:
    """Shapes in one frame, `width` × `height` whole units. Plate carrée narrowed by the cosine of the latitude: true
    to shape for a region.
    """

    width: int
    height: int
    shapes: tuple[Shape, ...]
    west: float
    north: float
    narrowing: float  # cosine of the middle latitude
    units_per_degree: float  # of latitude

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    def place(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Where a position falls, in map units; outside the frame when it is off the map."""
        x = (longitude - self.west) * self.narrowing * self.units_per_degree
        return round(x), round((self.north - latitude) * self.units_per_degree)


@cache
def _packed(department: str) -> _Packed | None:
    raw = packed_bytes(f"outlines-{department}.xz")
    return None if raw is None else decode(raw)


def decode(raw: bytes) -> _Packed:
    """Read what scripts/pack_territories.py writes (the format is in packed/README.md)."""
    head, _, body = raw.partition(b"\n")
    described = json.loads(head)
    rings: dict[str, list[int]] = described["rings"]
    points = np.cumsum(np.frombuffer(body, dtype="<i4").reshape(2, -1), axis=1, dtype=np.int32).T
    first, firsts = 0, {}
    for code, lengths in rings.items():
        firsts[code] = first
        first += sum(map(abs, lengths))
    return _Packed(described["steps_per_degree"], rings, firsts, points)


def _rings(code: str) -> tuple[int, list[tuple[bool, Ring]]]:
    """(steps per degree, rings as (is a hole, points)); no ring when no outline is packed."""
    packed = _packed(department_of(code))
    if packed is None or code not in packed.rings:
        return 1, []
    start, found = packed.first_point[code], []
    for length in packed.rings[code]:
        found.append((length < 0, packed.points[start : start + abs(length)]))
        start += abs(length)
    return packed.steps_per_degree, found


def outline(code: str) -> list[Polygon]:
    """Polygons of the commune (or of the one that has taken it in), in degrees; [] when unknown or not packed."""
    found = commune(code)
    if found is None:
        return []
    steps, rings = _rings(found.code)
    polygons: list[Polygon] = []
    for is_hole, ring in rings:
        points = [(x / steps, y / steps) for x, y in ring.tolist()]
        if is_hole:
            polygons[-1].append(points)
        else:
            polygons.append([points])
    return polygons


def map_shapes(codes: Iterable[str], *, width: int = 1000) -> CommuneMap:
    """A map of these communes, `width` units wide, its height following. Unknown codes are left out, a commune named
    twice is drawn once.

    Neighbours keep their border in common: points fall on whole units, the same for both. Raises ValueError for a
    width that is not between 1 and 100,000.
    """
    if not 1 <= width <= _WIDEST:
        raise ValueError(f"A map is 1 to {_WIDEST} units wide, not {width}.")
    communes = list({found.code: found for code in codes if (found := commune(code))}.values())
    rings = {found.code: _in_degrees(found.code) for found in communes}
    frame = _frame(communes, [ring for of_one in rings.values() for ring in of_one], width)
    shapes = tuple(
        Shape(found, _path(rings[found.code], frame), *frame.place(found.latitude, found.longitude))
        for found in communes
    )
    return replace(frame, shapes=shapes)


def _in_degrees(code: str) -> list[NDArray[np.float64]]:
    steps, rings = _rings(code)
    return [ring / steps for _, ring in rings]


def _frame(communes: Sequence[Commune], rings: Sequence[NDArray[np.float64]], width: int) -> CommuneMap:
    """An empty map that holds all the rings and centres, with a margin."""
    if not communes:
        return CommuneMap(width, width, (), 0.0, 0.0, 1.0, 1.0)
    centres = np.array([(found.longitude, found.latitude) for found in communes])
    points = np.concatenate([centres, *rings])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    narrowing = cos(radians((south + north) / 2))
    extent = max((east - west) * narrowing, (north - south) / _TALLEST, _NARROWEST)
    units = width * (1 - 2 * _MARGIN) / extent
    margin = _MARGIN * width
    height = round((north - south) * units + 2 * margin)
    side = (width / units - (east - west) * narrowing) / 2  # equal on both sides
    return CommuneMap(width, height, (), west - side / narrowing, north + margin / units, narrowing, units)


def _path(rings: Sequence[NDArray[np.float64]], frame: CommuneMap) -> str:
    """Relative moves between whole units: short, and exact where two communes touch."""
    parts = []
    for ring in rings:
        x = (ring[:, 0] - frame.west) * frame.narrowing * frame.units_per_degree
        y = (frame.north - ring[:, 1]) * frame.units_per_degree
        points = np.rint(np.stack([x, y], axis=1)).astype(np.int64)
        moves = np.diff(points, axis=0)
        moves = moves[moves.any(axis=1)]
        if len(moves) >= 2:
            parts.append(f"M{points[0, 0]},{points[0, 1]}l" + " ".join(f"{dx},{dy}" for dx, dy in moves.tolist()) + "z")
    return "".join(parts)
