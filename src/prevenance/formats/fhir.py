"""FHIR R4 (4.0.1) as it is exchanged: a Bundle, a list, one resource, or one a line; and its small pieces."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

import ijson

from prevenance.formats import files, objects, opening
from prevenance.formats.refusals import FileRefused, RowRefused

_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_CLOSURES = 5
_NO_DEPTH_LEFT = (ValueError, RecursionError)

Record = Mapping[str, Any]


def resources(file: files.Checked) -> Iterator[tuple[int, Record, str] | RowRefused]:
    """Rank or line, resource, and its `fullUrl` when it stands in a Bundle. Raises `FileRefused`."""
    if file.notation != "json":
        raise FileRefused("not_json")
    envelope = _envelope(file)
    found = _lines(file) if envelope == "lines" else objects.objects(file, envelope)
    for one in found:
        if isinstance(one, RowRefused):
            yield one
            continue
        rank, record = one
        resource = mapping(record.get("resource")) if envelope == "entry.item" else record
        if text(resource, "resourceType"):
            yield rank, resource, text(record, "fullUrl")
        else:
            yield RowRefused(rank, "not_an_object")


def _envelope(file: files.Checked) -> str:
    """Where the resources are, in the notation of `objects`, or `lines`."""
    with files.opened_bytes(file) as stream:
        first = stream.readline(files.BLOCK)
        if first.rstrip().endswith(b"}") and stream.read(files.BLOCK).strip() and _loaded(first) is not None:
            return "lines"
    with files.opened_bytes(file) as stream:
        try:
            for where, event, value in ijson.parse(stream, use_float=True):
                if not where and event == "start_array":
                    return "item"
                if not where and event == "map_key" and value == "entry":
                    return "entry.item"
        except (ijson.JSONError, ValueError) as error:
            raise FileRefused("broken_json") from error
    return ""


def _lines(file: files.Checked) -> Iterator[tuple[int, dict[str, Any]] | RowRefused]:
    with files.opened_bytes(file) as stream:
        number = 0
        while line := stream.readline(files.BLOCK + 1):
            number += 1
            if len(line) > files.BLOCK:
                raise FileRefused("line_too_long", limit_kb=files.BLOCK >> 10)
            if line.strip():
                record = _loaded(line)
                yield RowRefused(number, "malformed_row") if record is None else (number, record)


def _loaded(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except _NO_DEPTH_LEFT:
        return None
    return found if isinstance(found, dict) else None


def mapping(value: Any) -> Record:
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> list[Record]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(record: Record, name: str) -> str:
    value = record.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()


def reference(value: Any) -> str:
    """`Location/a`, `https://…/Location/a` and `urn:uuid:a` are all `a`."""
    return key(text(mapping(value), "reference"))


def key(address: str) -> str:
    return address.rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def codes(concept: Any) -> list[tuple[str, str, str]]:
    """System, code and words of each coding of a CodeableConcept."""
    found = [(text(one, "system"), text(one, "code"), text(one, "display")) for one in mappings(concept.get("coding"))]
    words = text(concept, "text")
    return found or ([("", "", words)] if words else [])


def extension(record: Record, ending: str) -> Record:
    """The first extension whose address ends so."""
    return next((one for one in mappings(record.get("extension")) if text(one, "url").endswith(ending)), {})


def hours(times: Any, *, start: str, end: str, closures: Any = None) -> opening.Hours:
    """From `availableTime` or `hoursOfOperation`; `closures` is `notAvailable`. Words when not understood."""
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for one in mappings(times):
        days = one.get("daysOfWeek")
        slot = (0, 1440) if one.get("allDay") is True else (minutes(text(one, start)), minutes(text(one, end)))
        opens, closes = slot
        known = isinstance(days, list) and days and all(isinstance(day, str) and day in _DAYS for day in days)
        if not known or opens is None or closes is None or opens >= closes:
            return opening.Hours(words=_words(mappings(times), start, end))
        for day in days if isinstance(days, list) else ():
            week[_DAYS[day]].append((opens, closes))
    weekly = opening.from_minutes(week)
    rules = [rule for one in mappings(closures)[:_MOST_CLOSURES] if (rule := _closure(mapping(one.get("during"))))]
    return opening.from_osm("; ".join((weekly.osm, *rules))) if weekly.osm and rules else weekly


def minutes(time: str) -> int | None:
    """Minutes after midnight of `14:00:00`, `14:00` or `14:00:00+01:00` (the local time is what people read)."""
    hour, _, rest = time.partition(":")
    minute = rest[:2]
    if not (hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2):
        return None
    total = int(hour) * 60 + int(minute)
    return total if int(minute) < 60 and total <= 1440 else None


def _closure(during: Record) -> str:
    days = [_day(text(during, name)) for name in ("start", "end")]
    if days[0] is None or days[1] is None or days[0] > days[1]:
        return ""
    first, last = (f"{day.year} {_MONTHS[day.month - 1]} {day.day:02d}" for day in days if day)
    return f"{first}-{last} off"


def _day(text_: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text_[:10])
    except ValueError:
        return None


def _words(times: list[Record], start: str, end: str) -> str:
    said = []
    for one in times[:20]:
        days = one.get("daysOfWeek")
        names = [
            opening.FRENCH_DAYS[_DAYS[day]]
            for day in (days if isinstance(days, list) else ())
            if isinstance(day, str) and day in _DAYS
        ]
        said.append(" ".join(filter(None, (", ".join(names), text(one, start)[:5], "-", text(one, end)[:5]))))
    return " ; ".join(said)[: opening.LONGEST_WORDS]
