"""Hand-overs in numbers: each with what it is counted over, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from prevenance.kit.clock import PARIS
from prevenance.mediation.choices import handover_words as words
from prevenance.mediation.choices.handover_states import ANSWERS, State
from prevenance.mediation.models import Handover
from prevenance.mediation.queries.handovers import in_areas
from prevenance.people.queries import Access

ACTION = "see_figures"


@dataclass(frozen=True, slots=True)
class HandoverFigures:
    """`made`: in the period, those withdrawn left out. `ended` = answered or silent: what `answers` and `outcomes` are
    counted over. `outcomes_missing`: ended, and nobody noted what came of it. `purposes`: over `made`.
    """

    made: int
    waiting: int
    ended: int
    answers: dict[str, int]
    outcomes: dict[str, int]
    outcomes_missing: int
    purposes: dict[str, int]


def handovers_between(
    agent: Access, *, organisation: int, first: dt.date, last: dt.date, at: dt.datetime
) -> HandoverFigures | None:
    """Made from the first day to the last, both included, as they stand at `at`. None outside the scope."""
    if not agent.may(ACTION, organisation=organisation):
        return None
    begins = dt.datetime.combine(first, dt.time(), tzinfo=PARIS)
    ends = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=PARIS)
    rows = Handover.objects.filter(in_areas(agent, ACTION, organisation), made_at__gte=begins, made_at__lt=ends)
    kept = list(rows.exclude(state=State.WITHDRAWN.value).values_list("state", "expires_at", "outcome", "purpose"))
    states, outcomes, waiting = Counter[str](), Counter[str](), 0
    for state, expires_at, outcome, _ in kept:
        if state == State.WAITING and expires_at > at:
            waiting += 1
            continue
        states[State.SILENT.value if state == State.WAITING else state] += 1
        outcomes[outcome] += 1
    return HandoverFigures(
        len(kept),
        waiting,
        len(kept) - waiting,
        {one.value: states[one.value] for one in (*ANSWERS, State.SILENT)},
        {key: outcomes[key] for key in words.outcomes()},
        outcomes[""],
        dict(Counter(purpose for *_, purpose in kept)),
    )
