"""The host's pages: organisations, the messages of a site without a mail server; and the journal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.kit import agents, clock
from prevenance.kit.inputs import Mistake
from prevenance.people import operations, queries
from prevenance.people.choices import Kind, Verb
from prevenance.people.forms import teams as forms
from prevenance.people.presenters import journal as sentences
from prevenance.people.presenters import wording
from prevenance.people.presenters.fields import Form
from prevenance.people.views.pages import not_found, page


@agents.only("manage_organisations")
@require_http_methods(["GET", "HEAD", "POST"])
def organisations(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """All of them, and a form for a new one."""
    read = forms.organisation(request.POST.dict())
    mistakes = read.mistakes if request.method == "POST" else []
    if request.method == "POST" and not mistakes:
        if read.siret and any(one.siret == read.siret for one in queries.organisations(agent, on=clock.today())):
            words = gettext("An organisation has this SIRET number already.")
            mistakes.append(Mistake("siret", "siret", words))
        else:
            number = operations.create_organisation(
                by=agent, at=clock.now(), name=read.name, kind=read.kind, commune=read.commune, siret=read.siret
            )
            return redirect("people:team", number)
    form = Form(request.POST.dict(), mistakes)
    kinds = [(str(one), wording.kind(one), "") for one in Kind]
    fields = [
        form.field("name", gettext("Name of the organisation"), longest=150),
        form.choice("kind", gettext("What it is"), kinds, kind="select", value="other"),
        form.field("commune", gettext("Its commune"), hint=gettext("Its full name, or its INSEE code.")),
        form.field("siret", gettext("SIRET number, if you have it"), mode="numeric", longest=20),
    ]
    return page(
        request,
        agent,
        "organisations",
        status=422 if mistakes else 200,
        teams=[(one, wording.kind(one.kind)) for one in queries.organisations(agent, on=clock.today())],
        fields=fields,
        errors=form.errors,
    )


@agents.only("read_mail")
@require_safe
def mails(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """Messages kept for a week; with a mail server there are none, and the page is not there."""
    if not operations.is_kept_on_site():
        return not_found(request)
    return page(request, agent, "mails", mails=queries.mails())


@agents.only("read_mail")
@require_safe
def mail(request: HttpRequest, agent: queries.Access, number: int) -> HttpResponse:
    """One message. Reading it is journaled: it may open somebody's account."""
    found = queries.mail(number) if operations.is_kept_on_site() else None
    if found is None:
        return not_found(request)
    operations.record(by=agent.account_id, at=clock.now(), verb=Verb.READ_MAIL, kind="mail", object_id=number)
    return page(request, agent, "mail", mail=found)


@agents.only("read_journal")
@require_safe
def journal(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """Who did what, when: the host reads all of it, a coordinator their organisations'."""
    if agent.is_over_the_site("read_journal"):
        lines = list(queries.journal(None, everything=True))
    else:
        mine = sorted(agent.organisations("read_journal"))
        lines = [line for one in mine for line in queries.journal(one)]
        lines.sort(key=lambda line: line.at, reverse=True)
    return page(request, agent, "journal", lines=sentences.for_team(lines[: queries.LINES_MOST]))
