"""Campaigns as everybody reads them: what for, when, what they say, who pays and who is paid."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from prevenance.campaigns.operations import visits
from prevenance.campaigns.presenters import campaigns as presenters
from prevenance.campaigns.presenters import effects, open_figures
from prevenance.campaigns.presenters import measure as measure_words
from prevenance.campaigns.queries import campaigns as queries
from prevenance.campaigns.queries import corrections, measure, messages
from prevenance.kit import clock, limits

MANY = 20
FILES = {
    "csv": ("campaign-{code}.csv", "text/csv; charset=utf-8"),
    "json": ("campaign-{code}.json", "application/json; charset=utf-8"),
    "columns": ("campaign-columns.csv", "text/csv; charset=utf-8"),
}


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
    found = measure.measured(one, on=on)
    context = {
        "one": presenters.details(one),
        "costs": presenters.by_heading(one),
        "messages": presenters.public_messages(one, shown),
        "measure": measure_words.page(found, is_public=True),
        "effect": effects.told(one, on),
        "corrections": [(each, each.told(presenters.language())[1]) for each in corrections.of_campaign(one.id)],
    }
    response = render(request, "campaigns/public_campaign.html", context)
    patch_cache_control(response, no_cache=True)
    return response


@limits.at_most(burst=60, per_minute=30)
@require_safe
def figures(request: HttpRequest, code: str, wanted: str) -> HttpResponse:
    """The same figures as open data: `csv`, `json` (with the columns described) or `columns`."""
    on = clock.today()
    one = queries.public_campaign(code, on=on)
    if one is None or wanted not in FILES:
        return render(request, "kit/errors/404.html", status=404)
    if wanted == "columns":
        told = open_figures.dictionary()
    else:
        rows = open_figures.rows(one, measure.measured(one, on=on), on=on)
        told = open_figures.as_json(one, rows) if wanted == "json" else open_figures.as_csv(rows)
    name, kind = FILES[wanted]
    response = HttpResponse(told, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name.format(code=one.code)}"'
    patch_cache_control(response, no_cache=True)
    return response
