"""Distances as the crow flies between communes and places. Kilometres, degrees (WGS84), on a sphere."""

from functools import cache
from math import asin, cos, isfinite, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from prevenance.territories.queries.register import Commune, register

EARTH_RADIUS_KM = 6371.0088  # mean radius; the error of the sphere stays under 0.5 %


def distance_km(latitude_1: float, longitude_1: float, latitude_2: float, longitude_2: float) -> float:
    """Haversine distance."""
    phi_1, phi_2 = radians(latitude_1), radians(latitude_2)
    half_chord = (
        sin((phi_2 - phi_1) / 2) ** 2 + cos(phi_1) * cos(phi_2) * sin(radians(longitude_2 - longitude_1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half_chord)))


@cache
def _centres() -> NDArray[np.float64]:
    """Centres of all communes as points of the unit sphere, shape (communes, 3)."""
    return _on_sphere(register().latitude, register().longitude)


def _on_sphere(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float64]:
    phi, theta = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=-1)


def distances_from(latitude: float, longitude: float) -> NDArray[np.float64]:
    """Kilometres from a point to the centre of every commune, in the order of the register.

    Raises ValueError when the point is not on Earth.
    """
    if not (isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError(f"Not a position on Earth: latitude {latitude}, longitude {longitude}.")
    point = _on_sphere(np.array(latitude), np.array(longitude))
    chords: NDArray[np.float64] = np.sqrt(((_centres() - point) ** 2).sum(axis=1))
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chords / 2, 1))


def nearest_commune(latitude: float, longitude: float) -> Commune:
    """The commune whose *centre* is nearest: most often, but not always, the one that holds the point."""
    return register().commune(int(distances_from(latitude, longitude).argmin()))


def neighbours(code: str, km: float) -> list[tuple[Commune, float]]:
    """Communes whose centre is within `km` of the centre of this one, itself excluded, nearest first; [] when
    unknown.
    """
    index = register().index(code)
    if index is None:
        return []
    distances = distances_from(float(register().latitude[index]), float(register().longitude[index]))
    within = np.flatnonzero(distances <= km)
    ordered = within[np.argsort(distances[within], kind="stable")]
    return [(register().commune(int(other)), float(distances[other])) for other in ordered if other != index]
