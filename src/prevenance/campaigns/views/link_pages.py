"""What anybody opens: a short address, and the page of a correction."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from prevenance.campaigns.operations import visits
from prevenance.campaigns.queries import corrections, messages
from prevenance.campaigns.queries import links as queries
from prevenance.campaigns.queries import visits as sent_together
from prevenance.campaigns.views.links import not_there
from prevenance.kit import clock, limits


@limits.at_most(burst=600, per_minute=300)
@require_safe
def follow(request: HttpRequest, short: str) -> HttpResponse:
    """To the message, or to its correction. Counted in a sum; no cookie, no picture, no address kept."""
    found = queries.followed(short)
    if found is None:
        return not_there(request)
    at = clock.now()
    visits.see(
        request.headers,
        at=at,
        link=found.id,
        visitor=limits.address(request),
        method=request.method or "GET",
        secure=request.is_secure(),
        letter=sent_together.letter_of(found),
    )
    if messages.published_one(found.message_code, on=at.date()) is not None:
        response = redirect("campaigns:message-shown", found.message_code)
    elif corrections.by_code(found.message_code) is not None:
        response = redirect("campaigns:correction", found.message_code)
    else:
        response = redirect("reassure")
    # Each opening must reach us to be told apart; the address goes on to nobody.
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def correction(request: HttpRequest, code: str) -> HttpResponse:
    """A message was stopped: what was wrong, and what is right."""
    found = corrections.by_code(code)
    if found is None:
        return not_there(request)
    language, told = found.told(_language())
    context = {"one": found, "told": told, "lang": language if language != _language() else ""}
    response = render(request, "campaigns/correction.html", context)
    patch_cache_control(response, no_cache=True)
    return response


def _language() -> str:
    return "en" if get_language() == "en" else "fr"
