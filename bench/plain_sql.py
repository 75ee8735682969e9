"""The same rules as anyone would write them in SQL: DATE and BOOLEAN columns, NULL for unknown, intervals, CASE.

Its *unknown* is cruder than the law (a case that may apply is unknown at once) and its calendar is the engine's own: it
is here for its speed only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from prevenance.rules import nodes
from prevenance.rules.facts import Fact
from prevenance.rules.statuses import ORDER, Status

NEVER = "DATE '0001-01-01'"


def date(node: nodes.Date, on: dt.date) -> str:
    match node:
        case nodes.Today():
            return f"DATE '{on}'"
        case nodes.Day(day):
            return f"DATE '{day}'"
        case nodes.Anniversary(month, day, following):
            this = dt.date(on.year, month, day)
            moved = this.replace(year=on.year + (this <= on if following else -(this > on)))
            return f"DATE '{moved}'"
        case nodes.DateFact(fact):
            return fact
        case nodes.Birthday(years):
            return f"(birth_date + INTERVAL {years} YEAR)"
        case nodes.Occurrence(act, first):
            return f"{act}__{'first' if first else 'last'}"
        case nodes.PlusMonths(inner, months):
            return f"({date(inner, on)} + INTERVAL ({months}) MONTH)"
        case nodes.PlusDays(inner, days):
            return f"({date(inner, on)} + INTERVAL ({days}) DAY)"
        case nodes.Later(one, other):
            return f"greatest({date(one, on)}, {date(other, on)})"
    raise TypeError(node)


def condition(node: nodes.Condition, on: dt.date) -> str:
    match node:
        case nodes.Constant(value):
            return str(value).upper()
        case nodes.Flag(fact):
            return fact
        case nodes.Choice(fact, values):
            return f"{fact} IN ({', '.join(repr(value) for value in values)})"
        case nodes.AtLeast(fact, least, strict):
            return f"{fact} {'>' if strict else '>='} {least}"
        case nodes.Doses(act, least):
            return f"{act}__count >= {least}" if least > 1 else f"{act}__last > {NEVER}"
        case nodes.Never(act):
            return f"{act}__last = {NEVER}"
        case nodes.Before(first, second, or_same):
            return f"{date(first, on)} {'<=' if or_same else '<'} {date(second, on)}"
        case nodes.Not(part):
            return f"(NOT {condition(part, on)})"
        case nodes.All(parts):
            return "(" + " AND ".join(condition(part, on) for part in parts) + ")"
        case nodes.Any(parts):
            return "(" + " OR ".join(condition(part, on) for part in parts) + ")"
        case nodes.Surely(part):
            return f"coalesce({condition(part, on)}, FALSE)"
    raise TypeError(node)


def counts(rules: Iterable[nodes.Rule], on: dt.date, source: str, group: str) -> str:
    """Number of people by group, rule and status."""
    cases, sums = [], []
    for number, rule in enumerate(rules):
        lines = []
        for branch in rule.branches:
            when = condition(branch.when, on)
            lines += [f"WHEN ({when}) IS NULL THEN '{Status.UNKNOWN}'", f"WHEN {when} THEN '{branch.status}'"]
        cases.append(f"CASE {' '.join(lines)} END AS r{number}")
        sums += [f"count(*) FILTER (r{number} = '{status}') AS \"{rule.id} {status}\"" for status in ORDER]
    return f"SELECT {group}, {', '.join(sums)} FROM (SELECT {group}, {', '.join(cases)} FROM {source}) GROUP BY {group}"


def columns_of(facts: Mapping[str, Fact], features: Iterable[str]) -> str:
    """SELECT items that turn features back into ordinary columns."""
    items = []
    for name in features:
        fact, _, reading = name.partition("__")
        slot = f"({name}::INTEGER - 2)"
        decoded = f"make_date(1900 + {slot} // 372, {slot} % 372 // 31 + 1, least(28, {slot} % 31 + 1))"
        kind = facts[fact].kind
        if reading == "count":
            items.append(f"CASE WHEN {name} < 255 THEN {name}::INTEGER END AS {name}")
        elif reading:
            items.append(f"CASE WHEN {name} = 0 THEN {NEVER} WHEN {name} < 65534 THEN {decoded} END AS {name}")
        elif kind in ("date", "weeks"):
            items.append(f"CASE WHEN {name} < 65534 THEN {decoded} END AS {name}")
        elif kind == "yes_no":
            items.append(f"CASE WHEN {name} < 255 THEN {name} = 1 END AS {name}")
        elif kind == "number":
            items.append(f"CASE WHEN {name} < 65535 THEN {name} / {10 ** facts[fact].decimals}::DOUBLE END AS {name}")
        else:
            values = " ".join(f"WHEN {place} THEN '{value}'" for place, value in enumerate(facts[fact].choices))
            items.append(f"CASE {name} {values} END AS {name}")
    return ", ".join(items)
