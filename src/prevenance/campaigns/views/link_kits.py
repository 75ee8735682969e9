"""The kit of one relay or partner: its page behind their own link, its files, and the same files for the team."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.campaigns.choices import influence_words as words
from prevenance.campaigns.choices.channels import Format
from prevenance.campaigns.operations import corrections as operations
from prevenance.campaigns.presenters import kits, link_kits
from prevenance.campaigns.presenters import links as presenters
from prevenance.campaigns.presenters.kit_texts import DoesNotFit
from prevenance.campaigns.presenters.link_kits import OwnKit
from prevenance.campaigns.queries import corrections, messages
from prevenance.campaigns.queries import links as queries
from prevenance.campaigns.queries.links import Linked
from prevenance.campaigns.views.kits import ALL, packed_files, sent
from prevenance.campaigns.views.links import address, not_there
from prevenance.kit import agents, clock, limits
from prevenance.people import queries as people

WANTED = frozenset({ALL, *map(str, Format)})


@limits.at_most(burst=40, per_minute=20)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def kit(request: HttpRequest, secret: str) -> HttpResponse:
    """For one relay or partner, without an account: words to say, link, files, what not to say, what to declare.

    Closed, it says nothing but the corrections of what they passed on: what was said was said.
    """
    found = queries.owned(secret, with_closed=True)
    if found is None or not (found.is_open or corrections.many_of(found.id)):
        return not_there(request)
    if request.method == "POST":
        operations.mark_read(at=clock.now(), link=found.id)
        return redirect("campaigns:kit-of-link", secret)
    to_read = [(one, one.told(_language())[1]) for one in corrections.to_read(found.id)]
    context = {"one": found, "who": presenters.who(found), "campaign": presenters.campaign(found), "to_read": to_read}
    if not found.is_open:
        return render(request, "campaigns/link_kit_closed.html", context)
    context |= _words(found, on=clock.today()) | _files(request, found, secret, on=clock.today())
    return render(request, "campaigns/link_kit.html", context)


def _words(found: Linked, *, on: dt.date) -> dict[str, Any]:
    """What is said, what is not, and what is declared."""
    message = messages.published_one(found.message_code, on=on)
    language, said = messages.words_in(message, _language(), on=on) if message else ("", None)
    mention, rule, source = words.law()
    return {
        "said": said,
        "lang": language if language != _language() else "",
        "is_example": message is not None and message.is_fictional,
        "code": found.message_code,
        "not_to_say": words.not_to_say(),
        "declared": presenters.declared(found),
        "is_bound": presenters.is_bound(found),
        "is_partner": found.partner is not None,
        "mention": mention,
        "rule": rule,
        "source": source,
        "people": queries.visits([found.id]).people,
    }


def _files(request: HttpRequest, found: Linked, secret: str, *, on: dt.date) -> dict[str, Any]:
    """Their address and code, and each language in which the kit may be made; else why not."""
    mine, made = address(request, found.short), {}
    for language in sorted(kits.LANGUAGES, key=lambda one: one != _language()):
        made[language] = link_kits.own(found, language=language, on=on, absolute=request.build_absolute_uri)
    ready = [(language, one.voice) for language, one in made.items() if one.voice]
    first = made[_language()].voice or made["fr"].voice
    return {
        "address": mine,
        "shown_address": presenters.shown_address(mine),
        "qr": presenters.code(mine),
        "secret": secret,
        "kits": [(language, presenters.tongue(language), voice) for language, voice in ready],
        "why": () if ready else made["fr"].why,
        "formats": link_kits.formats(),
        "post": link_kits.post(first) if first else "",
        "post_lang": first.language if first and first.language != _language() else "",
    }


@limits.at_most(burst=20, per_minute=6)
@agents.private
@require_safe
def kit_file(request: HttpRequest, secret: str, language: str, wanted: str) -> HttpResponse:
    """One format, or `all`, for whoever holds the secret."""
    found = queries.owned(secret)
    if found is None or language not in kits.LANGUAGES or wanted not in WANTED:
        return not_there(request)
    made = link_kits.own(found, language=language, on=clock.today(), absolute=request.build_absolute_uri)
    answer, why = _given(found, made, wanted)
    context = {"secret": secret, "campaign": presenters.campaign(found), "why": why}
    return answer or render(request, "campaigns/link_kit_refused.html", context, status=409)


@limits.at_most(burst=40, per_minute=20)
@agents.only(queries.ACTION)
@require_safe
def team_file(request: HttpRequest, agent: people.Access, number: int, language: str, wanted: str) -> HttpResponse:
    """The same files, for the team who prints them for a relay."""
    found = queries.link(agent, number)
    if found is None or found.channel or language not in kits.LANGUAGES or wanted not in WANTED:
        return not_there(request)
    made = OwnKit(None, (gettext("This link is closed: open it again first."),))
    if found.is_open:
        absolute = request.build_absolute_uri
        made = link_kits.own(found, language=language, on=clock.today(), absolute=absolute, for_team=True)
    answer, why = _given(found, made, wanted)
    context = {"agent": agent, "link": number, "why": why}
    return answer or render(request, "campaigns/kit_refused.html", context, status=409)


def _given(found: Linked, made: OwnKit, wanted: str) -> tuple[HttpResponse | None, tuple[str, ...]]:
    """The file, or why there is none. Its name says whose it is by the short address only."""
    if made.voice is None:
        return None, made.why
    name = f"{found.short}-{made.voice.language}"
    if wanted == ALL:
        return sent(f"kit-{name}.zip", kits.packed(made.voice, link_kits.more(found, made.voice))), ()
    try:
        files = kits.made(made.voice, Format(wanted))
    except DoesNotFit as refusal:
        return None, (refusal.words,)
    if len(files) > 1:
        return sent(f"{wanted}-{name}.zip", packed_files(files)), ()
    (file, content) = next(iter(files.items()))
    return sent(f"{file.rpartition('.')[0]}-{name}.{file.rpartition('.')[2]}", content), ()


def _language() -> str:
    return "en" if get_language() == "en" else "fr"
