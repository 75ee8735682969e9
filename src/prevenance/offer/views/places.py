"""The page of one place, and the report that something on it is wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from prevenance import catalogue
from prevenance.kit import clock, limits
from prevenance.offer import operations, queries
from prevenance.offer.choices import FlagReason
from prevenance.offer.presenters import place_page, wording


@require_safe
def place(request: HttpRequest, identifier: str) -> HttpResponse:
    """Everything that we know of it. An id given away in a merge leads, for ever, to the place of today."""
    at = clock.now()
    card = queries.card(identifier[:20], on=at.date())
    if card is None:
        return _unknown(request)
    if card.place.id != identifier:
        return HttpResponsePermanentRedirect(reverse("offer:place", args=[card.place.id]))
    response = render(request, "offer/place.html", {"place": place_page.page(card, catalogue.load(), at=at)})
    patch_cache_control(response, no_cache=True)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@limits.at_most(burst=30, per_minute=15)
def flag(request: HttpRequest, identifier: str) -> HttpResponse:
    """Something is wrong: a reason among a few, and nothing of who says it."""
    at = clock.now()
    known = queries.place(identifier[:20])
    if known is None:
        return _unknown(request)
    given = request.POST.get("reason", "")
    if request.method == "POST" and given in {str(reason) for reason in FlagReason}:
        operations.flag(place_id=known.id, reason=FlagReason(given), on=at.date())
        return redirect("offer:flag-thanks", known.id)
    reasons = [(str(reason), words()) for reason, words in wording.REASONS.items()]
    context = {"place": place_page.named(known), "reasons": reasons, "is_wrong": request.method == "POST"}
    return render(request, "offer/flag.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def thanks(request: HttpRequest, identifier: str) -> HttpResponse:
    known = queries.place(identifier[:20])
    return render(request, "offer/flag_thanks.html", {"place": place_page.named(known)}) if known else _unknown(request)


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "offer/no_place.html", status=404)
