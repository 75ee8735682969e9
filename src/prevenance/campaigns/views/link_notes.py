"""What is noted of a link: a partnership, a post and what it says, how many saw it. And the stop of a message."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from prevenance.campaigns.choices import influence_words as words
from prevenance.campaigns.forms import links as forms
from prevenance.campaigns.operations import corrections as corrections
from prevenance.campaigns.operations import links as operations
from prevenance.campaigns.operations import posts
from prevenance.campaigns.presenters import links as presenters
from prevenance.campaigns.queries import corrections as correction_queries
from prevenance.campaigns.queries import links as queries
from prevenance.campaigns.queries import messages as message_queries
from prevenance.campaigns.queries.messages import WRITE
from prevenance.campaigns.views.links import address, not_there
from prevenance.kit import agents, clock, limits, uploads
from prevenance.kit.inputs import Mistake
from prevenance.people import queries as people
from prevenance.people.presenters.fields import Form
from prevenance.people.presenters.messages import stop_link


def _page(
    request: HttpRequest, agent: people.Access, template: str, form: Form, context: dict[str, Any]
) -> HttpResponse:
    kept = request.POST.get("operation", "") if form.mistakes else uuid.uuid4()
    told = {"agent": agent, "errors": form.errors, "operation": kept, **context}
    return render(request, f"campaigns/{template}.html", told, status=422 if form.mistakes else 200)


def _form(request: HttpRequest, mistakes: list[Mistake]) -> Form:
    return Form(request.POST.dict() if mistakes else {}, mistakes)


@limits.at_most(burst=60, per_minute=30)
@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def partnership(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """What is given for speaking of the message: everybody reads it on the message's page."""
    found, mistakes = queries.link(agent, number), list[Mistake]()
    if found is None or found.channel:
        return not_there(request)
    if request.method == "POST":
        posted = request.POST.dict()
        read = forms.agreed(posted, on=clock.today())
        mistakes = read.mistakes
        if read.value is not None:
            number_of_form = forms.operation(posted)
            operations.agree(by=agent, at=clock.now(), operation=number_of_form, number=number, agreed=read.value)
            return redirect("campaigns:link", number)
    form = _form(request, mistakes)
    mention, rule, source = words.law()
    context = {
        "one": found,
        "who": presenters.named(found),
        "fields": presenters.agreed_fields(form, found),
        "mention": mention,
        "rule": rule,
        "source": source,
    }
    return _page(request, agent, "link_partnership", form, context)


@limits.body_up_to(uploads.MOST + 64 * 1024)
@limits.at_most(burst=40, per_minute=20)
@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """A post as it was published, with a screenshot if there is one."""
    uploads.keep_in_memory(request)
    found, mistakes = queries.link(agent, number), list[Mistake]()
    if found is None:
        return not_there(request)
    if request.method == "POST":
        sent = request.FILES.get("file")
        file = sent.read() if sent is not None and not isinstance(sent, list) else b""
        read = forms.post(request.POST.dict(), file, on=clock.today())
        mistakes = read.mistakes
        if read.value is not None:
            operation = forms.operation(request.POST.dict())
            kept = posts.keep(by=agent, at=clock.now(), operation=operation, number=number, draft=read.value)
            return redirect("campaigns:link-claims", number, kept)
    form = _form(request, mistakes)
    context = {
        "one": found,
        "who": presenters.named(found),
        "fields": presenters.post_fields(form),
        "file": form.field("file", gettext("Screenshot (optional)")),
    }
    return _page(request, agent, "link_post", form, context)


@limits.at_most(burst=60, per_minute=30)
@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: HttpRequest, agent: people.Access, number: int, post: int) -> HttpResponse:
    """What a post says, one thing after another, beside the message and its sources."""
    found, mistakes = queries.link(agent, number), list[Mistake]()
    kept = [one for one in presenters.posts(found) if one["post"].id == post] if found else []
    if found is None or not kept:
        return not_there(request)
    if request.method == "POST":
        read = forms.claim(request.POST.dict())
        mistakes = read.mistakes
        if read.value is not None:
            said, verdict = read.value
            operation = forms.operation(request.POST.dict())
            try:
                posts.check(
                    by=agent, at=clock.now(), operation=operation, number=number, post=post, words=said, verdict=verdict
                )
            except posts.NotThere:
                return not_there(request)
            return redirect("campaigns:link-claims", number, post)
    form, message = _form(request, mistakes), message_queries.message(agent, found.message)
    context = {
        "one": found,
        "kept": kept[0],
        "said": message.version.draft.words["fr"] if message else None,
        "sources": message.version.draft.sources if message else (),
        "fields": presenters.claim_fields(form),
        "may_stop": message is not None and kept[0]["wrong"],
    }
    return _page(request, agent, "link_claims", form, context)


@limits.at_most(burst=60, per_minute=30)
@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def exposure(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """How many saw or heard, as somebody says."""
    found, mistakes = queries.link(agent, number), list[Mistake]()
    if found is None:
        return not_there(request)
    if request.method == "POST":
        read = forms.seen(request.POST.dict(), on=clock.today())
        mistakes = read.mistakes
        if read.value is not None:
            posts.expose(
                by=agent,
                at=clock.now(),
                operation=forms.operation(request.POST.dict()),
                number=number,
                low=read.value.low,
                high=read.value.high,
                source=read.value.source,
                said_on=read.value.said_on,
            )
            return redirect("campaigns:link", number)
    form = _form(request, mistakes)
    context = {"one": found, "who": presenters.named(found), "fields": presenters.seen_fields(form)}
    return _page(request, agent, "link_exposure", form, context)


@limits.at_most(burst=60, per_minute=30)
@agents.only(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """The button that stops a message everywhere, then who was told and who has read."""
    found, mistakes = message_queries.message(agent, number), list[Mistake]()
    if found is None:
        return not_there(request)
    if request.method == "POST":
        mistakes, failed = _stop(request, agent, number)
        if failed:
            return not_there(request)
        if not mistakes:
            return redirect("campaigns:message-stop", number)
    form = _form(request, mistakes)
    corrected = correction_queries.of_message(number, with_notices=True)
    context = {
        "message": found,
        "title": found.version.draft.words["fr"].title,
        "corrected": corrected,
        "told": corrected.told("fr")[1] if corrected else "",
        "channels": words.texts("channels"),
        "notices": [
            (one, one.who or gettext("Relay %(number)s") % {"number": one.relay}, _channel(one.channel))
            for one in (corrected.notices if corrected else ())
        ],
        "many": queries.many_of(number),
        "fields": presenters.correction_fields(form),
        "sure": form.field("sure", gettext("Yes, stop it everywhere and tell those who pass it on.")),
    }
    return _page(request, agent, "message_stop", form, context)


def _channel(channel: str) -> str:
    return str(words.texts("channels")[channel or "none"])


def _stop(request: HttpRequest, agent: people.Access, number: int) -> tuple[list[Mistake], bool]:
    """What was wrong, and whether it cannot be."""
    posted, at = request.POST.dict(), clock.now()
    try:
        if posted.get("read", "").isascii() and posted.get("read", "")[:10].isdigit() and len(posted["read"]) < 10:
            corrections.note_read(by=agent, at=at, number=int(posted["read"]))
            return [], False
        read = forms.correction(posted)
        if read.value is not None:
            corrections.stop(
                by=agent,
                at=at,
                operation=forms.operation(posted),
                number=number,
                told=read.value,
                address=lambda short, language: address(request, short),
                stop_link=stop_link(request),
            )
    except operations.NotThere:
        return [], True
    return read.mistakes, False
