"""A region or a country: every rule of the catalogue for invented people, counted by commune, rule and status.

    python -m bench.engines [--people 6000000] [--workers 2] [--sql 200000] [--folder DIR]

In the same run: the bare reading of the same columns, and the same rules as our SQL and as plain CASE SQL on DuckDB for
`--sql` people drawn from every band. The data are written in a temporary folder and erased. CPU times compare better
than wall times on a busy machine.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import duckdb
import numpy as np
from bench import plain_sql, population
from numpy.typing import NDArray

from prevenance.catalogue import book
from prevenance.rules.compiling import columns, sql
from prevenance.rules.statuses import ORDER

ON = dt.date(2026, 11, 24)
CATALOGUE = book.load()
RULES = tuple(CATALOGUE.rules(ON))
Result = TypeVar("Result")
Share = tuple[Path, list[population.Band]]


def compiled() -> columns.Columns:
    return columns.compile_rules(RULES, ON, CATALOGUE.facts)


def generate(share: Share) -> int:
    folder, bands = share
    features = compiled().features
    return sum(population.write(band, features, ON, folder) for band in bands)


def count(share: Share) -> tuple[NDArray[np.int64], int, float]:
    """The tally, the peak memory of this process in bytes, its CPU seconds."""
    folder, bands = share
    begun = time.process_time()
    engine = compiled()
    total = np.zeros((len(RULES), len(ORDER), population.COMMUNES), dtype=np.int64)
    for band in bands:
        table, starts = population.read(folder / band.name)
        engine.tally(table, starts, into=total)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return total, peak, time.process_time() - begun


def scan(share: Share) -> tuple[int, int, float]:
    """Read each column that the rules read, once, adding up its words: what any engine must pay at least."""
    folder, bands = share
    engine = compiled()
    found = [population.read(folder / band.name)[0] for band in bands]
    wanted = [np.asarray(table[name]) for table in found for name in engine.columns_read(table)]
    read, total, begun = 0, 0, time.process_time()
    for raw in wanted:
        words = raw[: len(raw) // 8 * 8].view(np.uint64)
        total ^= int(np.bitwise_xor.reduce(words)) if len(words) else 0
        read += raw.nbytes
    return total, read, time.process_time() - begun


def in_parallel(work: Callable[[Share], Result], shares: Sequence[Share]) -> tuple[list[Result], float]:
    """Results and wall seconds; one process for each share."""
    begun = time.perf_counter()
    with multiprocessing.get_context("fork").Pool(len(shares), maxtasksperchild=1) as pool:
        found = pool.map(work, shares, chunksize=1)
    return found, time.perf_counter() - begun


def shared_out(bands: list[population.Band], workers: int, folder: Path) -> list[Share]:
    """Bands given out, the largest first, to whom has the fewest people."""
    piles: list[list[population.Band]] = [[] for _ in range(workers)]
    for band in sorted(bands, key=lambda band: -band.people):
        min(piles, key=lambda pile: sum(one.people for one in pile)).append(band)
    return [(folder, pile) for pile in piles]


def on_duckdb(folder: Path, bands: list[population.Band], most: int) -> None:
    """Our SQL and plain SQL over a sample: every band, cut to its part of `most` people."""
    people = sum(band.people for band in bands)
    features = compiled().features
    names = [feature.name for feature in features]
    expected = np.zeros((len(RULES), len(ORDER)), dtype=np.int64)
    with duckdb.connect() as connection:
        for number, band in enumerate(bands):
            table, starts = population.read(folder / band.name)
            rows = max(1, band.people * most // people)
            part = {name: np.ascontiguousarray(table[name][:rows]) for name in names}
            part["commune"] = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))[:rows]
            expected += compiled().tally({n: part[n] for n in names}, np.array([0, rows], dtype=np.int64))[:, :, 0]
            connection.register("part", part)
            verb = "INSERT INTO people" if number else "CREATE TABLE people AS"
            connection.execute(f"{verb} SELECT * FROM part")
            connection.unregister("part")
        connection.execute("SET threads = 1")
        rows = connection.execute("SELECT count(*) FROM people").fetchall()[0][0]
        ours = sql.compile_rules(RULES, ON, CATALOGUE.facts)
        ages = population.AGES[1:-1:2]
        found = timed(
            "our SQL on DuckDB", rows, lambda: connection.execute(ours.counts("people", "commune", ages=ages))
        )
        totals = np.array([row[1:] for row in found], dtype=np.int64).sum(axis=0).reshape(len(RULES), len(ORDER))
        assert (totals == expected).all(), "SQL and columns do not count the same"
        items = plain_sql.columns_of(CATALOGUE.facts, names)
        connection.execute(f"CREATE TABLE plain AS SELECT commune, {items} FROM people")
        plain = plain_sql.counts(RULES, ON, "plain", "commune")
        timed("plain CASE SQL on DuckDB", rows, lambda: connection.execute(plain))


def timed(name: str, people: int, run: Callable[[], duckdb.DuckDBPyConnection]) -> list[tuple[int, ...]]:
    begun, wall = time.process_time(), time.perf_counter()
    found = run().fetchall()
    cpu = time.process_time() - begun
    print(f"{name}: {people:,} people, {time.perf_counter() - wall:.1f} s wall, {cpu:.1f} s CPU")
    print(f"  {people / cpu / 1e6:.3f} million people per CPU second; 68 million: {68e6 / people * cpu:,.0f} CPU s")
    return found


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("--people", type=int, default=6_000_000)
    reading.add_argument("--workers", type=int, default=2)
    reading.add_argument("--sql", type=int, default=200_000, help="people given to DuckDB; 0: none")
    reading.add_argument("--folder", type=Path, default=None, help="where to write the data (several GB)")
    asked = reading.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="population-", dir=asked.folder))
    try:
        bands = population.bands(asked.people, ON, 20261124)
        shares = shared_out(bands, asked.workers, folder)
        sizes, wall = in_parallel(generate, shares)
        print(f"{asked.people:,} people, {len(bands)} bands, {sum(sizes) / 1e9:.2f} GB, generated in {wall:.0f} s")
        in_parallel(scan, shares)
        scans, _ = in_parallel(scan, shares)  # the second time: in the page cache, as for the tally
        read, scan_cpu = sum(one[1] for one in scans), sum(one[2] for one in scans)
        print(f"reading once what the rules read: {read / 1e9:.2f} GB, {scan_cpu:.2f} s CPU")
        tallies, wall = in_parallel(count, shares)
        total, cpu = sum(one[0] for one in tallies), sum(one[2] for one in tallies)
        assert (total.sum(axis=(1, 2)) == asked.people).all(), "someone is missing"
        peaks = [one[1] / 1e9 for one in tallies]
        print(f"{len(RULES)} rules × {population.COMMUNES:,} communes × {len(ORDER)} statuses:")
        print(f"  {wall:.1f} s wall, {cpu:.1f} s CPU, {asked.people / cpu / 1e6:.1f} million people per CPU second")
        print(f"  {cpu / scan_cpu:.0f} × the bare reading; peak memory {sum(peaks):.2f} GB ({asked.workers} processes)")
        for status, number in zip(ORDER, total.sum(axis=(0, 2)), strict=True):
            print(f"  {status}: {number / asked.people:.2f} rules a person")
        if asked.sql:
            on_duckdb(folder, bands, min(asked.sql, asked.people))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
