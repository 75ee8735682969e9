"""What is missing near a commune, or in a department. Sent in the body of a request, as every search of places."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from prevenance import catalogue
from prevenance.catalogue import Catalogue
from prevenance.kit import clock, limits
from prevenance.offer.forms import gaps as forms
from prevenance.offer.presenters import gaps as shown
from prevenance.offer.presenters import wording
from prevenance.offer.queries import gaps as queries

FAR_KM = 20


@require_http_methods(["GET", "HEAD", "POST"])
@limits.at_most(burst=30, per_minute=30)
def gaps(request: HttpRequest) -> HttpResponse:
    """One commune and every act, or one act in a whole department, with the sources and their age."""
    book = catalogue.load()
    asked = forms.read(request.POST.dict(), acts=book.acts)
    tongue = wording.language()
    context: dict[str, Any] = {
        "asked": asked,
        "errors": ((asked.field, asked.mistake),) if asked.mistake else (),
        "acts": sorted(
            (
                (key, wording.typeset(act.name.in_language(tongue), tongue))
                for key, act in book.acts.items()
                if act.done_at
            ),
            key=lambda one: one[1],
        ),
        "matches": [(one.commune.code, f"{one.commune.name} ({one.commune.department_name})") for one in asked.matches],
    }
    if asked.commune is not None or asked.department:
        context |= _found(asked, book, clock.today())
    return render(request, "offer/gaps.html", context, status=422 if asked.mistake else 200)


def _found(asked: forms.Asked, book: Catalogue, on: dt.date) -> dict[str, Any]:
    acts = [book.acts[asked.act]] if asked.act else [act for act in book.acts.values() if act.done_at]
    communes = [asked.commune] if asked.commune else queries.communes_of(department=asked.department)
    found = queries.gaps(communes, acts)
    telling = queries.sources_telling(acts, {one.department for one in communes}, on)
    context: dict[str, Any] = {
        "sources": shown.source_lines(telling, on),
        "fictional": any(one.source.key == "demo" for one in telling),
        "is_covered": any(gap.is_covered for gap in found),
        "where": communes[0].name if asked.commune else communes[0].department_name,
    }
    if asked.commune:
        return context | {"rows": [shown.row_of_act(gap, book) for gap in found]}
    view_box, shapes = shown.shades(found)
    return context | {
        "act_name": wording.typeset(acts[0].name.in_language(wording.language()), wording.language()),
        "rows": shown.rows_of_communes(found),
        "view_box": view_box,
        "shapes": shapes,
        "legend": shown.legend(found),
        "people_far": queries.people_beyond(found, FAR_KM),
        "many": len(found),
    }
