"""Keeping a plan without an account: paper, code, calendar, summary. The person holds it; we keep no copy."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from prevenance.kit import clock, limits, sealing
from prevenance.plans.forms import state as states
from prevenance.plans.presenters import calendar, paper
from prevenance.plans.presenters import plan as plans
from prevenance.plans.views import questions
from prevenance.plans.views.visit import Visit, posted, unopened


@posted
def take(visit: Visit) -> HttpResponse:
    """A link and a QR code that hold the sealed answers until a day that the person chooses."""
    days = _days(visit.posted.get("days", ""))
    until = visit.on + dt.timedelta(days=days)
    link = _link(visit, until)
    return visit.page(
        "plans/take.html",
        here="take",
        link=link,
        code=link.partition("#")[2],
        qr=paper.qr(link),
        until=until,
        days=days,
        periods=((30, gettext("1 month")), (90, gettext("3 months")), (365, gettext("1 year"))),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@limits.at_most(burst=30, per_minute=30)
def resume(request: HttpRequest) -> HttpResponse:
    """Opens a code taken along. It arrives in the body of a form: after `#` in an address, it is never sent."""
    if request.method != "POST":
        return render(request, "plans/resume.html")
    typed = request.POST.get("code", "").strip()
    token = typed.rpartition("#")[2]
    on = clock.today()
    if not token:
        return unopened(request, sealing.Unreadable())
    try:
        state = states.opened(token, on=on)
    except sealing.Unsealed as unsealed:
        return unopened(request, unsealed, typed=typed[:2000])
    return questions.show_plan(Visit(request, state, at=clock.now()))


@limits.at_most(burst=20, per_minute=20)
def paper_plan(request: HttpRequest) -> HttpResponse:
    """The plan as a tagged PDF."""
    return _paper(request)


@posted
def _paper(visit: Visit) -> HttpResponse:
    until = visit.on + dt.timedelta(days=states.TAKEN_ALONG_DAYS[1])
    page = plans.page(visit.plan(), visit.catalogue, visit.state.answers)
    document = paper.pdf(page, link=_link(visit, until), until=until, helping=visit.state.helping)
    name = gettext("my-prevention-plan")
    return _file(document, "application/pdf", f"{name}.pdf")


@posted
def calendar_file(visit: Visit) -> HttpResponse:
    """The dates of what comes, for any calendar; the titles say nothing of anybody's health unless it is asked for."""
    page = plans.page(visit.plan(), visit.catalogue, visit.state.answers)
    events = calendar.ics(
        page,
        person=f"{visit.state.answers.get('birth_date')}|{visit.state.answers.get('sex')}",
        key=sealing.derived_key(settings.SECRET_KEY, purpose="calendar"),
        named=visit.posted.get("named") == "yes",
        home=visit.request.build_absolute_uri(reverse("home")),
        at=visit.at,
    )
    return _file(events, "text/calendar; charset=utf-8", "prevention.ics")


@posted
def summary(visit: Visit) -> HttpResponse:
    """One page for the person who helps: what to do, where, whom to call, what remains to be asked."""
    page = plans.page(visit.plan(), visit.catalogue, visit.state.answers)
    return visit.page("plans/summary.html", here="summary", plan=page)


def _days(given: str) -> int:
    allowed = {str(days): days for days in states.TAKEN_ALONG_DAYS}
    return allowed.get(given, states.TAKEN_ALONG_DAYS[1])


def _link(visit: Visit, until: dt.date) -> str:
    address = visit.request.build_absolute_uri(reverse("plans:resume"))
    return f"{address}#{visit.state.sealed(on=visit.on, until=until)}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
