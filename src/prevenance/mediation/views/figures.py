"""Figures of an organisation: on screen, in files, by a link given to the funder."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from prevenance.kit import agents, clock, limits
from prevenance.kit.templatetags.kit import short_date
from prevenance.mediation.choices import Field, value, values
from prevenance.mediation.forms import period as forms
from prevenance.mediation.operations import shares as operations
from prevenance.mediation.presenters import exports
from prevenance.mediation.presenters import figures as presenters
from prevenance.mediation.queries import encounters, shares
from prevenance.mediation.queries import figures as queries
from prevenance.mediation.queries.small_cells import published
from prevenance.mediation.queries.tags import team_tags
from prevenance.people import queries as people
from prevenance.people.presenters import wording

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _asked(agent: people.Access, typed: Any) -> tuple[queries.Asked, dict[int, tuple[str, str]]]:
    mine = people.employers(agent.organisations(queries.ACTION))
    return forms.asked(typed, organisations=mine, on=clock.today()), mine


def _about(name: str, kind: str, where: str, first: dt.date, last: dt.date, on: dt.date) -> list[tuple[str, str]]:
    """The filters and the dates, in words."""
    both = gettext("one person or a group")
    return [
        (gettext("Organisation"), name),
        (gettext("Area"), where),
        (gettext("Period"), f"{short_date(first)} – {short_date(last)}"),
        (gettext("Kind of encounters"), str(value(Field.KINDS, kind)) if kind else both),
        (gettext("Figures of"), str(short_date(on))),
    ]


def _where(agent: people.Access, organisation: int) -> str:
    return wording.areas(agent.areas(queries.ACTION, organisation=organisation))


@agents.only(queries.ACTION)
@require_safe
def figures(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """Exact, for the team; the files and the links hide small numbers."""
    asked, mine = _asked(agent, request.GET.dict())
    found = queries.figures(agent, asked)
    if found is None:
        return render(request, "kit/errors/404.html", status=404)
    months = [
        (f"{day:%Y-%m}", formats.date_format(day, "F Y"))
        for day in _months(clock.today().replace(day=1), asked.first, asked.last)
    ]
    context = {
        "agent": agent,
        "asked": asked,
        "first": f"{asked.first:%Y-%m}",
        "last": f"{asked.last:%Y-%m}",
        "organisations": [(number, name) for number, (name, _) in mine.items()],
        "kinds": list(values(Field.KINDS).values()),
        "months": months,
        "about": _about(
            mine[asked.organisation][0],
            asked.kind,
            _where(agent, asked.organisation),
            asked.first,
            asked.last,
            clock.today(),
        ),
        "page": presenters.page(found),
        "shares": shares.shares(agent, asked.organisation, at=clock.now()),
        "may_see_acts": agent.may_somewhere(encounters.SEE),
    }
    return render(request, "mediation/figures.html", context)


def _months(last: dt.date, *shown: dt.date) -> list[dt.date]:
    """The last three years, and the months shown now."""
    numbers = {last.year * 12 + last.month - 1 - many for many in range(forms.MONTHS_MOST)}
    numbers |= {day.year * 12 + day.month - 1 for day in shown}
    return [dt.date(number // 12, number % 12 + 1, 1) for number in sorted(numbers, reverse=True)]


@limits.at_most(burst=30, per_minute=20)
@agents.only(queries.ACTION)
@require_safe
def file(request: HttpRequest, agent: people.Access, kind: str) -> HttpResponse:
    """The same figures with small numbers hidden, as a file."""
    asked, mine = _asked(agent, request.GET.dict())
    found = queries.figures(agent, asked)
    if found is None or kind not in KINDS:
        return render(request, "kit/errors/404.html", status=404)
    where = _where(agent, asked.organisation)
    about = _about(mine[asked.organisation][0], asked.kind, where, asked.first, asked.last, clock.today())
    return sent(exports.figures_table(published(found), about), kind, f"chiffres-{asked.first}-{asked.last}")


@limits.at_most(burst=30, per_minute=20)
@agents.only(encounters.SEE)
@require_safe
def acts(request: HttpRequest, agent: people.Access, kind: str) -> HttpResponse:
    """The encounters in La Coop's columns, for the team: not a file to publish."""
    asked, mine = _asked(agent, request.GET.dict())
    team = people.organisation(agent, asked.organisation)
    if kind not in KINDS or team is None:
        return render(request, "kit/errors/404.html", status=404)
    tags = {one.name: bool(one.department) for one in team_tags([team.id], with_closed=True)}
    employer = exports.Employer(team.name, team.siret, mine[team.id][1], tags)
    found = queries.acts(agent, asked)
    rows = exports.acts_table(found, employer, queries.workshops_of(found))
    return sent(rows, kind, f"seances-{asked.first}-{asked.last}")


@limits.at_most(burst=30, per_minute=20)
@agents.only(queries.ACTION)
@require_safe
def departments(request: HttpRequest, agent: people.Access, kind: str) -> HttpResponse:
    """A row for each department, for the State's reports; small numbers hidden."""
    asked, _ = _asked(agent, request.GET.dict())
    found = queries.figures(agent, asked)
    if found is None or kind not in KINDS:
        return render(request, "kit/errors/404.html", status=404)
    name = f"departements-{asked.first}-{asked.last}"
    return sent(exports.departments_table(published(found)), kind, name)


def sent(rows: list[list[exports.Cell]], kind: str, name: str) -> HttpResponse:
    """As a file to keep. `kind`: one of `KINDS`."""
    body = exports.as_csv(rows) if kind == "csv" else exports.as_xlsx(rows, at=clock.now())
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(body, content_type=KINDS[kind], headers=headers)


@limits.at_most(burst=20, per_minute=10)
@agents.only(queries.ACTION)
@require_POST
def share(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """Makes the link, shown once."""
    asked, mine = _asked(agent, request.POST.dict())
    try:
        name, where = mine[asked.organisation][0], _where(agent, asked.organisation)
        secret = operations.share(by=agent, at=clock.now(), asked=asked, organisation=name, where=where)
    except (KeyError, operations.NotAllowed):
        return render(request, "kit/errors/404.html", status=404)
    link = request.build_absolute_uri(reverse("mediation:shared-figures", args=[secret]))
    return render(request, "mediation/share.html", {"agent": agent, "link": link})


@agents.only(queries.ACTION)
@require_POST
def revoke(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Closes one link."""
    try:
        operations.revoke(by=agent, at=clock.now(), number=number)
    except operations.NotAllowed:
        return render(request, "kit/errors/404.html", status=404)
    return redirect("mediation:figures")


@limits.at_most(burst=60, per_minute=30)
@require_safe
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """For whoever holds the link, without an account. Why one does not open is never said."""
    found = shares.shared(secret, at=clock.now())
    if found is None:
        response = render(request, "kit/errors/404.html", status=404)
    else:
        made_on = found.made_at.astimezone(clock.PARIS).date()
        first, last = found.figures.first, found.figures.last
        context = {
            "about": _about(found.organisation, found.kind, found.where, first, last, made_on),
            "until": found.expires_at.astimezone(clock.PARIS).date(),
            "page": presenters.page(found.figures),
        }
        response = render(request, "mediation/shared_figures.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "no-store"
    return response
