"""What a relay is, from the application to the departure: the table of what may follow what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

# A renewal asks for a new charter each year: nobody stays a relay by being forgotten.
CHARTER_MONTHS = 12


class State(StrEnum):
    """Of a relay."""

    APPLIED = "applied"
    VERIFIED = "verified"  # somebody called, and spoke to them
    TRAINED = "trained"
    SIGNED = "signed"
    ACTIVE = "active"
    EXPIRED = "expired"  # the charter is a year old
    DECLINED = "declined"
    LEFT = "left"


TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.APPLIED: frozenset({State.VERIFIED, State.DECLINED, State.LEFT}),
    State.VERIFIED: frozenset({State.TRAINED, State.DECLINED, State.LEFT}),
    State.TRAINED: frozenset({State.SIGNED, State.DECLINED, State.LEFT}),
    State.SIGNED: frozenset({State.ACTIVE, State.DECLINED, State.LEFT}),
    State.ACTIVE: frozenset({State.EXPIRED, State.LEFT}),
    State.EXPIRED: frozenset({State.SIGNED, State.LEFT}),
    State.DECLINED: frozenset(),
    State.LEFT: frozenset(),
}
FINAL = frozenset(state for state, after in TRANSITIONS.items() if not after)


def may_become(now: State, then: State) -> bool:
    """Whether the table has this line."""
    return then in TRANSITIONS[now]


def after(now: State) -> tuple[State, ...]:
    """What may follow, in the order of the states."""
    return tuple(state for state in State if state in TRANSITIONS[now])
