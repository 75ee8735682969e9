"""Passkeys of one's own account: added, removed."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from prevenance.kit import agents, clock, limits, territory
from prevenance.kit.inputs import Mistake
from prevenance.people import operations, queries
from prevenance.people.presenters.fields import Form
from prevenance.people.views.account import again, is_fresh
from prevenance.people.views.pages import page


def site(request: HttpRequest) -> operations.Site:
    """Where this page is, as its browser sees it."""
    host = request.get_host()
    return operations.Site(host.rpartition(":")[0] or host, f"{request.scheme}://{host}", territory.identity().name)


@limits.at_most(burst=20, per_minute=10)
@agents.only()
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """A name, then the browser does the rest."""
    assert agent.account_id is not None
    assert agent.session_id is not None
    if not is_fresh(request):
        return again(request, agent)
    mistakes: list[Mistake] = []
    if request.method == "POST":
        name = " ".join(request.POST.get("name", "").split())[:60] or gettext("My passkey")
        try:
            codes = operations.add_passkey(
                account_id=agent.account_id,
                session_id=agent.session_id,
                answer=request.POST.get("answer", ""),
                name=name,
                site=site(request),
                at=clock.now(),
            )
            return page(request, agent, "recovery_codes", codes=codes, is_new=True)
        except operations.PasskeyRefused:
            mistakes.append(Mistake("name", "name", gettext("This passkey could not be added. Try again.")))
    me = queries.profile(agent.account_id, on=clock.today())
    options = operations.begin_adding_passkey(
        account_id=agent.account_id,
        session_id=agent.session_id,
        email=me.email,
        name=me.display_name,
        site=site(request),
    )
    form = Form(request.POST.dict(), mistakes)
    field = form.field("name", gettext("Its name"), hint=gettext("For example: my phone."), longest=60)
    status = 422 if mistakes else 200
    return page(
        request,
        agent,
        "passkey_add",
        status=status,
        options=json.dumps(options),
        fields=[field],
        errors=form.errors,
    )


@agents.only()
@require_POST
def remove(request: HttpRequest, agent: queries.Access, number: int) -> HttpResponse:
    """This key opens nothing any more."""
    assert agent.account_id is not None
    if not is_fresh(request):
        return again(request, agent)
    operations.remove_passkey(account_id=agent.account_id, passkey_id=number, at=clock.now())
    return redirect("people:factors")
