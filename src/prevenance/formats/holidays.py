"""Public holidays kept in some French departments only (the national ones are in the opening-hours library)."""

from __future__ import annotations

import datetime as dt

# Code du travail: L3134-13 (Moselle, Bas-Rhin, Haut-Rhin), L3422-2 (overseas, the end of slavery).
_ABOLITION = {
    "971": (5, 27),
    "972": (5, 22),
    "973": (6, 10),
    "974": (12, 20),
    "976": (4, 27),
    "977": (10, 9),
    "978": (5, 28),
}
_ALSACE_MOSELLE = ("57", "67", "68")


def is_local_holiday(day: dt.date, department: str) -> bool:
    """True for the days that this department keeps beyond the eleven national ones."""
    if department in _ALSACE_MOSELLE:
        return (day.month, day.day) == (12, 26) or day == easter(day.year) - dt.timedelta(days=2)
    return _ABOLITION.get(department) == (day.month, day.day)


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the method called "of Meeus, Jones and Butcher")."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)
