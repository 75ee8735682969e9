"""The second factor of one's own account: the application's codes and the recovery codes."""

from __future__ import annotations

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prevenance.kit import agents, clock, limits, territory
from prevenance.kit.inputs import Mistake
from prevenance.people import operations, queries
from prevenance.people.presenters.fields import Form
from prevenance.people.views.account import again, is_fresh
from prevenance.people.views.pages import page


@agents.only()
@require_safe
def factors(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """What a second factor is, and the ones to choose from."""
    assert agent.account_id is not None
    has = queries.factors(agent.account_id)
    return page(request, agent, "factors", has=has, is_required=queries.is_second_factor_required())


@limits.at_most(burst=20, per_minute=10)
@agents.only()
@require_http_methods(["GET", "HEAD", "POST"])
def generator(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """Sets up the application: its secret as a drawing and in letters, then a first code."""
    assert agent.account_id is not None
    if not is_fresh(request):
        return again(request, agent)
    has = queries.factors(agent.account_id)
    if has.has_generator:
        return redirect("people:factors")
    mistakes: list[Mistake] = []
    if request.method == "POST":
        try:
            codes = operations.confirm_generator(
                account_id=agent.account_id,
                code=request.POST.get("code", "")[:20],
                at=clock.now(),
                keep=agent.session_id,
            )
            return page(request, agent, "recovery_codes", codes=codes, is_new=True)
        except operations.WrongCode:
            words = gettext("This is not the present code. Wait for the next one, or check your phone's clock.")
            mistakes.append(Mistake("code", "code", words))
    secret = operations.begin_generator(account_id=agent.account_id)
    me = queries.profile(agent.account_id, on=clock.today())
    where = operations.address(secret, email=me.email, issuer=territory.identity().name)
    form = Form({}, mistakes)
    field = form.field("code", gettext("The 6 digits that it shows"), autocomplete="one-time-code", longest=10)
    return page(
        request,
        agent,
        "generator",
        status=422 if mistakes else 200,
        drawing=segno.make(where, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff"),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        fields=[field],
        errors=form.errors,
    )


@agents.only()
@require_POST
def remove_generator(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """The application's codes open nothing any more."""
    assert agent.account_id is not None
    if not is_fresh(request):
        return again(request, agent)
    operations.remove_generator(account_id=agent.account_id, at=clock.now())
    return redirect("people:factors")


@agents.only()
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """New printed codes, shown once."""
    assert agent.account_id is not None
    if not is_fresh(request):
        return again(request, agent)
    has = queries.factors(agent.account_id)
    if not has.has_second:
        return redirect("people:factors")
    if request.method == "POST":
        codes = operations.make_recovery_codes(account_id=agent.account_id, at=clock.now())
        return page(request, agent, "recovery_codes", codes=codes)
    return page(request, agent, "new_recovery_codes", has=has)
