"""Pages that ask nothing: the doors, who we are, what we know of you, whom to call. And the pages of errors."""

from __future__ import annotations

import os

from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

import prevenance
from prevenance import catalogue
from prevenance.campaigns.presenters import messages as message_presenters
from prevenance.campaigns.queries import messages
from prevenance.catalogue.content_values import Chapter
from prevenance.kit import clock, pages, territory
from prevenance.offer import queries as offer
from prevenance.site import accessibility as audits
from prevenance.site import presenters

PUBLISHED_SHOWN = 3
YEAR = 365 * 24 * 3600


def _public(response: HttpResponse) -> HttpResponse:
    """Nothing of anybody on it: may be kept, and checked again at each visit."""
    patch_cache_control(response, no_cache=True)
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The three doors."""
    return _public(render(request, "site/home.html"))


@require_safe
def page(request: HttpRequest, *, template: str) -> HttpResponse:
    """A page of words."""
    return _public(render(request, f"site/{template}.html"))


@require_safe
def emergency(request: HttpRequest) -> HttpResponse:
    """Whom to call now."""
    return _public(render(request, "site/emergency.html", {"emergency": presenters.emergency(catalogue.load())}))


@require_safe
def contacts(request: HttpRequest, *, template: str) -> HttpResponse:
    """A page of words which names the lines to call."""
    return _public(render(request, f"site/{template}.html", {"lines": presenters.help_lines(catalogue.load())}))


@require_safe
def reassure(request: HttpRequest) -> HttpResponse:
    """Whom to call; and the messages published here, when there are some."""
    language, every = request.LANGUAGE_CODE or "fr", messages.published(on=clock.today())
    shown = every if request.GET.get("all") == "1" else every[:PUBLISHED_SHOWN]
    context = {
        "lines": presenters.help_lines(catalogue.load()),
        "published": [message_presenters.shown(one, language, on=clock.today()) for one in shown],
        "more": len(every) > len(shown),
    }
    return _public(render(request, "site/reassure.html", context))


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """In short: how many texts and files stand behind the advice and the places; what is too old."""
    advice, places = presenters.sourced(catalogue.load()), _held()
    context = {
        "advice": len(advice),
        "reviewed": sum(bool(one.checker) for one in advice),
        "places": len(places),
        "stale": [one for one in places if one.is_stale],
    }
    return _public(render(request, "site/sources.html", context))


@require_safe
def advice_sources(request: HttpRequest) -> HttpResponse:
    """Who says so, for each recommendation."""
    return _public(
        render(
            request, "site/advice_sources.html", {"groups": presenters.by_kind(presenters.sourced(catalogue.load()))}
        )
    )


@require_safe
def place_sources(request: HttpRequest) -> HttpResponse:
    """Where the places come from, and how old that is; what is too old first."""
    held = sorted(_held(), key=lambda one: not one.is_stale)
    return _public(render(request, "site/place_sources.html", {"held": held}))


def _held() -> list[presenters.Held]:
    on = clock.today()
    return presenters.held(offer.freshness(on), offer.outreach_sources(on))


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Rights, Mon espace santé, and the advice that has no status in a plan."""
    book = catalogue.load()
    chapters = {chapter.value: presenters.known(book, chapter) for chapter in Chapter}
    return _public(render(request, "site/rights.html", chapters))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked of the accessibility, by whom, and what does not conform yet."""
    return _public(render(request, "site/accessibility.html", {"checked": presenters.conformity(audits.load())}))


@require_safe
def territory_style(request: HttpRequest, version: str) -> HttpResponse:
    """The territory's colours. The version in the address changes with them."""
    response = HttpResponse(pages.stylesheet(territory.identity().colours), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


@require_safe
def territory_logo(request: HttpRequest, version: str) -> FileResponse:
    """The territory's logo; a drawing that would run a script finds none allowed."""
    identity = territory.identity()
    if identity.logo is None:
        raise Http404
    response = FileResponse(identity.logo.open("rb"), content_type=identity.logo_kind)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; `pid` tells which one."""
    return JsonResponse({"status": "ok", "version": prevenance.__version__, "pid": os.getpid()})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 in words."""
    return render(request, "kit/errors/400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 in words."""
    return render(request, "kit/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 in words."""
    return render(request, "kit/errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500 in words."""
    return render(request, "kit/errors/500.html", status=500)
