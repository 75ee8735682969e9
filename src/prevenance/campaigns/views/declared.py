"""Numbers that the team declares for a campaign, and who came by its links."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from prevenance.campaigns.forms import declared as forms
from prevenance.campaigns.forms.campaigns import number as whole
from prevenance.campaigns.forms.links import operation
from prevenance.campaigns.operations import declared as operations
from prevenance.campaigns.operations import visits
from prevenance.campaigns.presenters import campaigns as campaign_words
from prevenance.campaigns.presenters import declared as presenters
from prevenance.campaigns.presenters import measure as measure_words
from prevenance.campaigns.queries import campaigns as queries
from prevenance.campaigns.queries import declared, measure
from prevenance.campaigns.queries.campaigns import CampaignKept
from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.people import queries as people
from prevenance.people.presenters.fields import Form


@limits.at_most(burst=120, per_minute=60)
@agents.only(queries.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Acts and audience as somebody declares them; by whom people came, and why requests were set aside."""
    on = clock.today()
    visits.settle(at=clock.now())
    found = queries.campaign(agent, number, on=on)
    if found is None:
        return render(request, "kit/errors/404.html", status=404)
    posted, mistakes = request.POST.dict(), list[Mistake]()
    if request.method == "POST":
        mistakes = _act(agent, found, posted, on=on)
        if not mistakes:
            return redirect("campaigns:campaign-numbers", number)
    what = posted.get("do", "")
    measured = measure.measured(found, on=on)
    acting, sizing = (_form(posted, mistakes, what == name) for name in ("act", "audience"))
    context = {
        "agent": agent,
        "one": campaign_words.line(found),
        "acts": presenters.acts(declared.counts(number, counted=measured.counted, with_removed=True)),
        "audiences": presenters.audiences(declared.audiences(number)),
        "act_fields": presenters.act_fields(acting, found.draft.goal),
        "audience_fields": presenters.audience_fields(sizing),
        "act_open": bool(acting.errors),
        "audience_open": bool(sizing.errors),
        "errors": [*acting.errors, *sizing.errors] or [("", one.words) for one in mistakes],
        "operation": operation(posted) if mistakes else uuid.uuid4(),
        "measure": measure_words.page(measured),
    }
    return render(request, "campaigns/campaign_numbers.html", context, status=422 if mistakes else 200)


def _form(posted: dict[str, str], mistakes: list[Mistake], is_mine: bool) -> Form:
    return Form(posted if mistakes and is_mine else {}, mistakes if is_mine else [])


def _act(agent: people.Access, found: CampaignKept, posted: dict[str, str], *, on: dt.date) -> list[Mistake]:
    """Does what was pressed; gives what was wrong."""
    at, what = clock.now(), posted.get("do", "")
    try:
        if what == "act":
            read = forms.act(posted, starts_on=found.draft.starts_on, on=on)
            if read.value is None:
                return read.mistakes
            operations.declare_act(by=agent, at=at, operation=operation(posted), number=found.id, told=read.value)
        elif what == "audience":
            sized = forms.audience(posted, on=on)
            if sized.value is None:
                return sized.mistakes
            many, source, as_of = sized.value
            operations.declare_audience(
                by=agent,
                at=at,
                operation=operation(posted),
                number=found.id,
                people=many,
                source=source,
                as_of=as_of,
            )
        else:
            back, kind = what.endswith("_back"), what.partition("_")[0]
            row = {"act": whole(posted.get("row", ""))} if kind == "act" else {"audience": whole(posted.get("row", ""))}
            operations.take_off(by=agent, at=at, number=found.id, back=back, **row)
    except (operations.NotThere, ValueError):
        return [Mistake("do", "do", gettext("This cannot be done now."))]
    return []
