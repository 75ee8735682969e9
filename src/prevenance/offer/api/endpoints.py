"""The addresses of the API: places, one place, sources, kinds, acts, and the document that describes them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from prevenance import catalogue
from prevenance.kit import clock
from prevenance.offer import queries
from prevenance.offer.api import document, parameters
from prevenance.offer.api.answers import Problem, data, endpoint
from prevenance.offer.choices import PLACE_KINDS, licences, words
from prevenance.offer.presenters.exports import rows
from prevenance.offer.queries import pages_of_places
from prevenance.offer.queries.pages_of_places import Listed
from prevenance.offer.queries.places import id_of_today

ONLY_LANGUAGE = ("lang",)


@endpoint
def root(request: HttpRequest) -> Any:
    """Where everything is."""
    parameters.only_known(request.GET, ONLY_LANGUAGE)
    names = ("places", "sources", "kinds", "acts", "openapi")
    return data(request, {name: reverse(f"offer-api:{name}") for name in names})


@endpoint
def places(request: HttpRequest) -> Any:
    """Published places that answer to the filters, by pages."""
    asked = parameters.asked(request.GET)
    at = clock.now()
    try:
        page = pages_of_places.page(
            asked.wanted, at=at, limit=asked.limit, after=asked.after, open_now=asked.open_now, near=asked.near
        )
    except pages_of_places.NotThere:
        raise Problem(400, "after", parameter="after") from None
    next_url = _next(request, page.next_after) if page.next_after else ""
    value = {"places": [_listed(one) for one in page.places], "next": next_url or None}
    return data(request, value, follows_the_clock=True, next_url=next_url)


@endpoint
def place(request: HttpRequest, identifier: str) -> Any:
    """One place. An id given away in a merge leads, for ever, to the place of today."""
    parameters.only_known(request.GET, ONLY_LANGUAGE)
    found = pages_of_places.one(identifier, at=clock.now())
    if found is not None:
        return data(request, _listed(found), follows_the_clock=True)
    if today := id_of_today(identifier):
        return HttpResponsePermanentRedirect(reverse("offer-api:place", args=[today]))
    raise Problem(404, "unknown_place")


@endpoint
def sources(request: HttpRequest) -> Any:
    """Every source, what is held of it, how old that is, under which licence."""
    parameters.only_known(request.GET, ONLY_LANGUAGE)
    found = [
        {
            "source": one.source.key,
            "name": one.source.name,
            "publisher": one.source.publisher,
            "page": one.source.page or None,
            "licence": one.source.licence or None,
            "is_published_again": licences.is_open(one.source.key),
            "places": one.places,
            "content_on": one.content_on.isoformat() if one.content_on else None,
            "age_in_days": one.age_in_days,
            "is_stale": one.is_stale,
        }
        for one in queries.freshness(clock.today())
    ]
    return data(request, {"sources": found}, follows_the_clock=True)


@endpoint
def kinds(request: HttpRequest) -> Any:
    """What a place may be."""
    parameters.only_known(request.GET, ONLY_LANGUAGE)
    said = words.kinds()
    found = [{"kind": kind, "name": {tongue: said[kind][tongue][0] for tongue in said[kind]}} for kind in PLACE_KINDS]
    return data(request, {"kinds": found})


@endpoint
def acts(request: HttpRequest) -> Any:
    """What may be done there: the acts of the catalogue, and the kinds of places that do them."""
    parameters.only_known(request.GET, ONLY_LANGUAGE)
    found = [
        {
            "act": key,
            "name": {tongue: act.name.in_language(tongue) for tongue in ("fr", "en")},
            "kinds": list(dict.fromkeys(str(one.kind) for one in act.done_at)),
        }
        for key, act in catalogue.load().acts.items()
    ]
    return data(request, {"acts": found})


@endpoint
def openapi(request: HttpRequest) -> Any:
    """The OpenAPI 3.1 document."""
    return data(request, document.openapi())


@endpoint
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Nothing here."""
    raise Problem(404, "unknown_address")


def _listed(one: Listed) -> dict[str, Any]:
    opening = one.opening
    found = rows.as_object(one.place) | {
        "opening": {
            "is_open": opening.is_open,
            "until": _instant(opening.until),
            "next_opening": _instant(opening.next_opening),
        },
        "page": reverse("offer:place", args=[one.place.id]),
    }
    if one.distance_km is not None:
        found["distance_km"] = round(one.distance_km, 2)
    return found


def _next(request: HttpRequest, after: str) -> str:
    query = request.GET.copy()
    query["after"] = after
    return f"{reverse('offer-api:places')}?{query.urlencode(safe=',')}"


def _instant(instant: dt.datetime | None) -> str | None:
    return instant.isoformat(timespec="minutes") if instant else None
