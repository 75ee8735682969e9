"""Nearest places for a whole country: ten nearest of each kind for every commune, against scikit-learn and PostGIS.

    python bench/nearest.py [--places 700000] [--kinds 30] [--communes 0] [--postgis DSN]

Places are invented: positions around real communes drawn by the root of the population, one of `--kinds` kinds each
(the first four five times as many). The three answer the same question in the same run: for the centre of each commune
and each kind, the ten nearest and their distances; the largest difference between their answers is printed. No table
is read here: what is measured is the index of `offer.queries.index` (a k-d tree a kind on the unit sphere, exact),
building included. scikit-learn's BallTree uses the haversine metric; PostGIS a GiST index a kind and `<->` on
geography, for `--sample` communes only, scaled.
"""

from __future__ import annotations

import argparse
import os
import time

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from prevenance.territories.queries.register import register

EARTH_RADIUS_KM = 6371.0088
TEN = 10
Array = NDArray[np.float64]


def on_sphere(latitude: Array, longitude: Array) -> Array:
    phi, theta = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=-1)


def invented(many: int, kinds: int, seed: int) -> tuple[Array, Array, NDArray[np.int16]]:
    """Latitudes, longitudes, kinds."""
    draw = np.random.default_rng(seed)
    known = register()
    weights = np.sqrt(known.population + 1.0)
    chosen = draw.choice(len(known.codes), size=many, p=weights / weights.sum())
    latitude = known.latitude[chosen] + draw.normal(0, 0.012, many)
    longitude = known.longitude[chosen] + draw.normal(0, 0.016, many)
    shares = np.array([5.0 if kind < 4 else 1.0 for kind in range(kinds)])
    return latitude, longitude, draw.choice(kinds, size=many, p=shares / shares.sum()).astype(np.int16)


def ours(latitude: Array, longitude: Array, kind: NDArray[np.int16], kinds: int, centres: Array) -> list[Array]:
    """Kilometres, by kind: (communes, ten)."""
    found = []
    for one in range(kinds):
        mine = kind == one
        tree = cKDTree(on_sphere(latitude[mine], longitude[mine]))
        chords, _ = tree.query(centres, k=TEN)
        found.append(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chords / 2, 1)))
    return found


def ball_tree(latitude: Array, longitude: Array, kind: NDArray[np.int16], kinds: int, centres: Array) -> list[Array]:
    """`centres`: radians here."""
    from sklearn.neighbors import BallTree

    found = []
    for one in range(kinds):
        mine = kind == one
        tree = BallTree(np.radians(np.stack([latitude[mine], longitude[mine]], axis=-1)), metric="haversine")
        distances, _ = tree.query(centres, k=TEN)
        found.append(distances * EARTH_RADIUS_KM)
    return found


def postgis(
    dsn: str, latitude: Array, longitude: Array, kind: NDArray[np.int16], kinds: int, centres: Array, sample: int
) -> tuple[float, float, Array]:
    """Seconds to load and index, seconds for `sample` communes and all kinds, and their kilometres."""
    import psycopg

    with psycopg.connect(dsn, autocommit=True) as base:
        started = time.perf_counter()
        base.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        base.execute("CREATE TEMP TABLE places (kind smallint, spot geography(point))")
        with base.cursor() as cursor, cursor.copy("COPY places (kind, spot) FROM STDIN") as copy:
            for which, north, east in zip(kind.tolist(), latitude.tolist(), longitude.tolist(), strict=True):
                copy.write_row((which, f"SRID=4326;POINT({east} {north})"))
        for one in range(kinds):
            base.execute(f"CREATE INDEX ON places USING gist (spot) WHERE kind = {one}")
        base.execute("ANALYZE places")
        loaded = time.perf_counter() - started
        started = time.perf_counter()
        found = []
        for one in range(kinds):
            for north, east in centres[:sample].tolist():
                spot = f"SRID=4326;POINT({east} {north})"
                rows = base.execute(
                    f"SELECT ST_Distance(spot, %s::geography, false) FROM places WHERE kind = {one}"
                    " ORDER BY spot <-> %s::geography LIMIT 10",
                    (spot, spot),
                ).fetchall()
                found.append([row[0] / 1000 for row in rows])
        return loaded, time.perf_counter() - started, np.array(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=700_000)
    parser.add_argument("--kinds", type=int, default=30)
    parser.add_argument("--communes", type=int, default=0, help="the first ones only; 0: all of them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgis", default="", metavar="DSN")
    parser.add_argument("--sample", type=int, default=200)
    options = parser.parse_args()
    known = register()
    latitude, longitude, kind = invented(options.places, options.kinds, options.seed)
    many = options.communes or len(known.codes)
    order = np.random.default_rng(2).permutation(len(known.codes))[:many]
    centres = np.stack([known.latitude[order], known.longitude[order]], axis=-1)
    print(f"{options.places} places, {options.kinds} kinds, {many} communes; load average {os.getloadavg()[0]:.1f}")

    wall, cpu = time.perf_counter(), time.process_time()
    mine = ours(latitude, longitude, kind, options.kinds, on_sphere(centres[:, 0], centres[:, 1]))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    questions = many * options.kinds
    print(f"ours       {wall:8.2f} s ({cpu:.2f} s of CPU), {wall / questions * 1e6:.1f} µs a question")
    try:
        peer_wall, peer_cpu = time.perf_counter(), time.process_time()
        peer = ball_tree(latitude, longitude, kind, options.kinds, np.radians(centres))
        peer_wall, peer_cpu = time.perf_counter() - peer_wall, time.process_time() - peer_cpu
        apart = max(float(np.abs(a - b).max()) for a, b in zip(mine, peer, strict=True)) * 1000
        print(f"BallTree   {peer_wall:8.2f} s ({peer_cpu:.2f} s of CPU); CPU / ours {peer_cpu / cpu:.1f}")
        print(f"           largest difference between the two answers: {apart:.4f} m")
    except ImportError:
        print("BallTree   not measured: scikit-learn is not installed")
    if not options.postgis:
        print("PostGIS    not measured: give --postgis DSN")
        return
    sample = min(options.sample, many)
    loaded, asked, theirs = postgis(options.postgis, latitude, longitude, kind, options.kinds, centres, sample)
    scaled = asked * many / sample
    apart = float(np.abs(theirs - np.concatenate([one[:sample] for one in mine])).max()) * 1000
    print(f"PostGIS    {loaded:.1f} s to load and index, {asked:.1f} s for {sample} communes, {scaled:.0f} s scaled")
    print(f"           largest difference between the answers: {apart:.1f} m; questions / ours {scaled / wall:.0f}")


if __name__ == "__main__":
    main()
