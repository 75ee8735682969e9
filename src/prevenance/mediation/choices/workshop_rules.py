"""What workshops allow: seats asked at once, how long names are kept, how far a page looks."""

from __future__ import annotations

import datetime as dt

TITLE_MOST = 100  # characters
LABEL_MOST = 60
RESIDENT_SEATS_MOST = 5
AGENT_SEATS_MOST = 20
WAITING_LEAST = 20  # seats that may wait, even at a small workshop: beyond, nobody would be helped by waiting
NAMES_KEPT = dt.timedelta(days=7)  # after the workshop, when nobody noted it
WITHIN_KM = 30.0
A_WEEK = dt.timedelta(days=7)


def waiting_most(capacity: int) -> int:
    """How many seats may wait."""
    return max(capacity, WAITING_LEAST)
