"""A message as residents read it, at an address to share."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from prevenance.campaigns.choices.messages import LANGUAGES
from prevenance.campaigns.presenters import links as link_words
from prevenance.campaigns.presenters import messages as presenters
from prevenance.campaigns.queries import corrections, links, trials
from prevenance.campaigns.queries import messages as queries
from prevenance.kit import clock


@require_safe
def message(request: HttpRequest, code: str) -> HttpResponse:
    """The words, the easy ones when asked (`easy`), in another language when it was translated (`language`)."""
    one = queries.published_one(code, on=clock.today())
    if one is None:
        if corrections.by_code(code) is not None:
            return redirect("campaigns:correction", code)
        return render(request, "kit/errors/404.html", status=404)
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else request.LANGUAGE_CODE or "fr"
    found = presenters.shown(one, language, on=clock.today())
    context = {
        "one": found,
        "easy": request.GET.get("easy") == "1" and bool(found.words.easy),
        "is_other": found.lang != (request.LANGUAGE_CODE or "fr"),
        "address": request.build_absolute_uri(request.path),
        "tried": trials.summary(one),
        "declarations": link_words.declarations(links.of_message(one.id)),
        "path": request.path,
        "other": language if language in LANGUAGES else "",
    }
    response = render(request, "campaigns/message_shown.html", context)
    patch_cache_control(response, no_cache=True)
    return response
