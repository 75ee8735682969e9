"""Encounters: the 60-second note, the list, one of them corrected, removed or put back."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.choices import Kind, health_words
from prevenance.mediation.forms import note as forms
from prevenance.mediation.operations import booking, coordination
from prevenance.mediation.operations import encounters as operations
from prevenance.mediation.presenters import appointments as appointment_words
from prevenance.mediation.presenters import encounters as presenters
from prevenance.mediation.presenters import handovers as handover_words
from prevenance.mediation.presenters import note_form
from prevenance.mediation.queries import appointments, handovers, tags
from prevenance.mediation.queries import encounters as queries
from prevenance.mediation.queries.drafts import Draft, Impossible
from prevenance.people import queries as people
from prevenance.people.queries import persons

MANY = 30  # encounters on a page


def _posted(request: HttpRequest) -> dict[str, list[str]]:
    return {key: [str(one) for one in told] for key, told in request.POST.lists()}


def _teams(agent: people.Access) -> dict[int, tuple[str, str]]:
    return people.employers(agent.organisations(queries.NOTE))


def _form(
    request: HttpRequest,
    agent: people.Access,
    posted: forms.Posted,
    mistakes: Sequence[Mistake] = (),
    **context: Any,
) -> HttpResponse:
    named = one(posted, "person")
    found = persons.person(agent, named) if named else None
    teams = {number: name for number, (name, _) in _teams(agent).items()}
    offered = list(dict.fromkeys(one.name for one in tags.team_tags(teams)))
    shown = note_form.page(
        posted,
        mistakes,
        organisations=teams,
        places=queries.places_used(agent),
        tags=offered,
        usual=queries.themes_used(agent),
    )
    context |= {"form": shown, "errors": shown.errors, "agent": agent, "words": health_words.for_the_page()}
    context["person"] = (found.id, presenters.name(found)) if found else None
    return render(request, "mediation/note.html", context, status=422 if mistakes else 200)


@limits.at_most(burst=120, per_minute=60)
@agents.only(queries.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """One screen, which begins as the last note. Sent twice, it is written once."""
    around = forms.Around({number: code for number, (_, code) in _teams(agent).items()}, clock.today())
    held = _appointment(agent, (request.POST if request.method == "POST" else request.GET).get("appointment", ""))
    if request.method != "POST":
        begun = presenters.begun(queries.defaults(agent), person=request.GET.get("person", "")[:40])
        if held:
            begun |= appointment_words.note_begun(held, on=clock.today(), places=queries.places_used(agent))
        return _form(request, agent, begun, operation=uuid.uuid4(), appointment=held.id if held else "")
    posted = _posted(request)
    read = forms.read(posted, around)
    mistakes = list(read.mistakes)
    if read.draft is not None:
        try:
            number = operations.note(
                by=agent, at=clock.now(), operation=read.operation or uuid.uuid4(), draft=read.draft
            )
            if held:
                booking.noted(by=agent, at=clock.now(), number=held.id, encounter=number)
            return redirect("mediation:encounter", number)
        except (operations.NotAllowed, Impossible):
            words = gettext("You may not note an encounter in this commune, or for this person.")
            mistakes.append(Mistake("place_commune", "place_commune", words))
    kept = {"operation": read.operation or uuid.uuid4(), "appointment": held.id if held else ""}
    return _form(request, agent, posted, mistakes, **kept)


def _appointment(agent: people.Access, number: str) -> appointments.Booked | None:
    """The one that this note is about, if this agent may see it."""
    known = number.isascii() and number.isdigit() and len(number) < 12
    return appointments.appointment(agent, int(number)) if known else None


@agents.only(queries.NOTE)
@require_safe
def encounters(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """Those of the scope, the last first."""
    typed = request.GET.get("page", "1")
    number = max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    rows = queries.encounters(agent, first=(number - 1) * MANY, many=MANY + 1)
    context = {
        "agent": agent,
        "encounters": [presenters.line(one) for one in rows[:MANY]],
        "number": number,
        "before": number - 1,
        "after": number + 1 if len(rows) > MANY else 0,
    }
    return render(request, "mediation/encounters.html", context)


@agents.only(queries.NOTE)
@require_safe
def encounter(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """What was written, and for ten minutes a button that undoes it."""
    found = queries.encounter(agent, number)
    if found is None:
        return render(request, "kit/errors/404.html", status=404)
    at = clock.now()
    may_change = queries.may_change(agent, found)
    may_undo = may_change and queries.may_undo(found, at=at)
    if found.removed_at and not may_undo:
        return render(request, "kit/errors/404.html", status=404)
    context = {
        "agent": agent,
        "one": presenters.line(found),
        "rows": presenters.rows(found),
        "removed": bool(found.removed_at),
        "signposts": presenters.signposts(queries.signposts(found)) if may_change and not found.removed_at else [],
        "may_change": may_change and not found.removed_at,
        "may_undo": may_undo,
        "may_hand_over": not found.removed_at and agent.may_somewhere(handovers.ACTION),
        "handovers": [handover_words.line(each) for each in handovers.of_encounter(agent, number, at=at)],
        "is_handed_over": found.draft.next_step == "handed_over",
    }
    return render(request, "mediation/encounter.html", context)


@agents.only(queries.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """The same screen, with what was written."""
    found = queries.encounter(agent, number)
    if found is None or found.removed_at or not queries.may_change(agent, found):
        return render(request, "kit/errors/404.html", status=404)
    if request.method != "POST":
        return _form(request, agent, forms.typed(found.draft, on=clock.today()), version=found.version, number=number)
    posted = _posted(request) | {"organisation": [str(found.draft.organisation)]}
    mine = people.employers([found.draft.organisation])
    around = forms.Around({key: code for key, (_, code) in mine.items()}, clock.today())
    read = forms.read(posted, around)
    mistakes = list(read.mistakes)
    if read.draft is not None:
        try:
            draft = _with_its_people(found.draft, read.draft)
            operations.change(by=agent, at=clock.now(), number=number, version=read.version, draft=draft)
            return redirect("mediation:encounter", number)
        except operations.ChangedSince:
            words = gettext("Somebody corrected this encounter meanwhile. Read it again, then send yours.")
            mistakes.append(Mistake("themes", "themes-1", words))
        except (operations.NotAllowed, Impossible):
            words = gettext("You may not note an encounter in this commune, or for this person.")
            mistakes.append(Mistake("place_commune", "place_commune", words))
    return _form(request, agent, posted, mistakes, version=found.version, number=number)


def _with_its_people(before: Draft, after: Draft) -> Draft:
    """The page shows one person at most: those of a group (of a workshop) stay as they were written."""
    if before.kind == after.kind == Kind.COLLECTIVE and len(before.people) > 1:
        return dataclasses.replace(after, people=before.people)
    return after


@agents.only(queries.NOTE)
@require_POST
def remove(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Takes it away; its page offers to put it back for ten minutes."""
    try:
        operations.remove(by=agent, at=clock.now(), number=number)
    except operations.NotThere:
        return render(request, "kit/errors/404.html", status=404)
    return redirect("mediation:encounter", number)


@agents.only(queries.NOTE)
@require_POST
def undo(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Takes back a note just written, or puts back one just removed."""
    try:
        operations.undo(by=agent, at=clock.now(), number=number)
    except operations.NotThere:
        return render(request, "kit/errors/404.html", status=404)
    return redirect("mediation:encounter", number)


@agents.only(queries.NOTE)
@require_POST
def signpost(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Notes whether the prevention spoken of was done since, or takes that back."""
    said = {"yes": True, "no": False, "unknown": None}
    key, _, answer = request.POST.get("said", "").partition(" ")
    try:
        is_done = said[answer]
        coordination.answer_signpost(by=agent, at=clock.now(), encounter=number, key=key, is_done=is_done)
    except (KeyError, coordination.NotThere):
        return render(request, "kit/errors/404.html", status=404)
    return redirect("mediation:encounter", number)
