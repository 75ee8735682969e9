"""A workshop with its people: a person followed who gets a seat, the sheet to sign, who came, and the note."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.choices import Field, Kind, age_range, health_words, values
from prevenance.mediation.forms import note as note_forms
from prevenance.mediation.forms import workshops as forms
from prevenance.mediation.operations import attendance
from prevenance.mediation.operations import encounters as encounter_operations
from prevenance.mediation.operations.workshops import NotThere
from prevenance.mediation.presenters import note_form
from prevenance.mediation.presenters import workshops as presenters
from prevenance.mediation.queries import workshops as queries
from prevenance.mediation.queries.drafts import OF_PERSON, Draft, Impossible, Participant
from prevenance.mediation.views.workshops import not_found, posted_by
from prevenance.people import queries as people
from prevenance.people.presenters.fields import Form
from prevenance.people.presenters.persons import line as person_line
from prevenance.people.queries import persons

EMPTY_LINES = 3  # on the sheet to sign, for those who come unannounced
TYPED = ("themes", "minutes", "minutes_custom", "equipment", "note")


@limits.at_most(burst=60, per_minute=40)
@agents.only(queries.HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Finds a person followed, to give them a seat. What is typed is posted: a name never goes into an address."""
    found = queries.workshop(agent, number)
    if found is None or found.cancelled_at or found.encounter:
        return not_found(request)
    text = request.POST.get("text", "").strip()[:200] if request.method == "POST" else ""
    seated = {seat.person for seat in found.seats}
    hits = [one_ for one_ in persons.search(agent, text) if one_.organisation_id == found.organisation_id]
    field = Form({"text": text}).field(
        "text",
        gettext("Name, phone, e-mail or date of birth"),
        hint=gettext("In any order. One word of the name is enough."),
    )
    lines = [(person_line(one_), uuid.uuid4(), one_.id in seated) for one_ in hits if text]
    context = {"agent": agent, "one": found, "fields": [field], "found": lines, "is_asked": bool(text)}
    return render(request, "mediation/workshop_person.html", context)


@agents.only(queries.HOLD)
@require_safe
def paper(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """The sheet to sign, to be printed: first names and seats, no phone, a few empty lines."""
    found = queries.workshop(agent, number)
    if found is None:
        return not_found(request)
    lines, names = list[str](), presenters.names(agent, found)
    for seat in found.seated:
        named = names[seat.id] if seat.person or seat.label else ""
        lines += [named, *[gettext("with %(name)s") % {"name": named} if named else ""] * (seat.seats - 1)]
    context = {
        "agent": agent,
        "one": found,
        "shown": presenters.line(found),
        "lines": [*lines, *[""] * EMPTY_LINES],
    }
    return render(request, "mediation/workshop_paper.html", context)


@limits.at_most(burst=60, per_minute=40)
@agents.only(queries.HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def who_came(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """One screen: yes, no or not known for each, and how many others; then the note."""
    found = queries.workshop(agent, number)
    at = clock.now()
    if found is None or found.cancelled_at or found.encounter or not found.has_begun(at=at):
        return not_found(request)
    posted, mistakes = posted_by(request), list[Mistake]()
    if request.method == "POST":
        read = forms.presence(posted, found)
        if one(posted, "do") == "all":
            read.came = {seat.id: seat.seats for seat in found.seated}
            read.mistakes = [wrong for wrong in read.mistakes if wrong.fact == "others"]
        mistakes = read.mistakes
        if not mistakes:
            attendance.attend(by=agent, at=at, number=number, came=read.came, others=read.others)
            return redirect(
                "mediation:workshop-note" if one(posted, "do") != "all" else "mediation:workshop-came", number
            )
    form, names = Form({key: one(posted, key) for key in posted}, mistakes), presenters.names(agent, found)
    context = {
        "agent": agent,
        "one": found,
        "shown": presenters.line(found),
        "lines": [_presence(names[seat.id], seat, form) for seat in found.seated],
        "others": form.field(
            "others",
            gettext("How many others came, without a seat?"),
            value=str(found.others or ""),
            mode="numeric",
            longest=3,
        ),
        "errors": form.errors,
    }
    return render(request, "mediation/workshop_came.html", context, status=422 if mistakes else 200)


def _presence(name: str, seat: queries.Seat, form: Form) -> dict[str, Any]:
    """What the page shows of one registration: three buttons, or a number when there are several seats."""
    now = "" if seat.came is None else str(seat.came)
    label = gettext("How many came, of %(many)s?") % {"many": seat.seats}
    field = form.field(f"came-{seat.id}", label, value=now, mode="numeric", longest=2)
    typed = form.typed.get(field.name, now)
    choices = [("1", gettext("Yes"), ""), ("0", gettext("No"), ""), (forms.UNKNOWN, "?", gettext("Not known"))]
    return {
        "name": name,
        "seats": seat.seats,
        "field": field,
        "choices": [(key, words, more, key == (typed or forms.UNKNOWN)) for key, words, more in choices],
    }


@limits.at_most(burst=60, per_minute=40)
@agents.only(queries.HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """The workshop becomes an encounter: what was announced and who came are written in it already."""
    found = queries.workshop(agent, number)
    at = clock.now()
    if found is None or found.cancelled_at or not found.has_begun(at=at):
        return not_found(request)
    if found.encounter and request.method != "POST":
        return redirect("mediation:workshop", number)
    posted = posted_by(request)
    if one(posted, "do") == "undo":
        return _undo(request, agent, number)
    begun, operation, mistakes = _begun(agent, found, on=clock.today()), uuid.uuid4(), list[Mistake]()
    typed = note_forms.typed(begun, on=clock.today())
    if request.method == "POST":
        operation = forms.operation(posted)
        told = {f"{name}-{key}" for name in OF_PERSON for key in values(name)}
        typed |= {key: posted.get(key, []) for key in (*TYPED, *told)}
        draft, mistakes = _draft(typed, begun)
        if draft is not None:
            try:
                attendance.note(by=agent, at=at, operation=operation, number=number, draft=draft)
                return redirect("mediation:workshop", number)
            except NotThere:
                return redirect("mediation:workshop", number)
            except (encounter_operations.NotAllowed, Impossible):
                words = gettext("You may not note an encounter in this commune, or for this person.")
                mistakes = [Mistake("themes", "themes-1", words)]
    form = note_form.page(typed, mistakes, organisations={}, places=[], usual=typed.get("themes", ()))
    context = {
        "agent": agent,
        "one": found,
        "shown": presenters.line(found),
        "form": form,
        "errors": form.errors,
        "operation": operation,
        "named": len(begun.people),
        "unnamed": begun.total,
        "not_known": sum(seat.seats for seat in found.seated if seat.came is None),
        "words": health_words.for_the_page(),
    }
    return render(request, "mediation/workshop_note.html", context, status=422 if mistakes else 200)


def _undo(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    try:
        attendance.undo_note(by=agent, at=clock.now(), number=number)
    except NotThere:
        return not_found(request)
    return redirect("mediation:workshop-came", number)


def _draft(typed: dict[str, list[str]], begun: Draft) -> tuple[Draft | None, list[Mistake]]:
    read = note_forms.read(typed, note_forms.Around({begun.organisation: begun.commune}, clock.today()))
    if read.draft is None:
        return None, read.mistakes
    return dataclasses.replace(read.draft, people=begun.people), []


def _begun(agent: people.Access, found: queries.Sheet, *, on: dt.date) -> Draft:
    """What is known before anything is typed: who came, with the age and the commune of persons followed. A person who
    is not within reach of this agent is counted without a name.
    """
    named, unnamed = [], found.others
    reached = persons.several(agent, {seat.person for seat in found.seated if seat.person and seat.came})
    for seat in found.seated:
        known = reached.get(seat.person) if seat.came else None
        if known is not None and known.organisation_id == found.organisation_id:
            named.append(_participant(known, on=found.starts_at.date()))
        else:
            unnamed += seat.came or 0
    return Draft(
        organisation=found.organisation_id,
        kind=str(Kind.COLLECTIVE),
        held_on=min(found.starts_at.date(), on),
        minutes=found.minutes,
        place_kind=found.place_kind,
        place_id=found.place_id,
        place_name=found.place_name,
        commune=found.commune,
        themes=tuple(key for key in values(Field.THEMES) if key in found.themes),
        people=tuple(named),
        total=unnamed,
    )


def _participant(known: persons.Followed, *, on: dt.date) -> Participant:
    identity = known.identity
    if identity.birth_date:
        born = identity.birth_date
        age = age_range(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
    else:
        age = ""
    return Participant(person=known.id, age=age, commune=known.commune)
