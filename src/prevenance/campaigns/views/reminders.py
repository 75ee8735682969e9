"""« Tell me at the right time »: asked from a plan, confirmed, read, stopped; without an account nor a cookie.

The answers go through, sealed, and stay in the page: only days come out of them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from prevenance.campaigns.choices import reminders as choices
from prevenance.campaigns.forms import reminders as forms
from prevenance.campaigns.operations import reminders as operations
from prevenance.campaigns.presenters import reminders as presenters
from prevenance.campaigns.presenters.reminder_links import links
from prevenance.campaigns.queries import reminders as queries
from prevenance.campaigns.views import codes
from prevenance.kit import agents, clock, limits, sealing, territory
from prevenance.kit.inputs import Mistake
from prevenance.people import operations as people
from prevenance.people.operations import senders
from prevenance.people.presenters.fields import Form
from prevenance.people.queries import Access
from prevenance.people.queries import messages as outbox
from prevenance.plans.forms import commune
from prevenance.plans.forms import state as states
from prevenance.plans.presenters.near import suggestions
from prevenance.rules.refusals import Refused


@dataclass
class _Visit:
    """One request inside the plan: the answers, opened for its time."""

    request: HttpRequest
    state: states.State
    at: dt.datetime

    @property
    def on(self) -> dt.date:
        return self.at.date()

    def page(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        common = {
            "in_flow": True,
            "state": self.state.sealed(on=self.on),
            "helping": self.state.helping,
            "larger": bool(self.request.POST.get("larger")),
            "here": "here",
        }
        return render(self.request, template, common | context, status=status)


def _visit(request: HttpRequest) -> _Visit | HttpResponse:
    if request.method != "POST":
        return redirect("plans:start-again")
    at = clock.now()
    try:
        state = states.opened(request.POST.get("state", ""), on=at.date())
    except sealing.Unsealed:
        return redirect("plans:start-again")
    return _Visit(request, state, at)


@limits.at_most(burst=60, per_minute=60)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """By which way, then where and how often. Nothing is kept by opening this page."""
    visit = _visit(request)
    return visit if isinstance(visit, HttpResponse) else _form(visit)


@limits.at_most(burst=10, per_minute=1)
@require_http_methods(["GET", "HEAD", "POST"])
def put(request: HttpRequest) -> HttpResponse:
    """The form was sent: one message leaves, which asks for a yes. The same page whether this address was asked for
    too often or not: it must tell nothing about an address.
    """
    visit = _visit(request)
    if isinstance(visit, HttpResponse):
        return visit
    way = forms.channel(request.POST.dict())
    if way is None:
        return _form(visit)
    search = commune.read(request.POST.dict(), known=visit.state.commune)
    here = search.chosen
    sender = queries.sender_for(here.code if here else "", on=visit.on)
    read = forms.asked(request.POST.dict(), way, department=here.department if here else "")
    if sender is None and not here:
        words = search.mistake or gettext("Choose your commune in the list.")
        read.mistakes.insert(0, Mistake("commune", "commune", words))
    if read.mistakes or sender is None:
        return _form(visit, read.mistakes, search)
    try:
        days = queries.days(visit.state.answers, on=visit.on, a_year=read.a_year)
    except Refused:  # an answer that today's catalogue no longer takes
        return redirect("plans:start-again")
    wish = operations.Wish(
        organisation=sender,
        channel=way,
        contact=read.contact,
        dates=days,
        agreed_words=choices.consent()[0],
        language=_language(),
        commune=here.code if here else "",
        is_automatic=way in senders.automatic(),
    )
    made = links(request.build_absolute_uri, phone=territory.identity().phone)
    with contextlib.suppress(operations.TooOften):
        operations.ask(wish, at=visit.at, links=made)
    by_hand = way not in senders.automatic()
    return visit.page("campaigns/reminder_asked.html", way=str(way), days=days, by_hand=by_hand)


def _form(visit: _Visit, mistakes: list[Mistake] | None = None, search: commune.Search | None = None) -> HttpResponse:
    posted = visit.request.POST.dict()
    search = search or commune.read(posted, known=visit.state.commune)
    code = search.chosen.code if search.chosen else ""
    way, sender = forms.channel(posted), queries.sender_for(code, on=visit.on)
    form = Form(posted, mistakes or [])
    may_be = sender is not None or (not code and queries.is_any_sender(on=visit.on))
    context: dict[str, Any] = {
        "way": str(way or ""),
        "may_be": may_be,
        "ways": presenters.ways(),
        "fields": presenters.fields(form, way, asks_commune=sender is None) if way else [],
        "suggestions": suggestions(search.matches),
        "code": code,
        "consent": choices.consent()[1],
        "agreed": posted.get("agree") == "yes",
        "agree_error": next((one.words for one in form.mistakes if one.fact == "agree"), ""),
        "errors": form.errors,
    }
    return visit.page("campaigns/reminder_ask.html", 422 if form.errors else 200, **context)


def _language() -> str:
    return "en" if get_language() == "en" else "fr"


@limits.at_most(burst=12, per_minute=3)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """What is kept of who asked; theirs, by its code."""

    def secret_of(code: str) -> str:
        return queries.secret_by_code(code, at=clock.now())

    return codes.page(request, "campaigns/reminders.html", secret_of=secret_of, own="campaigns:reminder-own")


@limits.at_most(burst=40, per_minute=20)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, secret: str) -> HttpResponse:
    """One asking: « yes », then all that is kept, and « no more ». Opening the page does nothing."""
    at = clock.now()
    found = queries.by_secret(secret, at=at)
    if found is not None and request.method == "POST":
        if request.POST.get("do") == "stop":
            operations.stop(found.id, at=at)
            return render(request, "campaigns/reminder_own.html", {"is_over": True})
        operations.confirm(found.id, at=at)
        return redirect("campaigns:reminder-own", secret)
    shown = presenters.shown(found) if found else None
    return render(request, "campaigns/reminder_own.html", {"one": shown}, status=200 if found else 404)


@agents.only(outbox.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest, agent: Access) -> HttpResponse:
    """Askings by call and by letter: the team notes the yes or the no that it heard. Sent twice, noted once."""
    at = clock.now()
    if request.method == "POST":
        number, doing = presenters.number(request.POST.get("number", "")), request.POST.get("do")
        try:
            if number is None or doing not in ("yes", "no"):
                raise people.NotThere
            if doing == "yes":
                operations.confirm(number, at=at, by=agent)
            else:
                operations.stop(number, at=at, by=agent)
        except people.NotThere:
            return redirect("campaigns:reminders-waiting")  # already answered, or of another team: the same page
        return redirect(f"{request.path}?noted=1")
    rows, has_more = queries.waiting(agent, at=at)
    lines = [presenters.shown(asked, code) for asked, code in rows]
    context = {"lines": lines, "has_more": has_more, "noted": "noted" in request.GET, "agent": agent}
    return render(request, "campaigns/reminders_waiting.html", context)
