"""Time zones of French departments and collectivities: what the clock on the wall says where a place stands."""

from __future__ import annotations

from zoneinfo import ZoneInfo

_OVERSEAS = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/Guadeloupe",
    "978": "America/Guadeloupe",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}


def zone_name(department: str) -> str:
    return _OVERSEAS.get(department, "Europe/Paris")


def zone(department: str) -> ZoneInfo:
    return ZoneInfo(zone_name(department))
