"""Campaigns as everybody reads them: what for, when, what they say, who pays and who is paid."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from prevenance.campaigns.operations import visits
from prevenance.campaigns.presenters import campaigns as presenters
from prevenance.campaigns.presenters import measure as measure_words
from prevenance.campaigns.queries import campaigns as queries
from prevenance.campaigns.queries import measure, messages
from prevenance.kit import clock

MANY = 20


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """Those under way first, then those stopped or over."""
    typed = request.GET.get("page", "1")
    page = max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    found = queries.public_campaigns(on=clock.today())
    context = {
        "campaigns": [presenters.line(one) for one in found[(page - 1) * MANY : page * MANY]],
        "before": page - 1,
        "after": page + 1 if len(found) > page * MANY else 0,
    }
    return render(request, "campaigns/public_campaigns.html", context)


@require_safe
def campaign(request: HttpRequest, code: str) -> HttpResponse:
    """One. A withdrawn message keeps its title and its sources here, without a link."""
    on = clock.today()
    visits.settle(at=clock.now())
    one = queries.public_campaign(code, on=on)
    if one is None:
        return render(request, "kit/errors/404.html", status=404)
    shown = {each.code for each in messages.published(on=on)}
    context = {
        "one": presenters.details(one),
        "messages": presenters.public_messages(one, shown),
        "measure": measure_words.page(measure.measured(one, on=on)),
    }
    response = render(request, "campaigns/public_campaign.html", context)
    patch_cache_control(response, no_cache=True)
    return response
