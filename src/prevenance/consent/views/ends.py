"""For the team: what ends soon; for who answers for an organisation: how long each thing is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from prevenance.consent.choices import purposes
from prevenance.consent.forms import consents as forms
from prevenance.consent.operations import keeping
from prevenance.consent.presenters import consents as presenter
from prevenance.consent.presenters.ends import ending, kept_fields
from prevenance.consent.queries import consents as queries
from prevenance.consent.queries import keeping as reads
from prevenance.kit import agents, clock
from prevenance.kit.inputs import Mistake
from prevenance.people.operations import NotAllowed, NotThere, persons_rights
from prevenance.people.presenters import persons
from prevenance.people.presenters.fields import Form
from prevenance.people.queries import Access, teams

SHOWN_MOST = 40


@agents.only("follow_persons")
@require_http_methods(["GET", "HEAD", "POST"])
def ends(request: HttpRequest, agent: Access) -> HttpResponse:
    """Records to be erased, consents that end, links that closed. A record is kept longer once, for a reason."""
    mistake = ""
    if request.method == "POST":
        try:
            keeping.keep_longer(
                by=agent, at=clock.now(), person=request.POST.get("person", ""), reason=request.POST.get("reason", "")
            )
            return redirect("consent:ends")
        except NotThere:
            return render(request, "kit/errors/404.html", status=404)
        except (NotAllowed, persons_rights.KeptAlready):
            mistake = gettext("Choose a reason. A record is kept longer once, by who answers for the team.")
    on = clock.today()
    found = reads.endings(agent, on=on)
    context = {
        "agent": agent,
        "errors": [(f"keep-{request.POST.get('person', '')}", mistake)] if mistake else [],
        "records": [
            ending(one, may_keep=agent.may("invite", organisation=one.person.organisation_id))
            for one in found[:SHOWN_MOST]
        ],
        "more": max(0, len(found) - SHOWN_MOST),
        "reasons": purposes.reasons(),
        "consents": [
            (one.id, persons.name(one.identity), presenter.shown(each, on=on), each.ends_on)
            for each, one in queries.ending(agent, on=on)
        ],
        "locked": [(one.id, persons.name(one.identity), moment) for one, moment in reads.locked(agent)],
        "decides": [(number, name) for number, (name, _) in teams.employers(agent.organisations("invite")).items()],
    }
    return render(request, "consent/ends.html", context, status=422 if mistake else 200)


@agents.only("invite")
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest, agent: Access, number: int) -> HttpResponse:
    """How long each kind of thing is kept by one organisation, within bounds."""
    if number not in agent.organisations("invite"):
        return render(request, "kit/errors/404.html", status=404)
    mistakes: list[Mistake] = []
    if request.method == "POST":
        read = forms.keeping(request.POST.dict())
        mistakes = read.mistakes
        if not mistakes:
            keeping.decide(by=agent, at=clock.now(), organisation_id=number, months=read.months, days=read.days)
            return redirect("consent:retention", number)
    form = Form(request.POST.dict() if mistakes else {}, mistakes)
    fields, fixed = kept_fields(form, number)
    context = {
        "agent": agent,
        "organisation": queries.organisation_name(number),
        "fields": fields,
        "fixed": fixed,
        "errors": form.errors,
        "soon": sum(one.person.organisation_id == number for one in reads.endings(agent, on=clock.today())),
    }
    return render(request, "consent/retention.html", context, status=422 if mistakes else 200)
