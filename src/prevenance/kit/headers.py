"""Security headers of every answer. Strict: no inline script or style, nothing from another site, no referrer."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
    )
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)
FIXED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noarchive",
}


FRAMABLE = "_is_framable"
# A page made to be shown inside the pages of other sites: it runs nothing, sends nothing, and has no form to be tricked
# into. Only what a view has marked by `framable` gets these.
FRAMABLE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "form-action 'none'",
        "frame-ancestors *",
        "base-uri 'none'",
    )
)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def framable(view: View[P]) -> View[P]:
    """Lets other sites show this page in a frame; every other page refuses."""

    @functools.wraps(view)
    def marked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        setattr(response, FRAMABLE, True)
        return response

    return marked  # type: ignore[return-value]  # mypy names the first argument of a wrapped view


class Headers:
    """Outermost middleware: static files and error pages get the headers too.

    A page that says nothing about caching is `no-store`: forgetting a line can make a page slower, never leave answers
    on a shared computer. Static files and the few pages without answers say otherwise themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(response, FRAMABLE, False):
            response.setdefault("Content-Security-Policy", FRAMABLE_POLICY)
            response.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
        for name, value in FIXED.items():
            response.setdefault(name, value)
        if getattr(response, FRAMABLE, False):
            del response["X-Frame-Options"]  # it cannot say "everyone"; `frame-ancestors` does
        if "Cache-Control" not in response:
            patch_cache_control(response, no_store=True)
        return response
