"""Where a hand-over stands, and how long each of its parts lives."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

LINK_KEPT = dt.timedelta(days=8)
REMINDED_AFTER = dt.timedelta(days=3)
ANSWER_KEPT = dt.timedelta(days=90)  # what the receiver wrote, and the receiver's own name


class State(StrEnum):
    """`waiting` is the only one that holds what is shared; the others are ends."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TO_CALL = "to_call"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"


ANSWERS = (State.ACCEPTED, State.REFUSED, State.TO_CALL)


class AgreedBy(StrEnum):
    """How the person said yes."""

    SPOKEN = "spoken"
    ON_SCREEN = "on_screen"
