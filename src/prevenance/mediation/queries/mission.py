"""Figures of the mission: pure arithmetic on lists of values, as `counting` does on encounters.

Each is a `Distribution`: `total` is all those that the question is about, `missing` those for whom nobody knows, and
the cells add up to the denominator. docs/figures.md says who is in each total.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from prevenance.mediation.choices.path_steps import ACTIVATED, reasons, steps
from prevenance.mediation.queries.counting import Distribution, exclusive, several
from prevenance.mediation.queries.paths import months_after

PATHS, APPOINTMENTS, HANDOVERS, SEATS, RELAYS, SIGNPOSTS = (
    "paths",
    "appointments",
    "handovers",
    "seats",
    "relays",
    "signposts",
)
OUTCOMES, STEPS, WHY = "path_outcomes", "path_steps", "path_reasons"
KEPT, DELAYS = "appointments_kept", "appointment_delays"
ANSWERS, RECEIVED = "handover_answers", "handover_outcomes"
CAME, ACTING, DONE = "workshop_seats", "relays_active", "signposts_done"
# What is published only when nothing of the other is hidden: its total would give a hidden number back.
DEPENDS: Mapping[str, str] = {WHY: OUTCOMES, RECEIVED: ANSWERS, DONE: "signposts"}
UNITS = frozenset({PATHS, APPOINTMENTS, HANDOVERS, SEATS, RELAYS, SIGNPOSTS})
NO_MORE = ("refused", "objected", "closed")  # ends chosen by the person
DELAY_DAYS = {"same_day": 0, "week": 7, "fortnight": 14, "month": 30, "later": 100_000}  # at the most
RELAY_DAYS = 60


def autonomous(months: int) -> str:
    """The key of the figure asked that many months after the activation."""
    return f"autonomous_{months}"


@dataclass(frozen=True, slots=True)
class Walked:
    """A path. `reached`: step → (day, whether the answer was yes)."""

    begun_on: dt.date
    found: str = ""
    ending: str = ""
    ended_on: dt.date | None = None
    why: str = ""
    reached: Mapping[str, tuple[dt.date, bool]] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """Active already, activated with help, refused, not possible; "" while nobody knows."""
        activated = self.reached.get(ACTIVATED)
        if self.found == "active" or (activated and activated[0] < self.begun_on):
            return "active"
        if activated:
            return "activated"
        if self.ending in NO_MORE:
            return "refused"
        return self.ending if self.ending == "not_possible" else ""


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment whose time has come. `state`: "" when nobody said how it went. `days`: from booking to it."""

    state: str
    days: int


@dataclass(frozen=True, slots=True)
class Mission:
    """All that the figures of the mission are made of, in one scope. `handovers`: (answer or "", outcome or "").
    `seats`: (how many, how many came, null when nobody said). `relays`: whether each one active acted lately.
    `signposts`: what came of each, null when nobody asked.
    """

    paths: Sequence[Walked] = ()
    appointments: Sequence[Held] = ()
    handovers: Sequence[tuple[str, str]] = ()
    seats: Sequence[tuple[int, int | None]] = ()
    relays: Sequence[bool] = ()
    signposts: Sequence[bool | None] = ()


def figures(mission: Mission, *, first: dt.date, last: dt.date, on: dt.date) -> tuple[Distribution, ...]:
    """`paths`: all those of the scope, since autonomy is asked months later; the other lists: of the period already.
    `on`: the day when it is read: what is not due yet is in no total.
    """
    return (*_of_paths(mission.paths, first, min(last, on)), *_of_moments(mission))


def _of_paths(paths: Sequence[Walked], first: dt.date, until: dt.date) -> Iterable[Distribution]:
    begun = [one for one in paths if first <= one.begun_on <= until]
    outcomes = Counter(one.outcome for one in begun if one.outcome)
    yield exclusive(OUTCOMES, PATHS, len(begun), outcomes, ("active", "activated", "refused", "not_possible"))
    ended = [one for one in begun if one.outcome in ("refused", "not_possible")]
    yield exclusive(WHY, PATHS, len(ended), Counter(one.why for one in ended if one.why), reasons())
    first_steps = [one.key for one in steps().values() if not one.follow_months]
    yield several(
        STEPS,
        begun,
        [1] * len(begun),
        lambda one: [key for key in first_steps if key in one.reached],
        first_steps,
        PATHS,
    )
    for step in steps().values():
        if step.follow_months:
            due = [one for one in paths if _is_due(one, step.follow_months, first, until)]
            said = Counter("yes" if one.reached[step.key][1] else "no" for one in due if step.key in one.reached)
            yield exclusive(autonomous(step.follow_months), PATHS, len(due), said, ("yes", "no"))


def _is_due(one: Walked, months: int, first: dt.date, until: dt.date) -> bool:
    """Whether the question fell in the period. A path ended before by a no asks nothing."""
    if ACTIVATED not in one.reached:
        return False
    day = months_after(one.reached[ACTIVATED][0], months)
    is_over = one.ending in (*NO_MORE, "not_possible") and one.ended_on is not None and one.ended_on < day
    return first <= day <= until and not is_over


def _of_moments(mission: Mission) -> Iterable[Distribution]:
    held = mission.appointments
    states = Counter(one.state for one in held if one.state)
    yield exclusive(KEPT, APPOINTMENTS, len(held), states, ("kept", "missed", "excused"))
    yield exclusive(DELAYS, APPOINTMENTS, len(held), Counter(_delay(one.days) for one in held), DELAY_DAYS)
    answers = Counter(answer for answer, _ in mission.handovers if answer)
    yield exclusive(ANSWERS, HANDOVERS, len(mission.handovers), answers, ("accepted", "to_call", "refused", "silent"))
    taken = [outcome for answer, outcome in mission.handovers if answer in ("accepted", "to_call")]
    received = Counter(outcome for outcome in taken if outcome)
    yield exclusive(RECEIVED, HANDOVERS, len(taken), received, ("contacted", "received", "lost"))
    known = [(many, came) for many, came in mission.seats if came is not None]
    came = sum(came for _, came in known)
    counts = {"came": came, "absent": sum(many for many, _ in known) - came}
    yield exclusive(CAME, SEATS, sum(many for many, _ in mission.seats), counts, ("came", "absent"))
    acting = Counter("acted" if one else "silent" for one in mission.relays)
    yield exclusive(ACTING, RELAYS, len(mission.relays), acting, ("acted", "silent"))
    done = Counter("yes" if one else "no" for one in mission.signposts if one is not None)
    yield exclusive(DONE, SIGNPOSTS, len(mission.signposts), done, ("yes", "no"))


def _delay(days: int) -> str:
    return next(key for key, most in DELAY_DAYS.items() if days <= most)
