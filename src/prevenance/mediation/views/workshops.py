"""Workshops of the team: those to come and past, one announced, changed, copied, cancelled."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.choices.workshop_rules import AGENT_SEATS_MOST, LABEL_MOST
from prevenance.mediation.forms import workshops as forms
from prevenance.mediation.forms.paths import commune as commune_meant
from prevenance.mediation.operations import seats
from prevenance.mediation.operations import workshops as operations
from prevenance.mediation.presenters import workshop_form
from prevenance.mediation.presenters import workshops as presenters
from prevenance.mediation.queries import workshops as queries
from prevenance.offer import queries as offer
from prevenance.people import queries as people
from prevenance.people.presenters.fields import Form
from prevenance.territories import queries as territories
from prevenance.territories.queries import spelling

MANY = 20  # workshops on a page
PLACES_MOST = 8


def posted_by(request: HttpRequest) -> dict[str, list[str]]:
    return {key: [str(one) for one in told] for key, told in request.POST.lists()}


def not_found(request: HttpRequest) -> HttpResponse:
    """Outside the scope: as if it were not there."""
    return render(request, "kit/errors/404.html", status=404)


@agents.only(queries.HOLD)
@require_safe
def workshops(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """To come, or past; the team's, or one's own."""
    past, mine = request.GET.get("when") == "past", request.GET.get("who") == "me"
    typed = request.GET.get("page", "1")
    number = max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    rows = queries.workshops(agent, at=clock.now(), past=past, mine=mine, first=(number - 1) * MANY, many=MANY + 1)
    context = {
        "agent": agent,
        "workshops": [presenters.line(row) for row in rows[:MANY]],
        "past": past,
        "mine": mine,
        "number": number,
        "before": number - 1,
        "after": number + 1 if len(rows) > MANY else 0,
    }
    return render(request, "mediation/workshops.html", context)


@limits.at_most(burst=60, per_minute=40)
@agents.only(queries.HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """One screen, which begins as the last one announced. Sent twice, it is announced once."""
    teams = people.employers(agent.organisations(queries.HOLD))
    at = clock.now()
    if request.method != "POST":
        last = queries.last_by(agent)
        begun = forms.typed(last) | {"title": [""], "day": [""]} if last else {"capacity": ["10"], "minutes": ["60"]}
        return _form(request, agent, begun, teams=teams, operation=uuid.uuid4())
    posted = posted_by(request)
    read = forms.announcement(posted, organisations={key: code for key, (_, code) in teams.items()}, at=at)
    if one(posted, "do") == "places":
        return _form(request, agent, posted, teams=teams, operation=read.operation)
    if read.announced is not None:
        try:
            number = operations.announce(by=agent, at=at, operation=read.operation, announced=read.announced)
            return redirect("mediation:workshop", number)
        except (operations.NotAllowed, operations.Impossible):
            read.wrong("place_commune", gettext("You may not announce a workshop in this commune."))
    return _form(request, agent, posted, read.mistakes, teams=teams, operation=read.operation)


@limits.at_most(burst=60, per_minute=40)
@agents.only(queries.HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """The same screen, with what was announced. Whoever has a seat is told when the day or the place moves."""
    at = clock.now()
    found = queries.workshop(agent, number)
    if found is None or not found.is_open(at=at):
        return not_found(request)
    teams = people.employers([found.organisation_id])
    context: dict[str, Any] = {"teams": teams, "number": number, "operation": "", "version": found.version}
    if request.method != "POST":
        return _form(request, agent, forms.typed(found), **context)
    posted = posted_by(request) | {"organisation": [str(found.organisation_id)]}
    read = forms.announcement(posted, organisations={key: code for key, (_, code) in teams.items()}, at=at)
    if one(posted, "do") == "places":
        return _form(request, agent, posted, **context)
    if read.announced is not None:
        try:
            operations.change(by=agent, at=at, number=number, version=read.version, announced=read.announced)
            return redirect("mediation:workshop", number)
        except operations.ChangedSince:
            read.wrong("title", gettext("Somebody changed this workshop meanwhile. Read it again, then send yours."))
        except operations.TooFew as few:
            words = ngettext("%(many)s seat is given already.", "%(many)s seats are given already.", few.taken)
            read.wrong("capacity", words % {"many": few.taken})
        except (operations.NotAllowed, operations.Impossible, operations.NotThere):
            read.wrong("place_commune", gettext("You may not announce a workshop in this commune."))
    return _form(request, agent, posted, read.mistakes, **context)


def _form(
    request: HttpRequest,
    agent: people.Access,
    posted: forms.Posted,
    mistakes: Sequence[Mistake] = (),
    *,
    teams: dict[int, tuple[str, str]],
    **context: Any,
) -> HttpResponse:
    found, errors = _places_found(posted, teams) if one(posted, "do") == "places" else ((), [])
    shown = workshop_form.page(
        posted,
        [*mistakes, *errors],
        organisations={key: name for key, (name, _) in teams.items()},
        used=queries.places_used(agent),
        found=found,
    )
    context |= {"agent": agent, "form": shown, "errors": shown.errors, "found": len(found)}
    return render(request, "mediation/workshop_form.html", context, status=422 if mistakes or errors else 200)


def _places_found(
    posted: forms.Posted, teams: dict[int, tuple[str, str]]
) -> tuple[tuple[workshop_form.Place, ...], list[Mistake]]:
    """Places of the offer by their name, around the commune typed or the organisation's."""
    code = commune_meant(one(posted, "place_commune")) or next((code for _, code in teams.values()), "")
    here = territories.commune(code)
    words = spelling.plain(one(posted, "place_words")[:80]).split()
    found = offer.places_named(words, here=here, at=clock.now(), limit=PLACES_MOST) if here and words else []
    if not found:
        unknown = gettext("No place of our list has this name around here. Write its name and its commune below.")
        return (), [Mistake("place_words", "place_words", unknown)]
    return tuple((near.place.id, near.place.name, near.place.commune_code) for near in found), []


@limits.at_most(burst=120, per_minute=60)
@agents.only(queries.HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def workshop(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Whom to call, who has a seat, who waits; a seat to give, and what can be done."""
    at = clock.now()
    found = queries.workshop(agent, number)
    if found is None:
        return not_found(request)
    mistakes: list[Mistake] = []
    if request.method == "POST":
        to, mistakes = _act(request, agent, number)
        if not mistakes:
            return redirect("mediation:workshop", to)
        found = queries.workshop(agent, number) or found
    form = Form(request.POST.dict() if mistakes else {}, mistakes)
    context = {
        "agent": agent,
        "one": found,
        "shown": presenters.line(found),
        "details": presenters.details(found),
        "seats": presenters.seat_lines(agent, found, phones=seats.phones(found)),
        "is_open": found.is_open(at=at),
        "may_give": not found.cancelled_at and not found.encounter,
        "has_begun": found.has_begun(at=at) and not found.cancelled_at,
        "may_undo_cancel": found.may_undo_cancel(at=at),
        "may_undo_note": found.may_undo_note(at=at),
        "fields": _seat_fields(form),
        "errors": form.errors,
        "operation": forms.operation(posted_by(request)) if mistakes else uuid.uuid4(),
        "copy": uuid.uuid4(),
    }
    return render(request, "mediation/workshop.html", context, status=422 if mistakes else 200)


def _seat_fields(form: Form) -> list[object]:
    hint = gettext("A first name, or a word of yours. Or nothing. Erased once the workshop is noted.")
    return [
        form.field("label", gettext("For whom?"), hint=hint, longest=LABEL_MOST),
        form.field("seats", gettext("How many seats?"), value="1", mode="numeric", longest=2),
    ]


def _act(request: HttpRequest, agent: people.Access, number: int) -> tuple[int, list[Mistake]]:
    """Does what was pressed; gives the workshop to show then, and what was wrong."""
    posted, at, mine = posted_by(request), clock.now(), {"by": agent, "at": clock.now(), "number": number}
    what, typed = one(posted, "do"), one(posted, "seat")
    seat = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
    try:
        if what == "give":
            return number, _give(posted, agent, number)
        if what == "withdraw":
            seats.withdraw(by=agent, at=at, workshop=number, number=seat)
        elif what == "told":
            seats.told(by=agent, at=at, workshop=number, number=seat)
        elif what == "cancel":
            operations.cancel(**mine)  # type: ignore[arg-type]
        elif what == "undo_cancel":
            operations.undo_cancel(**mine)  # type: ignore[arg-type]
        elif what == "repeat":
            return operations.repeat(operation=forms.operation(posted), **mine), []  # type: ignore[arg-type]
        else:
            return number, [Mistake("", "main", gettext("Choose what to do."))]
    except (operations.NotThere, operations.NotAllowed, seats.NotAllowed, seats.Closed):
        return number, [Mistake("", "main", gettext("This cannot be done now."))]
    return number, []


def _give(posted: forms.Posted, agent: people.Access, number: int) -> list[Mistake]:
    read = forms.seats_asked(posted, most=AGENT_SEATS_MOST, with_phone=False)
    person = one(posted, "person")[:40]
    if read.mistakes:
        return read.mistakes
    try:
        seats.give(
            by=agent,
            at=clock.now(),
            operation=read.operation,
            workshop=number,
            person=person,
            label=read.label,
            seats=1 if person else read.seats,
        )
    except seats.TooMany as many:
        return [Mistake("seats", "seats", too_many(many.most))]
    return []


def too_many(most: int) -> str:
    """Why so many seats cannot be asked for."""
    if not most:
        return gettext("Too many people are waiting already. Look for another date.")
    return ngettext("At most %(most)s seat here.", "At most %(most)s seats here.", most) % {"most": most}
