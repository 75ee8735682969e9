"""An agent's own calendar reads their appointments by a secret address; the page where it is made and withdrawn."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.kit import agents, clock, limits
from prevenance.mediation.operations import feeds as operations
from prevenance.mediation.presenters import calendars
from prevenance.mediation.queries import feeds as queries
from prevenance.mediation.queries.openings import ACTION
from prevenance.people.queries import Access


@limits.at_most(burst=20, per_minute=10)
@agents.only(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def feed_page(request: HttpRequest, agent: Access) -> HttpResponse:
    """The address is shown once, when it is made."""
    secret = ""
    if request.method == "POST":
        if request.POST.get("do") == "withdraw":
            operations.revoke(by=agent, at=clock.now())
            return redirect("mediation:feed")
        secret = operations.renew(by=agent, at=clock.now())
    address = ""
    if secret:
        with translation.override("en" if get_language() == "en" else "fr"):
            address = request.build_absolute_uri(reverse("mediation:feed-file", args=[secret]))
    context = {"agent": agent, "feed": queries.mine(agent), "address": address}
    return render(request, "mediation/feed.html", context)


@limits.at_most(burst=60, per_minute=20)
@require_safe
def feed_file(request: HttpRequest, secret: str) -> HttpResponse:
    """For calendar programs, without an account. Why an address does not open is never said."""
    at = clock.now()
    agent = queries.owner(secret, on=at.date())
    if agent is None:
        response = render(request, "kit/errors/404.html", status=404)
    else:
        with translation.override(agent.language):
            body = calendars.feed(queries.dated(agent, at=at), name=gettext("Appointments"))
        operations.was_read(secret, on=at.date())
        tag = calendars.etag(body)
        if tag in request.headers.get("If-None-Match", ""):
            response = HttpResponse(status=304)
        else:
            response = HttpResponse(body, content_type=calendars.CONTENT_TYPE)
        response["ETag"] = tag
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    return response
