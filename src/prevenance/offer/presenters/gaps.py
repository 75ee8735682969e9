"""What is missing, as a table and a map of a department: every class of distance has its word, and its line below."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext, ngettext

from prevenance.catalogue import Catalogue
from prevenance.kit.templatetags.kit import short_date
from prevenance.offer.presenters import wording
from prevenance.offer.queries.freshness import SourceFreshness
from prevenance.offer.queries.gaps import Gap
from prevenance.territories import queries as territories

WIDTH = 700
MOST_ROWS = 60
CLASSES = ("here", "10", "20", "30", "far", "unknown")
_DARKNESS = {"here": "0.06", "10": "0.18", "20": "0.38", "30": "0.6", "far": "0.85", "unknown": "0"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `name` is the act, or the commune."""

    name: str
    here: str
    nearest: str
    within: str


@dataclass(frozen=True, slots=True)
class Shade:
    """One commune of the map, or one line of its legend."""

    words: str
    opacity: str
    path: str = ""
    many: str = ""
    is_unknown: bool = False


def row_of_act(gap: Gap, book: Catalogue) -> Row:
    name = book.acts[gap.act].name.in_language(wording.language())
    return _row(wording.typeset(name, wording.language()), gap)


def rows_of_communes(found: Sequence[Gap]) -> list[Row]:
    """The worst first, the biggest first among equals; those of which nobody tells at the end."""

    def order(gap: Gap) -> tuple[bool, float, int]:
        return not gap.is_covered, -(gap.nearest_km if gap.nearest_km is not None else 1e9), -gap.commune.population

    return [_row(gap.commune.name, gap) for gap in sorted(found, key=order)[:MOST_ROWS]]


def _row(name: str, gap: Gap) -> Row:
    if not gap.is_covered:
        return Row(name, gettext("Not known: no source tells of it here."), "", "")
    here = gettext("None in the commune")
    if gap.in_commune:
        here = ngettext("%(many)s in the commune", "%(many)s in the commune", gap.in_commune) % {"many": gap.in_commune}
    nearest = gettext("None is known")
    if gap.nearest_km is not None:
        nearest = f"{gap.nearest}, {_km(gap.nearest_km)}" if gap.nearest else _km(gap.nearest_km)
    if gap.perhaps_km is not None:
        nearest += ". " + gettext("Nearer, to be asked by phone: %(km)s") % {"km": _km(gap.perhaps_km)}
    if gap.not_covered:
        kinds = ", ".join(wording.kind(kind) for kind in gap.not_covered)
        nearest += ". " + gettext("Not known here: %(kinds)s") % {"kinds": kinds}
    return Row(name, here, nearest, gettext("%(ten)s – %(twenty)s – %(thirty)s") % _within(gap))


def _within(gap: Gap) -> dict[str, int]:
    return dict(zip(("ten", "twenty", "thirty"), gap.within, strict=True))


def _km(distance: float) -> str:
    rounded = round(distance, 1) if distance < 10 else round(distance)
    return gettext("%(km)s km") % {"km": formats.number_format(rounded, decimal_pos=0 if distance >= 10 else 1)}


def class_of(gap: Gap) -> str:
    if not gap.is_covered:
        return "unknown"
    if gap.in_commune:
        return "here"
    km = gap.nearest_km
    return next((str(most) for most in (10, 20, 30) if km is not None and km <= most), "far")


def _class_words() -> dict[str, str]:
    return {
        "here": gettext("In the commune"),
        "10": gettext("Less than 10 km away"),
        "20": gettext("From 10 to 20 km away"),
        "30": gettext("From 20 to 30 km away"),
        "far": gettext("More than 30 km away"),
        "unknown": gettext("Not known: no source tells"),
    }


def shades(found: Sequence[Gap]) -> tuple[str, list[Shade]]:
    """The frame and the communes of the map; ("", []) where we have no outlines."""
    by_code = {gap.commune.code: gap for gap in found}
    drawn = territories.map_shapes(by_code, width=WIDTH)
    words = _class_words()
    shapes = [_shade(by_code[one.commune.code], words, one.path) for one in drawn.shapes if one.path]
    return (drawn.view_box, shapes) if shapes else ("", [])


def _shade(gap: Gap, words: dict[str, str], path: str) -> Shade:
    key = class_of(gap)
    return Shade(f"{gap.commune.name} : {words[key]}", _DARKNESS[key], path, is_unknown=key == "unknown")


def legend(found: Sequence[Gap]) -> list[Shade]:
    """For each class: its word, how many communes and how many residents."""
    communes = Counter(class_of(gap) for gap in found)
    people: Counter[str] = Counter()
    for gap in found:
        people[class_of(gap)] += gap.commune.population
    words = _class_words()
    sentence = gettext("%(communes)s communes, %(people)s residents")
    return [
        Shade(
            words[key],
            _DARKNESS[key],
            many=sentence
            % {"communes": communes[key], "people": formats.number_format(people[key], force_grouping=True)},
            is_unknown=key == "unknown",
        )
        for key in CLASSES
        if communes[key]
    ]


def source_lines(telling: Sequence[SourceFreshness], on: dt.date) -> list[str]:
    """Who says so, and since when."""
    lines = []
    for one in telling:
        day = short_date(one.content_on) if one.content_on else gettext("date not known")
        old = gettext(" (old)") if one.is_stale else ""
        lines.append(f"{wording.said(one.source.name)}{wording.colon()}{day}{old}")
    return lines
