"""What the judge says of one act for one person: a status, its dates, and the reasons that made it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from prevenance.rules.statuses import Status


@dataclass(frozen=True, slots=True)
class Reason:
    """One known (or missing) thing that counted. `key` says how to put it in words.

    Keys: age, yes, no, is, number, weeks, date, never, done, last, unknown.
    """

    fact: str
    key: str
    value: object = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`due_on`: the day from which the act is due, when it is known. `until`: the last day it is advised."""

    status: Status
    due_on: dt.date | None = None
    until: dt.date | None = None
    note: str | None = None
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    case: int | None = None
    possible: tuple[Status, ...] = ()
