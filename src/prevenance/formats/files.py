"""A file looked at once from end to end before anyone believes it: size, compression, encoding, line length, digest.

Memory stays near one block (1 MiB) whatever the file. Nothing is unpacked to disk.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from prevenance.formats import archives
from prevenance.formats.refusals import FileRefused

BLOCK = 1 << 20
_GZIP = b"\x1f\x8b"
_OTHER_KINDS = (
    (b"PK\x03\x04", "zip_or_spreadsheet"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "old_spreadsheet"),
    (b"SQLite format 3", "sqlite"),
    (b"PAR1", "parquet"),
    (b"\xff\xfe", "utf_16"),
    (b"\xfe\xff", "utf_16"),
)
_UTF8_ACCENT = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")
_NOT_IN_WINDOWS_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# « é » of DOS (850) and of old Macs: in Windows-1252, marks that never follow a letter in French.
_OTHER_E_ACUTE = re.compile(rb"[a-z][\x82\x8e]")
_ESCAPED = re.compile(rb"\\.", re.DOTALL)


@dataclass(frozen=True)
class Limits:
    """In bytes, after decompression. A long line or value is what fills the memory, so it has its own limit."""

    file: int = 4 << 30
    unbroken: int = 1 << 20


@dataclass(frozen=True)
class Checked:
    """`notation` is `table`, `json` or `package` (tables in a ZIP); `encoding` a Python codec; `digest` the SHA-256
    of the bytes on disk."""

    path: Path
    notation: str
    encoding: str
    digest: str
    size: int
    is_gzipped: bool
    ends_with_newline: bool


class _Survey:
    """Gathers what the blocks say; `feed` raises as soon as the file cannot be right."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.size = 0
        self.unbroken = 0
        self.notation = ""
        self.is_utf8 = True
        self.has_utf8_accent = False
        self.has_undefined = False
        self.has_other_accent = False
        self.last = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def feed(self, block: bytes) -> None:
        if not self.notation:
            self.notation = _notation(block)
        self.size += len(block)
        if self.size > self.limits.file:
            raise FileRefused("file_too_large", limit_mb=self.limits.file >> 20)
        if b"\x00" in block:
            raise FileRefused("nul_bytes")
        self._measure(block)
        self._decode(block)
        self.last = block[-1:]

    def _measure(self, block: bytes) -> None:
        """The longest run without an end of line (table) or without a quote that closes or opens a value (JSON)."""
        if self.notation == "json":
            breaks = (_ESCAPED.sub(b"..", block) if b"\\" in block else block).split(b'"')
        else:
            breaks = block.replace(b"\r", b"\n").split(b"\n")
        self.unbroken += len(breaks[0])
        longest = max(self.unbroken, max(map(len, breaks[1:]), default=0))
        if len(breaks) > 1:
            self.unbroken = len(breaks[-1])
        if longest > self.limits.unbroken:
            raise FileRefused("line_too_long", limit_kb=self.limits.unbroken >> 10)

    def _decode(self, block: bytes, *, final: bool = False) -> None:
        self.has_utf8_accent = self.has_utf8_accent or _UTF8_ACCENT.search(block) is not None
        self.has_undefined = self.has_undefined or _NOT_IN_WINDOWS_1252.search(block) is not None
        self.has_other_accent = self.has_other_accent or _OTHER_E_ACUTE.search(block) is not None
        if self.is_utf8:
            try:
                self._decoder.decode(block, final)
            except UnicodeDecodeError:
                self.is_utf8 = False

    def encoding(self) -> str:
        self._decode(b"", final=True)
        if self.is_utf8:
            return "utf-8-sig"
        # Windows-1252 is what older French files use; accents of both kinds in one file mean that it is damaged.
        if self.notation == "json" or self.has_undefined or self.has_utf8_accent or self.has_other_accent:
            raise FileRefused("wrong_encoding")
        return "cp1252"


def _notation(block: bytes) -> str:
    for mark, kind in _OTHER_KINDS:
        if block.startswith(mark):
            raise FileRefused("not_a_table", found=kind)
    start = block.removeprefix(codecs.BOM_UTF8).lstrip()[:200].lower()
    if start.startswith(b"<"):
        raise FileRefused("not_a_table", found="web_page_or_xml")
    return "json" if start[:1] in (b"{", b"[") else "table"


class _Hashing(io.RawIOBase):
    """Passes the bytes through and remembers their digest, so that the file is read once only."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.sha256 = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        block = self._raw.read(len(buffer))
        buffer[: len(block)] = block
        self.sha256.update(block)
        return len(block)


def checked(path: Path, limits: Limits | None = None) -> Checked:
    """Look at the whole file. Raises `FileRefused` with the first thing that is wrong."""
    limits = limits or Limits()
    survey = _Survey(limits)
    with _readable(path).open("rb") as raw:
        is_gzipped = raw.read(2) == _GZIP
        raw.seek(0)
        hashing = _Hashing(raw)
        if not is_gzipped and (package := _package(path, raw, hashing, limits)):
            return package
        stream = cast(BinaryIO, gzip.GzipFile(fileobj=hashing) if is_gzipped else hashing)
        with _broken_is_refused():
            while block := stream.read(BLOCK):
                survey.feed(block)
        if not survey.size:
            raise FileRefused("empty_file")
        return Checked(
            path=path,
            notation=survey.notation,
            encoding=survey.encoding(),
            digest=hashing.sha256.hexdigest(),
            size=survey.size,
            is_gzipped=is_gzipped,
            ends_with_newline=survey.last in (b"\n", b"\r"),
        )


def _package(path: Path, raw: BinaryIO, hashing: _Hashing, limits: Limits) -> Checked | None:
    is_zip = raw.read(4) == b"PK\x03\x04"
    raw.seek(0)
    size = archives.declared_size(path, limits.file) if is_zip else None
    if size is None:
        return None
    with _broken_is_refused():
        while hashing.read(BLOCK):
            pass
    return Checked(path, "package", "utf-8-sig", hashing.sha256.hexdigest(), size, False, True)


def glanced(path: Path) -> Checked:
    """As `checked`, from the first block only, to recognise a file: neither its end nor its digest is known."""
    with _readable(path).open("rb") as raw, _broken_is_refused():
        is_gzipped = raw.read(2) == _GZIP
        raw.seek(0)
        with gzip.GzipFile(fileobj=raw) if is_gzipped else raw as stream:
            block = stream.read(BLOCK)
    survey = _Survey(Limits())
    survey.feed(block[: block.rfind(b"\n") + 1] or block)
    return Checked(path, survey.notation, survey.encoding(), "", survey.size, is_gzipped, False)


def _readable(path: Path) -> Path:
    if not path.is_file():
        raise FileRefused("not_a_file")
    return path


@contextmanager
def _broken_is_refused() -> Iterator[None]:
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileRefused("broken_compression") from error
    except UnicodeDecodeError as error:
        raise FileRefused("wrong_encoding") from error
    except OSError as error:
        raise FileRefused("unreadable", cause=error.strerror or type(error).__name__) from error


@contextmanager
def opened_bytes(file: Checked) -> Iterator[BinaryIO]:
    """The content, decompressed as it is read. What breaks while reading becomes `FileRefused`."""
    with _broken_is_refused(), gzip.open(file.path, "rb") if file.is_gzipped else file.path.open("rb") as stream:
        yield cast(BinaryIO, stream)


@contextmanager
def opened_text(file: Checked) -> Iterator[io.TextIOWrapper]:
    """The content as text, line ends untouched (the csv module wants them so)."""
    with opened_bytes(file) as stream:
        yield io.TextIOWrapper(stream, encoding=file.encoding, newline="")
