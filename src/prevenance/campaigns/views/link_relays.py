"""A link for several relays at once, and all their posters, each with its own code."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.campaigns.choices.links import RELAYS_MOST
from prevenance.campaigns.forms import links as forms
from prevenance.campaigns.operations import links as operations
from prevenance.campaigns.presenters import campaigns as campaign_words
from prevenance.campaigns.presenters import kits, link_kits
from prevenance.campaigns.presenters import links as presenters
from prevenance.campaigns.presenters.kit_texts import DoesNotFit
from prevenance.campaigns.queries import campaigns as campaign_queries
from prevenance.campaigns.queries import links as queries
from prevenance.campaigns.queries.campaigns import CampaignKept
from prevenance.campaigns.views.kits import packed_files, sent
from prevenance.campaigns.views.links import address, not_there
from prevenance.kit import agents, clock, limits
from prevenance.people import queries as people

KINDS = ("pdf", "zip")


@limits.at_most(burst=60, per_minute=30)
@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def relays(request: HttpRequest, agent: people.Access, number: int, message: int) -> HttpResponse:
    """The relays of the campaign's communes, who has a link already, and a press to give one to those ticked."""
    found = campaign_queries.campaign(agent, number, on=clock.today())
    kept = next((one for one in found.messages if one.id == message), None) if found else None
    if found is None or kept is None:
        return not_there(request)
    errors: list[tuple[str, str]] = []
    page, ticked = _page(request), _ticked(request, request.method == "POST")
    if request.method == "POST":
        errors = _give(request, agent, number, message, ticked)
        if not errors:
            query = urlencode([("page", page), ("given", 1), *(("relay", one) for one in ticked)])
            return redirect(f"{reverse('campaigns:link-relays', args=[number, message])}?{query}")
    offered = queries.relays_of(agent, number, on=clock.today())
    shown = offered[(page - 1) * RELAYS_MOST : page * RELAYS_MOST]
    linked = queries.of_relays(agent, number, message, [one.id for one in shown])
    made = {
        language: link_kits.of_message(found, message, language=language, on=clock.today())
        for language in kits.LANGUAGES
    }
    context = {
        "agent": agent,
        "one": campaign_words.line(found),
        "title": presenters.title(kept),
        "message": message,
        "relays": [_line(request, one, linked.get(one.id), one.id in ticked) for one in shown],
        "many": len(offered),
        "page": page,
        "after": page + 1 if len(offered) > page * RELAYS_MOST else 0,
        "given": len(ticked) if request.GET.get("given") and not errors else 0,
        "kits": [(language, presenters.tongue(language)) for language, why in made.items() if why == ()],
        "why": made["fr"] if all(made.values()) else (),
        "errors": errors,
        "operation": request.POST.get("operation", "") if errors else uuid.uuid4(),
    }
    return render(request, "campaigns/link_relays.html", context, status=422 if errors else 200)


def _line(request: HttpRequest, one: Any, found: queries.Linked | None, is_ticked: bool) -> dict[str, Any]:
    where = presenters.shown_address(address(request, found.short)) if found else ""
    return {
        "id": one.id,
        "name": one.first_name,
        "commune": campaign_words.commune_name(one.commune_code),
        "address": where,
        "link": found.id if found else 0,
        "closed": found is not None and not found.is_open,
        "ticked": is_ticked,
    }


def _give(
    request: HttpRequest, agent: people.Access, number: int, message: int, ticked: list[int]
) -> list[tuple[str, str]]:
    """What was wrong."""
    if not ticked:
        return [("relays", gettext("Tick at least one relay."))]
    if len(ticked) > RELAYS_MOST:
        words = gettext("%(most)s relays at most at once.")
        return [("relays", words % {"most": RELAYS_MOST})]
    try:
        operations.make_for_relays(
            by=agent,
            at=clock.now(),
            operation=forms.operation(request.POST.dict()),
            campaign=number,
            message=message,
            relays=ticked,
        )
    except operations.NotThere:
        return [
            ("relays", gettext("This cannot be done now: the campaign has ended, or one of them is a relay no more."))
        ]
    return []


@limits.at_most(burst=20, per_minute=6)
@agents.only(queries.ACTION)
@require_safe
def posters(
    request: HttpRequest, agent: people.Access, number: int, message: int, language: str, kind: str
) -> HttpResponse:
    """The A4 posters of the relays ticked who have a link: in one document, or each in its own file."""
    found = campaign_queries.campaign(agent, number, on=clock.today())
    if found is None or language not in kits.LANGUAGES or kind not in KINDS:
        return not_there(request)
    wanted = _ticked(request, False)[:RELAYS_MOST]
    linked = queries.of_relays(agent, number, message, wanted)
    chosen = [linked[one] for one in sorted(wanted) if one in linked and linked[one].is_open]
    try:
        if why := link_kits.of_message(found, message, language=language, on=clock.today()):
            return _refused(request, agent, found, why)
        if not chosen:
            return _refused(request, agent, found, (gettext("None of those ticked has a link: give them one first."),))
        files = link_kits.posters(
            chosen, language=language, on=clock.today(), absolute=request.build_absolute_uri, together=kind == "pdf"
        )
    except DoesNotFit as refusal:
        return _refused(request, agent, found, (refusal.words,))
    if kind == "pdf":
        return sent(f"posters-{language}.pdf", files["posters.pdf"])
    return sent(f"posters-{language}.zip", packed_files(files))


def _refused(request: HttpRequest, agent: people.Access, found: CampaignKept, why: tuple[str, ...]) -> HttpResponse:
    context = {"agent": agent, "one": campaign_words.line(found), "why": why}
    return render(request, "campaigns/kit_refused.html", context, status=409)


def _ticked(request: HttpRequest, is_sent: bool) -> list[int]:
    given = (request.POST if is_sent else request.GET).getlist("relay")
    return sorted({int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 10})


def _page(request: HttpRequest) -> int:
    asked = (request.POST if request.method == "POST" else request.GET).get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
