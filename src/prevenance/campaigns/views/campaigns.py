"""Campaigns of the team: the list, the health year, one prepared and changed, its page, its kits."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.campaigns.choices.health_year import moments
from prevenance.campaigns.forms import campaigns as forms
from prevenance.campaigns.operations import campaigns as operations
from prevenance.campaigns.presenters import campaigns as presenters
from prevenance.campaigns.presenters import effects
from prevenance.campaigns.presenters import measure as measure_words
from prevenance.campaigns.queries import campaigns as queries
from prevenance.campaigns.queries import measure
from prevenance.campaigns.queries.ready_campaigns import ready_campaigns
from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake, one
from prevenance.people import queries as people

MANY = 20  # campaigns on a page


def posted_by(request: HttpRequest) -> dict[str, list[str]]:
    return {key: [str(told) for told in values] for key, values in request.POST.lists()}


def not_found(request: HttpRequest) -> HttpResponse:
    """Outside the scope: as if it were not there."""
    return render(request, "kit/errors/404.html", status=404)


def _teams(agent: people.Access) -> dict[int, tuple[str, str]]:
    return people.employers(agent.organisations(queries.RUN))


@limits.at_most(burst=60, per_minute=40)
@agents.only(queries.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def campaigns(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """The team's, and the ready ones: one press makes a draft of the team's own."""
    teams, posted = _teams(agent), posted_by(request)
    if request.method == "POST":
        key, organisation = one(posted, "ready"), forms.number(one(posted, "organisation"))
        if key not in ready_campaigns() or organisation not in teams:
            return not_found(request)
        number = operations.prepare_ready(
            by=agent,
            at=clock.now(),
            operation=forms.operation(posted),
            organisation=organisation,
            key=key,
            speaker=teams[organisation][0][:80],
        )
        return redirect("campaigns:campaign", number)
    page = max(1, forms.number(request.GET.get("page", "1")))
    found = queries.campaigns(agent, on=clock.today())
    rows = found[(page - 1) * MANY : page * MANY]
    context = {
        "agent": agent,
        "campaigns": [presenters.line(row) for row in rows],
        "ready": ready_campaigns().values(),
        "teams": [(number, name) for number, (name, _) in teams.items()],
        "operation": uuid.uuid4(),
        "number": page,
        "before": page - 1,
        "after": page + 1 if len(found) > page * MANY else 0,
    }
    return render(request, "campaigns/campaigns.html", context)


@agents.only(queries.RUN)
@require_safe
def health_year(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """The moments of the twelve months to come, each with its source."""
    on = clock.today()
    context = {"agent": agent, "moments": presenters.year(on, queries.campaigns(agent, on=on))}
    return render(request, "campaigns/health_year.html", context)


@limits.at_most(burst=60, per_minute=40)
@agents.only(queries.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """One screen; from the health year its name and days are there already. Sent twice, it is prepared once."""
    teams, posted = _teams(agent), posted_by(request)
    if not teams:
        return not_found(request)
    if request.method != "POST":
        return _form(request, agent, _begun(request, teams), teams=teams, operation=uuid.uuid4())
    read = forms.campaign(posted, organisations=list(teams))
    if read.draft is not None:
        number = operations.prepare(
            by=agent, at=clock.now(), operation=read.operation, organisation=read.organisation, draft=read.draft
        )
        return redirect("campaigns:campaign", number)
    return _form(request, agent, posted, read.mistakes, teams=teams, operation=read.operation)


def _begun(request: HttpRequest, teams: dict[int, tuple[str, str]]) -> dict[str, list[str]]:
    moment = moments().get(request.GET.get("moment", ""))
    begun = {"speaker": [next(iter(teams.values()))[0][:80]]}
    if moment is None:
        return begun
    first, last = moment.next_days(clock.today())
    last = max(last, first + dt.timedelta(days=6))
    days = {"starts_on": [first.isoformat()], "ends_on": [last.isoformat()]}
    return begun | days | {"moment": [moment.key], "fr-name": [moment.name.fr[:80]], "en-name": [moment.name.en[:80]]}


@limits.at_most(burst=60, per_minute=40)
@agents.only(queries.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """The same screen, with what was typed."""
    found = queries.campaign(agent, number, on=clock.today())
    if found is None or not presenters.may(found)["change"]:
        return not_found(request)
    teams = people.employers([found.organisation])
    context: dict[str, Any] = {"teams": teams, "number": number, "operation": "", "version": found.version}
    if request.method != "POST":
        return _form(request, agent, forms.typed(found.draft), **context)
    posted = posted_by(request)
    read = forms.campaign(posted, organisations=list(teams))
    if read.draft is not None:
        try:
            operations.change(by=agent, at=clock.now(), number=number, seen=read.seen, draft=read.draft)
            return redirect("campaigns:campaign", number)
        except operations.ChangedSince:
            words = gettext("Somebody changed this campaign meanwhile. Read it again, then send yours.")
            read.wrong("fr-name", words)
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
    shown = presenters.form(posted, mistakes, organisations={key: name for key, (name, _) in teams.items()})
    context |= {"agent": agent, "form": shown, "errors": shown["errors"]}
    return render(request, "campaigns/campaign_form.html", context, status=422 if mistakes else 200)


@limits.at_most(burst=120, per_minute=60)
@agents.only(queries.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """What it is for, its messages and their kits, what it costs, and what can be done."""
    on = clock.today()
    found = queries.campaign(agent, number, on=on)
    if found is None:
        return not_found(request)
    posted = posted_by(request)
    mistakes: tuple[Mistake, ...] = ()
    refused: tuple[str, ...] = ()
    if request.method == "POST":
        mistakes, refused = _act(agent, number, posted)
        if not mistakes and not refused:
            return redirect("campaigns:campaign", number)
        found = queries.campaign(agent, number, on=on) or found
    fields, errors = presenters.cost_fields(posted, mistakes)
    shared, lines = presenters.shared(presenters.message_lines(found, on=on))
    context = {
        "agent": agent,
        "one": presenters.details(found),
        "lines": lines,
        "shared": shared,
        "choosable": presenters.choosable(found, queries.choosable(agent, found.organisation)),
        "may": presenters.may(found),
        "fields": fields,
        "errors": errors,
        "refused": refused,
        "operation": forms.operation(posted) if mistakes else uuid.uuid4(),
        "has_page": bool(queries.public_campaign(found.code, on=on)),
        "measure": measure_words.page(measure.measured(found, on=on)),
        "effect": effects.told(found, on),
    }
    return render(request, "campaigns/campaign.html", context, status=422 if mistakes or refused else 200)


def _act(agent: people.Access, number: int, posted: forms.Posted) -> tuple[tuple[Mistake, ...], tuple[str, ...]]:
    """Does what was pressed; gives what was wrong in the form of costs, and why the rest was refused."""
    told: dict[str, Any] = {"by": agent, "at": clock.now(), "number": number}
    what = one(posted, "do")
    simple = {
        "plan": operations.plan,
        "take": operations.take_words,
        "start": operations.start,
        "stop": operations.stop,
        "undo": operations.undo_stop,
    }
    try:
        if what in simple:
            simple[what](**told)
        elif what == "choose":
            chosen = [forms.number(each) for each in posted.get("messages", ())]
            operations.choose_messages(chosen=chosen, **told)
        elif what == "cost":
            read = forms.cost(posted)
            if read.mistakes:
                return read.mistakes, ()
            told |= {"heading": read.heading, "cents": read.cents, "paid_to": read.paid_to}
            operations.note_cost(operation=forms.operation(posted), **told)
        elif what in ("cost_away", "cost_back"):
            cost = forms.number(one(posted, "cost"))
            operations.remove_cost(cost=cost, back=what == "cost_back", **told)
        else:
            return (), (gettext("Choose what to do."),)
    except operations.MayNotBePlanned as reasons:
        return (), tuple(dict.fromkeys(presenters.refusal(why) for why in reasons.refusals))
    except (operations.NotThere, ValueError):
        return (), (gettext("This cannot be done now."),)
    return (), ()
