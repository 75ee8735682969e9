"""Relays: the page to apply, the page of cards to pass on, and each relay's own page behind their link."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.mediation.choices import contents, relay_words
from prevenance.mediation.choices.relay_states import State
from prevenance.mediation.forms import relays as forms
from prevenance.mediation.operations import relays as operations
from prevenance.mediation.presenters import relays as presenters
from prevenance.mediation.queries import relays as queries
from prevenance.people.presenters.fields import Form


@limits.at_most(burst=20, per_minute=6)
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """What a relay is, the safety rules, and a form of four fields."""
    read = forms.application(request.POST.dict())
    mistakes = read.mistakes if request.method == "POST" else []
    if request.method == "POST" and not mistakes:
        operations.apply(
            at=clock.now(),
            first_name=read.first_name,
            contact=read.contact,
            commune=read.commune,
            reason=read.reason,
            language="en" if get_language() == "en" else "fr",
        )
        return redirect("mediation:relay-applied")
    given = contents.given(relay_words.FILE)
    form = Form(request.POST.dict() if request.method == "POST" else {}, mistakes)
    context = {
        "heading": contents.text(given["title"]),
        "lead": contents.text(given["lead"]),
        "sections": contents.sections(relay_words.FILE),
        "charter": relay_words.charter(),
        "alerts": presenters.alerts(),
        "fields": _fields(form),
        "errors": form.errors,
    }
    return render(request, "mediation/relay_apply.html", context, status=422 if mistakes else 200)


def _fields(form: Form) -> list[object]:
    return [
        form.field("first_name", gettext("Your first name"), longest=forms.NAME_MOST),
        form.field(
            "contact",
            gettext("Your phone number, or your e-mail"),
            hint=gettext("Only so that someone from here can call you. We erase it when you stop."),
            longest=forms.CONTACT_MOST,
        ),
        form.field("commune", gettext("Your commune"), longest=80),
        form.choice("reason", gettext("Why?"), [(key, str(words), "") for key, words in relay_words.reasons().items()]),
    ]


@require_safe
def applied(request: HttpRequest) -> HttpResponse:
    """Thank you, and what comes next."""
    return render(request, "mediation/relay_applied.html")


@require_safe
def cards(request: HttpRequest, code: str) -> HttpResponse:
    """The cards that an active relay passes on. Nothing says who the relay is, and nobody who comes is counted."""
    found = queries.active(code, on=clock.today())
    if found is None:
        return render(request, "kit/errors/404.html", status=404)
    links = {kit.key: request.build_absolute_uri(reverse(kit.page)) for kit in relay_words.kits()}
    context = {"cards": presenters.cards(links), "shown": presenters.shown(found, on=clock.today())}
    response = render(request, "mediation/relay_cards.html", context)
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, no_cache=True)
    return response


@limits.at_most(burst=40, per_minute=20)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, secret: str) -> HttpResponse:
    """What comes next, the charter to sign, how many people, and how to stop."""
    found = queries.owner(secret)
    if found is None:
        return render(request, "kit/errors/404.html", status=404)
    mistakes: list[Mistake] = []
    if request.method == "POST":
        gone, mistakes = _act(request, found)
        if gone:
            return render(request, "mediation/relay_gone.html")
        if not mistakes:
            return redirect("mediation:relay-own", secret)
    on = clock.today()
    form = Form(request.POST.dict() if mistakes else {}, mistakes)
    shown = presenters.shown(found, on=on)
    context = {
        "shown": shown,
        "charter": relay_words.charter(),
        "may_sign": found.state in (State.TRAINED, State.EXPIRED) or shown.is_to_renew,
        "may_say": found.state in (State.ACTIVE, State.EXPIRED),
        "fields": said_fields(form, on),
        "errors": form.errors,
        "alerts": presenters.alerts(),
    }
    return render(request, "mediation/relay_own.html", context, status=422 if mistakes else 200)


def said_fields(form: Form, on: dt.date) -> list[object]:
    """A month, and two numbers."""
    return [
        form.choice("month", gettext("Which month?"), presenters.months(forms.months(on)), kind="select"),
        form.field("low", gettext("At least how many people?"), mode="numeric", longest=5),
        form.field("high", gettext("At most how many people?"), mode="numeric", longest=5),
    ]


def _act(request: HttpRequest, found: queries.Sheet) -> tuple[bool, list[Mistake]]:
    """Whether the relay has left, and what was wrong."""
    at, posted = clock.now(), request.POST.dict()
    try:
        if posted.get("do") == "sign":
            if posted.get("agree") != "yes":
                return False, [Mistake("agree", "agree", gettext("Tick the box if you agree with the charter."))]
            operations.sign(at=at, relay_id=found.id, language="en" if get_language() == "en" else "fr")
        elif posted.get("do") == "leave":
            if posted.get("sure") != "yes":
                return False, [Mistake("sure", "sure", gettext("Tick the box if you are sure."))]
            operations.leave(at=at, relay_id=found.id)
            return True, []
        else:
            read = forms.said(posted, on=at.date())
            if read.mistakes or read.month is None:
                return False, read.mistakes
            operations.declare(at=at, relay_id=found.id, month=read.month, low=read.low, high=read.high)
    except operations.Impossible:
        return False, [Mistake("", "main", gettext("This cannot be done now. Look at what comes next, above."))]
    return False, []
