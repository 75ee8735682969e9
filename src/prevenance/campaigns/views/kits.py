"""Kits: the list of formats of one message, each format, and all of them in one file."""

from __future__ import annotations

import io
import zipfile

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prevenance.campaigns.choices.channels import Format
from prevenance.campaigns.operations import links
from prevenance.campaigns.presenters import campaigns as presenters
from prevenance.campaigns.presenters import kits
from prevenance.campaigns.presenters.kit_texts import DoesNotFit
from prevenance.campaigns.queries import campaigns as queries
from prevenance.kit import agents, clock, limits
from prevenance.people import queries as people

KINDS = {"png": "image/png", "pdf": "application/pdf", "txt": "text/plain; charset=utf-8", "zip": "application/zip"}
ALL = "all"


@limits.at_most(burst=40, per_minute=20)
@agents.only(queries.RUN)
@require_safe
def kit(request: HttpRequest, agent: people.Access, number: int, message: int, language: str) -> HttpResponse:
    """What is in it."""
    return _asked(request, agent, number, message, language, "")


@limits.at_most(burst=40, per_minute=20)
@agents.only(queries.RUN)
@require_safe
def kit_file(
    request: HttpRequest, agent: people.Access, number: int, message: int, language: str, wanted: str
) -> HttpResponse:
    """One format, or `all`."""
    return _asked(request, agent, number, message, language, wanted)


def _asked(
    request: HttpRequest, agent: people.Access, number: int, message: int, language: str, wanted: str
) -> HttpResponse:
    on = clock.today()
    found = queries.campaign(agent, number, on=on)
    kept = next((each for each in found.messages if each.id == message), None) if found else None
    if found is None or kept is None or language not in kits.LANGUAGES or wanted not in {"", ALL, *map(str, Format)}:
        return render(request, "kit/errors/404.html", status=404)
    context = {"agent": agent, "one": presenters.line(found), "message": message, "language_of_kit": language}
    told = found.published(message)
    why = [presenters.refusal(each) for each in queries.refusals(found, message, on=on, language=language)]
    if why or told is None or language not in told.words:
        return render(request, "campaigns/kit_refused.html", context | {"why": list(dict.fromkeys(why))}, status=409)
    shorts = links.of_channels(number, message, at=clock.now())
    voice = kits.voice(found, told, language=language, absolute=request.build_absolute_uri, shorts=shorts)
    if not wanted:
        context |= {"voice": voice, "formats": presenters.kit_formats()}
        return render(request, "campaigns/kit.html", context)
    if wanted == ALL:
        return sent(f"kit-{language}.zip", kits.packed(voice))
    try:
        files = kits.made(voice, Format(wanted))
    except DoesNotFit as refusal:
        return render(request, "campaigns/kit_refused.html", context | {"why": [refusal.words]}, status=409)
    return (
        sent(*next(iter(files.items()))) if len(files) == 1 else sent(f"{wanted}-{language}.zip", packed_files(files))
    )


def packed_files(files: dict[str, bytes]) -> bytes:
    """One zip."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(name, content)
    return written.getvalue()


def sent(name: str, content: bytes) -> HttpResponse:
    """To be saved, under this name."""
    response = HttpResponse(content, content_type=KINDS[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
