"""Places on a map drawn by the server: outlines of communes, names, numbered pins. And distances in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext, pgettext

from prevenance.territories import queries as territories

WIDTH = 700
LEAST_KM, MOST_KM, MOST_COMMUNES = 6.0, 45.0, 220
NAMED = 9  # communes whose name is written on the map


@dataclass(frozen=True, slots=True)
class Outline:
    """One commune of the map."""

    path: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a commune, and where it is written."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Map:
    """The map, in its own units. `description` says in words what it shows."""

    view_box: str
    outlines: tuple[Outline, ...]
    labels: tuple[Label, ...]
    pin: int
    font: int
    description: str


def chart(here: territories.Commune, *, farthest_km: float) -> territories.CommuneMap:
    """The frame and outlines of the communes around `here`, wide enough to hold the farthest place."""
    radius = min(MOST_KM, max(LEAST_KM, farthest_km * 1.15 + 2))
    around = [commune.code for commune, _ in territories.neighbours(here.code, radius)][:MOST_COMMUNES]
    return territories.map_shapes([here.code, *around], width=WIDTH)


def drawn(found: territories.CommuneMap, here: territories.Commune, many: int) -> Map:
    """The map of `chart`, ready to be drawn with the pins of the places."""
    outlines = [Outline(one.path, one.commune.code == here.code) for one in found.shapes if one.path]
    biggest = sorted(found.shapes, key=lambda one: (one.commune.code != here.code, -one.commune.population))[:NAMED]
    words = pgettext(
        "map", "Map of the communes around %(commune)s, with %(many)s numbered places: the same as in the list."
    )
    return Map(
        view_box=found.view_box,
        outlines=tuple(sorted(outlines, key=lambda one: one.is_here)),
        labels=tuple(Label(one.commune.name, one.x, one.y) for one in biggest if one.commune.code != here.code),
        pin=max(11, found.width // 50),
        font=max(12, found.width // 45),
        description=words % {"commune": here.name, "many": many},
    )


def distance(km: float, *, is_approximate: bool) -> str:
    """As the crow flies, in words."""
    if is_approximate:
        return gettext("In the commune, about %(km)s km as the crow flies") % {"km": f"{max(1, round(km))}"}
    if km < 1:
        return gettext("At less than 1 km as the crow flies")
    rounded = round(km, 1) if km < 10 else round(km)
    number = formats.number_format(rounded, decimal_pos=0 if rounded == int(rounded) else 1)
    return gettext("At %(km)s km as the crow flies") % {"km": number}
