"""The one character that no text of ours may hold: NUL, which PostgreSQL refuses and nobody types."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

STANDS_FOR_NUL = "\ufffd"  # as browsers do in pages
_BODIES = {"application/x-www-form-urlencoded": (b"%00", b"%EF%BF%BD"), "application/json": (b"\\u0000", b"\\ufffd")}


class WithoutNul:
    """Replaces it in addresses, forms and JSON before anything reads them. Files are left to their readers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            request.path_info = request.path_info.replace("\0", STANDS_FOR_NUL)
            request.path = request.path.replace("\0", STANDS_FOR_NUL)
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked or "\0" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "%EF%BF%BD").replace("\0", "%EF%BF%BD")
        if request.method == "POST" and request.content_type in _BODIES:
            old, new = _BODIES[request.content_type]
            if old in request.body:
                request._body = request.body.replace(old, new)
        return self.get_response(request)
