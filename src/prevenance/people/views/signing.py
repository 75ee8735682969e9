"""Sign-in, second factor, sign-out, and an invitation accepted. Looking at a link never uses it up."""

from __future__ import annotations

import datetime as dt
import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.people import operations, queries
from prevenance.people.forms import session_cookie, signing
from prevenance.people.presenters import wording
from prevenance.people.presenters.fields import Form
from prevenance.people.views import passkeys
from prevenance.people.views.pages import link_to, page


def _goes_on(opened: operations.Opened) -> HttpResponse:
    response = redirect("people:home" if opened.is_complete else "people:second-factor")
    return session_cookie.put(response, opened)


@limits.at_most(burst=30, per_minute=15)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """By a link sent by e-mail, or by a password."""
    if request.method != "POST":
        return _sign_in_page(request, Form(), 200)
    at, found = clock.now(), signing.sign_in(request.POST.dict())
    if not found.mistakes and found.wants_link:
        operations.send_sign_in_link(email=found.email, at=at, link=link_to(request, "link"))
        return redirect("people:link-sent")
    if not found.mistakes:
        try:
            return _goes_on(
                operations.sign_in_by_password(
                    email=found.email, password=found.password, device=session_cookie.device(request), at=at
                )
            )
        except operations.Paused:
            words = gettext("Too many tries. Wait 15 minutes, or ask for a link by e-mail.")
            found.mistakes.append(Mistake("password", "password", words))
        except operations.NotOpened:
            words = gettext("This e-mail and this password do not go together. You can ask for a link by e-mail.")
            found.mistakes.append(Mistake("password", "password", words))
    return _sign_in_page(request, Form({"email": found.email}, found.mistakes), 422)


def _sign_in_page(request: HttpRequest, form: Form, status: int) -> HttpResponse:
    email = form.field("email", gettext("Your work e-mail"), "email", autocomplete="username", mode="email")
    password = form.field(
        "password",
        gettext("Your password, if you chose one"),
        "password",
        hint=gettext("Leave it empty to receive a link by e-mail."),
        autocomplete="current-password",
    )
    return page(request, None, "sign_in", status=status, fields=[email, password], errors=form.errors)


@agents.private
def link_sent(request: HttpRequest) -> HttpResponse:
    """The same words, whether there is an account or not."""
    return page(request, None, "link_sent", is_kept=operations.is_kept_on_site())


@limits.at_most(burst=30, per_minute=15)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """A button confirms: the software which checks mails opens links too."""
    at = clock.now()
    if request.method == "POST":
        try:
            return _goes_on(operations.sign_in_by_link(secret=secret, device=session_cookie.device(request), at=at))
        except operations.NotOpened:
            pass
    elif queries.link_opens(secret, at=at):
        return page(request, None, "link")
    return page(request, None, "no_link", status=404)


@limits.at_most(burst=30, per_minute=15)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """A code of the application, or a printed recovery code."""
    at = clock.now()
    session = queries.session(session_cookie.secret(request), at=at)
    if session is None:
        return redirect("people:sign-in")
    if session.is_complete:
        return redirect("people:home")
    mistakes: list[Mistake] = []
    if request.method == "POST":
        try:
            return _goes_on(_given(request, session, at))
        except operations.PasskeyRefused:
            words = gettext("This passkey was not accepted. Try again, or write a code.")
        except operations.WrongCode:
            words = gettext("This is not the present code. Wait for the next one, or check your phone's clock.")
        except operations.Paused:
            words = gettext("Too many tries. Wait 15 minutes.")
        mistakes.append(Mistake("code", "code", words))
    form = Form({}, mistakes)
    has = queries.factors(session.account_id)
    field = form.field(
        "code",
        gettext("Your code"),
        hint=gettext("The 6 digits that your application shows now, or one of your printed recovery codes."),
        autocomplete="one-time-code",
        longest=20,
    )
    options = operations.begin_asking_passkey(
        account_id=session.account_id, session_id=session.id, site=passkeys.site(request)
    )
    return page(
        request,
        None,
        "second_factor",
        status=422 if mistakes else 200,
        fields=[field],
        errors=form.errors,
        has=has,
        options=json.dumps(options) if options else "",
    )


def _given(request: HttpRequest, session: queries.Session, at: dt.datetime) -> operations.Opened:
    answer = request.POST.get("answer", "")
    if answer:
        return operations.give_passkey(
            account_id=session.account_id, session_id=session.id, answer=answer, site=passkeys.site(request), at=at
        )
    code = request.POST.get("code", "")[:40]
    return operations.give_code(account_id=session.account_id, session_id=session.id, code=code, at=at)


@agents.private
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Closes this session, half-open ones too."""
    at = clock.now()
    session = queries.session(session_cookie.secret(request), at=at)
    if session is not None:
        operations.close_session(session_id=session.id, by=session.account_id, at=at)
    return session_cookie.clear(redirect("people:sign-in"))


@limits.at_most(burst=30, per_minute=15)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Who invites, to be what; a name, and a button."""
    at = clock.now()
    found = queries.invitation(secret, at=at)
    if found is None:
        return page(request, None, "no_link", status=404)
    mistakes: list[Mistake] = []
    if request.method == "POST":
        display_name, mistakes = signing.display_name(request.POST.dict())
        if not mistakes:
            try:
                return _goes_on(
                    operations.accept(
                        secret=secret,
                        display_name=display_name,
                        device=session_cookie.device(request),
                        at=at,
                        on=clock.today(),
                    )
                )
            except operations.NotThere:
                return page(request, None, "no_link", status=404)
    form = Form(request.POST.dict(), mistakes)
    field = form.field(
        "display_name",
        gettext("Your name, as your colleagues will read it"),
        hint=gettext("Your first name is enough."),
        autocomplete="name",
        longest=80,
    )
    return page(
        request,
        None,
        "invitation",
        status=422 if mistakes else 200,
        invited=found,
        role=wording.roles([found.role])[0],
        areas=wording.areas(found.areas),
        fields=[field],
        errors=form.errors,
        language_here=get_language(),
    )
