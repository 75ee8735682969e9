"""What anybody opens: a short address, the page of a correction, and the kit behind its own link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.campaigns.choices import influence_words as words
from prevenance.campaigns.operations import corrections as operations
from prevenance.campaigns.operations import visits
from prevenance.campaigns.presenters import links as presenters
from prevenance.campaigns.queries import corrections, messages
from prevenance.campaigns.queries import links as queries
from prevenance.campaigns.queries import visits as sent_together
from prevenance.campaigns.views.links import address, not_there
from prevenance.kit import agents, clock, limits


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


@limits.at_most(burst=40, per_minute=20)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def kit(request: HttpRequest, secret: str) -> HttpResponse:
    """For one relay or partner, without an account: words to say, link, what not to say, what to declare."""
    found = queries.owned(secret)
    if found is None:
        return not_there(request)
    if request.method == "POST":
        operations.mark_read(at=clock.now(), link=found.id)
        return redirect("campaigns:kit-of-link", secret)
    on, mine = clock.today(), address(request, found.short)
    message = messages.published_one(found.message_code, on=on)
    language, said = messages.words_in(message, _language(), on=on) if message else ("", None)
    mention, rule, source = words.law()
    context = {
        "one": found,
        "who": presenters.who(found),
        "campaign": presenters.campaign(found),
        "said": said,
        "lang": language if language != _language() else "",
        "is_example": message is not None and message.is_fictional,
        "code": found.message_code,
        "address": mine,
        "shown_address": presenters.shown_address(mine),
        "qr": presenters.code(mine),
        "not_to_say": words.not_to_say(),
        "declared": presenters.declared(found),
        "is_bound": presenters.is_bound(found),
        "mention": mention,
        "rule": rule,
        "source": source,
        "to_read": [(one, one.told(_language())[1]) for one in corrections.to_read(found.id)],
        "people": queries.visits([found.id]).people,
    }
    return render(request, "campaigns/link_kit.html", context)


def _language() -> str:
    return "en" if get_language() == "en" else "fr"
