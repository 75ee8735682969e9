"""Cross-site requests are refused by what the browser says of their origin: without cookies, no token to compare.

There is no session here, so a forged request carries nobody's rights; it could only show a visitor other answers.
`Sec-Fetch-Site` decides where the browser sends it (all current ones, over HTTPS or on localhost). Older ones are
judged on `Origin`; under our `no-referrer` policy they write `Origin: null` on a plain form, which must be let in.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
OWN = frozenset(("same-origin", "none"))


def is_foreign(method: str, *, site: str, origin: str, host: str) -> bool:
    """Whether it comes from another site. `site`, `origin`: Sec-Fetch-Site and Origin, "" when absent."""
    if method in SAFE_METHODS:
        return False
    if site:
        return site not in OWN
    if origin in ("", "null"):
        return False
    return urlsplit(origin).netloc.lower() != host.lower()


class Origin:
    """Refuses with 403 and a page in words any request which writes and comes from another site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        foreign = is_foreign(
            request.method or "GET",
            site=request.headers.get("Sec-Fetch-Site", ""),
            origin=request.headers.get("Origin", ""),
            host=request.get_host(),
        )
        if foreign:
            return render(request, "kit/errors/403.html", status=403)
        return self.get_response(request)
