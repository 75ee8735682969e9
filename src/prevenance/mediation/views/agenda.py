"""An agent's day, and the appointments that they hold: booked, moved, cancelled, kept or not."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prevenance.kit import agents, clock, limits
from prevenance.mediation.choices.appointments import HORIZON_DAYS, AppointmentState, Reminding
from prevenance.mediation.choices.reminder_consent import words as consent
from prevenance.mediation.forms import booking as forms
from prevenance.mediation.operations import booking as operations
from prevenance.mediation.operations import waits
from prevenance.mediation.presenters import agenda as presenters
from prevenance.mediation.presenters import appointments as words
from prevenance.mediation.queries import appointments as queries
from prevenance.mediation.queries import openings
from prevenance.mediation.queries.appointments import Booked
from prevenance.mediation.queries.openings import Receiving
from prevenance.mediation.queries.slots import Slot
from prevenance.mediation.views.appointment_links import links
from prevenance.people import queries as people
from prevenance.people.presenters.fields import Field, Form
from prevenance.people.queries import persons
from prevenance.territories import queries as territories

BACK = dt.timedelta(days=14)  # how long the page asks what became of an appointment
TIMES_MOST = 40


def _no(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/errors/404.html", status=404)


@agents.only(openings.ACTION)
@require_safe
def day(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """Today and the seven days to come; the team's with `?team=1`."""
    at = clock.now()
    today = at.astimezone(openings.zone_of_agent(agent.account_id or 0, on=at.date())).date()
    is_team = request.GET.get("team") == "1"
    booked = queries.appointments(
        agent,
        since=at - BACK,
        until=at + dt.timedelta(days=presenters.DAYS + 1),
        only=None if is_team else agent.account_id,
    )
    every = openings.team_openings(agent, on=today)
    mine = [one for one in every if is_team or one.agent_id == agent.account_id]
    week, far = today + dt.timedelta(days=presenters.DAYS - 1), today + dt.timedelta(days=HORIZON_DAYS)
    waiting = queries.waiting(agent, on=today)
    soonest = openings.free_slots(every, at=at, first=today, last=far, urgent=True, most=1) if waiting else ()
    free = openings.free_slots(mine, at=at, first=today, last=week, urgent=True)
    names = queries.names(agent, [*(one.person for one in booked), *(one.person for one in waiting)])
    context = {
        "agent": agent,
        "is_team": is_team,
        "days": presenters.days(names, booked, free, at=at, today=today),
        "late": presenters.late(names, booked, at=at, today=today),
        "waits": presenters.waits(names, waiting, every, soonest),
        "outcomes": presenters.outcomes(),
        "has_hours": bool(mine),
        "sections": presenters.sections(agent, at),
    }
    return render(request, "mediation/agenda_day.html", context)


@agents.only(openings.ACTION)
@require_safe
def appointment(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """One appointment, and what may be done with it."""
    found = queries.appointment(agent, number)
    return _page(request, agent, found) if found else _no(request)


def _page(
    request: HttpRequest, agent: people.Access, found: Booked, *, errors: list[tuple[str, str]] | None = None
) -> HttpResponse:
    at = clock.now()
    today = at.astimezone(found.starts_at.tzinfo).date()
    is_booked = found.state is AppointmentState.BOOKED
    names = queries.names(agent, [found.person])
    context = {
        "agent": agent,
        "one": words.shown(found),
        "rows": presenters.rows(names, found),
        "code": words.spelt(queries.code_of(found.id)),
        "is_booked": is_booked,
        "may_mark": is_booked and found.starts_at.date() <= today,
        "may_excuse": is_booked,
        "may_undo": found.state in (AppointmentState.KEPT, AppointmentState.MISSED, AppointmentState.EXCUSED),
        "may_note": found.encounter is None
        and found.state in (AppointmentState.BOOKED, AppointmentState.KEPT)
        and found.starts_at.date() <= today,
        "encounter": found.encounter,
        "person": found.person if found.person in names else "",
        "outcomes": presenters.outcomes(),
        "errors": errors or [],
    }
    return render(request, "mediation/agenda_appointment.html", context, status=422 if errors else 200)


@agents.only(openings.ACTION)
@require_POST
def mark(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Came, did not come, told us; or takes that back. Then the day, or the appointment's page."""
    try:
        state = AppointmentState(request.POST.get("state", ""))
        operations.mark(by=agent, at=clock.now(), number=number, state=state, links=links(request))
    except (ValueError, operations.NotThere, operations.NotAllowed):
        return _no(request)
    return redirect("mediation:appointment", number)


@agents.only(openings.ACTION)
@require_POST
def cancel(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Gives the time back, once the box is ticked."""
    found = queries.appointment(agent, number)
    if found is None:
        return _no(request)
    if request.POST.get("sure") != "yes":
        return _page(request, agent, found, errors=[("sure", gettext("Tick the box if you are sure."))])
    try:
        operations.cancel(at=clock.now(), number=number, by=agent)
    except (operations.NotThere, operations.NotAllowed):
        return _no(request)
    return redirect("mediation:appointment", number)


@agents.only(openings.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Another time, with oneself or with a colleague of the organisation."""
    found, at = queries.appointment(agent, number), clock.now()
    if found is None or found.state is not AppointmentState.BOOKED:
        return _no(request)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        wanted, sequence = forms.slot(request.POST.dict()), request.POST.get("sequence", "")
        if wanted and sequence.isascii() and sequence.isdigit() and len(sequence) < 5:
            try:
                operations.move(
                    at=at,
                    number=number,
                    sequence=int(sequence),
                    opening=wanted[0],
                    starts_at=wanted[1],
                    by=agent,
                    links=links(request),
                )
                return redirect("mediation:appointment", number)
            except (operations.Taken, operations.NotThere, operations.NotAllowed):
                errors = [("times", gettext("This time has just been taken. Choose another one."))]
    every = [one for one in _openings(agent, at) if one.organisation_id == found.organisation_id]
    free = [slot for slot in _free(every, at, without=number) if slot.span.starts_at != found.starts_at]
    context = {"agent": agent, "one": words.shown(found), "times": _times(every, free), "errors": errors}
    return render(request, "mediation/agenda_move.html", context, status=409 if errors else 200)


@limits.at_most(burst=60, per_minute=40)
@agents.only(openings.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """A time, then who comes: a person followed (`?person=`), somebody who waits (`?wait=`), or anybody."""
    at, given = clock.now(), request.GET if request.method != "POST" else request.POST
    every = _openings(agent, at)
    context = _for_whom(agent, given.get("person", "")[:40], given.get("wait", ""), clock.today())
    chosen = forms.slot(given.dict())
    one = next((each for each in every if chosen and each.id == chosen[0]), None)
    if chosen is None or one is None:
        context |= {"agent": agent, "times": _times(every, _free(every, at)), "has_hours": bool(every)}
        return render(request, "mediation/agenda_times.html", context)
    form, operation = Form({}), uuid.uuid4()
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        here = territories.commune(one.commune)
        read = forms.agent_booking(request.POST.dict(), department=here.department if here else "")
        operation, form = read.operation or operation, Form(request.POST.dict(), read.mistakes)
        if not read.mistakes:
            number = _book(request, agent, chosen, read, operation, context)
            if number:
                return redirect("mediation:appointment", number)
            errors = [("main", gettext("This time has just been taken. Choose another one."))]
    elif context["contact"]:
        form = Form(context["contact"])
    context |= {
        "agent": agent,
        "slot": given.get("slot", ""),
        "moment": words.moment(chosen[1].astimezone(one.hours.zone)),
        "where": words.where(one),
        "fields": _fields(form),
        "ways": [(str(way), words.reminding(way), form.typed.get(f"remind-{way}") == "yes") for way in Reminding],
        "relative": form.typed.get("relative") == "yes",
        "errors": [*form.errors, *errors],
        "operation": operation,
    }
    return render(request, "mediation/agenda_book.html", context, status=422 if form.errors or errors else 200)


def _for_whom(agent: people.Access, reference: str, wait: str, today: dt.date) -> dict[str, Any]:
    """The person or the wait of the address, if this agent may see them, and what is known to reach them."""
    found = persons.person(agent, reference) if reference else None
    waiting = queries.wait(agent, int(wait), on=today) if wait.isascii() and wait.isdigit() and len(wait) < 10 else None
    contact = {}
    if found:
        contact = {"phone": found.identity.phone, "email": found.identity.email}
    elif waiting:
        contact = {"phone": waiting.contact.phone, "name": waiting.contact.name}
        if waiting.is_phone_of_relative:
            contact["relative"] = "yes"
    return {
        "person": found.id if found else "",
        "name": queries.names(agent, [reference]).get(found.id, "") if found else "",
        "wait": waiting.id if waiting else 0,
        "contact": {key: words.national(text) if key == "phone" else text for key, text in contact.items()},
        "spoken": "en" if found and found.identity.language.lower().startswith("en") else "fr",
    }


def _book(
    request: HttpRequest,
    agent: people.Access,
    chosen: tuple[int, dt.datetime],
    read: forms.Asked,
    operation: uuid.UUID,
    whom: dict[str, Any],
) -> int:
    """The appointment's id; 0 when the time is taken."""
    wish = operations.Wish(
        opening=chosen[0],
        starts_at=chosen[1],
        asker=read.asker,
        person=whom["person"],
        contact=read.contact,
        is_phone_of_relative=read.is_phone_of_relative,
        reminders=read.reminders,
        agreed_words=consent()[0],
        language=whom["spoken"],
    )
    try:
        return operations.book(
            at=clock.now(), operation=operation, wish=wish, by=agent, wait=whom["wait"], links=links(request)
        )
    except (operations.Taken, operations.NotAllowed):
        return 0


def _fields(form: Form) -> list[Field]:
    not_needed = gettext("Not required.")
    return [
        form.field("name", gettext("Name, or a first name"), hint=not_needed, longest=80),
        form.field("phone", gettext("A phone number"), "tel", hint=not_needed, mode="tel", longest=30),
        form.field("email", gettext("E-mail"), hint=gettext("Only for a reminder."), longest=254),
        form.field("address", gettext("Postal address"), "textarea", hint=gettext("Only for a letter."), longest=200),
    ]


@agents.only(openings.ACTION)
@require_POST
def end_wait(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Called, and nothing is to be booked: the number is erased."""
    try:
        waits.end(by=agent, at=clock.now(), number=number)
    except waits.NotThere:
        return _no(request)
    return redirect("mediation:day")


def _openings(agent: people.Access, at: dt.datetime) -> list[Receiving]:
    """Those of the team; one's own first."""
    every = openings.team_openings(agent, on=at.date())
    return sorted(every, key=lambda one: (one.agent_id != agent.account_id, one.place_name, one.id))


def _free(every: list[Receiving], at: dt.datetime, *, without: int = 0) -> list[Slot]:
    last = at.date() + dt.timedelta(days=HORIZON_DAYS)
    return list(
        openings.free_slots(every, at=at, first=at.date(), last=last, without=without, urgent=True, most=TIMES_MOST)
    )


def _times(every: list[Receiving], free: list[Slot]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(where, [(what a button sends, words)]) for each opening that has a free time."""
    shown = []
    for one in every:
        mine = [slot for slot in free if slot.opening == one.id]
        if mine:
            shown.append((words.where(one), [(words.time(s).key, words.moment(s.starts_at)) for s in mine]))
    return shown
