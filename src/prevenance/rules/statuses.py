"""The six statuses of an act for a person. The order is that of urgency, least first."""

from __future__ import annotations

import enum


class Status(enum.StrEnum):
    """What an act is for a person on a day. `OPTIONAL` is what the fact base writes *offer* (C12)."""

    NOT_CONCERNED = "not_concerned"
    UP_TO_DATE = "up_to_date"
    OPTIONAL = "optional"
    UNKNOWN = "unknown"
    COMING = "coming"
    DUE = "due"


ORDER: tuple[Status, ...] = tuple(Status)
