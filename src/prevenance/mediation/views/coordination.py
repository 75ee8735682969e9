"""Coordination: meetings of professionals, events, partnerships; and the tags of a team."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.mediation.choices import Field, values
from prevenance.mediation.forms import coordination as forms
from prevenance.mediation.forms import period
from prevenance.mediation.operations import coordination as operations
from prevenance.mediation.presenters import coordination as presenters
from prevenance.mediation.presenters import exports
from prevenance.mediation.queries import coordination as queries
from prevenance.mediation.queries import tags as tag_queries
from prevenance.mediation.views.figures import KINDS, sent
from prevenance.people import queries as people
from prevenance.territories.queries.register import department_of

MANY = 30
ACTION = queries.COORDINATE


def _teams(agent: people.Access) -> dict[int, tuple[str, str]]:
    return people.employers(agent.organisations(ACTION))


@agents.only(ACTION)
@require_safe
def activities(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """Those of the scope, the last first, and the three kinds to note."""
    asked = request.GET.get("page", "1")
    number = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    found = queries.activities(agent)
    shown = found[(number - 1) * MANY : number * MANY]
    context = {
        "agent": agent,
        "activities": [presenters.line(one) for one in shown],
        "kinds": list(values(Field.COORDINATION_KINDS).values()),
        "before": number - 1,
        "after": number + 1 if len(found) > number * MANY else 0,
    }
    return render(request, "mediation/coordination.html", context)


def _form(
    request: HttpRequest,
    agent: people.Access,
    posted: forms.Posted,
    kind: str,
    mistakes: Sequence[Mistake] = (),
    **context: Any,
) -> HttpResponse:
    teams = {number: name for number, (name, _) in _teams(agent).items()}
    offered = list(dict.fromkeys(one.name for one in tag_queries.team_tags(teams)))
    shown = presenters.page(posted, mistakes, kind, organisations=teams, tags=offered)
    context |= {"agent": agent, "form": shown, "errors": shown.errors}
    return render(request, "mediation/coordination_note.html", context, status=422 if mistakes else 200)


@limits.at_most(burst=60, per_minute=30)
@agents.only(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, agent: people.Access, kind: str) -> HttpResponse:
    """One screen for each kind. Sent twice, it is written once."""
    if kind not in values(Field.COORDINATION_KINDS):
        return render(request, "kit/errors/404.html", status=404)
    teams = _teams(agent)
    if request.method != "POST":
        first = next(iter(teams.values()), ("", ""))[1]
        return _form(request, agent, {"commune": [first]}, kind, operation=uuid.uuid4())
    posted = {key: [str(one) for one in told] for key, told in request.POST.lists()}
    read = forms.read(posted, kind, organisations=teams, on=clock.today())
    operation = read.operation or uuid.uuid4()
    mistakes = list(read.mistakes)
    if read.activity is not None:
        try:
            number = operations.note(by=agent, at=clock.now(), operation=operation, activity=read.activity)
            return redirect("mediation:coordination-one", number)
        except (operations.NotAllowed, operations.Impossible):
            mistakes.append(Mistake("commune", "commune", gettext("This commune is not in your area.")))
    return _form(request, agent, posted, kind, mistakes, operation=operation)


@agents.only(ACTION)
@require_safe
def activity(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """What was written, and for ten minutes a button that puts back one removed."""
    found = queries.activity(agent, number)
    if found is None or (found.removed_at and not queries.may_undo(found, at=clock.now())):
        return render(request, "kit/errors/404.html", status=404)
    context = {
        "agent": agent,
        "one": presenters.line(found),
        "rows": presenters.rows(found.activity),
        "removed": bool(found.removed_at),
    }
    return render(request, "mediation/coordination_one.html", context)


@agents.only(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """The same screen, with what was written."""
    found = queries.activity(agent, number)
    if found is None or found.removed_at:
        return render(request, "kit/errors/404.html", status=404)
    kind = found.activity.kind
    if request.method != "POST":
        return _form(request, agent, forms.typed(found.activity), kind, number=number)
    posted = {key: [str(one) for one in told] for key, told in request.POST.lists()}
    posted["organisation"] = [str(found.activity.organisation)]
    read = forms.read(posted, kind, organisations=_teams(agent), on=clock.today())
    mistakes = list(read.mistakes)
    if read.activity is not None:
        try:
            operations.change(by=agent, at=clock.now(), number=number, activity=read.activity)
            return redirect("mediation:coordination-one", number)
        except (operations.NotAllowed, operations.Impossible):
            mistakes.append(Mistake("commune", "commune", gettext("This commune is not in your area.")))
    return _form(request, agent, posted, kind, mistakes, number=number)


@agents.only(ACTION)
@require_POST
def remove(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Takes it away, or puts it back within ten minutes."""
    try:
        if request.POST.get("back"):
            operations.put_back(by=agent, at=clock.now(), number=number)
        else:
            operations.remove(by=agent, at=clock.now(), number=number)
    except operations.NotThere:
        return render(request, "kit/errors/404.html", status=404)
    return redirect("mediation:coordination-one", number)


@limits.at_most(burst=30, per_minute=20)
@agents.only(ACTION)
@require_safe
def file(request: HttpRequest, agent: people.Access, kind: str) -> HttpResponse:
    """In La Coop's columns. The same months as the figures' page."""
    teams = _teams(agent)
    asked = period.asked(request.GET.dict(), organisations=teams, on=clock.today())
    if kind not in KINDS:
        return render(request, "kit/errors/404.html", status=404)
    found = queries.activities(agent, organisation=asked.organisation)
    kept = [one for one in reversed(found) if asked.first <= one.activity.held_on <= asked.last]
    shared = {one.name for one in tag_queries.team_tags([asked.organisation], with_closed=True)}
    rows = exports.coordination_table(kept, shared)
    return sent(rows, kind, f"coordination-{asked.first}-{asked.last}")


@limits.at_most(burst=60, per_minute=30)
@agents.only(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def tags(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """The tags of the team: given, closed, opened again."""
    teams = {number: name for number, (name, _) in _teams(agent).items()}
    mistake = _write_tag(request, agent, teams) if request.method == "POST" else ""
    if request.method == "POST" and not mistake:
        return redirect("mediation:tags")
    context = {
        "agent": agent,
        "organisations": list(teams.items()),
        "tags": [(one, teams.get(one.organisation, "")) for one in tag_queries.managed(agent)],
        "typed": request.POST.get("name", "")[:40],
        "error": mistake,
        "errors": [("name", mistake)] if mistake else [],
    }
    return render(request, "mediation/tags.html", context, status=422 if mistake else 200)


def _write_tag(request: HttpRequest, agent: people.Access, teams: dict[int, str]) -> str:
    """What is wrong, in words; "" when it is written."""
    at = clock.now()
    closing, given = request.POST.get("close", ""), request.POST.get("organisation", "")
    try:
        if closing.isascii() and closing.isdigit():
            operations.close_tag(by=agent, at=at, number=int(closing))
            return ""
        number = int(given) if given.isascii() and given.isdigit() else next(iter(teams), 0)
        operations.add_tag(
            by=agent,
            at=at,
            organisation=number,
            name=request.POST.get("name", ""),
            department=department_of(_teams(agent).get(number, ("", ""))[1]) if request.POST.get("department") else "",
        )
    except operations.Impossible:
        return gettext("Write a word.")
    except operations.TooMany:
        return gettext("There are forty tags already: nobody reads more.")
    except (operations.NotAllowed, operations.NotThere):
        return gettext("You may not change the tags of this team.")
    return ""
