"""Large JSON files read as a stream of objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ijson

from prevenance.formats import files
from prevenance.formats.refusals import FileRefused, RowRefused

MOST_EVENTS = 500_000
MOST_CHARACTERS = 32 << 20  # of the texts of one object
MOST_DEPTH = 60


def objects(file: files.Checked, prefix: str) -> Iterator[tuple[int, dict[str, Any]] | RowRefused]:
    """The objects found at `prefix` (ijson notation: `item`, `pmej.item`), with their rank from 1.

    One object may hold at most `MOST_EVENTS` values and names, and `MOST_CHARACTERS`: a bomb is refused before it
    fills the memory.
    """
    if file.notation != "json":
        raise FileRefused("not_json")
    with files.opened_bytes(file) as stream:
        try:
            yield from _objects(stream, prefix)
        except (
            ijson.JSONError,
            ValueError,
        ) as error:  # the library says "incomplete" for a cut file and for a broken one
            raise FileRefused("broken_json") from error


def _objects(stream: Any, prefix: str) -> Iterator[tuple[int, dict[str, Any]] | RowRefused]:
    rank, depth, count, characters = 0, 0, 0, 0
    builder: Any = None
    for where, event, value in ijson.parse(stream, use_float=True):
        if event in ("start_map", "start_array"):
            depth += 1
            if depth > MOST_DEPTH:
                raise FileRefused("nested_too_deep", limit=MOST_DEPTH)
            if builder is None and where == prefix:
                rank, count, characters = rank + 1, 0, 0
                builder = ijson.ObjectBuilder()
        elif event in ("end_map", "end_array"):
            depth -= 1
        elif builder is None and where == prefix:
            rank += 1
            yield RowRefused(rank, "not_an_object")
        if builder is None:
            continue
        builder.event(event, value)
        count += 1
        characters += len(value) if isinstance(value, str) else 0
        if count > MOST_EVENTS or characters > MOST_CHARACTERS:
            raise FileRefused("object_too_large", rank=rank)
        if where == prefix and event in ("end_map", "end_array"):
            yield (rank, builder.value) if isinstance(builder.value, dict) else RowRefused(rank, "not_an_object")
            builder = None
