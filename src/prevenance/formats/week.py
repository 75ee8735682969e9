"""A plain week, as a grid of seven days with two slots each shows it, and the same in OSM syntax.

Hours that such a grid cannot show whole (months, weeks, comments, three slots a day) give None: a form then keeps them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from prevenance.formats import opening
from prevenance.formats.opening import OSM_DAYS

MOST_SLOTS = 2
Minutes = tuple[int, int]  # opens, closes: minutes after midnight

_HOUR = re.compile(r"\s*(\d{1,2})\s*(?:(?:h|:|heures?|\.)\s*(\d{2})?)?\s*", re.IGNORECASE | re.ASCII)
_RULE = re.compile(r"((?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[,-](?:Mo|Tu|We|Th|Fr|Sa|Su))*) (.+)")
_SLOT = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Week:
    """Monday first; a day without slots is closed. `closed_on_holidays`: the national ones."""

    days: tuple[tuple[Minutes, ...], ...]
    closed_on_holidays: bool = False


def read(osm: str) -> Week | None:
    """The grid of these hours; None when it cannot show all that they say."""
    days: list[tuple[Minutes, ...]] = [()] * 7
    closed_on_holidays = False
    for rule in filter(None, (part.strip() for part in osm.split(";"))):
        if rule == "PH off":
            closed_on_holidays = True
        elif rule == "off" and osm.strip() in ("off", "off; PH off"):
            continue
        else:
            named = _rule(rule)
            if named is None:
                return None
            for day in named[0]:
                days[day] = named[1]
    return Week(tuple(days), closed_on_holidays) if osm.strip() else None


def _rule(rule: str) -> tuple[list[int], tuple[Minutes, ...]] | None:
    found = _RULE.fullmatch(rule)
    if found is None:
        return None
    named: list[int] = []
    for part in found[1].split(","):
        first, _, last = part.partition("-")
        start, end = OSM_DAYS.index(first), OSM_DAYS.index(last or first)
        if end < start:
            return None
        named += range(start, end + 1)
    if found[2] == "off":
        return named, ()
    slots: list[Minutes] = []
    for part in found[2].split(","):
        hours = _SLOT.fullmatch(part.strip())
        if hours is None:
            return None
        opens, closes = int(hours[1]) * 60 + int(hours[2]), int(hours[3]) * 60 + int(hours[4])
        if not (slots[-1][1] if slots else -1) < opens < closes <= 24 * 60:
            return None
        slots.append((opens, closes))
    return (named, tuple(slots)) if len(slots) <= MOST_SLOTS else None


def write(week: Week) -> str:
    """OSM syntax: `Mo-Fr 09:00-12:00; Sa 10:00-12:00; PH off`. Closed all week is `off`."""
    if not any(week.days):
        return "off"
    columns = [", ".join(f"{clock(opens)}-{clock(closes)}" for opens, closes in slots) for slots in week.days]
    osm = opening.from_day_columns(columns).osm
    return f"{osm}; PH off" if week.closed_on_holidays else osm


def minutes(text: str) -> int | None:
    """An hour as people write it here: `9`, `9h`, `9 h 30`, `09:30`, `24h`. None when it is none."""
    found = _HOUR.fullmatch(text)
    if found is None:
        return None
    total = int(found[1]) * 60 + int(found[2] or 0)
    return total if total <= 24 * 60 and int(found[2] or 0) < 60 else None


def clock(moment: int) -> str:
    """`09:30`."""
    return f"{moment // 60:02d}:{moment % 60:02d}"


def problem(slots: Sequence[Minutes]) -> str:
    """The key of what is wrong in one day's slots, "" when nothing is: `ends_before_it_begins`, `overlap`."""
    if any(closes <= opens for opens, closes in slots):
        return "ends_before_it_begins"
    if any(later[0] <= earlier[1] for earlier, later in itertools.pairwise(slots)):
        return "overlap"
    return ""
