"""Opening hours of the sources turned into OSM syntax, when and only when every word of them is understood.

What is not understood wholly is kept as words, for people to read: a wrong hour sends someone to a closed door.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
FRENCH_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
LONGEST_OSM = 400
LONGEST_WORDS = 500

Slots = tuple[tuple[int, int], ...]  # minutes after midnight, in order, apart

_CLOSED = frozenset(("fermé", "ferme", "fermé au public", "fermée", "non ouvert", "off"))
_HOUR = r"(\d{1,2})\s*(?::|h|heures?)?\s*(\d{2})?(?::00)?\s*(?:h|heures?)?"
_SLOT = re.compile(rf"\s*(?:de\s+)?{_HOUR}\s*(?:-|–|—|à|a)\s*{_HOUR}\s*")
_BETWEEN = re.compile(r"\s*(?:,|/|;|et|puis|&)?\s*")
_DAY_NAME = "|".join(FRENCH_DAYS)
_DAYS = re.compile(
    rf"^\W*(?:(?:du|de|le|les)\s+)?({_DAY_NAME})s?(?:\s*(?:au|à|a|-|–)\s*({_DAY_NAME})s?)?\s*[:,]?\s*(.*)$", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Hours:
    """`osm` is empty when the hours are unknown or could not be understood; `words` is then what the source wrote."""

    osm: str = ""
    words: str = ""


UNKNOWN = Hours()


class _NotUnderstood(Exception):
    pass


def from_osm(text: str) -> Hours:
    """OSM syntax checked by the library that will evaluate it."""
    import opening_hours

    text = text.strip()
    if not text:
        return UNKNOWN
    if len(text) > LONGEST_OSM or not text.isprintable() or not opening_hours.validate(text):
        return Hours(words=text[:LONGEST_WORDS])
    return Hours(osm=text)


def from_day_columns(days: Sequence[str | None]) -> Hours:
    """Seven texts, Monday first. None or "" beside filled days means closed that day; all empty means unknown."""
    if not any(days):
        return UNKNOWN
    try:
        return _hours([_slots(text or "") for text in days])
    except _NotUnderstood:
        said = (
            f"{name} : {text.strip()}" for name, text in zip(FRENCH_DAYS, days, strict=True) if text and text.strip()
        )
        return Hours(words=_words(" ; ".join(said)))


def from_french_text(text: str) -> Hours:
    """`lundi : 9h-12h | mardi : fermé`, `du lundi au vendredi de 13h à 16h ; samedi 9h-12h`."""
    if not text.strip():
        return UNKNOWN
    week: list[Slots | None] = [None] * 7
    try:
        for first, last, said in _segments(text):
            for day in range(first, last + 1):
                if week[day] is not None:
                    raise _NotUnderstood
                week[day] = _slots(said)
        return _hours([slots or () for slots in week]) if any(week) else Hours(words=_words(text))
    except _NotUnderstood:
        return Hours(words=_words(text))


def from_day_names(days: Mapping[str, str | None]) -> Hours:
    """A JSON object by French day name: `{"lundi": "08:30-12:30, 14:00-19:30", …, "dimanche": null}`."""
    if unknown := [name for name in days if name.lower() not in FRENCH_DAYS]:
        return Hours(words=_words(f"{unknown[0]} : {days[unknown[0]]}"))
    lower = {name.lower(): said for name, said in days.items()}
    return from_day_columns([lower.get(name) for name in FRENCH_DAYS])


def from_day_spans(text: str) -> Hours:
    """The town halls' JSON: `[["lundi","mardi",[["08:00:00","12:00:00"]]], …]`. Days not named are closed."""
    try:
        spans = json.loads(text) if text.strip() else []
        week: list[str] = [""] * 7
        for first, last, slots in spans:
            said = ", ".join(f"{opens[:5]}-{closes[:5]}" for opens, closes in slots)
            for day in range(FRENCH_DAYS.index(first), FRENCH_DAYS.index(last) + 1):
                week[day] = ", ".join(filter(None, (week[day], said)))
    except (ValueError, TypeError, KeyError, RecursionError):
        return Hours(words=_words(text))
    return from_day_columns(week)


def from_any(text: str) -> Hours:
    """A column that holds a JSON object by day, or French words, depending on the row."""
    if text.lstrip().startswith("{"):
        try:
            days = json.loads(text)
        except (ValueError, RecursionError):
            return Hours(words=_words(text))
        if isinstance(days, dict) and all(said is None or isinstance(said, str) for said in days.values()):
            return from_day_names(days)
        return Hours(words=_words(text))
    return from_french_text(text)


def from_minutes(week: Sequence[Sequence[tuple[int, int]]]) -> Hours:
    """Seven days, Monday first, each with its slots in minutes after midnight, in any order; slots that touch or
    overlap are joined. No slot at all means unknown, never closed."""
    if not any(week):
        return UNKNOWN
    return _hours([_joined(slots) for slots in week])


def _joined(slots: Sequence[tuple[int, int]]) -> Slots:
    joined: list[tuple[int, int]] = []
    for opens, closes in sorted(slots):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _segments(text: str) -> Iterator[tuple[int, int, str]]:
    """Each stretch that begins with a day name; a stretch of hours alone belongs to the day named just before it."""
    pieces = [piece for part in re.split(r"[|;\n]", text.lower()) if (piece := part.strip(" .\t"))]
    waiting: tuple[int, int] | None = None
    for piece in pieces:
        found = _DAYS.match(piece)
        if found is None:
            if waiting is None:
                raise _NotUnderstood
            yield *waiting, piece
            waiting = None
            continue
        first = FRENCH_DAYS.index(found[1])
        last = FRENCH_DAYS.index(found[2]) if found[2] else first
        said = found[3].strip(" .")
        if last < first or waiting is not None:
            raise _NotUnderstood
        if said or not found[2]:
            yield first, last, said
        else:
            waiting = (first, last)
    if waiting is not None:
        raise _NotUnderstood


def _slots(said: str) -> Slots:
    said = said.strip().lower().strip(". ")
    if not said or said in _CLOSED:
        return ()
    slots: list[tuple[int, int]] = []
    at = 0
    while at < len(said):
        found = _SLOT.match(said, at)
        if found is None:
            raise _NotUnderstood
        opens, closes = _minutes(found[1], found[2]), _minutes(found[3], found[4])
        if opens >= closes or (slots and opens < slots[-1][1]):
            raise _NotUnderstood
        slots.append((opens, closes))
        at = _end_of_gap(said, found.end())
    return tuple(slots)


def _end_of_gap(said: str, at: int) -> int:
    gap = _BETWEEN.match(said, at)
    end = gap.end() if gap else at
    if end == at and at < len(said) and not said[at - 1].isspace():
        raise _NotUnderstood
    if end == len(said) and said[at:].strip():
        raise _NotUnderstood
    return end


def _minutes(hour: str, minute: str | None) -> int:
    total = int(hour) * 60 + int(minute or 0)
    if total > 24 * 60 or int(minute or 0) > 59:
        raise _NotUnderstood
    return total


def _hours(week: Sequence[Slots]) -> Hours:
    """Days with the same slots are joined: `Mo-Fr 09:00-12:00; Sa 10:00-12:00`. Closed all week is `off`."""
    rules: list[str] = []
    for slots in dict.fromkeys(slots for slots in week if slots):
        days = [day for day in range(7) if week[day] == slots]
        rules.append(f"{_day_list(days)} {','.join(f'{_clock(opens)}-{_clock(closes)}' for opens, closes in slots)}")
    return Hours(osm="; ".join(rules) or "off")


def _day_list(days: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(OSM_DAYS[run[0]] + (f"-{OSM_DAYS[run[-1]]}" if len(run) > 1 else "") for run in runs)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("|", " ; ")).strip(" ;")[:LONGEST_WORDS]
