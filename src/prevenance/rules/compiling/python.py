"""One person, fast: rules printed as Python functions, one for each range of dates of birth that they tell apart."""

from __future__ import annotations

import bisect
import datetime as dt
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prevenance.rules import nodes
from prevenance.rules.compiling import dates_in_codes as codes
from prevenance.rules.compiling import expressions as ex
from prevenance.rules.compiling import features as coding
from prevenance.rules.compiling import lowering, proving
from prevenance.rules.compiling.lowering import Lowered
from prevenance.rules.compiling.proving import Outcome
from prevenance.rules.facts import Fact, Profile
from prevenance.rules.statuses import ORDER, Status

Row = Sequence[int]
SEX = "sex"
MOST_FUNCTIONS = 2048  # about three sexes × the ranges of birth that the whole catalogue tells apart


def _merged(mask: int) -> Status | None:
    """The status of the branches that may apply, one bit for each status; None when there is no branch."""
    found = [status for position, status in enumerate(ORDER) if mask >> position & 1]
    return None if not found else found[0] if len(found) == 1 else Status.UNKNOWN


MERGED = tuple(_merged(mask) for mask in range(2 ** len(ORDER)))


_Key = tuple[int, int, bool, bool]  # range of birth, sex, with dates, from a profile and not from a row


class Compiled:
    """Rules on a day. `features` says what a row holds. Safe to share between threads."""

    def __init__(self, rules: tuple[Lowered, ...], features: tuple[coding.Feature, ...], on: dt.date) -> None:
        self.on, self.features, self._rules = on, features, rules
        self.ids = tuple(rule.id for rule in rules)
        self._read = coding.row_reader(features)
        self._domain = lowering.domain((feature.name, feature.bits) for feature in features)
        self._places = {feature.name: place for place, feature in enumerate(features)}
        self._bounds = lowering.thresholds(rules, nodes.BIRTH)
        self._functions: dict[_Key, Callable[..., tuple[Any, ...]]] = {}
        self._lock = threading.Lock()
        self._latest: tuple[tuple[int, int], list[Lowered]] = (-1, -1), []
        nothing = len(features)  # one place after the last: see `statuses`
        self._remembered = {feature.name: _Remembered(feature) for feature in features}
        self._narrowing = self._remembered.get(nodes.BIRTH), self._remembered.get(SEX)
        self._birth, self._sex = self._places.get(nodes.BIRTH, nothing), self._places.get(SEX, nothing)

    def row(self, profile: Profile) -> tuple[int, ...]:
        """The row of one person.

        Raises:
            ValueError: the profile is of another day, or holds a value that does not fit.
        """
        if profile.on != self.on:
            raise ValueError(f"these rules are compiled for {self.on}, not for {profile.on}")
        return self._read(profile)

    def statuses(self, row: Row) -> tuple[Status, ...]:
        """The status of each rule, in the order of `ids`. Raises lowering.NoCase."""
        return self._function(row, False)(row)

    def plan(self, row: Row) -> tuple[Outcome, ...]:
        """The status, date due and last day of each rule. Raises lowering.NoCase."""
        return _dated(self._function(row, True)(row))

    def statuses_of(self, profile: Profile) -> tuple[Status, ...]:
        """The status of each rule, without making a row: only what the person's age and sex leave open is read.

        Raises:
            lowering.NoCase. ValueError: the profile is of another day, or a value that is read does not fit.
        """
        return self._decided(profile, False)

    def plan_of(self, profile: Profile) -> tuple[Outcome, ...]:
        """The status, date due and last day of each rule, as `statuses_of`."""
        return _dated(self._decided(profile, True))

    def _decided(self, profile: Profile, dated: bool) -> tuple[Any, ...]:
        if profile.on != self.on:
            raise ValueError(f"these rules are compiled for {self.on}, not for {profile.on}")
        get = profile.values.get
        births, sexes = self._narrowing
        segment = 0 if births is None else bisect.bisect_right(self._bounds, births[get(nodes.BIRTH)])
        key = (segment, coding.NOT_SAID if sexes is None else sexes[get(SEX)], dated, True)
        function = self._functions.get(key) or self._compile(key)
        try:
            return function(get)
        except (AttributeError, TypeError):
            self._read(profile)  # which says what does not fit, and in which fact
            raise

    def warm(self, births: Iterable[dt.date]) -> None:
        """Compile beforehand what these dates of birth need (each range takes some milliseconds)."""
        for born in births:
            for sex in (0, 1, coding.NOT_SAID):
                row = [feature.unknown for feature in self.features]
                for place, value in ((self._birth, codes.stored(born)), (self._sex, sex)):
                    if place < len(row):
                        row[place] = value
                self._function(row, False)
                self._function(row, True)
                segment = bisect.bisect_right(self._bounds, row[self._birth]) if self._birth < len(row) else 0
                for dated in (False, True):
                    key = (segment, sex if self._sex < len(row) else coding.NOT_SAID, dated, True)
                    self._functions.get(key) or self._compile(key)

    def _function(self, row: Row, dated: bool) -> Callable[[Row], tuple[Any, ...]]:
        count = len(self.features)
        segment = bisect.bisect_right(self._bounds, row[self._birth]) if self._birth < count else 0
        sex = row[self._sex] if self._sex < count else coding.NOT_SAID
        key = (segment, sex, dated, False)
        found = self._functions.get(key)
        return found if found is not None else self._compile(key)

    def _compile(self, key: _Key) -> Callable[..., tuple[Any, ...]]:
        segment, sex, dated, raw = key
        with self._lock:
            narrowed = self._specialised(segment, sex)
        source = _Printer(self._places, self.features if raw else ()).function(narrowed, dated)
        names: dict[str, Any] = dict(_NAMES)
        names |= {f"R{place}": self._remembered[one.name] for place, one in enumerate(self.features)} if raw else {}
        exec(compile(source, f"<rules on {self.on}, range {segment}>", "exec"), names)  # noqa: S102  # our own text
        function: Callable[..., tuple[Any, ...]] = names["decide"]
        with self._lock:
            if len(self._functions) >= MOST_FUNCTIONS:
                self._functions.clear()
            self._functions[key] = function
        return function

    def _specialised(self, segment: int, sex: int) -> list[Lowered]:
        if self._latest[0] != (segment, sex):  # statuses and plans of one segment are often wanted together
            known = dict(self._domain)
            if nodes.BIRTH in known:
                low = self._bounds[segment - 1] if segment else 0
                high = self._bounds[segment] - 1 if segment < len(self._bounds) else codes.UNKNOWN
                known[nodes.BIRTH] = (low, high)
            if SEX in known:
                known[SEX] = (sex, sex)
            self._latest = (segment, sex), [lowering.specialised(rule, known) for rule in self._rules]
        return self._latest[1]


def compile_rules(rules: Iterable[nodes.Rule], on: dt.date, declared: Mapping[str, Fact]) -> Compiled:
    """The rules, ready for people described by `declared` facts. The engine proves itself the first time.

    Raises:
        ValueError: a rule that cannot be compiled. proving.Broken: the engine does not compute as it must.
    """
    proving.prove("python", _proof)
    return _compiled(tuple(rules), on, declared)


def _compiled(rules: tuple[nodes.Rule, ...], on: dt.date, declared: Mapping[str, Fact]) -> Compiled:
    lowered = tuple(lowering.lower(rule, on, declared) for rule in rules)
    return Compiled(lowered, coding.features(rules, declared), on)


def _proof(trial: proving.Trial) -> list[tuple[Outcome, ...]]:
    compiled = _compiled(trial.rules, trial.on, trial.declared)
    plans = [compiled.plan(row) for row in trial.rows]
    if [compiled.statuses(row) for row in trial.rows] != [tuple(one.status for one in plan) for plan in plans]:
        raise proving.Broken("python: a plan and its statuses differ")
    profiles = [Profile(values, trial.on) for values in proving.people()]
    if [compiled.plan_of(profile) for profile in profiles] != plans:
        raise proving.Broken("python: a profile and its row differ")
    if [compiled.statuses_of(profile) for profile in profiles] != [compiled.statuses(row) for row in trial.rows]:
        raise proving.Broken("python: a profile and its row have different statuses")
    return plans


def _refuse(identity: str) -> None:
    raise lowering.NoCase(identity)


@dataclass(slots=True)
class _Printer:
    """Expressions and rules as Python text; each column read is a local variable.

    `r` is the row or, with `raw` (every feature), what gives the value of a fact.
    """

    places: Mapping[str, int]
    raw: Sequence[coding.Feature] = ()

    def function(self, rules: list[Lowered], dated: bool) -> str:
        body: list[str] = []
        results: list[str] = []
        for number, rule in enumerate(rules):
            body += self._rule(rule, number, dated)
            results.append(f"s{number}" if rule.only is None else f"S[{ORDER.index(rule.only)}]")
            results += [f"d{number}, u{number}"] if dated else []
        spoken = [branch for rule in rules if not _is_silent(rule, dated) for branch in rule.branches]
        roots = (root for one in spoken for root in (one.roots() if dated else (one.when.surely, one.when.possibly)))
        loads = [self._load(place) for place in sorted(self.places[name] for name in ex.columns_read(roots))]
        lines = [*loads, *body, f"return ({', '.join(results)},)" if results else "return ()"]
        constants = "S0, S1, S2, S3, S4, S5 = S"
        text = "\n    ".join(lines)
        for position in range(len(ORDER)):
            text = text.replace(f"S[{position}]", f"S{position}")
        return f"{constants}\ndef decide(r):\n    {text}\n"

    def _load(self, place: int) -> str:
        if not self.raw:
            return f"c{place} = r[{place}]"
        feature = self.raw[place]
        value = f"r({feature.fact!r})"
        match feature.reading:
            case coding.Reading.LAST:
                done = f"{codes.UNDATED} if v.undated or not v.dates else D[v.dates[-1]]"
                never = f"{codes.NEVER} if v.count == 0 else {done}"
                return f"c{place} = {feature.unknown} if (v := {value}) is None else {never}"
            case coding.Reading.FIRST | coding.Reading.COUNT:
                return f"c{place} = {feature.unknown} if (v := {value}) is None else R{place}.read(v)"
        return f"c{place} = R{place}[{value}]"

    def _rule(self, rule: Lowered, number: int, dated: bool) -> list[str]:
        lines = [f"d{number} = u{number} = -1"] if dated else []
        if _is_silent(rule, dated):
            return lines
        if rule.always_decides and all(one.when.surely == one.when.possibly for one in rule.branches):
            return lines + self._chain(rule, number, dated)
        return lines + self._loop(rule, number, dated)

    def _chain(self, rule: Lowered, number: int, dated: bool) -> list[str]:
        """Nothing left unknown: the first branch that holds."""
        lines: list[str] = []
        for position, branch in enumerate(rule.branches):
            condition = self.truth(branch.when.surely)
            last = position == len(rule.branches) - 1
            lines.append(
                "else:" if last and position else "if True:" if last else f"{'el' * (position > 0)}if {condition}:"
            )
            lines.append(f"    s{number} = S[{ORDER.index(branch.status)}]")
            lines += [f"    {line}" for line in self._dates(branch, number)] if dated else []
        return lines

    def _loop(self, rule: Lowered, number: int, dated: bool) -> list[str]:
        """Every branch that may apply leaves its bit; the first that surely applies ends the walk."""
        lines = ["m = n = 0" if dated else "m = 0", "while True:"]
        for position, branch in enumerate(rule.branches):
            marks = f"m |= {1 << ORDER.index(branch.status)}" + (f"; n += 1; b = {position}" if dated else "")
            if branch.when.surely == branch.when.possibly:
                lines += [f"    if {self.truth(branch.when.surely)}:", f"        {marks}", "        break"]
                continue
            lines += [f"    if {self.truth(branch.when.possibly)}:", f"        {marks}"]
            if branch.when.surely != ex.FALSE:
                lines += [f"        if {self.truth(branch.when.surely)}:", "            break"]
        lines += ["    break", f"s{number} = M[m]"]
        if not rule.always_decides:
            lines += ["if not m:", f"    refuse({rule.id!r})"]
        if dated and _has_dates(rule):
            lines.append("if n == 1:")
            for position, branch in enumerate(rule.branches):
                lines.append(f"    {'el' * (position > 0)}if b == {position}:")
                lines += [f"        {line}" for line in self._dates(branch, number) or ["pass"]]
        return lines

    def _dates(self, branch: lowering.Branch, number: int) -> list[str]:
        both = (("d", branch.due_on), ("u", branch.until))
        return [f"{letter}{number} = {self.whole(value)}" for letter, value in both if value != lowering.NO_DATE]

    def truth(self, condition: ex.Truth) -> str:
        match condition:
            case ex.Literal(value):
                return str(value)
            case ex.Compare(sign, first, second):
                return f"{self.whole(first)} {SIGNS[sign]} {self.whole(second)}"
            case ex.Both(parts):
                return "(" + " and ".join(self.truth(part) for part in parts) + ")"
            case ex.Either(parts):
                return "(" + " or ".join(self.truth(part) for part in parts) + ")"

    def whole(self, whole: ex.Whole) -> str:
        match whole:
            case ex.Column(name):
                return f"c{self.places[name]}" if name in self.places else name
            case ex.Number(value):
                return str(value)
            case ex.Add(a, b):
                return f"({self.whole(a)} + {self.whole(b)})"
            case ex.Times(a, b):
                return f"({self.whole(a)} * {self.whole(b)})"
            case ex.Quotient(a, divisor):
                return f"({self.whole(a)} // {divisor})"
            case ex.Remainder(a, divisor):
                return f"({self.whole(a)} % {divisor})"
            case ex.Greater(a, b):
                return f"max({self.whole(a)}, {self.whole(b)})"
            case ex.AsNumber(condition):
                return f"({self.truth(condition)})"
            case ex.Apply(function, a):
                return f"{function}({self.whole(a)})"


class _Remembered(dict[Any, int]):
    """The integers of the values met so far, `None` included. Few are possible: `read` refuses the others."""

    def __init__(self, feature: coding.Feature) -> None:
        super().__init__({None: feature.unknown})
        self.read = feature.reader()

    def __missing__(self, value: Any) -> int:
        self[value] = found = self.read(value)
        return found


def _dated(flat: tuple[Any, ...]) -> tuple[Outcome, ...]:
    day = dt.date.fromordinal
    return tuple(
        [
            Outcome(status, None if due_on < 0 else day(due_on), None if until < 0 else day(until))
            for status, due_on, until in zip(flat[::3], flat[1::3], flat[2::3], strict=True)
        ]
    )


SIGNS = {ex.Sign.AT_MOST: "<=", ex.Sign.EQUAL: "==", ex.Sign.DIFFERENT: "!="}


def _is_silent(rule: Lowered, dated: bool) -> bool:
    """Nothing is computed: the status is known, and no date is wanted."""
    return rule.only is not None and not (dated and _has_dates(rule))


def _has_dates(rule: Lowered) -> bool:
    return any(value != lowering.NO_DATE for branch in rule.branches for value in (branch.due_on, branch.until))


def _names() -> dict[str, Any]:
    dates = _Remembered(coding.Feature("date", coding.Reading.DATE))
    names: dict[str, Any] = {"D": dates, "S": ORDER, "M": MERGED, "refuse": _refuse}
    argument = codes.ARGUMENT.name
    for function, body in codes.FUNCTIONS.items():
        exec(f"def {function}({argument}): return {_Printer({}).whole(body)}", names)  # noqa: S102  # our own text
    return names


_NAMES = _names()
