"""Rows of an import on their way to the database: on disk, not in memory, and found again after a kill.

A spool belongs to one file read with one version of the code on one day: anything else begins anew. Only one process
holds it; another one that imports the same file at the same time works in a spool without a name.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


class Spool:
    """Rows as JSON lines, objects; between them what was refused, as lists. `state`: what was noted with the last
    checkpoint, {} for a new spool.
    """

    def __init__(self, file: IO[str], noted: Path | None) -> None:
        self._file = file
        self._noted = noted
        self.state: dict[str, Any] = {}
        if noted is not None:
            self.state = _read_state(noted, os.fstat(file.fileno()).st_size)
            file.seek(self.state.get("offset", 0))
            file.truncate()

    def write(self, row: dict[str, Any]) -> None:
        self._file.write(json.dumps(row) + "\n")

    def refuse(self, number: int, reason: str) -> None:
        """Notes a row that is not kept: its rank and a key of `reasons.yaml`."""
        self._file.write(json.dumps([number, reason]) + "\n")

    def checkpoint(self, state: dict[str, Any]) -> None:
        """From here, a new run of the same import goes on. The rows reach the disk before the note that counts them."""
        if self._noted is None:
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        noted = json.dumps({**state, "offset": self._file.tell()})
        draft = self._noted.with_suffix(".part")
        draft.write_text(noted, encoding="utf-8")
        draft.replace(self._noted)

    def rows(self) -> Iterator[dict[str, Any]]:
        """All of them, from the first; then the next `write` goes on at the end."""
        yield from (json.loads(line) for line in self._lines() if line[0] == "{")

    def refused(self) -> Iterator[tuple[int, str]]:
        """(rank, reason) of each row that is not kept, in order."""
        for line in self._lines():
            if line[0] == "[":
                number, reason = json.loads(line)
                yield number, reason

    def _lines(self) -> Iterator[str]:
        self._file.flush()
        self._file.seek(0)
        return iter(self._file.readline, "")


@contextmanager
def opened(folder: Path, *, source: str, key: str) -> Iterator[Spool]:
    """The spool `key` of a source. Whether the import ends or is refused, nothing is left; killed, the spool stays."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, noted = folder / f"{source}.{key}.rows", folder / f"{source}.{key}.state"
    with rows.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with tempfile.TemporaryFile("w+", encoding="utf-8") as nameless:
                yield Spool(nameless, None)
            return
        _forget_others(folder, source, rows.stem)
        try:
            yield Spool(file, noted)
        finally:
            noted.unlink(missing_ok=True)
            rows.unlink(missing_ok=True)


def _forget_others(folder: Path, source: str, kept: str) -> None:
    """What killed imports of other files of this source left, unless another process is at work on it."""
    for path in folder.glob(f"{source}.*.rows"):
        if path.stem == kept:
            continue
        with path.open("a") as other:
            try:
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            path.with_suffix(".state").unlink(missing_ok=True)
            path.unlink(missing_ok=True)


def _read_state(noted: Path, size: int) -> dict[str, Any]:
    try:
        state = json.loads(noted.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    is_whole = isinstance(state, dict) and isinstance(state.get("offset"), int) and 0 <= state["offset"] <= size
    return state if is_whole else {}
