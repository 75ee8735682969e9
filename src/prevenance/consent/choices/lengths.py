"""How long a yes lasts, in the words of every day."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum


class Length(StrEnum):
    """`record`: as long as the record is kept."""

    DAY = "day"
    MONTH = "month"
    SIX_MONTHS = "six_months"
    YEAR = "year"
    RECORD = "record"


_MONTHS = {Length.MONTH: 1, Length.SIX_MONTHS: 6, Length.YEAR: 12}
# How long before the end the team is told, in days: a yes of one day needs no notice.
NOTICE = {Length.MONTH: 7, Length.SIX_MONTHS: 30, Length.YEAR: 30}


def end(length: Length, *, on: dt.date) -> dt.date | None:
    """The first day without, for a yes given `on`; None when nothing ends it but the record."""
    if length is Length.DAY:
        return on + dt.timedelta(days=1)
    if length is Length.RECORD:
        return None
    year, month = divmod(on.year * 12 + on.month - 1 + _MONTHS[length], 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = following - dt.timedelta(days=1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=on.day - 1), last)
