"""The same rules as Polars expressions, over the same bands of people: what the columns engine is measured against.

    python -m bench.peer_polars [--people 6000000] [--threads 1] [--communes]

Polars gets every advantage of our columns: rules narrowed to the ranges of birth and sex of each band, two-valued
conditions, columns as narrow as ours, no null; it also finds repeated parts by itself. It must give the same counts, by
rule and status, and with `--communes` by commune too. Data in memory for both, one process, one thread unless asked.
"""

from __future__ import annotations

import argparse
import functools
import operator
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from bench import engines, population
from numpy.typing import NDArray

from prevenance.rules import nodes
from prevenance.rules.compiling import dates_in_codes as codes
from prevenance.rules.compiling import expressions as ex
from prevenance.rules.compiling import lowering, simplifying
from prevenance.rules.statuses import ORDER, Status

if "--threads" in sys.argv:  # before Polars is imported: it reads this once
    os.environ["POLARS_MAX_THREADS"] = sys.argv[sys.argv.index("--threads") + 1]
os.environ.setdefault("POLARS_MAX_THREADS", "1")
import polars as pl

UNKNOWN = ORDER.index(Status.UNKNOWN)
COMPARED = {ex.Sign.AT_MOST: operator.le, ex.Sign.EQUAL: operator.eq, ex.Sign.DIFFERENT: operator.ne}


def truth(condition: ex.Truth, bound: pl.Expr | None = None) -> pl.Expr:
    """A condition as a Boolean expression. `bound`: the argument, inside a date function."""
    match condition:
        case ex.Literal(value):
            return pl.lit(value)
        case ex.Compare(sign, ex.Column(name), ex.Number(value)) if bound is None:
            return COMPARED[sign](pl.col(name), value)  # type: ignore[no-any-return]  # as narrow as it is stored
        case ex.Compare(sign, first, second):
            return COMPARED[sign](whole(first, bound), whole(second, bound))  # type: ignore[no-any-return]
        case ex.Both(parts):
            return functools.reduce(operator.and_, (truth(part, bound) for part in parts))
        case ex.Either(parts):
            return functools.reduce(operator.or_, (truth(part, bound) for part in parts))


def whole(node: ex.Whole, bound: pl.Expr | None = None) -> pl.Expr:
    """An integer of 32 bits."""
    match node:
        case ex.Column(name):
            return bound if bound is not None and node == codes.ARGUMENT else pl.col(name).cast(pl.Int32)
        case ex.Number(value):
            return pl.lit(value, dtype=pl.Int32)
        case ex.Add(a, b):
            return whole(a, bound) + whole(b, bound)
        case ex.Times(a, b):
            return whole(a, bound) * whole(b, bound)
        case ex.Quotient(a, divisor):
            return whole(a, bound) // pl.lit(divisor, dtype=pl.Int32)
        case ex.Remainder(a, divisor):
            return whole(a, bound) % pl.lit(divisor, dtype=pl.Int32)
        case ex.Greater(a, b):
            return pl.max_horizontal(whole(a, bound), whole(b, bound))
        case ex.AsNumber(condition):
            return truth(condition, bound).cast(pl.Int32)
        case ex.Apply(function, a):
            return whole(codes.FUNCTIONS[function], whole(a, bound))


class Prepared:
    """The rules for one band: those that its ranges settle, and expressions for the others."""

    def __init__(self, table: dict[str, NDArray[np.generic]]) -> None:
        known = dict(lowering.domain((f.name, f.bits) for f in engines.compiled().features))
        for name in (nodes.BIRTH, "sex"):
            known[name] = (int(table[name].min()), int(table[name].max()))
        self.settled: list[tuple[int, int]] = []
        self.open: list[tuple[int, int, pl.Expr]] = []
        applied: dict[ex.Whole, ex.Column] = {}
        roots: list[tuple[int, int, ex.Truth]] = []
        for number, rule in enumerate(RULES):
            for status, condition in lowering.where(lowering.specialised(rule, known), known):
                if condition == ex.TRUE:
                    self.settled.append((number, ORDER.index(status)))
                elif condition != ex.FALSE:
                    roots.append((number, ORDER.index(status), simplifying.simplify(condition, known)))
        self.layers = _layers([condition for _, _, condition in roots], applied)
        self.open = [(n, s, truth(ex.substituted_truth(condition, applied))) for n, s, condition in roots]

    def frame(self, frame: pl.DataFrame) -> pl.LazyFrame:
        lazy = frame.lazy()
        for layer in self.layers:
            lazy = lazy.with_columns(layer)
        return lazy


def _layers(roots: list[ex.Truth], replaced: dict[ex.Whole, ex.Column]) -> list[list[pl.Expr]]:
    """Dates that formulas share, computed first: without this, Polars meets the same formulas dozens of times."""
    waiting = {node for node in ex.nodes_of(roots) if isinstance(node, ex.Apply)}
    layers = []
    while waiting:
        ready = [one for one in waiting if not any(n in waiting for n in ex.nodes_of([one.argument]))]
        added = {one: ex.Column(f"a{len(replaced) + place}") for place, one in enumerate(ready)}
        layers.append(
            [
                whole(ex.Apply(one.function, ex.substituted(one.argument, replaced))).alias(column.name)
                for one, column in added.items()
            ]
        )
        replaced |= added
        waiting -= set(ready)
    return layers


RULES = tuple(lowering.lower(rule, engines.ON, engines.CATALOGUE.facts) for rule in engines.RULES)


def tally(frame: pl.DataFrame, prepared: Prepared, by_commune: bool, into: NDArray[np.int64]) -> None:
    sums = [expression.sum().cast(pl.Int64).alias(f"{n} {s}") for n, s, expression in prepared.open]
    lazy = prepared.frame(frame)
    if not by_commune:
        sizes = np.array([frame.height], dtype=np.int64)
        place: NDArray[np.int64] = np.array([0])
        found = lazy.select(sums).collect() if sums else pl.DataFrame()
    else:
        found = lazy.group_by("commune").agg(pl.len().alias("people"), *sums).collect()
        place, sizes = found["commune"].to_numpy(), found["people"].to_numpy().astype(np.int64)
    settled = np.zeros((len(RULES), len(sizes)), dtype=np.int64)
    for number, status in prepared.settled:
        into[number, status, place] += sizes
        settled[number] += sizes
    for number, status, _ in prepared.open:
        people = found[f"{number} {status}"].to_numpy()
        into[number, status, place] += people
        settled[number] += people
    for number in range(len(RULES)):
        into[number, UNKNOWN, place] += sizes - settled[number]


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("--people", type=int, default=6_000_000)
    reading.add_argument("--threads", type=int, default=1)
    reading.add_argument("--communes", action="store_true", help="count by commune, not only in all")
    asked = reading.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="population-"))
    groups = population.COMMUNES if asked.communes else 1
    ours, theirs = (np.zeros((len(RULES), len(ORDER), groups), dtype=np.int64) for _ in range(2))
    spent = dict.fromkeys(("columns: preparing", "columns", "Polars: preparing", "Polars"), 0.0)
    try:
        engine = engines.compiled()
        for band in population.bands(asked.people, engines.ON, 20261124):
            population.write(band, engine.features, engines.ON, folder)
            mapped, starts = population.read(folder / band.name)
            table = {name: np.array(column) for name, column in mapped.items()}
            bounds = starts if asked.communes else np.array([0, band.people], dtype=np.int64)
            frame = pl.DataFrame({name: pl.Series(column) for name, column in table.items()})
            communes = np.repeat(np.arange(len(starts) - 1, dtype=np.uint16), np.diff(starts))
            frame = frame.with_columns(pl.Series("commune", communes))
            begun = time.process_time()
            engine.columns_read(table)
            ready = time.process_time()
            engine.tally(table, bounds, into=ours)
            done = time.process_time()
            prepared = Prepared(table)
            compiled = time.process_time()
            tally(frame, prepared, asked.communes, theirs)
            end = time.process_time()
            spent["columns: preparing"] += ready - begun
            spent["columns"] += done - ready
            spent["Polars: preparing"] += compiled - done
            spent["Polars"] += end - compiled
            shutil.rmtree(folder / band.name)
    finally:
        shutil.rmtree(folder)
    assert (ours == theirs).all(), "Polars and columns do not count the same"
    print(f"{asked.people:,} people, {len(RULES)} rules, {groups:,} groups, {pl.thread_pool_size()} thread(s)")
    for name, seconds in spent.items():
        print(f"  {name}: {seconds:.1f} s CPU")
    print(f"  peak memory of the process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
