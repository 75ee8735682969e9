"""For the team: what a person agrees to, and the receipt that they take along."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from prevenance.consent.forms import consents as forms
from prevenance.consent.operations import consents, own_pages
from prevenance.consent.presenters import consents as presenter
from prevenance.consent.presenters import receipt as receipts
from prevenance.consent.queries import consents as queries
from prevenance.consent.queries import own_pages as links
from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.people.operations import NotThere
from prevenance.people.presenters import persons as persons_presenter
from prevenance.people.presenters.fields import Form
from prevenance.people.queries import Access
from prevenance.people.queries import persons as people

ACTION = "follow_persons"


@agents.only(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, agent: Access, reference: str) -> HttpResponse:
    """Consents of one person: given, withdrawn, one more; and the link to their own page."""
    one = people.person(agent, reference)
    if one is None:
        return _not_found(request)
    mistakes: list[Mistake] = []
    if request.method == "POST":
        mistakes = _act(request, agent, reference)
        if not mistakes:
            return redirect("consent:person", reference)
    on, form = clock.today(), Form(request.POST.dict() if mistakes else {}, mistakes)
    agreed = queries.latest(reference)
    context = {
        "agent": agent,
        "one": one,
        "name": persons_presenter.name(one.identity),
        "agreed": [presenter.shown(each, on=on) for each in agreed],
        "fields": presenter.fields(form, agreed, on=on),
        "errors": form.errors,
        "operation": request.POST.get("operation") or presenter.fresh(),
        "link": links.link(reference),
        "may_link": bool(links.question(one)),
        "erased_on": queries.erasure_on(reference),
    }
    return render(request, "consent/person.html", context, status=422 if mistakes else 200)


def _act(request: HttpRequest, agent: Access, reference: str) -> list[Mistake]:
    """What was wrong."""
    at, posted = clock.now(), request.POST.dict()
    if "withdraw" in posted:
        consents.withdraw(by=agent, at=at, person=reference, purpose=posted["withdraw"])
        return []
    if posted.get("do") == "close":
        own_pages.close(by=agent, at=at, person=reference)
        return []
    read = forms.consent(posted)
    if read.mistakes:
        return read.mistakes
    try:
        consents.give(
            by=agent,
            at=at,
            person=reference,
            purpose=read.purpose,
            length=read.length,
            means=read.means,
            said_by=read.said_by,
            operation=read.operation,
        )
    except consents.Impossible:
        return [Mistake("purpose", "purpose-1", gettext("Say what the person agrees to."))]
    return []


@limits.at_most(burst=20, per_minute=20)
@agents.only(ACTION)
@require_POST
def receipt(request: HttpRequest, agent: Access, reference: str) -> HttpResponse:
    """What the person takes along: a page to read together, or a PDF. `link=new` gives them a new link to their own
    page, shown this once; the PDF of the same receipt gets it back in the body of its form.
    """
    one = people.person(agent, reference)
    if one is None:
        return _not_found(request)
    at, secret = clock.now(), request.POST.get("secret", "")
    row = links.row_of(secret)
    if row is None or row.person != one.id:
        secret = ""
    try:
        if request.POST.get("link") == "new":
            secret = own_pages.make(by=agent, at=at, person=reference)
    except (NotThere, own_pages.NothingToAsk):
        return redirect("consent:person", reference)
    address = request.build_absolute_uri(reverse("consent:own", args=[secret])) if secret else ""
    shown = receipts.receipt(one, queries.latest(reference), link=address, by=agent.name, on=at.date())
    if request.POST.get("format") == "pdf":
        response = HttpResponse(receipts.pdf(shown), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{gettext("my-consents")}.pdf"'
        return response
    return render(request, "consent/receipt.html", {"agent": agent, "one": one, "shown": shown, "secret": secret})


def _not_found(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/errors/404.html", status=404)
