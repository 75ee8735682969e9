"""Where to go near here: for one act of the plan, or for human help. The list first, the map second."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from prevenance import catalogue
from prevenance.catalogue.content_values import DoneAt, PlaceKind
from prevenance.kit import clock, limits
from prevenance.offer import queries as offer
from prevenance.offer.presenters import maps, soon
from prevenance.plans import queries
from prevenance.plans.forms import commune
from prevenance.plans.presenters import contacts
from prevenance.plans.presenters import near as places
from prevenance.plans.presenters import plan as plans
from prevenance.plans.presenters.wording import words
from prevenance.plans.views import questions
from prevenance.plans.views.visit import Visit, posted
from prevenance.territories import queries as territories

MOST = 8
HELP = (
    PlaceKind.FRANCE_SERVICES,
    PlaceKind.CONSEILLER_NUMERIQUE,
    PlaceKind.AIDANTS_CONNECT,
    PlaceKind.DIGITAL_MEDIATION,
    PlaceKind.TOWN_HALL,
)
HELP_ACTS = ("human_help", "mon_espace_sante_help")
MOST_SOON = 5
HELP_CONTACTS = ("assurance_maladie", "mon_espace_sante_line")


@posted
def near(visit: Visit) -> HttpResponse:
    """The nearest places for one act of the plan, and the way that exists when none is known."""
    wanted = visit.posted.get("advice", "")
    plan = visit.plan()
    item = plan.item(wanted)
    if item is None:
        return questions.show_plan(visit)
    shown = plans.advice(item, visit.catalogue, on=visit.on)
    act = visit.catalogue.acts[visit.catalogue.recommendations[wanted].words.act]
    search = commune.read(visit.posted, known=visit.state.commune)
    state = visit.state.at_commune(search.chosen.code) if search.chosen else visit.state
    done_at = act.done_at_age(queries.age(plan.profile))
    context = {
        "item": shown,
        "act": words(act.name),
        "fallback": words(act.fallback.text),
        "lines": [contacts.line(visit.catalogue.contacts[key]) for key in act.fallback.contacts],
        **_found(search, (), done_at, visit.at, act=act.key),
    }
    return visit.page("plans/near.html", state, here="near", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@limits.at_most(burst=60, per_minute=60)
def help_near(request: HttpRequest) -> HttpResponse:
    """People and desks that help, near a commune. The commune is sent in the body: no address holds it."""
    given: dict[str, str] = request.POST.dict()
    search = commune.read(given, known="")
    book = catalogue.load()
    context = {
        "lines": [contacts.line(book.contacts[key]) for key in HELP_CONTACTS if key in book.contacts],
        "in_search": True,
        **_found(search, [str(kind) for kind in HELP], (), clock.now()),
    }
    return render(request, "plans/help_near.html", context)


def _soon(here: territories.Commune, acts: Sequence[str], on: dt.date) -> list[offer.NearOutreach]:
    """Buses and afternoons to come for any of these acts, each once, the soonest first."""
    found = {
        near.outreach.id: near
        for act in acts
        for near in offer.outreaches_near(act, here.latitude, here.longitude, on, limit=MOST_SOON, with_cancelled=True)
    }
    return sorted(found.values(), key=lambda near: (near.outreach.starts_on, near.distance_km))[:MOST_SOON]


def _found(
    search: commune.Search, kinds: Sequence[str], done_at: Sequence[DoneAt], at: Any, *, act: str = ""
) -> dict[str, Any]:
    """What the two pages share: the search, the places and the map."""
    context: dict[str, Any] = {
        "search": search,
        "suggestions": places.suggestions(search.matches),
        "errors": ((("commune", search.mistake),) if search.mistake else ()),
        "commune": search.chosen,
        "spots": (),
    }
    if search.chosen is None:
        return context
    here = search.chosen
    context["soon"] = soon.dated(_soon(here, [act] if act else HELP_ACTS, at.date()))
    found: Sequence[offer.NearPlace]
    if act:
        point = queries.Near(here.latitude, here.longitude, here.code)
        found = queries.places_where(done_at, act=act, near=point, at=at, limit=MOST)
    else:
        found = offer.nearest_places(kinds=kinds, latitude=here.latitude, longitude=here.longitude, at=at, limit=MOST)
    if not found:
        return context
    frame = places.chart(here, found)
    minutes = places.minutes_by_car(here, found)
    shown = places.spots(found, done_at=done_at, chart=frame, at=at, minutes=minutes)
    return context | {
        "spots": shown,
        "map": maps.drawn(frame, here, len(shown)),
        "fictional": any(spot.is_fictional for spot in shown),
    }
