"""Pages for the frames of other sites, and the page that explains how to put one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from prevenance import catalogue
from prevenance.kit import clock, headers, limits
from prevenance.offer import queries
from prevenance.offer.choices import PLACE_KINDS
from prevenance.offer.forms import embed as forms
from prevenance.offer.presenters import embed, maps, soon

MOST_SOON = 5


@headers.framable
@require_safe
@limits.at_most(burst=120, per_minute=120)
def places(request: HttpRequest) -> HttpResponse:
    """A list of places and its map, made for a frame: no script, no cookie, no form."""
    book = catalogue.load()
    asked = forms.framed(request.GET.dict(), acts=book.acts, kinds=PLACE_KINDS)
    if asked.commune is None:
        return render(request, "offer/embed_places.html", {"mistake": asked.mistake}, status=400)
    at, here = clock.now(), asked.commune
    point: dict[str, Any] = {"latitude": here.latitude, "longitude": here.longitude}
    if asked.act:
        done_at = book.acts[asked.act].done_at
        found = queries.places_doing(done_at, act=asked.act, at=at, limit=asked.many, **point)
        coming = queries.outreaches_near(asked.act, on=at.date(), limit=MOST_SOON, with_cancelled=True, **point)
    else:
        done_at, coming = (), []
        found = tuple(queries.nearest_places(kinds=asked.kinds, at=at, limit=asked.many, **point))
    chart = maps.chart(here, farthest_km=max((near.distance_km for near in found), default=0.0))
    spots = embed.framed_places(found, chart, done_at, at=at)
    context = {
        "title": embed.title(asked.act, asked.kinds, here.name, book),
        "spots": spots,
        "soon": soon.dated(coming),
        "is_framed": True,
        "map": maps.drawn(chart, here, len(spots)) if spots else None,
        "fictional": any(spot.is_fictional for spot in spots),
        "credited": embed.credited(found),
    }
    response = render(request, "offer/embed_places.html", context)
    patch_cache_control(response, public=True, max_age=300)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@limits.at_most(burst=60, per_minute=60)
def explained(request: HttpRequest) -> HttpResponse:
    """What a frame is, and a small form which writes the line of HTML."""
    book = catalogue.load()
    options = embed.options(book)
    context = {"options": options, "asked": forms.Asked()}
    if request.method == "POST":
        asked = forms.asked(request.POST.dict(), known={value for _, group in options for value, _ in group})
        context["asked"] = asked
        if asked.commune and not asked.errors:
            url = embed.address(asked.what, asked.commune.code, request.build_absolute_uri("/").rstrip("/"))
            sort, _, key = asked.what.partition(":")
            title = embed.title(key if sort == "act" else "", (key,), asked.commune.name, book)
            context |= {"url": url, "html": embed.line_of_html(url, title)}
    asked_form = context["asked"]
    assert isinstance(asked_form, forms.Asked)
    return render(request, "offer/embed.html", context, status=422 if asked_form.errors else 200)
