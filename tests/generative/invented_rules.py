"""Invented rules: any tree that the language can say, over the facts of the specification."""

from __future__ import annotations

import datetime as dt
import random

from prevenance.rules import nodes
from prevenance.rules.statuses import Status

STATUSES = tuple(Status)
ACTS, FLAGS = ("mammogram", "scan", "vaccine"), ("pregnant", "diabetes")


def rule(draw: random.Random, number: int) -> nodes.Rule:
    """A rule of one to six branches; the last one holds for everyone, so that there is no gap."""
    branches = [
        nodes.Branch(
            condition(draw, 3),
            draw.choice(STATUSES),
            date(draw, 2) if draw.random() < 0.6 else None,
            date(draw, 2) if draw.random() < 0.4 else None,
        )
        for _ in range(draw.randrange(0, 6))
    ]
    last = nodes.Branch(nodes.ALWAYS, draw.choice(STATUSES), date(draw, 2), date(draw, 1))
    return nodes.Rule(f"rule {number}", (*branches, last))


def date(draw: random.Random, depth: int) -> nodes.Date:
    if depth and draw.random() < 0.6:
        inner = date(draw, depth - 1)
        match draw.randrange(3):
            case 0:
                return nodes.PlusMonths(inner, draw.choice((-300, -9, -1, 0, 1, 5, 6, 12, 24, 600)))
            case 1:
                return nodes.PlusDays(inner, draw.choice((-400, -30, -1, 0, 1, 7, 28, 109, 1000)))
            case _:
                return nodes.Later(inner, date(draw, depth - 1))
    return draw.choice(
        (
            nodes.Today(),
            nodes.Day(dt.date(1980, 1, 1) + dt.timedelta(days=draw.randrange(0, 20000))),
            nodes.Anniversary(draw.randrange(1, 13), draw.choice((1, 15, 28)), draw.random() < 0.5),
            nodes.DateFact(draw.choice((nodes.BIRTH, "quit_date", "pregnancy_weeks"))),
            nodes.Birthday(draw.randrange(0, 100)),
            nodes.Birthday(draw.randrange(0, 30)),
            nodes.Occurrence(draw.choice(ACTS), draw.random() < 0.3),
            nodes.Occurrence(draw.choice(ACTS)),
        )
    )


def condition(draw: random.Random, depth: int) -> nodes.Condition:
    if depth and draw.random() < 0.6:
        parts = tuple(condition(draw, depth - 1) for _ in range(draw.randrange(1, 4)))
        match draw.randrange(4):
            case 0:
                return nodes.Not(parts[0])
            case 1:
                return nodes.All(parts)
            case 2:
                return nodes.Any(parts)
            case _:
                return nodes.Surely(parts[0])
    match draw.randrange(8):
        case 0:
            return nodes.Flag(draw.choice(FLAGS))
        case 1:
            return nodes.Choice("sex", draw.choice((("female",), ("male",), ("female", "male"))))
        case 2:
            return nodes.AtLeast("body_mass_index", draw.choice((18.5, 20, 25, 30.25, 100)), draw.random() < 0.5)
        case 3:
            return nodes.Doses(draw.choice(ACTS), draw.randrange(0, 5))
        case 4:
            return nodes.Never(draw.choice(ACTS))
        case 5:
            return nodes.Constant(draw.random() < 0.5)
    return nodes.Before(date(draw, 2), date(draw, 2), draw.random() < 0.5)
