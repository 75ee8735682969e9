"""Records whatever their envelope: a JSON list, a page of an API (`{"items": […]}`), JSON lines, or a table whose cells
may hold JSON. Publishers change the envelope more often than the fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from prevenance.formats import files, objects, tables
from prevenance.formats.refusals import FileRefused, RowRefused

_WRAPPERS = ("items", "data", "contents", "results", "structures", "services")
LONGEST_LIST = 200

Record = tuple[int, Mapping[str, Any]]


def records(file: files.Checked, *, required: frozenset[str]) -> Iterator[Record | RowRefused]:
    """Each record with its line or rank from 1. `required` are column names, when the file is a table."""
    if file.notation == "table":
        for row in tables.rows(file, required=required):
            yield row if isinstance(row, RowRefused) else (row.number, row.values)
        return
    prefix = _prefix(file)
    yield from objects.objects(file, prefix) if prefix else _lines(file)


def text(record: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that holds one value, as text."""
    for name in names:
        value = record.get(name)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def texts(record: Mapping[str, Any], *names: str) -> list[str]:
    """The values of the first of these fields that holds some: a list, a JSON list in a cell, `{a,b}` or `a|b`."""
    for name in names:
        if found := _listed(record.get(name)):
            return list(dict.fromkeys(found))
    return []


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        value = _cell(value.strip())
    if not isinstance(value, list):
        return []
    said = (str(one).strip() for one in value[:LONGEST_LIST] if isinstance(one, (str, int)))
    return [one for one in said if one]


def _cell(cell: str) -> list[Any]:
    if cell.startswith("["):
        try:
            loaded = json.loads(cell.replace("'", '"') if '"' not in cell else cell)
        except (ValueError, RecursionError):
            return []
        return loaded if isinstance(loaded, list) else []
    if cell.startswith("{") and cell.endswith("}"):
        return [part.strip(' "') for part in cell[1:-1].split(",")]
    for mark in ("|", ";", ","):
        if mark in cell:
            return cell.split(mark)
    return [cell]


def _prefix(file: files.Checked) -> str:
    """Where the records are (ijson notation); "" for JSON lines."""
    with files.opened_text(file) as stream:
        first = stream.readline(files.BLOCK).strip()
    if first.startswith("["):
        return "item"
    try:
        loaded = json.loads(first)
    except (ValueError, RecursionError):
        loaded = None
    if isinstance(loaded, dict) and not any(isinstance(loaded.get(name), list) for name in _WRAPPERS):
        return ""
    with files.opened_bytes(file) as raw:
        head = raw.read(files.BLOCK).decode("utf-8", "ignore")
    places = {name: at for name in _WRAPPERS if (at := head.find(f'"{name}"')) >= 0}
    return f"{min(places, key=lambda name: places[name])}.item" if places else "items.item"


def _lines(file: files.Checked) -> Iterator[Record | RowRefused]:
    with files.opened_text(file) as stream:
        number = 0
        while line := stream.readline(files.BLOCK):
            number += 1
            if len(line) == files.BLOCK:
                raise FileRefused("line_too_long", limit_kb=files.BLOCK >> 10)
            if not line.strip():
                continue
            try:
                loaded = json.loads(line)
            except (ValueError, RecursionError):
                yield RowRefused(number, "broken_line")
                continue
            yield (number, loaded) if isinstance(loaded, dict) else RowRefused(number, "not_an_object")
