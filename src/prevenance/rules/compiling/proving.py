"""What an engine must compute before it may serve: truth tables, doses, 29 February, ends of months, *never*.

The answers are written here by hand, not computed: an engine that shares a mistake with another is still caught.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from prevenance.rules import nodes
from prevenance.rules.compiling import features
from prevenance.rules.facts import NEVER, Fact, History, Kind, Profile, Value
from prevenance.rules.statuses import Status


class Broken(RuntimeError):
    """An engine computes otherwise than it must on this machine: nothing may be decided with it."""


class Outcome(NamedTuple):
    """What an engine says of one rule for one person. A tuple: thousands are made for each plan of a batch."""

    status: Status
    due_on: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """Rules, people in rows (of `features`), and what must come out, person by person, rule by rule."""

    rules: tuple[nodes.Rule, ...]
    declared: dict[str, Fact]
    on: dt.date
    features: tuple[features.Feature, ...]
    rows: tuple[tuple[int, ...], ...]
    expected: tuple[tuple[Outcome, ...], ...]


_proved: set[str] = set()
_lock = threading.Lock()


def prove(engine: str, run: Callable[[Trial], list[tuple[Outcome, ...]]]) -> None:
    """Run the trial once for each engine of this process.

    Raises:
        Broken: with the first difference.
    """
    with _lock:
        if engine in _proved:
            return
        attempt = trial()
        found = run(attempt)
        if len(found) != len(attempt.expected):
            raise Broken(f"{engine}: {len(found)} people came out of {len(attempt.expected)}")
        for person, (got, wanted) in enumerate(zip(found, attempt.expected, strict=True)):
            for rule, one, other in zip(attempt.rules, got, wanted, strict=True):
                if one != other:
                    raise Broken(f"{engine}: {rule.id}, person {person}: {one} instead of {other}")
        _proved.add(engine)


def _fact(name: str, kind: Kind) -> Fact:
    return Fact(name, kind, {}, {})


ON = dt.date(2026, 2, 28)
FACTS = {
    name: _fact(name, kind)
    for name, kind in (
        (nodes.BIRTH, Kind.DATE),
        ("one", Kind.YES_NO),
        ("other", Kind.YES_NO),
        ("act", Kind.ACT),
        ("second_act", Kind.ACT),
    )
}
ONE, OTHER, TODAY, ACT = nodes.Flag("one"), nodes.Flag("other"), nodes.Today(), nodes.Occurrence("act")
BORN, SECOND_ACT = nodes.DateFact(nodes.BIRTH), nodes.Occurrence("second_act")
IN_SIX_MONTHS = nodes.PlusMonths(ACT, 6)
DUE, NOT, MAYBE = Outcome(Status.DUE), Outcome(Status.NOT_CONCERNED), Outcome(Status.UNKNOWN)

Answer = bool | None
TRUTHS: dict[tuple[Answer, Answer], tuple[Answer, Answer, Answer, Answer]] = {
    # one, other: one and other, one or other, not one, surely one
    (True, True): (True, True, False, True),
    (True, False): (False, True, False, True),
    (True, None): (None, True, False, True),
    (False, True): (False, True, True, False),
    (False, False): (False, False, True, False),
    (False, None): (False, None, True, False),
    (None, True): (None, True, None, False),
    (None, False): (False, None, None, False),
    (None, None): (None, None, None, False),
}
TRUTH_RULES: dict[str, nodes.Condition] = {
    "and": nodes.All((ONE, OTHER)),
    "or": nodes.Any((ONE, OTHER)),
    "not": nodes.Not(ONE),
    "surely": nodes.Surely(ONE),
}

DATE_RULES: dict[str, nodes.Condition] = {
    "interval over": nodes.Before(IN_SIX_MONTHS, TODAY, or_same=True),
    "18 years old": nodes.Before(nodes.Birthday(18), TODAY, or_same=True),
    "act before 18": nodes.Before(ACT, nodes.Birthday(18)),
    "act by 18": nodes.Before(ACT, nodes.Birthday(18), or_same=True),
    "interval over before the second act": nodes.Before(IN_SIX_MONTHS, SECOND_ACT),
    "interval over by the second act": nodes.Before(IN_SIX_MONTHS, SECOND_ACT, or_same=True),
    "thirty days before the second act": nodes.Before(nodes.PlusDays(ACT, 30), SECOND_ACT),
    "never": nodes.Never("act"),
    "done twice": nodes.Doses("act", 2),
}


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _once(text: str) -> History:
    return History((_day(text),), 0, 1)


UNDATED = History(undated=1, count=None)
PEOPLE: tuple[tuple[dict[str, Value], tuple[Answer, ...], str | None], ...] = (
    # facts, answers to DATE_RULES in order, six months after the act
    ({nodes.BIRTH: _day("2008-02-29"), "act": _once("2025-08-31"), "second_act": _once("2026-02-28")},
     (True, False, True, True, False, True, True, False, False), "2026-02-28"),
    ({nodes.BIRTH: _day("2008-02-28"), "act": _once("2025-08-29"), "second_act": _once("2025-09-28")},
     (True, True, True, True, False, False, False, False, False), "2026-02-28"),
    ({nodes.BIRTH: _day("2008-03-01"), "act": _once("2025-09-01"), "second_act": NEVER},
     (False, False, True, True, False, False, False, False, False), "2026-03-01"),
    ({nodes.BIRTH: _day("1988-02-29"), "act": _once("2006-03-01"), "second_act": _once("2006-09-02")},
     (True, True, False, True, True, True, True, False, False), "2006-09-01"),
    ({nodes.BIRTH: _day("1988-02-29"), "act": _once("2006-02-28"), "second_act": UNDATED},
     (True, True, True, True, None, None, None, False, False), "2006-08-28"),
    ({nodes.BIRTH: _day("1960-05-31"), "act": NEVER, "second_act": NEVER},
     (True, True, True, True, False, True, False, True, False), None),
    ({nodes.BIRTH: _day("1960-05-31"), "act": NEVER, "second_act": _once("1999-12-31")},
     (True, True, True, True, True, True, True, True, False), None),
    ({nodes.BIRTH: _day("1960-05-31"), "act": UNDATED},
     (None, True, None, None, None, None, None, False, None), None),
    ({nodes.BIRTH: _day("1960-05-31"), "act": History((_day("2000-01-31"), _day("2023-08-31")), 0, 2)},
     (True, True, False, False, None, None, None, False, True), "2024-02-29"),
    ({}, (None,) * 9, None),
)  # fmt: skip


def people() -> list[dict[str, Value]]:
    """What is known of each person of the trial."""
    pairs = [{"one": one, "other": other} for one, other in TRUTHS]
    logical: list[dict[str, Value]] = [{n: v for n, v in pair.items() if v is not None} for pair in pairs]
    return [*logical, *(facts for facts, _, _ in PEOPLE)]


def trial() -> Trial:
    """The rules, the people and the answers."""
    conditions = {**TRUTH_RULES, **DATE_RULES}
    rules = [
        nodes.Rule(name, (nodes.Branch(when, Status.DUE), nodes.Branch(nodes.ALWAYS, Status.NOT_CONCERNED)))
        for name, when in conditions.items()
    ]
    rules.append(nodes.Rule("dates", (nodes.Branch(nodes.ALWAYS, Status.COMING, IN_SIX_MONTHS, IN_SIX_MONTHS),)))
    expected = [_outcomes((*answers, *PEOPLE[-1][1]), None) for answers in TRUTHS.values()]
    expected += [_outcomes((*TRUTHS[None, None], *found), after) for _, found, after in PEOPLE]
    wanted = features.features(rules, FACTS)
    rows = tuple(features.row(wanted, Profile(values, ON)) for values in people())
    return Trial(tuple(rules), FACTS, ON, wanted, rows, tuple(expected))


def _outcomes(answers: tuple[Answer, ...], after: str | None) -> tuple[Outcome, ...]:
    due_on = _day(after) if after else None
    until = due_on - dt.timedelta(days=1) if due_on else None
    return (*({True: DUE, False: NOT, None: MAYBE}[one] for one in answers), Outcome(Status.COMING, due_on, until))
