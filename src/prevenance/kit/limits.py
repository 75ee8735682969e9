"""How much one visitor may ask for: token buckets in memory, and a bound on the size of what is sent.

No address is kept: a visitor is the digest of the address with a salt drawn at start-up and again each day, in memory.
The limits are generous, since a whole digital-mediation place shares one address; each server process counts alone.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import math
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from prevenance.kit import clock

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass
class Buckets:
    """At most `burst` at once, then `per_minute`. Remembers `most` visitors, forgets first the one seen longest ago."""

    burst: int
    per_minute: float
    most: int = 20_000
    _levels: OrderedDict[bytes, tuple[float, float]] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def wait(self, visitor: bytes, *, at: dt.datetime) -> int:
        """Takes one token. 0 when there was one, else the seconds to wait before the next."""
        rate = self.per_minute / 60
        now = at.timestamp()
        with self._lock:
            level, seen = self._levels.pop(visitor, (float(self.burst), now))
            level = min(self.burst, level + max(0.0, now - seen) * rate)
            allowed = level >= 1
            self._levels[visitor] = (level - 1 if allowed else level, now)
            if len(self._levels) > self.most:
                self._levels.popitem(last=False)
        return 0 if allowed else math.ceil((1 - level) / rate)


class _Salt:
    """A secret of the day, never written anywhere: yesterday's digests cannot be matched with today's."""

    def __init__(self) -> None:
        self._day: dt.date | None = None
        self._value = b""
        self._lock = threading.Lock()

    def of(self, day: dt.date) -> bytes:
        with self._lock:
            if day != self._day:
                self._day, self._value = day, secrets.token_bytes(16)
            return self._value


_salt = _Salt()


def address(request: HttpRequest) -> str:
    """The visitor's network address; behind PREVENANCE_PROXIES trusted proxies, the one which the outermost saw."""
    hops: int = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return str(request.META.get("REMOTE_ADDR", ""))


def visitor(request: HttpRequest, *, on: dt.date) -> bytes:
    """A pseudonym valid for one day and one server process."""
    return hashlib.blake2b(address(request).encode(), key=_salt.of(on), digest_size=12).digest()


def at_most(*, burst: int, per_minute: float) -> Callable[[View[P]], View[P]]:
    """Limits an expensive page: `burst` requests at once for a visitor, then `per_minute`; beyond, 429 in words."""
    buckets = Buckets(burst=burst, per_minute=per_minute)

    def limit(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def limited(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            at = clock.now()
            seconds = buckets.wait(visitor(request, on=at.date()), at=at)
            if seconds:
                response = render(request, "kit/errors/429.html", {"seconds": seconds}, status=429)
                response["Retry-After"] = str(seconds)
                return response
            return view(request, *args, **kwargs)

        return limited  # type: ignore[return-value]  # mypy names the first argument of a wrapped view

    return limit


BODY_MOST = "body_most"


def body_up_to(most: int) -> Callable[[View[P]], View[P]]:
    """Lets one page receive a longer body than the others, in bytes. Its view limits how often."""

    def allow(view: View[P]) -> View[P]:
        setattr(view, BODY_MOST, most)
        return view

    return allow


class Size:
    """Refuses with 413, before reading it, a body of unannounced length, or longer than REQUEST_BODY_MOST bytes unless
    the page has said `body_up_to`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
        if chunked or not announced.isdigit() or int(announced) > self._most(request, announced):
            return render(request, "kit/errors/413.html", status=413)
        return self.get_response(request)

    def _most(self, request: HttpRequest, announced: str) -> int:
        """The address is looked up for long bodies only."""
        usual: int = settings.REQUEST_BODY_MOST
        if int(announced) <= usual:
            return usual
        try:
            return int(getattr(resolve(request.path_info).func, BODY_MOST, usual))
        except Resolver404:
            return usual
