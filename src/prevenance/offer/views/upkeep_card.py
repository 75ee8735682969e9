"""The card of a place, corrected by the team: the same form as behind a link, with two things more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from prevenance import catalogue
from prevenance.formats import week as weeks
from prevenance.kit import agents, clock, limits
from prevenance.kit.controls import Choice
from prevenance.kit.inputs import Mistake
from prevenance.offer import operations, queries
from prevenance.offer.forms import correction, position, week_grid
from prevenance.offer.operations import reviewing
from prevenance.offer.presenters import card_form, place_page
from prevenance.offer.queries import upkeep
from prevenance.offer.queries.scopes import ACTION, scope
from prevenance.offer.views.cards import card_days
from prevenance.people.queries import Access

CLOSED, POSITION = "closed", "position"


@limits.at_most(burst=60, per_minute=30)
@agents.only(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, agent: Access, identifier: str) -> HttpResponse:
    """What is not changed is left as it is; nothing changed says that the card is right."""
    mine, at = scope(agent), clock.now()
    found = queries.card(identifier, on=at.date()) if upkeep.is_in(mine, identifier) else None
    if found is None:
        return _not_found(request)
    book, place = catalogue.load(), found.place
    asked = queries.acts_asked(found, book)
    if request.method != "POST":
        return _form(
            request, agent, found, asked, correction.shown(place), week_grid.of(weeks.read(place.opening_hours))
        )
    posted: Mapping[str, str] = request.POST.dict()
    typed = week_grid.typed(posted)
    if posted.get("version", now := correction.version(place, asked)) != now:
        return _form(request, agent, found, asked, posted, typed, is_late=True)
    reading = correction.read(posted, place, acts=asked, known_acts=asked)
    values, mistakes = dict(reading.values), list(reading.mistakes)
    if posted.get(CLOSED) in ("yes", "no") and (posted[CLOSED] == "yes") != place.has_closed:
        values["has_closed"] = posted[CLOSED] == "yes"
    if text := posted.get(POSITION, "").strip():
        try:
            values |= position.read(text, values.get("commune_code", place.commune_code))
        except position.Wrong as wrong:
            mistakes.append(Mistake(POSITION, POSITION, str(wrong)))
    if mistakes:
        return _form(request, agent, found, asked, posted, typed, mistakes)
    try:
        reviewing.correct_card(by=agent, scope=mine, at=at, place_id=place.id, values=values)
    except operations.NotThere:
        words = gettext("This commune is outside your areas: ask somebody who watches over it.")
        return _form(request, agent, found, asked, posted, typed, [Mistake("commune", "commune", words)])
    return redirect("offer:upkeep-place", place.id)


def _not_found(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/errors/404.html", status=404)


def _form(
    request: HttpRequest,
    agent: Access,
    found: queries.Card,
    asked: Mapping[str, bool | None],
    values: Mapping[str, str],
    typed: week_grid.TypedWeek,
    mistakes: Sequence[Mistake] = (),
    *,
    is_late: bool = False,
) -> HttpResponse:
    book, place, at = catalogue.load(), found.place, clock.now()
    quality = queries.quality(found, on=at.date())
    given = values.get(CLOSED, "yes" if place.has_closed else "no")
    answers = (("no", gettext("Yes")), ("yes", gettext("No: it has closed for good")))
    wrong = next((one.words for one in mistakes if one.fact == POSITION), "")
    context: dict[str, Any] = {
        "agent": agent,
        "place": place_page.named(place),
        "is_team": True,
        "is_late": is_late,
        "version": correction.version(place, asked),
        "kept_days": place_page.page(found, book, at=at).days,
        "is_open": card_form.Radios(
            CLOSED,
            gettext("Is this place still there?"),
            "",
            tuple(Choice(value, label, checked=value == given) for value, label in answers),
        ),
        "where": (
            card_form.Text(
                name=POSITION,
                label=gettext("Where it is, if the map is wrong"),
                hint=gettext("Latitude, longitude in degrees, for example 50.63, 3.06. Empty: it stays where it is."),
                value=values.get(POSITION, ""),
                error=wrong,
                mends=(),
                mode="text",
                longest=60,
                is_long=False,
            ),
        ),
        **card_form.whole(
            found,
            card_form.Typed(values, card_days(typed), typed.closed_on_holidays, mistakes),
            asked,
            quality,
            book,
            kept=bool(place.opening_hours) and weeks.read(place.opening_hours) is None,
        ),
    }
    return render(request, "offer/upkeep/correct.html", context, status=409 if is_late else 422 if mistakes else 200)
