"""Mailings of a campaign: prepared, read, tried, planned, followed, stopped; letters to print and to post."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.campaigns.choices.campaigns import LIVE, CampaignState
from prevenance.campaigns.choices.mailings import MailingState, key
from prevenance.campaigns.forms import campaigns as campaign_forms
from prevenance.campaigns.forms import mailings as forms
from prevenance.campaigns.operations import mailings as operations
from prevenance.campaigns.operations import putting
from prevenance.campaigns.presenters import campaigns as campaign_presenters
from prevenance.campaigns.presenters import mailing_words
from prevenance.campaigns.presenters import mailings as presenters
from prevenance.campaigns.presenters.kit_texts import DoesNotFit
from prevenance.campaigns.queries import campaigns
from prevenance.campaigns.queries import mailings as queries
from prevenance.campaigns.queries.mailings import MailingKept
from prevenance.campaigns.views.campaigns import not_found, posted_by
from prevenance.kit import agents, clock, limits
from prevenance.kit.clock import PARIS
from prevenance.kit.inputs import Mistake, one
from prevenance.people import operations as people_operations
from prevenance.people import queries as people
from prevenance.people.choices.messages import Channel
from prevenance.people.forms import messages as message_forms
from prevenance.people.operations import outbox_by_hand, senders
from prevenance.people.queries import messages as outbox

AT_ONCE = 200  # messages put by a page, where no other program puts them


@limits.at_most(burst=60, per_minute=40)
@agents.only(queries.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def mailings(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Those of a campaign, and a new one. Sent twice, it is prepared once."""
    at = clock.now()
    found = campaigns.campaign(agent, number, on=at.astimezone(PARIS).date())
    if found is None:
        return not_found(request)
    posted, operation = posted_by(request), uuid.uuid4()
    mistakes: list[Mistake] = []
    if request.method == "POST":
        operation = campaign_forms.operation(posted)
        reading = forms.mailing(posted, found, at=at)
        mistakes = reading.mistakes
        if reading.draft is not None:
            try:
                made = operations.prepare(by=agent, at=at, operation=operation, campaign=number, draft=reading.draft)
                return redirect("campaigns:mailing", made)
            except operations.NotThere:
                words = gettext("You may not write to people of all these communes: name those of your area.")
                mistakes = [Mistake("communes", "communes", words)]
    fields, errors = presenters.form(posted, mistakes, found)
    context = {
        "agent": agent,
        "one": campaign_presenters.line(found),
        "lines": [presenters.line(each) for each in queries.of_campaign(agent, number, at=at)],
        "may_prepare": bool(found.messages) and found.state in LIVE,
        "fields": fields,
        "errors": errors,
        "operation": operation,
    }
    return render(request, "campaigns/mailings.html", context, status=422 if errors else 200)


@limits.at_most(burst=120, per_minute=60)
@agents.only(queries.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def mailing(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """What is read, to how many; a try to oneself, then it is planned; how far it is; stopped at once."""
    at = clock.now()
    found = _mine(agent, number, at)
    if found is None:
        return not_found(request)
    mistakes: list[Mistake] = []
    refused: list[str] = []
    done = request.GET.get("done", "")
    if request.method == "POST":
        try:
            done, mistakes, refused = _act(request, agent, found, at)
        except (operations.NotThere, people_operations.NotThere):
            return not_found(request)
        if not mistakes and not refused:
            return redirect(f"{request.path}?done={done}")
        found = _mine(agent, number, at) or found
    context = _page(request, agent, found, at) | {
        "try_fields": presenters.try_fields(found, mistakes, one(posted_by(request), "phone")),
        "errors": [(each.goal, each.words) for each in mistakes],
        "refused": refused,
        "done": done if request.method != "POST" else "",
    }
    return render(request, "campaigns/mailing.html", context, status=422 if mistakes or refused else 200)


def _page(request: HttpRequest, agent: people.Access, found: MailingKept, at: dt.datetime) -> dict[str, Any]:
    progress = queries.progress(found)
    letters = _letters(agent, found, at) if found.channel is Channel.LETTER else ()
    is_late = queries.not_after(found) <= max(at, found.due_at)
    return {
        "agent": agent,
        "one": presenters.line(found),
        "campaign": campaign_presenters.line(found.campaign),
        "where": presenters.where(found),
        "why": presenters.why(found),
        "is_not_open": found.campaign.state is CampaignState.PLANNED,
        "read": presenters.read(found, _short(found, at), request.build_absolute_uri),
        "people": presenters.people(queries.audience(found, on=at.astimezone(PARIS).date())),
        "steps": presenters.steps(found, progress),
        "progress": progress,
        "has_begun": found.is_begun or progress.sent > 0,
        "is_letter": found.channel is Channel.LETTER,
        "by_hand": found.channel not in senders.automatic(),
        "letters": [each.id for each in letters],
        "marked": message_forms.numbers(request.GET.get("marked", "").split(",")[: outbox.SHEETS]),
        "is_tried": found.is_tried,
        "may_try": not found.refusals,
        "may_plan": found.may_leave and found.state is not MailingState.PLANNED and not is_late,
        "is_late": is_late and found.state is not MailingState.PLANNED,
        "may_stop": found.state is MailingState.PLANNED,
        "is_stopped": found.state is MailingState.STOPPED,
        "may_put": found.state is MailingState.PLANNED and found.due_at <= at and not found.is_put and found.may_leave,
        "operation": uuid.uuid4(),
    }


def _act(
    request: HttpRequest, agent: people.Access, found: MailingKept, at: dt.datetime
) -> tuple[str, list[Mistake], list[str]]:
    """(what was done, what was wrong in the form, why it was refused)."""
    doing = request.POST.get("do", "")
    try:
        if doing == "try":
            return _try(request, agent, found, at)
        if doing == "plan":
            operations.plan(by=agent, at=at, number=found.id)
            return "plan", [], []
        if doing == "stop":
            operations.stop(by=agent, at=at, number=found.id)
            return "stop", [], []
        if doing == "put":
            putting.put_due(at=at, links=_links(request), most=AT_ONCE, only=found.id)
            return "put", [], []
        if doing in ("posted", "not_posted"):
            return _posted(request, agent, at, doing), [], []
    except operations.MayNotLeave as reasons:
        words = [campaign_presenters.refusal(each) for each in reasons.refusals]
        late = gettext("Its day is past: prepare another one.")
        untried = gettext("Try it on yourself first: read it as people will.")
        return "", [], list(dict.fromkeys(words)) or [late if reasons.is_late else untried]
    except operations.SaidNo:
        return (
            "",
            [],
            [gettext("Nothing left: somebody at this address pressed “No more tries”. The same link undoes it.")],
        )
    except operations.TooMany:
        return "", [], [gettext("Ten tries a day: try again tomorrow.")]
    return "", [], [gettext("Choose what to do.")]


def _try(
    request: HttpRequest, agent: people.Access, found: MailingKept, at: dt.datetime
) -> tuple[str, list[Mistake], list[str]]:
    posted = posted_by(request)
    address = ""
    mistakes: list[Mistake] = []
    if found.channel is Channel.SMS:
        address, mistakes = forms.phone(posted)
    elif found.channel is Channel.EMAIL and agent.account_id is not None:
        address = people.profile(agent.account_id, on=at.date()).email
    if mistakes:
        return "", mistakes, []
    language = forms.language(posted, found.told.words if found.told else ())
    operations.try_it(
        by=agent,
        at=at,
        operation=campaign_forms.operation(posted),
        number=found.id,
        address=address,
        language=language,
        links=_links(request),
    )
    return "try", [], []


def _posted(request: HttpRequest, agent: people.Access, at: dt.datetime, doing: str) -> str:
    numbers = message_forms.numbers(request.POST.getlist("number")[: outbox.SHEETS])
    act = outbox_by_hand.mark_done if doing == "posted" else outbox_by_hand.mark_not_done
    act(by=agent, at=at, numbers=numbers)
    return f"posted&marked={','.join(map(str, numbers))}" if doing == "posted" else "not_posted"


@limits.at_most(burst=20, per_minute=10)
@agents.only(queries.RUN)
@require_safe
def letters(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """The letters to post now, one PDF; with `?specimen=1`, one without an address. Nothing is marked by printing."""
    at = clock.now()
    found = _mine(agent, number, at)
    if found is None or found.channel is not Channel.LETTER or found.told is None or found.refusals:
        return not_found(request)
    shown = () if "specimen" in request.GET else _letters(agent, found, at)
    contents = [each.content for each in shown if each.content is not None]
    absolute, short = request.build_absolute_uri, _short(found, at)
    try:
        if "specimen" in request.GET:
            body = mailing_words.specimen(found, _language(request, found), short, absolute)
        elif contents:
            body = mailing_words.letters(found, contents, short, absolute)
            people_operations.record(
                by=agent.account_id,
                at=at,
                verb="letters_printed",
                kind="mailing",
                object_id=found.id,
                organisation_id=found.campaign.organisation,
            )
        else:
            return not_found(request)
    except DoesNotFit as why:
        context = {"agent": agent, "one": campaign_presenters.line(found.campaign), "why": [why.words]}
        return render(request, "campaigns/kit_refused.html", context, status=409)
    headers = {"Content-Disposition": 'attachment; filename="lettres.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _language(request: HttpRequest, found: MailingKept) -> str:
    return forms.language({"language": [request.GET.get("language", "")]}, found.told.words if found.told else ())


def _mine(agent: people.Access, number: int, at: dt.datetime) -> MailingKept | None:
    found = queries.mailing(agent, number, at=at)
    if found is None or not queries.may(agent, found.campaign.organisation, found.all_communes):
        return None
    return found


def _letters(agent: people.Access, found: MailingKept, at: dt.datetime) -> tuple[outbox.Shown, ...]:
    return outbox.letters(agent, at=at, prefix=key(found.id, ""))


def _short(found: MailingKept, at: dt.datetime) -> str:
    return putting.short(found, at)


def _links(request: HttpRequest) -> putting.Links:
    return mailing_words.links(request.build_absolute_uri)
