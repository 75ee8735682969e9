"""What is missing: for each commune and each act, what exists there, at what distance, and what nobody can tell.

Nothing is said to be missing where no source covers it: a source covers a kind of place in a department when it holds
that kind somewhere, and holds places of that department. All communes are asked at once.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from prevenance.catalogue.content_values import Act, Confidence
from prevenance.offer import models
from prevenance.offer.queries import index as place_index
from prevenance.offer.queries.freshness import SourceFreshness, freshness
from prevenance.offer.queries.index import EARTH_RADIUS_KM
from prevenance.territories import queries as territories
from prevenance.territories.queries.register import department_of, register

WITHIN_KM = (10, 20, 30)
SURELY = (Confidence.DECLARED, Confidence.BY_LAW)
PERHAPS = (Confidence.TO_BE_CONFIRMED,)


@dataclass(frozen=True, slots=True)
class Gap:
    """One act seen from the centre of one commune; distances as the crow flies.

    `is_covered` False: no source would tell, so the counts mean nothing. `not_covered`: kinds of places where the act
    is done and of which no source tells here. `nearest_km` None: none is known anywhere. `perhaps_km`: the nearest
    place to ring first, when it is nearer. `within`: how many within 10, 20 and 30 km.
    """

    commune: territories.Commune
    act: str
    is_covered: bool
    not_covered: tuple[str, ...]
    in_commune: int
    nearest_km: float | None
    nearest: str
    perhaps_km: float | None
    within: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Points:
    ids: NDArray[np.bytes_]
    tree: cKDTree | None


def communes_of(*, department: str = "", region: str = "") -> list[territories.Commune]:
    """All of them, in the order of their codes; [] for an unknown code."""
    known = register()
    regions = {code: held[1] for code, held in known.departments.items()}
    return [
        known.commune(number)
        for number, code in enumerate(known.codes)
        if (department and department_of(code) == department) or (region and regions[department_of(code)] == region)
    ]


def gaps(communes: Sequence[territories.Commune], acts: Iterable[Act]) -> list[Gap]:
    """By act, then by commune."""
    if not communes:
        return []
    covered = _coverage()
    centres = _on_sphere(communes)
    found: list[Gap] = []
    for act in acts:
        sure, perhaps = _points(act, SURELY), _points(act, PERHAPS)
        nearest, names = _nearest(sure, centres, with_names=True)
        maybe, _ = _nearest(perhaps, centres)
        counts = [_many_within(sure, centres, km) for km in WITHIN_KM]
        there = _in_communes(sure, communes)
        kinds = _kinds(act)
        for number, commune in enumerate(communes):
            told = covered.get(commune.department, frozenset())
            missing = tuple(kind for kind in kinds if kind not in told)
            found.append(
                Gap(
                    commune=commune,
                    act=act.key,
                    is_covered=len(missing) < len(kinds),
                    not_covered=missing,
                    in_commune=there[commune.code],
                    nearest_km=nearest[number],
                    nearest=names[number],
                    perhaps_km=_if_nearer(maybe[number], nearest[number]),
                    within=(int(counts[0][number]), int(counts[1][number]), int(counts[2][number])),
                )
            )
    return found


def people_beyond(found: Iterable[Gap], km: float) -> int:
    """Residents of the communes covered whose centre is farther than `km` from any place that surely does the act."""
    far = (gap for gap in found if gap.is_covered and (gap.nearest_km is None or gap.nearest_km > km))
    return sum(gap.commune.population for gap in far)


def sources_telling(acts: Iterable[Act], departments: Iterable[str], on: dt.date) -> list[SourceFreshness]:
    """The sources whose records make these figures, with the age of their content."""
    kinds = {kind for act in acts for kind in _kinds(act)}
    wanted = set(departments)
    telling = {source for source, held in _held().items() if held[0] & kinds and held[1] & wanted}
    return [one for one in freshness(on) if one.source.key in telling]


def _kinds(act: Act) -> list[str]:
    """Of places that surely do it; of those that may, when none surely does."""
    sure = [str(one.kind) for one in act.done_at if one.confidence in SURELY]
    return list(dict.fromkeys(sure or [str(one.kind) for one in act.done_at]))


def _points(act: Act, said: Sequence[Confidence]) -> _Points:
    index = place_index.current()
    kinds = [str(one.kind) for one in act.done_at if one.confidence in said]
    parts = [
        part
        for kind in (*kinds, *(place_index.doing(act.key, confidence) for confidence in said))
        if (part := index.kind(kind)) is not None
    ]
    if not parts:
        return _Points(np.array([], dtype="S20"), None)
    ids = np.concatenate([part.ids for part in parts])
    points = np.concatenate([np.asarray(part.tree.data) for part in parts])
    ids, first = np.unique(ids, return_index=True)  # a place of several kinds counts once
    points = points[first]
    refusing = index.not_done(act.key)
    if refusing:
        doing = ~np.isin(ids, np.array([one.encode() for one in refusing]))
        ids, points = ids[doing], points[doing]
    return _Points(ids, cKDTree(points) if len(ids) else None)


def _nearest(
    points: _Points, centres: NDArray[np.float64], *, with_names: bool = False
) -> tuple[list[float | None], list[str]]:
    if points.tree is None:
        return [None] * len(centres), [""] * len(centres)
    chords, places = points.tree.query(centres)
    kilometres = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chords / 2, 1))
    names: dict[str, str] = {}
    ids = [points.ids[place].decode() for place in places] if with_names else []
    for start in range(0, len(set(ids)), 500):
        some = sorted(set(ids))[start : start + 500]
        names |= dict(models.Place.objects.filter(id__in=some).values_list("id", "name"))
    return [float(km) for km in kilometres], [names.get(one, "") for one in ids] or [""] * len(centres)


def _many_within(points: _Points, centres: NDArray[np.float64], km: float) -> NDArray[np.int64]:
    if points.tree is None:
        return np.zeros(len(centres), dtype=np.int64)
    chord = 2 * np.sin(km / EARTH_RADIUS_KM / 2)
    counted: NDArray[np.int64] = points.tree.query_ball_point(centres, chord, return_length=True)
    return counted


def _in_communes(points: _Points, communes: Sequence[territories.Commune]) -> Counter[str]:
    """Places with an address in each commune."""
    held = {identifier.decode() for identifier in points.ids.tolist()}
    codes = {commune.code for commune in communes}
    counted: Counter[str] = Counter()
    rows = models.Place.objects.filter(has_closed=False)
    if len(codes) <= 500:
        rows = rows.filter(commune_code__in=codes)
    for identifier, code in rows.values_list("id", "commune_code").iterator(chunk_size=5000):
        if code in codes and identifier in held:
            counted[code] += 1
    return counted


def _if_nearer(perhaps: float | None, sure: float | None) -> float | None:
    return perhaps if perhaps is not None and (sure is None or perhaps < sure) else None


def _on_sphere(communes: Sequence[territories.Commune]) -> NDArray[np.float64]:
    phi = np.radians(np.array([one.latitude for one in communes]))
    theta = np.radians(np.array([one.longitude for one in communes]))
    return np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=-1)


Held = dict[str, tuple[frozenset[str], frozenset[str]]]
_known: tuple[place_index.Index, Held] | None = None
_reading = threading.Lock()


def _held() -> Held:
    """By source: the kinds that it holds, and the departments of its places; read again when places have changed."""
    global _known
    current = place_index.current()
    with _reading:
        if _known is None or _known[0] is not current:
            kinds: dict[str, set[str]] = {}
            departments: dict[str, set[str]] = {}
            rows = models.Record.objects.values_list("source", "kind", "commune_code").distinct()
            for source, kind, code in rows.iterator(chunk_size=5000):
                kinds.setdefault(source, set()).add(kind)
                departments.setdefault(source, set()).add(department_of(code))
            held = {source: (frozenset(kinds[source]), frozenset(departments[source])) for source in kinds}
            _known = (current, held)
        return _known[1]


def _coverage() -> dict[str, frozenset[str]]:
    """By department, the kinds of places of which at least one source tells there."""
    told: dict[str, frozenset[str]] = {}
    for kinds, departments in _held().values():
        for department in departments:
            told[department] = told.get(department, frozenset()) | kinds
    return told
