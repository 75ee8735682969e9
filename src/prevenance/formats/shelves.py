"""What a reader must remember until the end of a file, kept on disk: files that speak of one thing in several places.

The memory stays near `CACHE` whatever the file. SQLite's private database has no name on disk: a killed process leaves
nothing behind.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

CACHE = 16 << 20  # bytes of pages in memory; the rest is on disk
MOST_CHILDREN = 500


@contextmanager
def scratch() -> Iterator[sqlite3.Connection]:
    """A private database, gone when it is closed, and never half-written: nobody else can see it."""
    database = sqlite3.connect("", isolation_level=None)
    try:
        for setting in (
            f"cache_size = -{CACHE >> 10}",
            "journal_mode = OFF",
            "synchronous = OFF",
            "temp_store = FILE",
            "cache_spill = ON",
        ):
            database.execute(f"PRAGMA {setting}")
        yield database
    finally:
        database.close()


class Shelf:
    """Records put aside by sort and key, found again by key or by the record they belong to."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.execute("CREATE TABLE item (n INTEGER PRIMARY KEY, sort, key, parent, number INTEGER, value)")
        database.execute("CREATE INDEX by_key ON item (sort, key)")
        database.execute("CREATE INDEX by_parent ON item (sort, parent) WHERE parent != ''")

    def put(self, sort: str, key: str, value: Any, *, number: int = 0, parent: str = "") -> None:
        self._database.execute(
            "INSERT INTO item (sort, key, parent, number, value) VALUES (?, ?, ?, ?, ?)",
            (sort, key, parent, number, json.dumps(value)),
        )

    def get(self, sort: str, key: str) -> Any:
        """The first record with this key, or None."""
        found = self._database.execute(
            "SELECT value FROM item WHERE sort = ? AND key = ? ORDER BY n LIMIT 1", (sort, key)
        ).fetchone()
        return json.loads(found[0]) if found else None

    def every(self, sort: str) -> Iterator[tuple[int, str, Any]]:
        """Number, key and record, in the order of the file."""
        for number, key, value in self._database.execute(
            "SELECT number, key, value FROM item NOT INDEXED WHERE sort = ? ORDER BY n", (sort,)
        ):
            yield number, key, json.loads(value)

    def children(self, sort: str, parent: str) -> list[Any]:
        """The records that belong to this one, the first `MOST_CHILDREN` of them."""
        if not parent:
            return []
        found = self._database.execute(
            f"SELECT value FROM item WHERE sort = ? AND parent = ? AND parent != '' ORDER BY n LIMIT {MOST_CHILDREN}",  # noqa: S608
            (sort, parent),
        )
        return [json.loads(value) for (value,) in found]


@contextmanager
def shelf() -> Iterator[Shelf]:
    with scratch() as database:
        yield Shelf(database)
