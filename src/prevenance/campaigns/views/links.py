"""Links of relays and partners, for who runs campaigns: made, given with a kit, declared, followed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.campaigns.forms import links as forms
from prevenance.campaigns.operations import links as operations
from prevenance.campaigns.operations import visits
from prevenance.campaigns.presenters import link_kits
from prevenance.campaigns.presenters import links as presenters
from prevenance.campaigns.presenters.kits import LANGUAGES
from prevenance.campaigns.queries import corrections, written_contracts
from prevenance.campaigns.queries import links as queries
from prevenance.campaigns.queries import messages as message_queries
from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.people import queries as people
from prevenance.people.presenters.fields import Form

MANY = 12


def not_there(request: HttpRequest) -> HttpResponse:
    """Outside the scope: as if it were not there."""
    return render(request, "kit/errors/404.html", status=404)


def address(request: HttpRequest, short: str) -> str:
    """The whole short address, in French: it is printed once for everybody."""
    return request.build_absolute_uri(f"/r/{short}")


@limits.at_most(burst=120, per_minute=60)
@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """Every link, who came by it, and a form to make one."""
    mistakes: list[Mistake] = []
    whats, whos = _whats(agent), _whos(agent)
    if request.method == "POST":
        number, mistakes = _make(request, agent, whats, whos)
        if number:
            return redirect("campaigns:link", number)
    page, relay, is_ours = _number(request, "page") or 1, _number(request, "relay"), "ours" in request.GET
    at = clock.now()
    visits.settle(at=at)
    visits.sweep(at=at)
    first = (page - 1) * MANY
    found, many = queries.links(agent, relay=relay or None, is_ours=is_ours, first=first, most=MANY)
    titles, people_of = _titles(agent), queries.people_of(one.id for one in found)
    form = Form(request.POST.dict() if mistakes else {}, mistakes)
    rows = [
        presenters.line(one, address=address(request, one.short), people=people_of.get(one.id, 0))
        | {"title": titles.get(one.message, "")}
        for one in found
    ]
    context = {
        "agent": agent,
        "links": presenters.by_message(rows),
        "undeclared": any(not row["declared"] for row in rows),
        "is_ours": is_ours,
        "relay": relay,
        "query": f"relay={relay}&" if relay else "ours=1&" if is_ours else "",
        "before": page - 1,
        "after": page + 1 if many > first + MANY else 0,
        "fields": [
            form.choice("what", gettext("Campaign and message"), whats, kind="select"),
            form.choice("who", gettext("For whom?"), whos, kind="select"),
        ],
        "may_make": bool(whats and whos),
        "has_messages": bool(whats),
        "errors": form.errors,
        "operation": request.POST.get("operation", "") if mistakes else uuid.uuid4(),
    }
    return render(request, "campaigns/links.html", context, status=422 if mistakes else 200)


def _number(request: HttpRequest, name: str) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0


def _titles(agent: people.Access) -> dict[int, str]:
    """Of every message that this agent may see; a campaign is run by whoever may not write them too."""
    found = message_queries.messages(agent, action=queries.ACTION)
    return {one.id: presenters.title(one) for one in found}


def _teams(agent: people.Access) -> dict[int, str]:
    """organisation → « (its name) », when there are several to tell apart; else nothing."""
    found = people.employers(agent.organisations(queries.ACTION))
    return {number: f" ({name})" for number, (name, _) in found.items()} if len(found) > 1 else {}


def _whats(agent: people.Access) -> list[tuple[str, str, str]]:
    teams = _teams(agent)
    names = {number: name + teams.get(whose, "") for number, name, whose in queries.campaigns(agent)}
    titles = _titles(agent)
    pairs = queries.messages_of(names)
    return [
        (f"{campaign}-{message}", f"{names[campaign]} – {titles[message]}", "")
        for campaign, message in pairs
        if message in titles
    ]


def _whos(agent: people.Access) -> list[tuple[str, str, str]]:
    teams = _teams(agent)
    partners = [
        (f"partner-{one.id}", one.name + teams.get(one.organisation, ""), "") for one in queries.partners(agent)
    ]
    return partners + [
        (
            f"relay-{one.id}",
            f"{one.first_name} ({gettext('relay')} {one.id}){teams.get(one.organisation_id or 0, '')}",
            "",
        )
        for one in queries.active_relays(agent, on=clock.today())
    ]


def _make(
    request: HttpRequest,
    agent: people.Access,
    whats: Sequence[tuple[str, str, str]],
    whos: Sequence[tuple[str, str, str]],
) -> tuple[int, list[Mistake]]:
    what, who = request.POST.get("what", ""), request.POST.get("who", "")
    wrong = [
        Mistake(name, name, gettext("Choose one in the list."))
        for name, given, offered in (("what", what, whats), ("who", who, whos))
        if given not in {key for key, _, _ in offered}
    ]
    if wrong:
        return 0, wrong
    campaign, message = (int(part) for part in what.split("-"))
    kind, _, number = who.partition("-")
    whose: dict[str, Any] = {kind: int(number)}
    try:
        made = operations.make(
            by=agent,
            at=clock.now(),
            operation=forms.operation(request.POST.dict()),
            campaign=campaign,
            message=message,
            **whose,
        )
    except operations.NotThere:
        return 0, [Mistake("who", "who", gettext("They are not of the organisation of this campaign."))]
    return made, []


@limits.at_most(burst=120, per_minute=60)
@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """Partners and influencers of the organisation, and a form to add one."""
    organisations = {
        number: name for number, (name, _) in people.employers(agent.organisations(queries.ACTION)).items()
    }
    posted = request.POST.dict()
    mistakes: list[Mistake] = []
    if request.method == "POST":
        gone = posted.get("gone", "")
        if gone.isascii() and gone.isdigit() and len(gone) < 10:
            try:
                operations.let_go(by=agent, at=clock.now(), number=int(gone))
            except operations.NotThere:
                return not_there(request)
            return redirect("campaigns:partners")
        read = forms.partner(posted, on=clock.today())
        mistakes = read.mistakes
        if read.value is not None:
            given = posted.get("organisation", "")
            chosen = (
                int(given) if given.isascii() and given.isdigit() and len(given) < 10 else next(iter(organisations), 0)
            )
            try:
                operations.add_partner(
                    by=agent,
                    at=clock.now(),
                    operation=forms.operation(posted),
                    organisation=chosen,
                    profile=read.value,
                )
            except operations.NotThere:
                return not_there(request)
            return redirect("campaigns:partners")
    form = Form(posted if mistakes else {}, mistakes)
    context = {
        "agent": agent,
        "partners": queries.partners(agent),
        "fields": presenters.partner_fields(form, organisations),
        "errors": form.errors,
        "operation": posted.get("operation", "") if mistakes else uuid.uuid4(),
    }
    return render(request, "campaigns/partners.html", context, status=422 if mistakes else 200)


@limits.at_most(burst=120, per_minute=60)
@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """One link: its square code, its kit, what was given, posts kept, who came."""
    found, kit = queries.link(agent, number), ""
    if found is None:
        return not_there(request)
    if request.method == "POST":
        try:
            kit = _act(request, agent, number)
        except operations.NotThere:
            return not_there(request)
        if not kit:
            return redirect("campaigns:link", number)
        found = queries.link(agent, number) or found
    at = clock.now()
    visits.settle(at=at)
    visits.sweep(at=at)
    counted, mine = queries.visits([number]), address(request, found.short)
    context = {
        "agent": agent,
        "one": found,
        "who": presenters.named(found),
        "campaign": presenters.campaign(found),
        "address": mine,
        "shown_address": presenters.shown_address(mine),
        "qr": presenters.code(mine),
        "kit": kit,
        "declared": presenters.declared(found),
        "contract": presenters.contract(written_contracts.given(found)),
        "posts": presenters.posts(found),
        "seen": presenters.seen(found),
        "visits": counted,
        "rows": presenters.table(counted),
        "corrected": corrections.of_message(found.message),
        "title": _titles(agent).get(found.message, ""),
        **_files(request, found),
    }
    return render(request, "campaigns/link.html", context)


def _files(request: HttpRequest, found: queries.Linked) -> dict[str, Any]:
    """The languages in which their kit may be made now, else why not."""
    if found.channel or not found.is_open:
        return {}
    made = [
        link_kits.own(found, language=language, on=clock.today(), absolute=request.build_absolute_uri, for_team=True)
        for language in LANGUAGES
    ]
    ready = [
        (language, presenters.tongue(language)) for language, one in zip(LANGUAGES, made, strict=True) if one.voice
    ]
    return {"kits": ready, "why": () if ready else made[0].why, "formats": link_kits.formats()}


def _act(request: HttpRequest, agent: people.Access, number: int) -> str:
    """Does what was pressed. Gives the address of the kit when one was asked: it is shown once."""
    at, do = clock.now(), request.POST.get("do", "")
    if do == "kit":
        secret = operations.give_kit(by=agent, at=at, number=number)
        return request.build_absolute_uri(reverse("campaigns:kit-of-link", args=[secret]))
    if do in ("close", "again"):
        operations.close(by=agent, at=at, number=number, again=do == "again")
    return ""


@agents.only(queries.ACTION)
@require_safe
def screenshot(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """The picture kept of a post, to be saved: never shown as a page of ours."""
    found = queries.post_file(agent, number)
    if found is None:
        return not_there(request)
    content, kind = found
    response = HttpResponse(content, content_type=f"image/{kind}")
    response["Content-Disposition"] = f'attachment; filename="post-{number}.{kind}"'
    return response
