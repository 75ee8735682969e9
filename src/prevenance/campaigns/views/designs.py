"""The comparison of a campaign: declared in three screens, read by everybody, withdrawn with a reason, counted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.campaigns.choices.designs import CountSource, Objection
from prevenance.campaigns.forms import counts as count_forms
from prevenance.campaigns.forms import designs as forms
from prevenance.campaigns.forms.links import number as number_typed
from prevenance.campaigns.forms.links import operation as operation_of
from prevenance.campaigns.operations import designs as operations
from prevenance.campaigns.presenters import campaigns as campaign_words
from prevenance.campaigns.presenters import designs as presenters
from prevenance.campaigns.presenters import effects
from prevenance.campaigns.queries import campaigns as campaign_queries
from prevenance.campaigns.queries import designs as queries
from prevenance.campaigns.queries.campaigns import CampaignKept
from prevenance.campaigns.queries.designs import Declared, Where
from prevenance.counting.designs import Why
from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.people import queries as people
from prevenance.people.presenters.fields import Form

FILE_MOST = 200_000  # bytes
_FIELDS = {
    Objection.NO_COMMUNE: "source",
    Objection.NOT_COUNTED: "source",
    Objection.TOO_LONG: "after",
    Why.NOT_COMPARABLE: "way",
}


def _not_there(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/errors/404.html", status=404)


def _late(one: CampaignKept) -> bool:
    return clock.today() >= one.draft.starts_on or queries.opened_on(one.id) is not None


def _about(one: CampaignKept, on_team: bool) -> dict[str, Any]:
    """What both pages show. The team's sees its own even before the campaign opens to all; so does everybody else."""
    all_ = queries.declared(one.id)
    declared = next((each for each in all_ if each.withdrawn_at is None), None)
    return {
        "one": campaign_words.line(one),
        "declared": declared,
        "about": effects.about(declared) if declared else (),
        "believed": presenters.believed(declared) if declared else (),
        "territories": presenters.territories(declared) if declared else (),
        "effect": effects.told(one, clock.today()),
        "is_drawn": declared is not None and declared.way != "hand",
        "is_public": campaign_queries.public_campaign(one.code, on=clock.today()) is not None,
        "on_team": on_team,
    }


@require_safe
def public(request: HttpRequest, code: str) -> HttpResponse:
    """Readable as soon as it is declared, before the campaign itself opens: what is said beforehand is said to all."""
    found = queries.campaign_of_code(code, on=clock.today())
    if found is None:
        return _not_there(request)
    response = render(request, "campaigns/public_comparison.html", _about(found, on_team=False))
    patch_cache_control(response, no_cache=True)
    return response


@limits.at_most(burst=60, per_minute=30)
@agents.only(campaign_queries.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def comparison(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """What is declared, or why it may not be any more; withdrawn here, for ever, with a reason."""
    found, mistakes = campaign_queries.campaign(agent, number, on=clock.today()), list[Mistake]()
    if found is None:
        return _not_there(request)
    if request.method == "POST":
        why, version = request.POST.get("why", ""), number_typed(request.POST.get("version", "")) or 0
        if not why.strip():
            mistakes.append(Mistake("why", "why", gettext("Say why: everybody will read it.")))
        else:
            try:
                operations.withdraw(by=agent, at=clock.now(), campaign=number, number=version, why=why)
                return redirect("campaigns:comparison", number)
            except operations.NotThere:
                return _not_there(request)
            except operations.TooEarly:
                words = gettext("Its last period is over: its answer stays.")
                mistakes.append(Mistake("why", "why", words))
    form = Form(request.POST.dict() if mistakes else {}, mistakes)
    told = _about(found, on_team=True)
    declared: Declared | None = told["declared"]
    told |= {
        "agent": agent,
        "errors": form.errors,
        "late": presenters.objection(Why.DECLARED_LATE) if _late(found) else "",
        "fields": [presenters.withdrawal_field(form)],
        "may_withdraw": declared is not None and clock.today() <= declared.ends_on,
    }
    return render(request, "campaigns/comparison.html", told, status=422 if mistakes else 200)


@limits.at_most(burst=40, per_minute=20)  # the power is computed anew for each belief
@agents.only(campaign_queries.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Where and when; what is hoped and believed; the power, then frozen. Each screen carries the others along."""
    found = campaign_queries.campaign(agent, number, on=clock.today())
    if found is None:
        return _not_there(request)
    if queries.in_force(number) is not None or _late(found):
        return redirect("campaigns:comparison", number)
    if request.method != "POST":
        return _screen(request, agent, found, {}, [], screen=1)
    posted = {key: str(value) for key, value in request.POST.items()}
    what = posted.get("do", "")
    read = (
        forms.where(posted) if what in ("where", "to_where") else forms.whole(posted, starts_on=found.draft.starts_on)
    )
    if what == "to_where" or read.where is None:
        return _screen(request, agent, found, posted, [] if what == "to_where" else read.mistakes, screen=1)
    if what in ("where", "to_believed") or read.draft is None:
        mistakes = [] if what in ("where", "to_believed") else read.mistakes
        return _screen(request, agent, found, posted, mistakes, screen=2, where=read.where)
    if why := operations.objection(campaign=number, on=clock.today(), draft=read.draft):
        field = _FIELDS.get(why, "territories")
        screen = 2 if field == "source" else 1
        mistakes = [Mistake(field, field, presenters.objection(why))]
        return _screen(request, agent, found, posted, mistakes, screen=screen, where=read.where)
    if what != "declare":
        return _screen(request, agent, found, posted, [], screen=3, stated=presenters.stated(read.draft))
    try:
        operations.declare(by=agent, at=clock.now(), operation=operation_of(posted), campaign=number, draft=read.draft)
    except operations.NotThere:
        return _not_there(request)
    except (operations.MayNotBeDeclared, ValueError):
        pass  # meanwhile declared by somebody else, begun, or moved to another day: its page says so
    return redirect("campaigns:comparison", number)


def _screen(
    request: HttpRequest,
    agent: people.Access,
    one: CampaignKept,
    posted: dict[str, str],
    mistakes: Sequence[Mistake],
    *,
    screen: int,
    where: Where | None = None,
    stated: dict[str, object] | None = None,
) -> HttpResponse:
    form = Form(posted, mistakes)
    hand = [name for name in posted if name.startswith("start-")]
    along = {1: [*forms.BELIEVED, *hand], 2: forms.WHERE, 3: [*forms.WHERE, *forms.BELIEVED, *hand]}[screen]
    fields = presenters.where_fields(form) if screen == 1 else []
    if where is not None and screen == 2:
        fields = presenters.believed_fields(form, where, starts_on=one.draft.starts_on)
    context = {
        "agent": agent,
        "one": campaign_words.line(one),
        "screen": screen,
        "fields": fields,
        "errors": form.errors,
        "along": forms.kept(posted, along),
        "operation": operation_of(posted),
        "stated": stated,
    }
    return render(request, "campaigns/comparison_declare.html", context, status=422 if mistakes else 200)


@limits.body_up_to(FILE_MOST + 64 * 1024)
@limits.at_most(burst=60, per_minute=30)
@agents.only(campaign_queries.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def counts(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """The numbers, one period at a time or as a table. Rows that are refused come back, with why; the others stay."""
    found, one = campaign_queries.campaign(agent, number, on=clock.today()), queries.in_force(number)
    if found is None or one is None:
        return _not_there(request)
    kept, on = queries.counts(one.id), clock.today()
    period = _period(request, one)
    read, written, posted = count_forms.CountsReading(), 0, dict[str, str]()
    if request.method == "POST":
        posted = {key: str(value) for key, value in request.POST.items()}
        try:
            read, written = _note(request, agent, number, one, posted, period)
        except operations.NotThere:  # withdrawn meanwhile
            return _not_there(request)
        if not read.mistakes and not read.refused:
            return redirect(f"{request.path}?period={period + 1}&kept={written}")
        kept = queries.counts(one.id)
        if read.refused:
            posted["table"] = "\n".join(row.row for row in read.refused)
    form = Form(posted, read.mistakes)
    context = {
        "agent": agent,
        "one": campaign_words.line(found),
        "declared": one,
        "is_site": one.source is CountSource.SITE,
        "periods": presenters.periods(one, kept, on=on),
        "period": period + 1,
        "days": one.days(period),
        "is_open": one.is_complete(period, on=on),
        "lines": presenters.count_lines(one, kept, period=period, form=form),
        "fields": presenters.about_fields(form, one, on=on),
        "table": form.field("table", gettext("Rows of a spreadsheet"), "textarea", longest=count_forms.TEXT_MOST),
        "refused": read.refused,
        "written": written if read.refused else number_typed(request.GET.get("kept", "")),
        "errors": form.errors,
        "operation": uuid.uuid4() if written or not posted else operation_of(posted),
    }
    wrong = bool(read.mistakes or read.refused)
    return render(request, "campaigns/comparison_counts.html", context, status=422 if wrong else 200)


def _period(request: HttpRequest, one: Declared) -> int:
    """The one asked for, or the last that is complete."""
    asked = number_typed(request.POST.get("period", "") or request.GET.get("period", ""))
    if asked is not None and 1 <= asked <= one.periods:
        return asked - 1
    done = [period for period in range(one.periods) if one.is_complete(period, on=clock.today())]
    return done[-1] if done else 0


def _note(
    request: HttpRequest, agent: people.Access, number: int, one: Declared, posted: dict[str, str], period: int
) -> tuple[count_forms.CountsReading, int]:
    """What was read, and how many numbers were written."""
    told: dict[str, Any] = {"by": agent, "at": clock.now(), "operation": operation_of(posted), "campaign": number}
    if one.source is CountSource.SITE:
        return count_forms.CountsReading(), operations.take_from_site(**told)
    if posted.get("do") == "table":
        sent = request.FILES.get("file")
        file = sent.read(FILE_MOST) if sent is not None and not isinstance(sent, list) else b""
        text = "\n".join(filter(None, (posted.get("table", ""), _text(file))))
        read = count_forms.table(posted, one, text, on=clock.today())
    elif one.is_complete(period, on=clock.today()):
        read = count_forms.grid(posted, one, period=period, on=clock.today())
    else:
        read = count_forms.CountsReading()
        read.wrong("acted-0", gettext("This period is not over yet."))
    if read.mistakes or not read.good or read.as_of is None:
        return read, 0
    return read, operations.note_counts(counted=read.good, source=read.source, as_of=read.as_of, **told)


def _text(file: bytes) -> str:
    """Spreadsheets write UTF-8, or the old encoding of Windows."""
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError:
        return file.decode("cp1252", errors="replace")
