"""The rules as SQL text, for where the data already lie: one statement over a view of features, integers only.

The statement is made of layers: dates that formulas share, then one column for each condition of a branch, then the
statuses. `feature_view` maps ordinary columns (DATE, BOOLEAN, VARCHAR; NULL for unknown) to features.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from prevenance.rules import calendar, nodes
from prevenance.rules.compiling import dates_in_codes as codes
from prevenance.rules.compiling import expressions as ex
from prevenance.rules.compiling import features as coding
from prevenance.rules.compiling import lowering, proving, simplifying
from prevenance.rules.compiling.dialects import DIALECTS, Printer
from prevenance.rules.compiling.features import Feature, Reading
from prevenance.rules.compiling.lowering import Branch, Lowered, Rails
from prevenance.rules.compiling.proving import Outcome
from prevenance.rules.facts import Fact
from prevenance.rules.statuses import ORDER, Status

RANKS = {status: rank for rank, status in enumerate(ORDER)}
GAP = 255  # the rank of those for whom no case applies: `outcomes` refuses them


class Backend(Protocol):
    """An engine that runs our statements (see `backends`)."""

    @property
    def name(self) -> str:
        """The engine and its version: what is proved once for each process."""

    @property
    def dialect(self) -> str:
        """One of `DIALECTS`."""

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        """What a SELECT gives."""

    def load(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[int]]) -> None:
        """A temporary table of integers: names with their types, then rows. It replaces one of that name."""


@dataclass(frozen=True, slots=True)
class _Layers:
    """Columns computed first (dates shared), then conditions of branches, and the rules written with these."""

    dates: list[dict[str, ex.Whole]]
    conditions: dict[str, ex.Truth]
    rules: tuple[Lowered, ...]
    ordinals: dict[str, ex.Whole]


class Sql:
    """Rules on a day, for one dialect: `duckdb`, `spark` or `postgresql`."""

    def __init__(self, rules: tuple[Lowered, ...], features: tuple[Feature, ...], on: dt.date, dialect: str) -> None:
        self.on, self.features, self._rules, self.dialect = on, features, rules, DIALECTS[dialect]
        self.ids = tuple(rule.id for rule in rules)
        self._domain = lowering.domain((feature.name, feature.bits) for feature in features)

    def statuses(self, source: str, keep: Sequence[str], *, dated: bool = False, ages: Sequence[int] = ()) -> str:
        """SELECT the columns `keep` and, for each rule, the rank of its status; with dates, ordinals or -1.

        `ages` cuts the people in bands, each with a shorter statement: worth it when rows are in order of birth.
        """
        return self._banded(ages, lambda known, where: self._statuses(source, keep, known, where, dated))

    def counts(self, source: str, group: str, *, ages: Sequence[int] = ()) -> str:
        """SELECT `group` and, for each rule and status, the number of people (columns `rule status`)."""
        printer = Printer(self.dialect)
        names = [printer.name(f"{identity} {status}") for identity in self.ids for status in ORDER]
        inner = self._banded(ages, lambda known, where: self._counts(source, group, known, where))
        sums = ",\n  ".join(f"sum({name}) AS {name}" for name in names)
        key = printer.name(group)
        return f"SELECT {key},\n  {sums}\nFROM (\n{inner}\n) AS bands GROUP BY {key}"

    def _banded(self, ages: Sequence[int], write: Callable[[simplifying.Known, str], str]) -> str:
        if not ages or nodes.BIRTH not in self._domain:
            return write(self._domain, "")
        bounds = sorted({codes.code(calendar.latest_with_birthday_by(self.on, age)) + 1 for age in ages})
        parts, low = [], 0
        for high in (*bounds, codes.UNDATED, codes.UNKNOWN + 1):
            known = {**self._domain, nodes.BIRTH: (low, high - 1)}
            column = Printer(self.dialect).name(nodes.BIRTH)
            parts.append(write(known, f"\n    WHERE {column} BETWEEN {low} AND {high - 1}"))
            low = high
        return "\nUNION ALL\n".join(parts)

    def _statuses(self, source: str, keep: Sequence[str], known: simplifying.Known, where: str, dated: bool) -> str:
        layers = _layered(self._rules, known, dated)
        printer = Printer(self.dialect, frozenset(layers.conditions))
        lines = [printer.name(name) for name in keep]
        for rule in layers.rules:
            lines.append(f"{_rank(rule, layers, printer)} AS {printer.name(rule.id)}")
            for is_until in (False, True) if dated else ():
                shown = printer.whole(_shown(rule, is_until, layers))
                lines.append(f"{shown} AS {printer.name(rule.id + (' until' if is_until else ' due_on'))}")
        return _written(lines, source, keep, layers, printer, where)

    def _counts(self, source: str, group: str, known: simplifying.Known, where: str) -> str:
        layers = _layered(self._rules, known, False)
        printer = Printer(self.dialect, frozenset(layers.conditions))
        lines = [printer.name(group)]
        for rule in layers.rules:
            found = dict(lowering.where(rule, _flags(layers)))
            for status in ORDER:
                if status is not Status.UNKNOWN:
                    count = f"sum({printer.truth(found[status])})" if status in found else "0"
                    lines.append(f"{count} AS {printer.name(f'{rule.id} {status}')}")
            settled = " + ".join(printer.truth(one) for one in found.values()) or "0"
            lines.append(f"count(*) - sum({settled}) AS {printer.name(f'{rule.id} {Status.UNKNOWN}')}")
        order = [printer.name(group)]
        for identity in self.ids:
            order += [printer.name(f"{identity} {status}") for status in ORDER]
        text = _written(lines, source, [group], layers, printer, where)
        return f"SELECT {', '.join(order)} FROM (\n{text}\n  GROUP BY {printer.name(group)}) AS band"  # noqa: S608  # names from the catalogue, quoted


def compile_rules(
    rules: Iterable[nodes.Rule], on: dt.date, declared: Mapping[str, Fact], dialect: str = "duckdb"
) -> Sql:
    """The rules, ready to be written as SQL.

    Raises:
        ValueError: a rule that cannot be compiled. KeyError: an unknown dialect.
    """
    chosen = tuple(rules)
    lowered = tuple(lowering.lower(rule, on, declared) for rule in chosen)
    return Sql(lowered, coding.features(chosen, declared), on, dialect)


# Writing


def _flags(layers: _Layers) -> dict[str, simplifying.Range]:
    return dict.fromkeys(layers.conditions, (0, 1))


def _layered(rules: tuple[Lowered, ...], known: simplifying.Known, dated: bool) -> _Layers:
    layers = _Layers([], {}, (), {})
    names: dict[ex.Truth, ex.Truth] = {}
    dates: dict[ex.Whole, ex.Whole] = {}

    def condition(truth: ex.Truth) -> ex.Truth:
        if isinstance(truth, ex.Literal):
            return truth
        if truth not in names:
            name = f"c{len(names)}"
            names[truth] = ex.equal(ex.Column(name), 1)
            layers.conditions[name] = truth
        return names[truth]

    def date(whole: ex.Whole) -> ex.Whole:
        if not dated or isinstance(whole, ex.Number):
            return whole
        if whole not in dates:
            name = f"d{len(dates)}"
            dates[whole] = ex.Column(name)
            layers.ordinals[name] = whole
        return dates[whole]

    written = []
    for rule in rules:
        branches = []
        for one in lowering.specialised(rule, known).branches:
            when = Rails(condition(one.when.surely), condition(one.when.possibly))
            branches.append(Branch(when, one.status, date(one.due_on), date(one.until)))
        written.append(Lowered(rule.id, tuple(branches)))
    shared, replaced = _shared([*layers.conditions.values(), *layers.ordinals.values()])
    conditions = {name: ex.substituted_truth(truth, replaced) for name, truth in layers.conditions.items()}
    ordinals = {name: ex.substituted(whole, replaced) for name, whole in layers.ordinals.items()}
    return _Layers(shared, conditions, tuple(written), ordinals)


def _shared(roots: Sequence[ex.Truth | ex.Whole]) -> tuple[list[dict[str, ex.Whole]], dict[ex.Whole, ex.Column]]:
    """Every date function applied, as columns: a layer for those that need no other, then those that need these."""
    applied = {node for node in ex.nodes_of(roots) if isinstance(node, ex.Apply)}
    layers: list[dict[str, ex.Whole]] = []
    replaced: dict[ex.Whole, ex.Column] = {}
    while applied:
        ready = [a for a in applied if not any(n in applied for n in ex.nodes_of([a.argument]))]
        layer: dict[str, ex.Whole] = {}
        for node in sorted(ready, key=repr):
            name = f"a{len(replaced) + len(layer)}"
            layer[name] = ex.Apply(node.function, ex.substituted(node.argument, replaced))
        replaced |= {node: ex.Column(name) for node, name in zip(sorted(ready, key=repr), layer, strict=True)}
        applied -= set(ready)
        layers.append(layer)
    return layers, replaced


def _rank(rule: Lowered, layers: _Layers, printer: Printer) -> str:
    unknown, total = RANKS[Status.UNKNOWN], [str(RANKS[Status.UNKNOWN])]
    for status, truth in lowering.where(rule, _flags(layers)):
        total.append(f"({RANKS[status] - unknown}) * {printer.whole(ex.as_number(truth))}")
    gap = simplifying.simplify(lowering.undecided(rule), _flags(layers))
    if gap != ex.FALSE:
        total.append(f"{GAP - unknown} * {printer.whole(ex.as_number(gap))}")
    return " + ".join(total)


def _shown(rule: Lowered, is_until: bool, layers: _Layers) -> ex.Whole:
    total: ex.Whole = lowering.NO_DATE
    for place, branch in enumerate(rule.branches):
        date = branch.until if is_until else branch.due_on
        if date != lowering.NO_DATE:
            here = ex.as_number(lowering.alone(rule, place, _flags(layers)))
            total = ex.plus(total, ex.times(here, ex.plus(date, 1)))
    return total


def _written(lines: list[str], source: str, keep: Sequence[str], layers: _Layers, printer: Printer, where: str) -> str:
    """The layers, each a subquery of the next: every engine reads that."""
    plain, fence = Printer(printer.dialect), printer.dialect.fence
    text = f"{source}{where}"
    for number, layer in enumerate(layers.dates):
        added = ",\n    ".join(f"{plain.whole(whole)} AS {plain.name(name)}" for name, whole in layer.items())
        text = f"(\n  SELECT *,\n    {added}\n  FROM {text}{fence}) AS dates{number}"  # noqa: S608
    kept = [plain.name(name) for name in keep]
    kept += [f"{plain.truth(truth)} AS {plain.name(name)}" for name, truth in layers.conditions.items()]
    kept += [f"{plain.whole(whole)} AS {plain.name(name)}" for name, whole in layers.ordinals.items()]
    kept = kept or ["1 AS nothing"]
    columns = ",\n    ".join(kept)
    return f"SELECT {', '.join(lines)}\nFROM (\n  SELECT {columns}\n  FROM {text}{fence}) AS conditions"  # noqa: S608


# From ordinary columns to features


def feature_view(features: Sequence[Feature], source: str, keep: Sequence[str], dialect: str = "duckdb") -> str:
    """SELECT the features of a table whose columns are named after facts and hold NULL for unknown.

    Dates and yes-or-no facts: DATE, BOOLEAN. Choices: text. Numbers: any. Weeks: the DATE they count from. An act is
    `act__last` (and `act__first`: DATE; `act__count`: number, where rules read them) with `act__done`: FALSE never
    done, TRUE done even if nobody knows when, NULL unknown.
    """
    printer = Printer(DIALECTS[dialect])
    lines = [printer.name(name) for name in keep]
    lines += [f"{_feature(feature, printer)} AS {printer.name(feature.name)}" for feature in features]
    return "SELECT " + ",\n  ".join(lines) + f"\nFROM {source}"


def _feature(feature: Feature, printer: Printer) -> str:
    column, done = printer.name(feature.name), printer.name(f"{feature.fact}__done")
    code = (
        f"(EXTRACT(YEAR FROM {column}) - 1900) * {codes.YEAR} + (EXTRACT(MONTH FROM {column}) - 1) * {codes.MONTH}"
        f" + EXTRACT(DAY FROM {column}) + {codes.FIRST - 1}"
    )
    unknown = feature.unknown
    match feature.reading:
        case Reading.DATE:
            text = f"COALESCE({code}, {unknown})"
        case Reading.LAST | Reading.FIRST:
            undated = f"CASE {done} WHEN FALSE THEN {codes.NEVER} WHEN TRUE THEN {codes.UNDATED} ELSE {unknown} END"
            text = f"COALESCE({code}, {undated})"
        case Reading.COUNT:
            never = f"CASE {done} WHEN FALSE THEN 0 ELSE {unknown} END"
            text = f"COALESCE(CASE WHEN {column} > {coding.MOST} THEN {coding.MOST} ELSE {column} END, {never})"
        case Reading.FLAG:
            text = f"COALESCE(CAST({column} AS INT), {unknown})"
        case Reading.CHOICE:
            cases = " ".join(f"WHEN '{value}' THEN {position}" for position, value in enumerate(feature.values))
            text = f"CASE {column} {cases} ELSE {unknown} END"
        case Reading.NUMBER:
            text = f"COALESCE(ROUND({column} * {10**feature.decimals}), {unknown})"
    return f"CAST({text} AS {printer.dialect.type_of(feature.bits)})"


# Running


def outcomes(backend: Backend, compiled: Sql, source: str, key: str) -> list[tuple[Outcome, ...]]:
    """Statuses and dates of the rows of `source` (features), in the order of `key`. The engine proves itself first.

    Raises:
        lowering.NoCase. proving.Broken: the engine does not compute as it must on this machine.
        ValueError: the rules were printed for another engine.
    """
    if compiled.dialect.name != backend.dialect:
        raise ValueError(f"these rules are printed for {compiled.dialect.name}, not for {backend.dialect}")
    prove(backend)
    return _outcomes(backend, compiled, source, key)


def prove(backend: Backend) -> None:
    """Ask the engine what `proving` knows, once for each engine and version of this process.

    `outcomes` does it; who runs the text of `statuses` or `counts` by other means does it first.

    Raises:
        proving.Broken: with the first difference.
    """
    proving.prove(backend.name, lambda trial: _proof(backend, trial))


def load(backend: Backend, table: str, features: Sequence[Feature], rows: Sequence[Sequence[int]]) -> None:
    """A small temporary table of features, with their row number as `person` (for tests and the proof)."""
    dialect = DIALECTS[backend.dialect]
    columns = [("person", "INT"), *((one.name, dialect.type_of(one.bits)) for one in features)]
    backend.load(table, columns, ((number, *row) for number, row in enumerate(rows)))


def _outcomes(backend: Backend, compiled: Sql, source: str, key: str) -> list[tuple[Outcome, ...]]:
    order = Printer(compiled.dialect).name(key)
    text = f"{compiled.statuses(source, [key], dated=True)}\nORDER BY {order}"
    found = []
    for _, *cells in backend.rows(text):
        triples = [cells[place : place + 3] for place in range(0, len(cells), 3)]
        if any(rank == GAP for rank, _, _ in triples):
            raise lowering.NoCase(next(name for name, one in zip(compiled.ids, triples, strict=True) if one[0] == GAP))
        found.append(tuple(Outcome(ORDER[rank], _day(first), _day(last)) for rank, first, last in triples))
    return found


def _proof(backend: Backend, trial: proving.Trial) -> list[tuple[Outcome, ...]]:
    compiled = compile_rules(trial.rules, trial.on, trial.declared, backend.dialect)
    load(backend, "prevenance_proof", trial.features, trial.rows)
    return _outcomes(backend, compiled, "prevenance_proof", "person")


def _day(ordinal: int) -> dt.date | None:
    return None if ordinal < 0 else dt.date.fromordinal(ordinal)
