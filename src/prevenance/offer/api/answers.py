"""How the API answers: JSON with validators of cache, problems in words (RFC 9457), open to every site for reading."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from prevenance.kit import clock, limits
from prevenance.offer.choices import api_words
from prevenance.offer.queries.published import changed_at

P = ParamSpec("P")
LANGUAGES = ("fr", "en")
BUCKETS = limits.Buckets(burst=120, per_minute=120)
_MAX_AGE = 60  # seconds


class Problem(Exception):
    """What is wrong with the request. `key` is of `api_words.yaml`."""

    def __init__(self, status: int, key: str, **facts: Any) -> None:
        super().__init__(key)
        self.status, self.key, self.facts = status, key, facts


def endpoint(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[Concatenate[HttpRequest, P], Any]:
    """GET and HEAD only, a measured number of times, readable from any site; every mistake becomes a problem."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        at = clock.now()
        try:
            if request.method not in ("GET", "HEAD"):
                raise Problem(405, "not_allowed")
            if seconds := BUCKETS.wait(limits.visitor(request, on=at.date()), at=at):
                raise Problem(429, "too_many", seconds=seconds)
            response: HttpResponseBase = view(request, *args, **kwargs)
        except Problem as problem:
            response = problem_answer(request, problem)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link, Retry-After"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answered  # type: ignore[return-value]  # mypy names the first argument of a wrapped view


def data(request: HttpRequest, value: Any, *, follows_the_clock: bool = False, next_url: str = "") -> HttpResponseBase:
    """200, or 304 when the caller already has it. `follows_the_clock`: the answer also changes when nothing does."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["ETag"] = etag
    changed = None if follows_the_clock else changed_at()
    if changed is not None:
        response["Last-Modified"] = _http_date(changed)
    if next_url:
        response["Link"] = f'<{next_url}>; rel="next"'
    patch_cache_control(response, public=True, max_age=_MAX_AGE)
    whole_second = int(changed.timestamp()) if changed else None
    conditional = get_conditional_response(request, etag=etag, last_modified=whole_second, response=response)
    return conditional if conditional is not None else response


def problem_answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """`application/problem+json`: a stable type, a status, and a sentence that says how to mend it."""
    language = request.GET.get("lang", "fr")
    language = language if language in LANGUAGES else "fr"
    facts = {"root": reverse("offer-api:root"), **problem.facts}
    found: dict[str, Any] = {
        "type": f"urn:prevenance:problem:{problem.key}",
        "title": api_words.problem(problem.key, language, **facts),
        "status": problem.status,
    }
    if "parameter" in problem.facts:
        found["parameter"] = problem.facts["parameter"]
    body = json.dumps(found, ensure_ascii=False).encode()
    response = HttpResponse(body, content_type="application/problem+json; charset=utf-8", status=problem.status)
    response["Content-Language"] = language
    if problem.status == 405:
        response["Allow"] = "GET, HEAD"
    if problem.status == 429:
        response["Retry-After"] = str(problem.facts["seconds"])
    return response


def _http_date(instant: dt.datetime) -> str:
    return http_date(instant.timestamp())
