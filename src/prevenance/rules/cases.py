"""What authors write, case by case, brought down to the branches that engines read. The law of the statuses is here.

The law (conventions C3 to C6): with N the next date of an act, it is *due* when N is today or before, *coming* when N
is within twelve months and before the person leaves the target, and otherwise `beyond` (up to date, unless told
otherwise).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from prevenance.rules import nodes
from prevenance.rules.calendar import HORIZON_MONTHS
from prevenance.rules.nodes import Branch, Condition, Date
from prevenance.rules.statuses import Status

TODAY = nodes.Today()
HORIZON = nodes.PlusMonths(TODAY, HORIZON_MONTHS)


@dataclass(frozen=True, slots=True)
class Stated:
    """A status said outright."""

    when: Condition
    status: Status
    on: Date | None = None
    leaves_on: Date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """The law applied to `date`. `since`: due no earlier than that day (entry into the target)."""

    date: Date
    when: Condition = nodes.ALWAYS
    since: Date | None = None
    leaves_on: Date | None = None
    beyond: Status = Status.UP_TO_DATE
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Windows:
    """An act expected once in each age window (first day, day after the last), windows in order.

    Done at most `tolerance` months before a window opens, it counts for that window.
    """

    act: str
    windows: tuple[tuple[Date, Date | None], ...]
    when: Condition = nodes.ALWAYS
    tolerance: int = 0
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Doses expected at given ages: fewer than expected today is due, as many is coming, all of them is up to date."""

    act: str
    ages: tuple[Date, ...]
    when: Condition = nodes.ALWAYS
    leaves_on: Date | None = None
    note: str | None = None


Case = Stated | Next | Windows | Series


def branches(cases: tuple[Case, ...]) -> tuple[Branch, ...]:
    """The branches of a rule, in the order in which they are tried."""
    found: list[Branch] = []
    for index, case in enumerate(cases):
        match case:
            case Stated():
                found.append(Branch(case.when, case.status, case.on, case.leaves_on, case.note, index))
            case Next():
                found += _next(case, index)
            case Windows():
                found += _windows(case, index)
            case Series():
                found += _series(case, index)
    return tuple(found)


def every(*parts: Condition) -> Condition:
    """All of `parts`, without needless nesting."""
    flat: list[Condition] = []
    for part in parts:
        if part == nodes.ALWAYS:
            continue
        flat += part.parts if isinstance(part, nodes.All) else [part]
    if not flat:
        return nodes.ALWAYS
    return flat[0] if len(flat) == 1 else nodes.All(tuple(flat))


def by(date: Date, limit: Date) -> Condition:
    """`date` is on or before `limit`."""
    return nodes.Before(date, limit, or_same=True)


def _next(case: Next, index: int) -> Iterator[Branch]:
    when, leaves = case.when, case.leaves_on
    shown = nodes.Later(case.since, case.date) if case.since else case.date
    yield Branch(every(when, by(case.date, TODAY)), Status.DUE, shown, leaves, case.note, index)
    stays = nodes.Before(case.date, leaves) if leaves else nodes.ALWAYS
    near = every(by(case.date, HORIZON), stays)
    # Each branch excludes the ones before it by its date: when only `when` is unknown, the date still tells which.
    later = nodes.Not(by(case.date, TODAY))
    yield Branch(every(when, later, near), Status.COMING, case.date, leaves, case.note, index)
    ends = leaves if case.beyond is Status.OPTIONAL else None
    yield Branch(every(when, later, nodes.Not(near)), case.beyond, None, ends, case.note, index)


def _series(case: Series, index: int) -> Iterator[Branch]:
    def branch(status: Status, on: Date | None, *parts: Condition) -> Branch:
        return Branch(every(case.when, *parts), status, on, case.leaves_on if on else None, case.note, index)

    yield branch(Status.COMING, case.ages[0], nodes.Not(by(case.ages[0], TODAY)))
    yield branch(Status.UP_TO_DATE, None, nodes.Doses(case.act, len(case.ages)))
    for number, age in enumerate(case.ages):  # the first missing dose says since when
        yield branch(Status.DUE, age, by(age, TODAY), nodes.Not(nodes.Doses(case.act, number + 1)))
    for number, age in enumerate(case.ages[1:], 1):
        yield branch(Status.COMING, age, nodes.Not(nodes.Doses(case.act, number + 1)))


def _windows(case: Windows, index: int) -> Iterator[Branch]:
    last = nodes.Occurrence(case.act)
    for position in reversed(range(len(case.windows))):  # where two windows overlap, the one opened last asks
        start, end = case.windows[position]
        opened = every(case.when, by(start, TODAY), *([nodes.Not(by(end, TODAY))] if end else []))
        missed = nodes.Before(last, _tolerant(start, case.tolerance))
        yield Branch(every(opened, missed), Status.DUE, start, end, case.note, index)
        yield from _following(case, index, opened, position + 1, needs_end=end)
        yield Branch(opened, Status.UP_TO_DATE, note=case.note, case=index)
    for start, _ in case.windows:  # between windows, or before the first
        ahead = every(case.when, nodes.Not(by(start, TODAY)), by(start, HORIZON))
        if case.tolerance:
            missed = nodes.Before(last, _tolerant(start, case.tolerance))
            yield Branch(every(ahead, missed), Status.COMING, start, None, case.note, index)
            yield Branch(ahead, Status.UP_TO_DATE, note=case.note, case=index)
        else:
            yield Branch(ahead, Status.COMING, start, None, case.note, index)
    yield Branch(case.when, Status.NOT_CONCERNED, note=case.note, case=index)


def _following(case: Windows, index: int, opened: Condition, first: int, needs_end: Date | None) -> Iterator[Branch]:
    """The act was done for the open window: the next window that it does not already satisfy."""
    if needs_end is None:
        return
    last = nodes.Occurrence(case.act)
    for start, _ in case.windows[first:]:
        if _months(start) > _months(needs_end) + HORIZON_MONTHS:
            return  # cannot open within the horizon while this one is open
        near = every(opened, by(start, HORIZON))
        if case.tolerance:
            near = every(near, nodes.Before(last, _tolerant(start, case.tolerance)))
        yield Branch(near, Status.COMING, start, None, case.note, index)


def _tolerant(start: Date, tolerance: int) -> Date:
    return nodes.PlusMonths(start, -tolerance) if tolerance else start


def _months(date: Date) -> float:
    """About how many months after birth (only to leave out what cannot happen)."""
    match date:
        case nodes.Birthday(years):
            return years * 12
        case nodes.PlusMonths(_, months):
            return months
        case nodes.PlusDays(_, days):
            return days / 30.4
    return 0.0
