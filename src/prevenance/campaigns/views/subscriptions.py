"""« Receive the prevention messages of here »: asked, confirmed, read, changed, stopped; no account, no cookie.

And the page where an agent notes the yes of somebody in front of them.
"""

from __future__ import annotations

import contextlib
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.forms import subscriptions as forms
from prevenance.campaigns.operations import subscriptions as operations
from prevenance.campaigns.presenters import reminders as reminder_presenters
from prevenance.campaigns.presenters import subscriptions as presenters
from prevenance.campaigns.queries import askings
from prevenance.campaigns.queries import subscriptions as queries
from prevenance.campaigns.views import codes
from prevenance.kit import agents, clock, limits, territory
from prevenance.kit.inputs import Mistake
from prevenance.people import operations as people
from prevenance.people.choices.messages import Channel
from prevenance.people.operations import senders
from prevenance.people.presenters.fields import Form
from prevenance.people.queries import Access
from prevenance.people.queries import messages as outbox
from prevenance.plans.forms import commune
from prevenance.plans.presenters.near import suggestions


@limits.at_most(burst=60, per_minute=60)
@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """By which way, then where and how often. Nothing is kept by opening this page."""
    return _form(request, forms.channel(request.GET.get("way", "")))


@limits.at_most(burst=10, per_minute=1)
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """The form was sent: one message leaves, which asks for a yes. The same page whether this address was asked for
    too often or not: it must tell nothing about an address.
    """
    way = forms.channel(request.POST.get("channel", ""))
    if way is None:
        return _form(request, None)
    wish, mistakes, search = _read(request, way)
    if wish is None:
        return _form(request, way, mistakes, search)
    with contextlib.suppress(operations.TooOften):
        operations.ask(wish, at=clock.now(), links=_links(request))
    return redirect(f"{reverse('campaigns:subscribe-asked')}?way={way}")


@limits.at_most(burst=60, per_minute=60)
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    way = forms.channel(request.GET.get("way", ""))
    return render(
        request, "campaigns/subscribe_asked.html", {"way": str(way or ""), "by_hand": way not in senders.automatic()}
    )


def _read(
    request: HttpRequest, way: Channel, *, agent: Access | None = None
) -> tuple[operations.Wish | None, list[Mistake], commune.Search]:
    posted = request.POST.dict()
    search = commune.read(posted, known="")
    here = search.chosen
    read = forms.asked(posted, way, department=here.department if here else "", is_agent=agent is not None)
    sender = _sender(here.code, agent) if here else None
    if here is None:
        words = search.mistake or gettext("Choose your commune in the list.")
        read.mistakes.insert(0, Mistake("commune", "commune", words))
    elif sender is None:
        words = gettext("No team of this site can write to people of this commune yet.")
        read.mistakes.insert(0, Mistake("commune", "commune", words))
    if read.mistakes or here is None or sender is None:
        return None, read.mistakes, search
    wish = operations.Wish(
        organisation=sender,
        channel=way,
        contact=read.contact,
        year_most=read.a_year,
        agreed_words=choices.consent()[0],
        language=read.language,
        commune=here.code,
        means=read.means,
        is_automatic=way in senders.automatic(),
        operation=forms.operation(posted) if agent else None,
    )
    return wish, [], search


def _sender(code: str, agent: Access | None) -> int | None:
    if agent is None:
        return askings.sender_for(code, on=clock.today())
    scope = sorted(agent.organisations(outbox.ACTION))
    return next((one for one in scope if agent.may(outbox.ACTION, organisation=one, commune=code)), None)


def _form(
    request: HttpRequest,
    way: Channel | None,
    mistakes: list[Mistake] | None = None,
    search: commune.Search | None = None,
) -> HttpResponse:
    form = Form(request.POST.dict(), mistakes or [])
    context = {
        "may_be": askings.is_any_sender(on=clock.today()),
        "ways": presenters.ways(),
        "consent": choices.consent()[1],
        "agreed": request.POST.get("agree") == "yes",
        "agree_error": next((one.words for one in form.mistakes if one.fact == "agree"), ""),
        **_fields(form, way, search),
    }
    return render(request, "campaigns/subscribe.html", context, status=422 if form.errors else 200)


def _fields(
    form: Form, way: Channel | None, search: commune.Search | None, *, is_agent: bool = False
) -> dict[str, Any]:
    language = "en" if get_language() == "en" else "fr"
    return {
        "way": str(way or ""),
        "fields": presenters.fields(form, way, language=language, is_agent=is_agent) if way else [],
        "suggestions": suggestions(search.matches) if search else [],
        "errors": form.errors,
    }


def _links(request: HttpRequest) -> operations.Links:
    return presenters.links(request.build_absolute_uri, phone=territory.identity().phone)


@limits.at_most(burst=12, per_minute=3)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """What is kept of who asked; theirs, by its code."""

    def secret_of(code: str) -> str:
        return queries.secret_by_code(code, at=clock.now())

    return codes.page(
        request, "campaigns/subscription_find.html", secret_of=secret_of, own="campaigns:subscription-own"
    )


@limits.at_most(burst=40, per_minute=20)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, secret: str) -> HttpResponse:
    """One asking: « yes », then all that is kept, how many a year, two more years, « no more ». Opening the page does
    nothing.
    """
    at = clock.now()
    found = queries.by_secret(secret, at=at)
    if found is not None and request.method == "POST":
        doing = request.POST.get("do")
        if doing == "stop":
            operations.stop(found.id, at=at)
            return render(request, "campaigns/subscription_own.html", {"is_over": True})
        if doing == "yes":
            operations.confirm(found.id, at=at)
        elif doing == "renew":
            operations.renew(found.id, at=at)
        elif doing == "often" and (often := request.POST.get("often", "")).isdecimal():
            operations.choose(found.id, year_most=int(often[:3]))
        return redirect(f"{request.path}?done=1")
    form = Form({})
    context = {
        "one": presenters.shown(found) if found else None,
        "fields": [presenters.often(form, found.year_most)] if found else [],
        "done": "done" in request.GET,
    }
    return render(request, "campaigns/subscription_own.html", context, status=200 if found else 404)


@limits.at_most(burst=60, per_minute=40)
@agents.only(outbox.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, agent: Access) -> HttpResponse:
    """An agent notes a yes said in front of them; letters that wait for theirs. Sent twice, noted once."""
    posted, search = request.POST, None
    mistakes: list[Mistake] = []
    way = forms.channel(posted.get("channel", "") or request.GET.get("way", ""))
    if request.method == "POST" and posted.get("do") in ("yes", "no"):
        return _heard(request, agent)
    if request.method == "POST" and way is not None:
        wish, mistakes, search = _read(request, way, agent=agent)
        if wish is not None:
            try:
                operations.ask(wish, at=clock.now(), links=_links(request), by=agent)
                return redirect(f"{request.path}?noted={'letter' if way is Channel.LETTER else 'asked'}")
            except operations.TooOften:
                words = gettext("Nothing was sent: this address was asked for already, or said never again.")
                mistakes = [Mistake("contact", "commune", words)]
    rows, has_more = queries.waiting(agent, at=clock.now())
    form = Form(posted.dict(), mistakes)
    context = {
        "agent": agent,
        "ways": presenters.ways(),
        "spoken": choices.spoken(),
        "noted": request.GET.get("noted", ""),
        "operation": forms.operation(posted.dict()) if mistakes else uuid.uuid4(),
        "lines": [presenters.shown(one, code) for one, code in rows],
        "has_more": has_more,
        **_fields(form, way, search, is_agent=True),
    }
    return render(request, "campaigns/subscription_note.html", context, status=422 if form.errors else 200)


def _heard(request: HttpRequest, agent: Access) -> HttpResponse:
    number = reminder_presenters.number(request.POST.get("number", ""))
    act = operations.confirm if request.POST["do"] == "yes" else operations.stop
    with contextlib.suppress(people.NotThere):  # already answered, or of another team: the same page
        if number is not None:
            act(number, at=clock.now(), by=agent)
    return redirect(f"{request.path}?noted=heard")
