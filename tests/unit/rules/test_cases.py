"""The law of the next date, where no recommendation shows it yet."""

from __future__ import annotations

import datetime as dt

import pytest

from prevenance.rules import cases, evaluating, nodes
from prevenance.rules.facts import History, Profile
from prevenance.rules.statuses import Status

ON = dt.date(2026, 11, 24)
LEAVES = nodes.Day(dt.date(2030, 1, 1))


@pytest.mark.parametrize(
    ("last", "status", "until"),
    [
        (dt.date(2024, 1, 1), Status.DUE, dt.date(2029, 12, 31)),
        (dt.date(2025, 1, 1), Status.COMING, dt.date(2029, 12, 31)),
        (dt.date(2026, 1, 1), Status.OPTIONAL, dt.date(2029, 12, 31)),
    ],
)
def test_an_act_that_stays_possible_beyond_the_horizon_keeps_its_last_day(
    last: dt.date, status: Status, until: dt.date
) -> None:
    date = nodes.PlusMonths(nodes.Occurrence("test"), 24)
    rule = nodes.Rule("r", cases.branches((cases.Next(date, leaves_on=LEAVES, beyond=Status.OPTIONAL),)))
    verdict = evaluating.judge(rule, Profile({"test": History(dates=(last,), count=1)}, ON))
    assert (verdict.status, verdict.until) == (status, until)


def test_a_known_date_tells_that_an_act_is_not_due_even_when_the_target_is_unknown() -> None:
    date = nodes.PlusMonths(nodes.Occurrence("test"), 24)
    target = cases.Next(date, when=nodes.Flag("risk"))
    rule = nodes.Rule("r", cases.branches((target, cases.Next(date))))
    verdict = evaluating.judge(rule, Profile({"test": History(dates=(dt.date(2025, 1, 1),), count=1)}, ON))
    assert verdict.status is Status.COMING
