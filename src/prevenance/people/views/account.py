"""One's own account: name, password, sessions, departure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from prevenance.kit import agents, clock
from prevenance.kit.inputs import Mistake
from prevenance.people import operations, queries
from prevenance.people.forms import session_cookie, signing
from prevenance.people.presenters.fields import Form
from prevenance.people.views.pages import page


@agents.only()
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """The name and the language; what opens the account; where it is open."""
    at = clock.now()
    assert agent.account_id is not None
    mistakes: list[Mistake] = []
    if request.method == "POST":
        display_name, mistakes = signing.display_name(request.POST.dict())
        if not mistakes:
            language = "en" if request.POST.get("language") == "en" else "fr"
            operations.describe(account_id=agent.account_id, display_name=display_name, language=language)
            return redirect("people:account")
    me = queries.profile(agent.account_id, on=clock.today())
    form = Form(request.POST.dict(), mistakes)
    fields = [
        form.field(
            "display_name",
            gettext("Your name, as your colleagues will read it"),
            value=me.display_name,
            autocomplete="name",
            longest=80,
        ),
        form.choice(
            "language",
            gettext("Language of the messages that you receive"),
            [("fr", "Français", ""), ("en", "English", "")],
            value=me.language,
        ),
    ]
    return page(
        request,
        agent,
        "account",
        status=422 if mistakes else 200,
        me=me,
        has=queries.factors(agent.account_id),
        sessions=queries.open_sessions(agent.account_id, at=at),
        fields=fields,
        errors=form.errors,
    )


@agents.only()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """Choosing, changing or removing the password."""
    at = clock.now()
    assert agent.account_id is not None
    if not is_fresh(request):
        return again(request, agent)
    mistakes: list[Mistake] = []
    if request.method == "POST":
        chosen = request.POST.get("password", "")
        removes = request.POST.get("go") == "remove"
        try:
            if not removes and not chosen:
                raise operations.PasswordRefused(gettext("Write a password, or go back to your account."))
            operations.change_password(
                account_id=agent.account_id, password="" if removes else chosen, at=at, keep=agent.session_id
            )
            return redirect("people:account")
        except operations.PasswordRefused as refused:
            mistakes.append(Mistake("password", "password", str(refused)))
    form = Form({}, mistakes)
    field = form.field(
        "password",
        gettext("New password"),
        "password",
        hint=gettext("At least 12 characters: three or four words are easy to remember."),
        autocomplete="new-password",
    )
    status = 422 if mistakes else 200
    has = queries.factors(agent.account_id)
    return page(request, agent, "password", status=status, fields=[field], errors=form.errors, has=has)


@agents.only()
@require_POST
def close_others(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """Signs out everywhere else."""
    assert agent.account_id is not None
    operations.close_sessions(account_id=agent.account_id, by=agent.account_id, at=clock.now(), keep=agent.session_id)
    return redirect("people:account")


@agents.only()
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """Erases the account, after saying what stays."""
    assert agent.account_id is not None
    if not is_fresh(request):
        return again(request, agent)
    is_last = False
    if request.method == "POST":
        try:
            operations.leave(account_id=agent.account_id, at=clock.now(), on=clock.today())
            return session_cookie.clear(redirect("people:sign-in"))
        except operations.LastHost:
            is_last = True
    return page(request, agent, "leave", status=422 if is_last else 200, is_last=is_last)


def is_fresh(request: HttpRequest) -> bool:
    """Signed in a short while ago: asked before anything that opens the account changes."""
    at = clock.now()
    session = queries.session(session_cookie.secret(request), at=at)
    return session is not None and session.is_fresh(at=at)


def again(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """Asks to sign in again first."""
    return page(request, agent, "again", status=403)
