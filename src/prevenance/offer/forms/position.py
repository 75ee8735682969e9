"""Where a place is on the map, typed in degrees: checked against its commune, as imports do."""

from __future__ import annotations

from django.utils.translation import gettext

from prevenance.formats import positions
from prevenance.territories import queries as territories

FARTHEST_KM = 30.0


class Wrong(ValueError):
    """In words."""


def read(text: str, commune_code: str) -> dict[str, float]:
    """`text`: latitude,longitude. Gives both, for `operations.correct`.

    Raises Wrong.
    """
    latitude, _, longitude = text.partition(",")
    found, problem = positions.parsed(latitude.strip(), longitude.strip())
    if found is None or problem:
        raise Wrong(gettext("Write latitude, longitude in degrees, for example 50.63, 3.06."))
    commune = territories.commune(commune_code)
    if commune is not None:
        far = territories.distance_km(found.latitude, found.longitude, commune.latitude, commune.longitude)
        if far > FARTHEST_KM:
            told = {"km": round(far), "commune": commune.name}
            raise Wrong(gettext("That is %(km)s km from %(commune)s, the commune of the place. Check it.") % told)
    return {"latitude": found.latitude, "longitude": found.longitude}
