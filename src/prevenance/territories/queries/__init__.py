"""All reads of the territories: communes of France by code, by name or postal code, by distance, and their outlines.

Reference data of the packed files, loaded once per process at first use; no database.
"""

from prevenance.territories.queries.distances import distance_km, nearest_commune, neighbours
from prevenance.territories.queries.outlines import CommuneMap, Shape, map_shapes, outline
from prevenance.territories.queries.register import Commune, commune
from prevenance.territories.queries.searching import Match, communes_matching

__all__ = [
    "Commune",
    "CommuneMap",
    "Match",
    "Shape",
    "commune",
    "communes_matching",
    "distance_km",
    "load",
    "map_shapes",
    "nearest_commune",
    "neighbours",
    "outline",
]


def load() -> None:
    """Read everything now (about 0.3 s), so that the first visitor does not wait. A server calls it at start-up;
    nothing requires it.
    """
    nearest_commune(46.5, 2.5)
    communes_matching("Lile 59000 nord")
