"""Those who supervise relays: who asks, who comes to a training, who signs again, what is said to be reached."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.mediation.choices import relay_states
from prevenance.mediation.choices.relay_states import State
from prevenance.mediation.forms import relays as forms
from prevenance.mediation.operations import relays as operations
from prevenance.mediation.operations import trainings
from prevenance.mediation.presenters import relay_sections
from prevenance.mediation.presenters import relays as presenters
from prevenance.mediation.queries import relays as queries
from prevenance.people import queries as people
from prevenance.people.presenters.fields import Form

OURS = (State.TRAINED, State.ACTIVE, State.DECLINED, State.LEFT)  # what the team may say; the rest is the relay's
YEAR = dt.timedelta(days=365)


@limits.at_most(burst=60, per_minute=40)
@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def relays(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """Everybody in the scope, the trainings, and a form to announce one."""
    at = clock.now()
    operations.keep_up(at=at)
    organisations = _organisations(agent)
    read = forms.training(request.POST.dict(), zone=clock.PARIS)
    mistakes = read.mistakes if request.method == "POST" else []
    if request.method == "POST" and not mistakes and read.starts_at is not None:
        given = request.POST.get("organisation", "")
        chosen = int(given) if given.isascii() and given.isdigit() else next(iter(organisations), 0)
        try:
            number = trainings.announce(
                by=agent,
                at=at,
                organisation_id=chosen,
                starts_at=read.starts_at,
                place_name=read.place_name,
                commune=read.commune,
                capacity=read.capacity,
            )
            return redirect("mediation:training", number)
        except operations.NotAllowed:
            mistakes = [Mistake("commune", "commune", gettext("This commune is not in your area."))]
    sheets = queries.relays(agent)
    form = Form(request.POST.dict() if mistakes else {}, mistakes)
    context = {
        "agent": agent,
        "relays": [presenters.shown(one, on=at.date()) for one in sheets],
        "reach": queries.reach(sheets, since=at.date() - YEAR, until=at.date() + dt.timedelta(days=1)),
        "trainings": queries.trainings(agent),
        "fields": _training_fields(form, organisations),
        "errors": form.errors,
    }
    return render(request, "mediation/relays.html", context, status=422 if mistakes else 200)


def _organisations(agent: people.Access) -> dict[int, str]:
    found = ((number, people.organisation(agent, number)) for number in sorted(agent.organisations(queries.ACTION)))
    return {number: team.name for number, team in found if team}


def _training_fields(form: Form, organisations: dict[int, str]) -> list[object]:
    fields: list[object] = [
        form.field("day", gettext("Day"), "date"),
        form.field("hour", gettext("Hour"), "time"),
        form.field("place_name", gettext("Where is it?"), longest=200),
        form.field("commune", gettext("Commune"), longest=80),
        form.field("capacity", gettext("How many seats?"), mode="numeric", longest=3),
    ]
    if len(organisations) > 1:
        offered = [(str(number), name, "") for number, name in organisations.items()]
        fields.append(form.choice("organisation", gettext("Organisation"), offered, kind="select"))
    return fields


@limits.at_most(burst=60, per_minute=40)
@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def relay(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """One relay: call, seat, train, open, renew, stop."""
    found = queries.relay(agent, number)
    if found is None:
        return render(request, "kit/errors/404.html", status=404)
    link, errors = "", list[tuple[str, str]]()
    if request.method == "POST":
        try:
            link = _act(request, agent, found)
        except (operations.Impossible, operations.NotAllowed, ValueError):
            errors = [("main", gettext("This cannot be done now. Look at what comes next, below."))]
        if not link and not errors:
            return redirect("mediation:relay", number)
        found = queries.relay(agent, number) or found
    takers = queries.takers(agent, found.commune_code) if found.state is State.APPLIED else frozenset()
    after = [one for one in relay_states.after(found.state) if one in OURS]
    if not found.has_come:
        after = [one for one in after if one is not State.TRAINED]
    context = {
        "agent": agent,
        "shown": presenters.shown(found, on=clock.today()),
        "is_gone": found.state in relay_states.FINAL,
        "takers": [(key, name) for key, name in _organisations(agent).items() if key in takers],
        "after": [(one.value, presenters.state(one)) for one in after],
        "trainings": _free(agent, found),
        "signed": found.signed,
        "link": link,
        "errors": errors,
        "sections": relay_sections.sections(agent, number),
    }
    return render(request, "mediation/relay.html", context, status=422 if errors else 200)


def _free(agent: people.Access, found: queries.Sheet) -> list[queries.Meeting]:
    if found.state not in trainings.MAY_COME:
        return []
    return [
        one
        for one in queries.trainings(agent)
        if one.organisation_id == found.organisation_id
        and not one.is_full
        and one.starts_at > clock.now()
        and found.id not in {seat[0] for seat in one.seats}
    ]


def _act(request: HttpRequest, agent: people.Access, found: queries.Sheet) -> str:
    """Does what was pressed. Gives the relay's new link, when that was asked: it is shown once."""
    at, posted = clock.now(), request.POST
    if posted.get("do") == "link":
        secret = operations.give_link(by=agent, at=at, relay_id=found.id)
        return request.build_absolute_uri(reverse("mediation:relay-own", args=[secret]))
    if posted.get("training"):
        trainings.seat(by=agent, training_id=int(posted["training"]), relay_id=found.id)
    elif posted.get("organisation"):
        operations.verify(by=agent, at=at, relay_id=found.id, organisation_id=int(posted["organisation"]))
    else:
        operations.become(by=agent, at=at, relay_id=found.id, state=State(posted.get("state", "")))
    return ""


@limits.at_most(burst=60, per_minute=40)
@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def training(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Who has a seat, and who came."""
    found = queries.training(agent, number)
    if found is None:
        return render(request, "kit/errors/404.html", status=404)
    errors = list[tuple[str, str]]()
    if request.method == "POST":
        came, absent = request.POST.get("came", ""), request.POST.get("absent", "")
        try:
            trainings.attend(
                by=agent, at=clock.now(), training_id=number, relay_id=int(came or absent), has_come=bool(came)
            )
            return redirect("mediation:training", number)
        except (operations.Impossible, operations.NotAllowed, ValueError):
            errors = [("main", gettext("This cannot be done now."))]
    context = {"agent": agent, "training": found, "has_begun": found.starts_at <= clock.now(), "errors": errors}
    return render(request, "mediation/training.html", context, status=422 if errors else 200)
