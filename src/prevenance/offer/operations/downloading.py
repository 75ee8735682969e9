"""Download of one file of one source, because the operator asked for it. Nothing here runs by itself."""

from __future__ import annotations

import datetime as dt
import email.utils
import http.client
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings

from prevenance.formats.refusals import FileRefused
from prevenance.offer.choices import sources

MOST_BYTES = 2 << 30
MOST_SECONDS = 1800.0
SILENCE_SECONDS = 30.0
_BLOCK = 1 << 16
_ENDING = re.compile(r"(\.(csv|json|txt))?(\.gz)?$", re.IGNORECASE)


class _OnlyHttp(urllib.request.HTTPRedirectHandler):
    """A redirection may lead to another host, never to a file of this machine."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        try:
            _refuse_other_schemes(newurl)
        except FileRefused:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def download(
    source: str,
    *,
    at: dt.datetime,
    folder: Path,
    url: str | None = None,
    most_bytes: int = MOST_BYTES,
    most_seconds: float = MOST_SECONDS,
    progress: Callable[[str], None] = lambda _: None,
) -> Path:
    """The path of the file, whole, in `folder`. Raises `FileRefused` with words, and then nothing has changed there.

    The address is `url`, else what the setting PREVENANCE_SOURCE_URLS gives for this source. The name holds the day the
    server says the file changed, or the day of `at`.
    """
    known = sources.sources().get(source)
    if known is None:
        raise FileRefused("unknown_source", source=source)
    address = url or getattr(settings, "PREVENANCE_SOURCE_URLS", {}).get(source)
    if not address:
        raise FileRefused("no_address", source=source, page=known.page)
    _refuse_other_schemes(address)
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{source}.{os.getpid()}.part"
    try:
        with part.open("wb") as file:
            changed_at = _fetch(address, file, most_bytes, most_seconds, progress)
        target = folder / f"{source}-{(changed_at or at).date():%Y%m%d}{_ending(address)}"
        part.replace(target)
        return target
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        raise FileRefused("download_failed", cause=_cause(error)) from error
    finally:
        part.unlink(missing_ok=True)


def _fetch(
    address: str, file: IO[bytes], most_bytes: int, most_seconds: float, progress: Callable[[str], None]
) -> dt.datetime | None:
    started = time.perf_counter()
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _OnlyHttp(),
    ):
        opener.add_handler(handler)
    request = urllib.request.Request(  # noqa: S310 - the scheme has been checked
        address, headers={"Accept-Encoding": "identity", "User-Agent": "Prevenance"}
    )
    with opener.open(request, timeout=SILENCE_SECONDS) as response:
        expected = int(response.headers.get("Content-Length") or 0)
        if expected > most_bytes:
            raise FileRefused("download_too_large", limit_mb=most_bytes >> 20)
        got = 0
        # read1: a server that gives one byte at a time must not escape the time limit.
        while block := response.read1(_BLOCK):
            got += file.write(block)
            if got > most_bytes:
                raise FileRefused("download_too_large", limit_mb=most_bytes >> 20)
            if time.perf_counter() - started > most_seconds:
                raise FileRefused("download_too_slow", limit_s=int(most_seconds))
            if got >> 23 != (got - len(block)) >> 23:
                progress(f"{got >> 20} MB")
        if expected and got != expected:
            raise FileRefused("download_cut", got=got, expected=expected)
        file.flush()
        os.fsync(file.fileno())
        return _changed_at(response.headers.get("Last-Modified"))


def _changed_at(header: str | None) -> dt.datetime | None:
    try:
        return email.utils.parsedate_to_datetime(header) if header else None
    except ValueError:
        return None


def _refuse_other_schemes(address: str) -> None:
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise FileRefused("only_http")


def _ending(address: str) -> str:
    found = _ENDING.search(PurePosixPath(urlsplit(address).path).name)
    return (found.group().lower() if found else "") or ".csv"


def _cause(error: Exception) -> str:
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
    return f"{getattr(error, 'code', '')} {reason}".strip()[:200]
