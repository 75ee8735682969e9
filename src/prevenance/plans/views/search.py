"""Finding a place, in the person's own words. What is looked for may tell of someone's health: it is sent in the
body of a request, and no address, log or table holds it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from prevenance import catalogue
from prevenance.catalogue import Catalogue
from prevenance.catalogue.content_values import SignKind
from prevenance.kit import clock, limits
from prevenance.offer.presenters import maps
from prevenance.offer.queries.requests import Request
from prevenance.plans import queries
from prevenance.plans.forms import search as forms
from prevenance.plans.presenters import contacts
from prevenance.plans.presenters import near as places
from prevenance.plans.presenters import search as shown
from prevenance.plans.presenters.wording import words

MOST = 8
LINES = ("health_directory", "assurance_maladie")
URGENT_LINES = ("samu", "emergency_by_text", "suicide_prevention")


@require_http_methods(["GET", "HEAD", "POST"])
@limits.at_most(burst=60, per_minute=60)
def search(request: HttpRequest) -> HttpResponse:
    """One sentence, one commune; how it was understood; the places; whom to call otherwise."""
    at = clock.now()
    book = catalogue.load()
    asked = forms.read(request.POST.dict(), on=at.date())
    context: dict[str, Any] = {"asked": asked, "errors": ((asked.field, asked.mistake),) if asked.mistake else ()}
    context["lines"] = [contacts.line(book.contacts[key]) for key in LINES]
    if asked.request is not None:
        found = _found(asked.request, book, at)
        context |= found | _understood(asked.request, book, at, by_name=found.get("by_name", False))
    return render(request, "plans/search.html", context, status=422 if asked.field == "said" else 200)


def _understood(asked: Request, book: Catalogue, at: Any, *, by_name: bool) -> dict[str, Any]:
    act = book.acts.get(asked.act)
    lines = asked.contacts or (act.fallback.contacts if act else LINES)
    return {
        "parts": shown.parts(asked, book, on=at.date(), by_name=by_name),
        "mended": shown.mended(asked),
        "notes": shown.notes(asked),
        "not_held": shown.not_held(asked),
        "suggestions": places.suggestions(asked.where.matches) if asked.where.commune is None else (),
        "others": places.suggestions([m for m in asked.where.matches if m.commune != asked.where.commune])[:4],
        "urgent": _urgent(asked, book),
        "signs": [words(book.signs[key].text) for key in asked.signs],
        "fallback": words(act.fallback.text) if act else "",
        "lines": [contacts.line(book.contacts[key]) for key in lines],
    }


def _urgent(asked: Request, book: Catalogue) -> list[Any]:
    """Lines to call at once: those of the signs recognised, or the usual ones."""
    if not asked.is_urgent:
        return []
    signs = [book.signs[key] for key in asked.signs]
    keys = [key for sign in signs if sign.kind == SignKind.EMERGENCY for key in sign.contacts] or list(URGENT_LINES)
    return [contacts.line(book.contacts[key]) for key in dict.fromkeys(keys)]


def _found(asked: Request, book: Catalogue, at: Any) -> dict[str, Any]:
    here = asked.where.commune
    if here is None:
        return {}
    found = queries.places_asked(book, asked, here=here, at=at, limit=MOST)
    frame = places.chart(here, found.places)
    done_at = book.acts[asked.act].done_at if asked.act else ()
    minutes = places.minutes_by_car(here, found.places)
    spots = places.spots(found.places, done_at=done_at, chart=frame, at=at, minutes=minutes)
    return {
        "commune": here,
        "is_sign_alone": bool(asked.signs or asked.is_urgent) and not (asked.act or asked.kinds or asked.not_held),
        "says_what": bool(asked.act or asked.kinds) or found.by_name or bool(asked.not_held),
        "by_name": found.by_name,
        "is_beyond": found.is_beyond,
        "spots": spots,
        "map": maps.drawn(frame, here, len(spots)) if spots and not found.is_beyond else None,
        "perhaps": places.spots(found.perhaps, done_at=done_at, chart=frame, at=at),
        "fictional": any(one.place.is_fictional for one in (*found.places, *found.perhaps)),
    }
