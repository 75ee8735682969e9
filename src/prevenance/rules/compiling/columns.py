"""Many people at once: the rules over columns of features (NumPy arrays, memory maps). `Columns.read` makes them from
the tables of others: Polars, pandas, Arrow.

Rows that share ranges of birth and sex go fastest when given together: what their range settles is not even computed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prevenance.rules import nodes
from prevenance.rules.compiling import expressions as ex
from prevenance.rules.compiling import features as coding
from prevenance.rules.compiling import frames, lowering, programs, proving, simplifying
from prevenance.rules.compiling.lowering import Lowered
from prevenance.rules.compiling.proving import Outcome
from prevenance.rules.facts import Fact
from prevenance.rules.statuses import ORDER, Status

Table = Mapping[str, programs.Array]
NARROWING = (nodes.BIRTH, "sex")  # their ranges are worth looking at before computing
RANKS = {status: rank for rank, status in enumerate(ORDER)}


@dataclass(frozen=True, slots=True)
class Dates:
    """Arrays of people × rules: rank of the status in `statuses.ORDER`; ordinals, -1 where there is no date."""

    statuses: NDArray[np.uint8]
    due_on: NDArray[np.int32]
    until: NDArray[np.int32]

    def outcomes(self) -> list[tuple[Outcome, ...]]:
        """As values, person by person (slow: for tests and small groups)."""
        found = []
        for ranks, due_on, until in zip(self.statuses, self.due_on, self.until, strict=True):
            triples = zip(ranks, due_on, until, strict=True)
            found.append(tuple(Outcome(ORDER[rank], _day(first), _day(last)) for rank, first, last in triples))
        return found


@dataclass(slots=True)
class _Ready:
    """The program of some rules for people in some ranges."""

    rules: tuple[Lowered, ...]
    program: programs.Program
    statuses: list[tuple[int, Status, int | None]]  # rule, status, slot of its bits (None: everyone)
    gaps: list[tuple[int, int]]  # rule, slot of those for whom no branch may apply
    dates: list[tuple[int, bool, int]]  # rule, is it `until`, slot of its ordinals


class Columns:
    """Rules on a day. `features` says which columns to give, and their width (8 or 16 bits, unsigned)."""

    def __init__(self, rules: tuple[Lowered, ...], features: tuple[coding.Feature, ...], on: dt.date) -> None:
        self.on, self.features, self._rules = on, features, rules
        self.ids = tuple(rule.id for rule in rules)
        self._domain = lowering.domain((feature.name, feature.bits) for feature in features)
        self._types = {feature.name: np.dtype(frames.TYPES[feature.bits]) for feature in features}
        self._ready: dict[tuple[object, ...], _Ready] = {}

    def table(self, rows: Sequence[Sequence[int]]) -> dict[str, programs.Array]:
        """Columns from rows made by `features.row`."""
        return {
            feature.name: np.array([row[place] for row in rows], dtype=self._types[feature.name])
            for place, feature in enumerate(self.features)
        }

    def read(self, table: frames.Table) -> dict[str, programs.Array]:
        """Columns from a table of Polars, pandas, Arrow or NumPy, with ordinary values, nothing for unknown (`frames`).

        Raises:
            ValueError: a column is missing, or holds a value that its fact cannot take.
        """
        return frames.features(self.features, table)

    def columns_read(self, table: Table) -> frozenset[str]:
        """The columns of `table` that its statuses depend on: those that its ranges of birth and sex do not settle."""
        return self._prepared(table, dated=False).program.columns

    def statuses(self, table: Table) -> NDArray[np.uint8]:
        """Rank of the status in `statuses.ORDER`, people × rules. Raises lowering.NoCase."""
        return self._dates(table, dated=False).statuses

    def plans(self, table: Table) -> Dates:
        """Statuses and dates. Raises lowering.NoCase."""
        return self._dates(table, dated=True)

    def tally(
        self, table: Table, starts: NDArray[np.int64], into: NDArray[np.int64] | None = None
    ) -> NDArray[np.int64]:
        """People counted by rule × status × group. Group g holds the rows from `starts[g]` to `starts[g + 1]`.

        `into`: counts of other people with the same groups, to which these are added in place.

        Raises:
            lowering.NoCase. ValueError: the groups do not cover the table.
        """
        rows, groups = _length(table), len(starts) - 1
        if groups < 1 or starts[0] != 0 or starts[-1] != rows or (np.diff(starts) < 0).any():
            raise ValueError("groups must cover every row, in order")
        counts = np.zeros((len(self.ids), len(ORDER), groups), dtype=np.int64) if into is None else into
        if not rows:
            return counts
        ready, sizes = self._prepared(table, dated=False), np.diff(starts)
        settled = np.zeros((len(self.ids), groups), dtype=np.int64)
        for rule, status, slot in ready.statuses:
            if slot is None:
                counts[rule, RANKS[status]] += sizes
                settled[rule] += sizes
        open_statuses = [(rule, RANKS[status], slot) for rule, status, slot in ready.statuses if slot is not None]
        for start, piece, values in self._pieces(ready, table, [slot for _, _, slot in open_statuses]):
            first = int(np.searchsorted(starts, start, side="right")) - 1
            last = int(np.searchsorted(starts, start + piece, side="left"))
            bounds = np.clip(starts[first : last + 1] - start, 0, piece)
            if not values:
                continue
            added = count_between(np.stack(values), bounds)
            for (rule, rank, _), people in zip(open_statuses, added, strict=True):
                counts[rule, rank, first:last] += people
                settled[rule, first:last] += people
        if (settled > sizes).any():
            raise proving.Broken("columns: someone was counted twice")
        counts[:, RANKS[Status.UNKNOWN]] += sizes - settled
        return counts

    def _dates(self, table: Table, dated: bool) -> Dates:
        rows, rules = _length(table), len(self.ids)
        found = Dates(
            np.full((rows, rules), RANKS[Status.UNKNOWN], dtype=np.uint8),
            np.full((rows if dated else 0, rules), -1, dtype=np.int32),
            np.full((rows if dated else 0, rules), -1, dtype=np.int32),
        )
        if not rows:
            return found
        ready = self._prepared(table, dated)
        slots = [slot for _, _, slot in ready.statuses if slot is not None]
        for rule, status, slot in ready.statuses:
            if slot is None:
                found.statuses[:, rule] = RANKS[status]
        wanted = [*slots, *(slot for _, _, slot in ready.dates)]
        for start, piece, values in self._pieces(ready, table, wanted):
            end, place = start + piece, 0
            for rule, status, slot in ready.statuses:
                if slot is not None:
                    found.statuses[start:end, rule][_flags(values[place], piece)] = RANKS[status]
                    place += 1
            for (rule, is_until, _), ordinals in zip(ready.dates, values[len(slots) :], strict=True):
                (found.until if is_until else found.due_on)[start:end, rule] = ordinals
        return found

    def _pieces(
        self, ready: _Ready, table: Table, wanted: list[int]
    ) -> Iterator[tuple[int, int, list[programs.Array]]]:
        machine, rows = programs.Machine(ready.program), _length(table)
        read = {name: self._column(table, name) for name in ready.program.columns}
        gaps = [slot for _, slot in ready.gaps]
        for start in range(0, rows, programs.PIECE):
            piece = min(programs.PIECE, rows - start)
            part = {name: column[start : start + piece] for name, column in read.items()}
            values = machine.run(part, piece, [*wanted, *gaps])
            for (rule, _), bits in zip(ready.gaps, values[len(wanted) :], strict=True):
                if _flags(bits, piece).any():
                    raise lowering.NoCase(self.ids[rule])
            yield start, piece, values[: len(wanted)]

    def _column(self, table: Table, name: str) -> programs.Array:
        column = np.asarray(table[name])
        if column.dtype != self._types[name]:
            raise ValueError(
                f"column {name} holds {column.dtype}, not {self._types[name]}: give the table to `read` first"
            )
        return column

    def _prepared(self, table: Table, dated: bool) -> _Ready:
        ranges = []
        for name in NARROWING:
            if name in self._domain:
                column = self._column(table, name)
                ranges.append((name, (int(column.min()), int(column.max()))))
        key = (dated, *ranges)
        if key not in self._ready:
            self._ready[key] = _prepare(self._rules, {**self._domain, **dict(ranges)}, dated)
        return self._ready[key]


def compile_rules(rules: Iterable[nodes.Rule], on: dt.date, declared: Mapping[str, Fact]) -> Columns:
    """The rules, ready for columns. The engine proves itself the first time.

    Raises:
        ValueError: a rule that cannot be compiled. proving.Broken: the engine does not compute as it must.
    """
    proving.prove("columns", _proof)
    return _compiled(tuple(rules), on, declared)


def _compiled(rules: tuple[nodes.Rule, ...], on: dt.date, declared: Mapping[str, Fact]) -> Columns:
    lowered = tuple(lowering.lower(rule, on, declared) for rule in rules)
    return Columns(lowered, coding.features(rules, declared), on)


def _proof(trial: proving.Trial) -> list[tuple[Outcome, ...]]:
    compiled = _compiled(trial.rules, trial.on, trial.declared)
    table = compiled.table(trial.rows)
    plans = compiled.plans(table)
    counts = compiled.tally(table, np.array([0, 3, 3, len(trial.rows)], dtype=np.int64)).sum(axis=2)
    for rule, ranks in enumerate(plans.statuses.T):
        if list(np.bincount(ranks, minlength=len(ORDER))) != list(counts[rule]):
            raise proving.Broken(f"columns: {compiled.ids[rule]} is counted otherwise than it is listed")
    return plans.outcomes()


def _prepare(rules: tuple[Lowered, ...], known: simplifying.Known, dated: bool) -> _Ready:
    narrowed = tuple(lowering.specialised(rule, known) for rule in rules)
    ready = _Ready(narrowed, programs.Program(), [], [], [])
    for number, rule in enumerate(narrowed):
        if not rule.always_decides:
            gap = simplifying.simplify(lowering.undecided(rule), known)
            ready.gaps += [(number, ready.program.place(gap))] if gap != ex.FALSE else []
        for status, condition in lowering.where(rule, known):
            if condition != ex.FALSE:
                slot = None if condition == ex.TRUE else ready.program.place(condition)
                ready.statuses.append((number, status, slot))
        if dated:
            for is_until in (False, True):
                shown = _shown(rule, is_until, known)
                ready.dates += (
                    [(number, is_until, ready.program.place_whole(shown))] if shown != lowering.NO_DATE else []
                )
    return ready


def _shown(rule: Lowered, is_until: bool, known: simplifying.Known) -> ex.Whole:
    """The date of the only branch that may apply, as one sum: -1, plus what the branch adds where it is alone."""
    total: ex.Whole = lowering.NO_DATE
    for place, branch in enumerate(rule.branches):
        date = branch.until if is_until else branch.due_on
        if date != lowering.NO_DATE:
            here = ex.as_number(lowering.alone(rule, place, known))
            total = ex.plus(total, ex.times(here, ex.plus(date, 1)))
    return total


def count_between(bits: programs.Bits, bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Bits set between each bound and the next, for each row of `bits` (conditions × words): a prefix of popcounts."""
    counted = np.zeros((bits.shape[0], bits.shape[1] + 1), dtype=np.int32)
    np.cumsum(np.bitwise_count(bits), axis=1, dtype=np.int32, out=counted[:, 1:])
    word, offset = bounds >> 6, (bounds & 63).astype(np.uint64)
    inside = np.minimum(word, bits.shape[1] - 1)  # a bound after the last word needs none of its bits: offset is 0
    masks = (np.uint64(1) << offset) - np.uint64(1)
    before = counted[:, word] + np.bitwise_count(bits[:, inside] & masks)
    between: NDArray[np.int64] = (before[:, 1:] - before[:, :-1]).astype(np.int64)
    return between


def _flags(bits: programs.Array, rows: int) -> NDArray[np.bool_]:
    return np.unpackbits(bits.view(np.uint8), count=rows, bitorder="little").view(np.bool_)


def _length(table: Table) -> int:
    return len(next(iter(table.values()))) if table else 0


def _day(ordinal: int) -> dt.date | None:
    return None if ordinal < 0 else dt.date.fromordinal(int(ordinal))
