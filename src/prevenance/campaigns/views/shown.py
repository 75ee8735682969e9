"""A message as residents read it, at an address to share."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from prevenance.campaigns.choices.messages import LANGUAGES
from prevenance.campaigns.operations import visits
from prevenance.campaigns.presenters import links as link_words
from prevenance.campaigns.presenters import messages as presenters
from prevenance.campaigns.queries import corrections, links, trials
from prevenance.campaigns.queries import messages as queries
from prevenance.kit import clock, limits


@limits.at_most(burst=600, per_minute=300)
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, code: str) -> HttpResponse:
    """The words, the easy ones when asked (`easy`), in another language when it was translated (`language`).

    The button that leads to a trial is sent rather than followed: machines follow links, they press nothing.
    """
    one = queries.published_one(code, on=clock.today())
    if one is None:
        if corrections.by_code(code) is not None:
            return redirect("campaigns:correction", code)
        return render(request, "kit/errors/404.html", status=404)
    trial = trials.open_of(one)
    if request.method == "POST":
        visits.gesture(request.headers, at=clock.now(), message=one.id, visitor=limits.address(request))
        return redirect("campaigns:trial-answer", trial) if trial else redirect("campaigns:message-shown", code)
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else request.LANGUAGE_CODE or "fr"
    found = presenters.shown(one, language, on=clock.today())
    context = {
        "one": found,
        "easy": request.GET.get("easy") == "1" and bool(found.words.easy),
        "is_other": found.lang != (request.LANGUAGE_CODE or "fr"),
        "address": request.build_absolute_uri(request.path),
        "tried": trials.summary(one),
        "trial": trial,
        "declarations": link_words.declarations(links.declared_of(one.id)),
        "path": request.path,
        "other": language if language in LANGUAGES else "",
    }
    response = render(request, "campaigns/message_shown.html", context)
    patch_cache_control(response, no_cache=True)
    return response
