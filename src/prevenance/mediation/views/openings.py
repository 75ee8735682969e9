"""An agent's own hours and absences."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import dates
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.mediation.choices import Field as Vocabulary
from prevenance.mediation.choices import PlaceKind, value
from prevenance.mediation.choices.appointments import CAPACITY_MOST
from prevenance.mediation.forms import openings as forms
from prevenance.mediation.operations import openings as operations
from prevenance.mediation.presenters import agenda as presenters
from prevenance.mediation.presenters import appointments as words
from prevenance.mediation.queries import appointments, openings
from prevenance.people import queries as people
from prevenance.people.presenters.fields import Field, Form

YEAR = dt.timedelta(days=366)
MORE = ("every_weeks", "capacity", "starts_on", "ends_on", "notice_hours", "phone")


def _teams(agent: people.Access) -> dict[int, str]:
    return {key: name for key, (name, _) in people.employers(agent.organisations(openings.ACTION)).items()}


@limits.at_most(burst=60, per_minute=40)
@agents.only(openings.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """My hours, my absences; an absence is noted here."""
    at, today, form, number = clock.now(), clock.today(), Form({}), agent.account_id or 0
    zone = openings.zone_of_agent(number, on=today)
    if request.method == "POST":
        read = forms.absence(request.POST.dict(), zone=zone, on=today)
        if not read.mistakes and read.starts_at and read.ends_at:
            operations.be_absent(by=agent, at=at, starts_at=read.starts_at, ends_at=read.ends_at)
            return redirect("mediation:openings")
        form = Form(request.POST.dict(), read.mistakes)
    away = openings.absences_of(number, at=at)
    booked = appointments.appointments(agent, since=at, until=at + YEAR, only=number) if away else ()
    names = appointments.names(agent, [one.person for one in booked])
    context = {
        "agent": agent,
        "openings": [presenters.hours(one) for one in openings.openings_of(number, on=today)],
        "absences": [(one.id, presenters.away(one, zone)) for one in away],
        "to_call": [
            presenters.line(names, each, at=at)
            for each in booked
            if each.stands(at=at) and any(one.starts_at <= each.starts_at < one.ends_at for one in away)
        ],
        "fields": _absence_fields(form),
        "errors": form.errors,
    }
    return render(request, "mediation/openings.html", context, status=422 if form.errors else 200)


@agents.only(openings.ACTION)
@require_POST
def back(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Takes an absence away."""
    try:
        operations.be_back(by=agent, at=clock.now(), number=number)
    except operations.NotAllowed:
        return render(request, "kit/errors/404.html", status=404)
    return redirect("mediation:openings")


@limits.at_most(burst=60, per_minute=40)
@agents.only(openings.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """New weekly hours."""
    return _form(request, agent, None)


@limits.at_most(burst=60, per_minute=40)
@agents.only(openings.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """The same screen, with what was typed; or their last day."""
    found = openings.opening(number)
    if found is None or found.agent_id != agent.account_id:
        return render(request, "kit/errors/404.html", status=404)
    if request.method == "POST" and request.POST.get("do") == "end":
        operations.end_hours(by=agent, at=clock.now(), number=number, on=clock.today())
        return redirect("mediation:openings")
    return _form(request, agent, found)


def _form(request: HttpRequest, agent: people.Access, found: openings.Receiving | None) -> HttpResponse:
    at, teams = clock.now(), _teams(agent)
    first = {"place_kind": str(PlaceKind.ACTIVITY_PLACE), "public": forms.TRUE, "starts_on": clock.today().isoformat()}
    form = Form(forms.typed(found) if found else first | {"slot_minutes": "45", "notice_hours": "24"})
    if request.method == "POST":
        posted = request.POST.dict()
        if found:
            posted["organisation"] = str(found.organisation_id)
        read = forms.opening(posted, organisations=teams, on=clock.today())
        mistakes = list(read.mistakes)
        if read.draft is not None:
            try:
                if found:
                    operations.change_hours(by=agent, at=at, number=found.id, draft=read.draft)
                else:
                    operations.open_hours(by=agent, at=at, draft=read.draft)
                return redirect("mediation:openings")
            except operations.Overlaps:
                said = gettext("You receive already on one of these days at these hours: change the days or the hours.")
                mistakes.append(Mistake("from_time", "from_time", said))
            except operations.NotAllowed:
                mistakes.append(Mistake("commune", "commune", gettext("This commune is not in your area.")))
        form = Form(posted, mistakes)
    context: dict[str, Any] = {
        "agent": agent,
        "number": found.id if found else 0,
        "where": words.where(found) if found else "",
        "weekdays": [
            (day, str(dates.WEEKDAYS[day - 1]), form.typed.get(f"weekday-{day}") == forms.TRUE) for day in range(1, 8)
        ],
        "weekdays_error": next((one.words for one in form.mistakes if one.fact == "weekdays"), ""),
        "fields": [*_when(form), *_place(form, teams if not found else {})],
        "more": _more(form),
        "more_open": bool(found) or any(one.fact in MORE for one in form.mistakes),
        "ticks": _ticks(form),
        "public_error": next((one.words for one in form.mistakes if one.fact == "public"), ""),
        "errors": form.errors,
    }
    return render(request, "mediation/opening.html", context, status=422 if form.mistakes else 200)


def _when(form: Form) -> list[Field]:
    each = [(str(many), gettext("%(many)s minutes") % {"many": many}, "") for many in forms.SLOT_MINUTES]
    return [
        form.field("from_time", gettext("From"), "time", longest=5),
        form.field("until_time", gettext("To"), "time", longest=5),
        form.choice("slot_minutes", gettext("Each appointment lasts"), each, kind="select"),
    ]


def _place(form: Form, teams: dict[int, str]) -> list[Field]:
    kinds = [
        (str(PlaceKind.ACTIVITY_PLACE), str(value(Vocabulary.PLACE_KINDS, PlaceKind.ACTIVITY_PLACE)), ""),
        (str(PlaceKind.REMOTE), gettext("By phone"), ""),
        (str(PlaceKind.HOME), gettext("At people's homes"), ""),
    ]
    found = [
        form.choice("place_kind", gettext("Where do you receive?"), kinds),
        form.field("place_name", gettext("Name of the place"), longest=200),
        form.field("commune", gettext("Commune, or its INSEE code"), longest=80),
    ]
    if len(teams) > 1:
        offered = [(str(number), name, "") for number, name in teams.items()]
        found.insert(0, form.choice("organisation", gettext("Organisation"), offered, kind="select"))
    return found


def _more(form: Form) -> list[Field]:
    """What has a usual answer: folded away."""
    weeks = [("1", gettext("Every week"), "")]
    weeks += [(str(many), gettext("One week in %(weeks)s") % {"weeks": many}, "") for many in (2, 3, 4)]
    people_at_once = [(str(many), str(many), "") for many in range(1, CAPACITY_MOST + 1)]
    named = (gettext("None"), gettext("2 hours"), gettext("A day"), gettext("2 days"), gettext("A week"))
    notices = [(str(many), words, "") for many, words in zip(forms.NOTICES, named, strict=True)]
    shown = gettext("Of the place: everybody sees it. Not required.")
    return [
        form.choice("every_weeks", gettext("How often?"), weeks, kind="select"),
        form.choice("capacity", gettext("How many people at a time?"), people_at_once, kind="select"),
        form.field("starts_on", gettext("First day"), "date", longest=10),
        form.field("ends_on", gettext("Last day"), "date", hint=gettext("Empty: no end."), longest=10),
        form.choice("notice_hours", gettext("Between booking and coming, at least"), notices, kind="select"),
        form.field("phone", gettext("A phone number to show"), "tel", hint=shown, mode="tel", longest=30),
    ]


def _ticks(form: Form) -> list[tuple[str, str, bool]]:
    return [
        ("public", gettext("Residents may book by themselves, on the site"), form.typed.get("public") == forms.TRUE),
        ("holidays", gettext("Open on public holidays too"), form.typed.get("holidays") == forms.TRUE),
    ]


def _absence_fields(form: Form) -> list[Field]:
    return [
        form.field("first", gettext("First day away"), "date", longest=10),
        form.field("last", gettext("Last day away"), "date", hint=gettext("Empty: that day only."), longest=10),
        form.field("away_from", gettext("From an hour"), "time", hint=gettext("Empty: the whole day."), longest=5),
        form.field("away_until", gettext("Until an hour"), "time", hint=gettext("Empty: the whole day."), longest=5),
    ]
