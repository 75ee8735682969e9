"""The one place that reads the clock. Views and commands call it; everything below receives `on` or `at`."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now(zone: ZoneInfo = PARIS) -> dt.datetime:
    """The present instant, aware, in the territory's time zone."""
    return dt.datetime.now(zone)


def today(zone: ZoneInfo = PARIS) -> dt.date:
    """Today's date as people of the territory write it."""
    return now(zone).date()
