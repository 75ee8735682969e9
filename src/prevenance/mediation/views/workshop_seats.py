"""Workshops open to all: around a commune, one of them, a seat asked for without an account, withdrawn with a code.

Nothing typed goes into an address, no cookie is set. The code is in the body of the pages only.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.kit import clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.mediation.choices.workshop_rules import LABEL_MOST, RESIDENT_SEATS_MOST
from prevenance.mediation.forms import workshops as forms
from prevenance.mediation.operations import seats
from prevenance.mediation.presenters import workshop_calendar
from prevenance.mediation.presenters import workshops as presenters
from prevenance.mediation.queries import seat_codes
from prevenance.mediation.queries import workshops as queries
from prevenance.mediation.views.workshops import not_found, posted_by, too_many
from prevenance.people.presenters.fields import Form
from prevenance.plans.forms import commune
from prevenance.plans.presenters import near as places

PRIVATE = "noindex, nofollow, noarchive"


@require_http_methods(["GET", "HEAD", "POST"])
@limits.at_most(burst=60, per_minute=60)
def near(request: HttpRequest) -> HttpResponse:
    """Workshops to come near a commune. The commune is sent in the body: no address holds it."""
    search = commune.read(request.POST.dict(), known="")
    here = search.chosen
    found = queries.near(here, at=clock.now()) if here else []
    context = {
        "search": search,
        "suggestions": places.suggestions(search.matches),
        "errors": ((("commune", search.mistake),) if search.mistake else ()),
        "commune": here,
        "workshops": [
            (presenters.line(sheet, away=away), presenters.left(sheet), presenters.themes(sheet))
            for sheet, away in found
        ],
    }
    return render(request, "mediation/workshops_near.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limits.at_most(burst=40, per_minute=20)
def one_open(request: HttpRequest, number: int) -> HttpResponse:
    """One workshop, and a form of three fields. The answer to the form shows the code, once."""
    at = clock.now()
    found = queries.open_workshop(number)
    if found is None:
        return not_found(request)
    read = forms.seats_asked(posted_by(request), most=RESIDENT_SEATS_MOST, with_phone=True)
    mistakes: list[Mistake] = []
    if request.method == "POST":
        mistakes = read.mistakes
        if not mistakes:
            try:
                seats.take(
                    at=at,
                    operation=read.operation,
                    workshop=number,
                    label=read.label,
                    phone=read.phone,
                    seats=read.seats,
                )
                return _seat(request, seat_codes.code(read.operation), is_new=True)
            except seats.TooMany as many:
                mistakes = [Mistake("seats", "seats", too_many(many.most))]
            except seats.Closed:
                mistakes = [Mistake("", "main", gettext("No seat can be asked for here any more."))]
    form = Form(request.POST.dict() if mistakes else {}, mistakes)
    context = {
        "one": found,
        "shown": presenters.line(found),
        "themes": presenters.themes(found),
        "level": presenters.level(found),
        "left": presenters.left(found),
        "is_open": found.is_open(at=at),
        "operation": read.operation if mistakes else uuid.uuid4(),
        "fields": _fields(form),
        "errors": form.errors,
    }
    return render(request, "mediation/workshop_open.html", context, status=422 if mistakes else 200)


def _fields(form: Form) -> list[object]:
    many = [(str(number), str(number), "") for number in range(1, RESIDENT_SEATS_MOST + 1)]
    return [
        form.choice("seats", gettext("How many seats?"), many, kind="select", value="1"),
        form.field(
            "label",
            gettext("Your first name, if you like"),
            hint=gettext("So that we can greet you. You may leave it empty."),
            longest=LABEL_MOST,
        ),
        form.field(
            "phone",
            gettext("Your phone, only to be told of a change"),
            hint=gettext("Not needed. We call only if a seat becomes free, or if the workshop moves or is cancelled."),
            kind="tel",
            longest=30,
        ),
    ]


@require_safe
@limits.at_most(burst=40, per_minute=40)
def calendar(request: HttpRequest, number: int) -> HttpResponse:
    """The file for a calendar: the same for everybody."""
    found = queries.open_workshop(number)
    if found is None:
        return not_found(request)
    page = request.build_absolute_uri(reverse("mediation:workshop-seat"))
    content = workshop_calendar.ics(found, page=page, at=clock.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="prevenance.ics"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@limits.at_most(burst=15, per_minute=6)
def seat(request: HttpRequest) -> HttpResponse:
    """With the code of one's seat: where one stands, and a button to withdraw."""
    code = request.POST.get("code", "")[:60]
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        if seats.withdraw_by_code(at=clock.now(), code=code):
            return _guarded(render(request, "mediation/workshop_withdrawn.html"))
        return _asks_code(request, code)
    return _seat(request, code) if request.method == "POST" else _asks_code(request, None)


def _seat(request: HttpRequest, code: str, *, is_new: bool = False) -> HttpResponse:
    held = seat_codes.held(code)
    if held is None:
        return _asks_code(request, code)
    sheet, mine = held
    context: dict[str, Any] = {
        "one": sheet,
        "shown": presenters.line(sheet),
        "stands": presenters.stands(mine),
        "waits": mine.waits,
        "seats": mine.seats,
        "code": " ".join((seat_codes.plain(code)[:5], seat_codes.plain(code)[5:])),
        "is_new": is_new,
        "is_open": sheet.is_open(at=clock.now()),
        "has_phone": mine.has_phone,
    }
    return _guarded(render(request, "mediation/workshop_seat.html", context))


def _asks_code(request: HttpRequest, typed: str | None) -> HttpResponse:
    """`typed`: None before anything was."""
    words = gettext("No seat has this code. Read it again: ten letters and digits. The workshop may be over.")
    mistakes = [Mistake("code", "code", words)] if typed is not None else []
    form = Form({"code": typed or ""}, mistakes)
    fields = [form.field("code", gettext("The code of your seat"), longest=20)]
    context = {"fields": fields, "errors": form.errors}
    status = 422 if mistakes else 200
    return _guarded(render(request, "mediation/workshop_code.html", context, status=status))


def _guarded(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = PRIVATE
    response["Cache-Control"] = "no-store"
    return response
