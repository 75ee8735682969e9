"""Appointments booked by residents, without an account nor a cookie: a place, a time, and a code to come back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance import catalogue
from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.mediation.choices.reminder_consent import words as consent
from prevenance.mediation.forms import booking as forms
from prevenance.mediation.operations import booking as operations
from prevenance.mediation.operations import waits
from prevenance.mediation.presenters import appointments as presenters
from prevenance.mediation.presenters import calendars
from prevenance.mediation.queries import appointments, openings
from prevenance.mediation.views.appointment_links import links
from prevenance.people.presenters.fields import Field, Form
from prevenance.plans.forms import commune
from prevenance.plans.presenters import contacts
from prevenance.plans.presenters.near import suggestions
from prevenance.territories import queries as territories

CALLED_INSTEAD = ("assurance_maladie", "mon_espace_sante_line")
SHOWN_MOST = 8


def _lines() -> list[contacts.Line]:
    book = catalogue.load()
    return [contacts.line(book.contacts[key]) for key in CALLED_INSTEAD if key in book.contacts]


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "mediation/booking_gone.html", {"lines": _lines()}, status=404)


def _language() -> str:
    return "en" if get_language() == "en" else "fr"


@limits.at_most(burst=60, per_minute=60)
@require_http_methods(["GET", "HEAD", "POST"])
def near(request: HttpRequest) -> HttpResponse:
    """Who receives around a commune, with the next free times. The commune is sent in the body: no address holds it."""
    at = clock.now()
    search = commune.read(request.POST.dict(), known="")
    spots: tuple[presenters.Spot, ...] = ()
    if search.chosen:
        found = openings.public_near(search.chosen, at=at)
        far = at.date() + dt.timedelta(days=60)
        free = openings.free_slots(
            [one for one, _ in found], at=at, first=at.date(), last=far, most=presenters.NEXT_MOST
        )
        spots = presenters.spots(found, free, most=SHOWN_MOST)
    context = {
        "search": search,
        "suggestions": suggestions(search.matches),
        "errors": ((("commune", search.mistake),) if search.mistake else ()),
        "commune": search.chosen,
        "spots": spots,
        "lines": _lines(),
    }
    return render(request, "mediation/booking_near.html", context)


def _offered(number: int, *, at: dt.datetime, without: int = 0) -> tuple[openings.Receiving | None, list[Any]]:
    """The opening, and the free slots of its place: one for each time."""
    one = openings.opening(number)
    if one is None or not one.is_public:
        return None, []
    day = openings.local_day(one, at)
    free = openings.free_slots(
        openings.siblings(one, at=at), at=at, first=day, last=day + dt.timedelta(days=60), without=without
    )
    return one, presenters.distinct(free)


def _week(request: HttpRequest, slots: Sequence[Any]) -> dict[str, Any]:
    """The week asked for in the address, the one after, and whether there is one before."""
    if not slots:
        return {"days": ()}
    first = slots[0].starts_at.date()
    try:
        since = max(dt.date.fromisoformat(request.GET.get("since", "")), first)
    except ValueError:
        since = first
    days, later = presenters.days(slots, first=since)
    return {"days": days, "later": later.isoformat() if later else "", "is_later": since > first}


@limits.at_most(burst=60, per_minute=60)
@require_safe
def place(request: HttpRequest, number: int) -> HttpResponse:
    """The free times of one place, a week on a page."""
    return _times(request, number)


def _times(request: HttpRequest, number: int, *, error: str = "") -> HttpResponse:
    one, slots = _offered(number, at=clock.now())
    if one is None:
        return _gone(request)
    context = {"one": one, "where": presenters.where(one), "lines": _lines(), **_week(request, slots)}
    context |= {"errors": [("times", error)] if error else [], "phone": presenters.national(one.phone)}
    return render(request, "mediation/booking_place.html", context, status=409 if error else 200)


@limits.at_most(burst=30, per_minute=10)
@require_http_methods(["GET", "HEAD", "POST"])
def slot(request: HttpRequest, number: int, stamp: str) -> HttpResponse:
    """One time: for whom, a phone if they wish, and it is booked."""
    at, begins = clock.now(), forms.instant(stamp)
    one = openings.opening(number)
    if one is None or not one.is_public or begins is None:
        return _gone(request)
    form = Form({})
    operation = uuid.uuid4()
    if request.method == "POST":
        here = territories.commune(one.commune)
        read = forms.booking(request.POST.dict(), department=here.department if here else "", is_by_phone=one.is_remote)
        operation = read.operation or operation
        if not read.mistakes:
            try:
                return _booked(request, one.id, begins, read, operation, at)
            except (operations.Taken, operations.NotAllowed):
                return _times(request, number, error=gettext("This time has just been taken. Choose another one."))
        form = Form(request.POST.dict(), read.mistakes)
    local = begins.astimezone(one.hours.zone)
    context = {
        "one": one,
        "moment": presenters.moment(local),
        "where": presenters.where(one),
        "fields": _fields(form, one.is_remote),
        "errors": form.errors,
        "operation": operation,
        "consent": consent()[1],
        "remind": form.typed.get("remind") == "yes",
    }
    return render(request, "mediation/booking_slot.html", context, status=422 if form.errors else 200)


def _booked(
    request: HttpRequest, opening: int, begins: dt.datetime, read: forms.Asked, operation: uuid.UUID, at: dt.datetime
) -> HttpResponse:
    wish = operations.Wish(
        opening=opening,
        starts_at=begins,
        asker=read.asker,
        contact=read.contact,
        is_phone_of_relative=read.is_phone_of_relative,
        reminders=read.reminders,
        agreed_words=consent()[0],
        language=_language(),
    )
    number = operations.book(at=at, operation=operation, wish=wish, links=links(request))
    secret = appointments.secret_of(number)
    return redirect("mediation:own-appointment", secret) if secret else _gone(request)


def _fields(form: Form, is_by_phone: bool) -> list[Field]:
    me, other = gettext("For me"), gettext("For somebody I help")
    hint = gettext("We call this number.") if is_by_phone else gettext("Not required. The phone of a relative is fine.")
    return [
        form.choice("who", gettext("Whom is it for?"), [(forms.MYSELF, me, ""), (forms.OTHER, other, "")]),
        form.field("phone", gettext("A phone number"), "tel", hint=hint, mode="tel", longest=30),
        form.field(
            "name",
            gettext("First name, or any name you like"),
            hint=gettext("Not required. Only to be called on the day."),
            longest=80,
        ),
    ]


@limits.at_most(burst=40, per_minute=20)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, secret: str) -> HttpResponse:
    """The appointment behind its link: what to note, a file for the calendar, and how to move or cancel it."""
    found, at = appointments.by_secret(secret), clock.now()
    if found is None:
        return _gone(request)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        if request.POST.get("sure") != "yes":
            errors = [("sure", gettext("Tick the box if you are sure."))]
        else:
            try:
                operations.cancel(at=at, number=found.id)
                return redirect("mediation:own-appointment", secret)
            except operations.NotThere:
                errors = [("main", gettext("This cannot be done any more: the appointment has begun."))]
    context = {
        "one": presenters.shown(found),
        "secret": secret,
        "code": presenters.spelt(appointments.code_of(found.id)),
        "stands": found.stands(at=at),
        "errors": errors,
        "reminded": [presenters.reminding(way) for way in found.reminders],
        "lines": _lines(),
    }
    return render(request, "mediation/booking_own.html", context, status=422 if errors else 200)


@limits.at_most(burst=40, per_minute=20)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, secret: str) -> HttpResponse:
    """Another time at the same place; the first one is given back."""
    found, at = appointments.by_secret(secret), clock.now()
    if found is None or not found.stands(at=at) or found.opening is None:
        return _gone(request)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        wanted, sequence = forms.slot(request.POST.dict()), request.POST.get("sequence", "")
        if wanted and sequence.isascii() and sequence.isdigit() and len(sequence) < 5:
            try:
                operations.move(
                    at=at,
                    number=found.id,
                    sequence=int(sequence),
                    opening=wanted[0],
                    starts_at=wanted[1],
                    links=links(request),
                )
                return redirect("mediation:own-appointment", secret)
            except (operations.Taken, operations.NotThere):
                errors = [("times", gettext("This time has just been taken. Choose another one."))]
    one, slots = _offered(found.opening, at=at, without=found.id)
    slots = [slot for slot in slots if slot.span.starts_at != found.starts_at.astimezone(dt.UTC)]
    context = {"one": presenters.shown(found), "secret": secret, "errors": errors, **_week(request, slots)}
    context |= {"lines": _lines(), "phone": presenters.national(one.phone) if one else ""}
    return render(request, "mediation/booking_move.html", context, status=409 if errors else 200)


@limits.at_most(burst=40, per_minute=20)
@agents.private
@require_safe
def ics(request: HttpRequest, secret: str) -> HttpResponse:
    """For a calendar: opened again after a move or a cancellation, it corrects what is there."""
    found = appointments.by_secret(secret)
    if found is None:
        return _gone(request)
    name = gettext("appointment")
    return HttpResponse(
        calendars.calendar_of(found),
        content_type=calendars.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )


@limits.at_most(burst=12, per_minute=3)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Back to an appointment by the code noted on paper, and the phone if one was given."""
    form = Form({})
    if request.method == "POST":
        code, phone, mistakes = forms.code(request.POST.dict())
        if not mistakes:
            found = appointments.by_code(code, phone=phone)
            if found is not None:
                return redirect("mediation:own-appointment", appointments.secret_of(found.id))
            words = gettext("No appointment has this code and this phone. Check both, or call us.")
            mistakes = [Mistake("code", "code", words)]
        form = Form(request.POST.dict(), mistakes)
    fields = [
        form.field("code", gettext("The code of the appointment"), hint=gettext("For example K7M2 PQ4R"), longest=20),
        form.field(
            "phone",
            gettext("The phone given for the appointment"),
            "tel",
            hint=gettext("Leave it empty if you gave none."),
            mode="tel",
            longest=30,
        ),
    ]
    context = {"fields": fields, "errors": form.errors, "lines": _lines()}
    return render(request, "mediation/booking_find.html", context, status=422 if form.errors else 200)


@limits.at_most(burst=20, per_minute=5)
@require_http_methods(["GET", "HEAD", "POST"])
def wait(request: HttpRequest, number: int) -> HttpResponse:
    """No time suits: a phone, until a day; somebody of the team calls."""
    one = openings.opening(number)
    if one is None or not one.is_public:
        return _gone(request)
    form, operation = Form({}), uuid.uuid4()
    if request.method == "POST":
        here = territories.commune(one.commune)
        read = forms.waits(request.POST.dict(), department=here.department if here else "", on=clock.today())
        operation = read.operation or operation
        if not read.mistakes and read.until_on:
            secret = waits.ask(
                at=clock.now(),
                operation=operation,
                opening=one.id,
                contact=read.contact,
                until_on=read.until_on,
                is_phone_of_relative=read.is_phone_of_relative,
                language=_language(),
            )
            return redirect("mediation:own-wait", secret or "sent")
        form = Form(request.POST.dict(), read.mistakes)
    untils = [
        ("14", gettext("For two weeks"), ""),
        ("30", gettext("For a month"), ""),
        ("60", gettext("For two months"), ""),
    ]
    fields = [
        form.field("phone", gettext("The phone number that we are to call"), "tel", mode="tel", longest=30),
        form.field("name", gettext("First name, or any name you like"), hint=gettext("Not required."), longest=80),
        form.choice("until", gettext("How long may we call you?"), untils, value="30"),
    ]
    context = {"one": one, "where": presenters.where(one), "fields": fields, "errors": form.errors}
    context["operation"] = operation
    return render(request, "mediation/booking_wait.html", context, status=422 if form.errors else 200)


@limits.at_most(burst=40, per_minute=20)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def own_wait(request: HttpRequest, secret: str) -> HttpResponse:
    """What comes next, and how to wait no longer."""
    found = appointments.wait_by_secret(secret)
    if found is not None and request.method == "POST":
        waits.withdraw(at=clock.now(), number=found.id)
        found = None
        return render(request, "mediation/booking_waited.html", {"is_over": True, "lines": _lines()})
    if found is None and secret != "sent":  # noqa: S105  a form sent twice has no second link
        return _gone(request)
    context = {"wait": found, "until": found.until_on if found else None, "lines": _lines()}
    return render(request, "mediation/booking_waited.html", context)
