"""Mon espace santé: the page for all, and the agents' record of where people stand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.mediation.choices import contents, path_steps
from prevenance.mediation.forms import paths as forms
from prevenance.mediation.operations import paths as operations
from prevenance.mediation.presenters import paths as presenters
from prevenance.mediation.queries import paths as queries
from prevenance.mediation.queries.appointments import names
from prevenance.people import queries as people
from prevenance.people.presenters.fields import Form

MANY = 20  # people on a page


@require_safe
def step_by_step(request: HttpRequest) -> HttpResponse:
    """What it is, what to bring, how to say no, what a helper may do, scams. The same page for everybody."""
    name = path_steps.FILE
    given = contents.given(name)
    response = render(
        request,
        "mediation/step_by_step.html",
        {
            "heading": contents.text(given["title"]),
            "lead": contents.text(given["lead"]),
            "sections": contents.sections(name),
            "review": contents.review(name),
        },
    )
    patch_cache_control(response, no_cache=True)
    return response


@limits.at_most(burst=60, per_minute=40)
@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def paths(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """Whom to ask something today, where everybody stands, and a new path."""
    organisations = {
        team.id: team.name
        for number in sorted(agent.organisations(queries.ACTION))
        if (team := people.organisation(agent, number))
    }
    read = forms.begin(request.POST.dict(), organisations=organisations)
    mistakes = read.mistakes if request.method == "POST" else []
    if request.method == "POST" and not mistakes:
        try:
            number = operations.begin(
                by=agent,
                at=clock.now(),
                organisation_id=read.organisation,
                commune=read.commune,
                on=clock.today(),
                label=read.label,
                found=read.found,
            )
            return redirect("mediation:path", number)
        except operations.NotAllowed:
            words = gettext("This commune is not in your area.")
            mistakes = [Mistake("commune", "commune", words)]
    on = clock.today()
    standings = queries.paths(agent)
    open_ones, due = presenters.counted(standings, on=on)
    asked = request.GET.get("page", "1")
    page = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    listed = standings[(page - 1) * MANY : page * MANY]
    known = names(agent, [one.person for one in listed if one.person])
    form = Form(request.POST.dict() if request.method == "POST" else {}, mistakes)
    context = {
        "agent": agent,
        "paths": [presenters.shown(one, on=on, name=known.get(one.person, "")) for one in listed],
        "before": page - 1,
        "after": page + 1 if len(standings) > page * MANY else 0,
        "open": open_ones,
        "due": due,
        "fields": _fields(form, organisations),
        "errors": form.errors,
    }
    return render(request, "mediation/paths.html", context, status=422 if mistakes else 200)


def _fields(form: Form, organisations: dict[int, str]) -> list[object]:
    label = form.field(
        "label",
        gettext("First name, or a number of yours (not required)"),
        hint=gettext("Only to recognise the person. We erase it after four months. Never a phone number."),
        longest=forms.LABEL_MOST,
    )
    commune = form.field("commune", gettext("Commune where you met"), longest=80)
    known = [("", gettext("I do not know"), ""), *((key, str(one), "") for key, one in path_steps.found().items())]
    found = form.choice("found", gettext("How was the space?"), known, kind="select")
    if len(organisations) < 2:
        return [label, commune, found]
    offered = [(str(number), name, "") for number, name in organisations.items()]
    return [label, commune, found, form.choice("organisation", gettext("Organisation"), offered, kind="select")]


@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def path(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """One person's steps; each press of a button notes one."""
    found = queries.path(agent, number)
    if found is None:
        return render(request, "kit/errors/404.html", status=404)
    on, errors = clock.today(), list[tuple[str, str]]()
    if request.method == "POST":
        read = forms.note(request.POST.dict(), on=on, begun_on=found.begun_on)
        if not read.mistakes:
            _write(agent, number, read)
            return redirect("mediation:path", number)
        errors = [(one.goal, one.words) for one in read.mistakes]
    context = {
        "agent": agent,
        "number": number,
        "shown": presenters.shown(
            found, on=on, name=names(agent, [found.person] if found.person else []).get(found.person, "")
        ),
        "steps": presenters.steps_of(found),
        "endings": path_steps.endings(),
        "reasons": path_steps.reasons(),
        "today": on.isoformat(),
        "errors": errors,
    }
    return render(request, "mediation/path.html", context, status=422 if errors else 200)


def _write(agent: people.Access, number: int, read: forms.Note) -> None:
    at = clock.now()
    if read.step:
        operations.reach(by=agent, at=at, path_id=number, step=read.step, on=read.on, is_reached=read.is_reached)
    elif read.undo:
        operations.unreach(by=agent, at=at, path_id=number, step=read.undo)
    else:
        ending = "" if read.ending == "open" else read.ending
        operations.end(by=agent, at=at, path_id=number, ending=ending, on=read.on, why=read.why)
