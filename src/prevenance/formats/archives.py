"""Tables in a ZIP with a `datapackage.json`: the tabular form of HSDS. Nothing is unpacked to disk.

Sizes are those that the archive declares, which also bound what is read; the pieces are read one after the other.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from prevenance.formats.refusals import FileRefused

DESCRIPTION = "datapackage.json"
MOST_PIECES = 200
LONGEST_LINE = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


def declared_size(path: Path, limit: int) -> int | None:
    """Bytes once decompressed; None when it is not a package of tables (a spreadsheet, for example)."""
    try:
        with zipfile.ZipFile(path) as archive:
            pieces = archive.infolist()
    except _BROKEN:
        return None
    if not any(Path(piece.filename).name == DESCRIPTION for piece in pieces):
        return None
    size = sum(piece.file_size for piece in pieces)
    if size > limit or len(pieces) > MOST_PIECES:
        raise FileRefused("file_too_large", limit_mb=limit >> 20)
    return size


@contextmanager
def opened_table(path: Path, name: str) -> Iterator[Iterator[str] | None]:
    """The lines of the piece `name`.csv, or of its plural as HSDS 3.0 names files, anywhere in the archive; None when
    there is none.
    """
    names = (f"{name}.csv", f"{name}s.csv", f"{name}es.csv")
    try:
        with zipfile.ZipFile(path) as archive:
            piece = next((one for one in archive.namelist() if Path(one).name in names), None)
            if piece is None:
                yield None
                return
            with archive.open(piece) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
                yield _lines(text)
    except UnicodeDecodeError as error:
        raise FileRefused("wrong_encoding") from error
    except _BROKEN as error:
        raise FileRefused("broken_compression") from error


def _lines(text: TextIO) -> Iterator[str]:
    """A line without end is refused before it fills the memory."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise FileRefused("line_too_long", limit_kb=LONGEST_LINE >> 10)
        yield line
