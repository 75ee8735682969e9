"""Messages tried by residents: the page that opens a trial, the public one, and answers copied from paper."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from prevenance.campaigns.choices.message_words import UNDERSTOOD
from prevenance.campaigns.choices.messages import READ, Understood
from prevenance.campaigns.forms.messages import operation_of
from prevenance.campaigns.operations import trials as operations
from prevenance.campaigns.operations import visits
from prevenance.campaigns.presenters.messages import typeset_words
from prevenance.campaigns.queries import messages as queries
from prevenance.campaigns.queries import ready, trials
from prevenance.campaigns.queries.messages import WRITE
from prevenance.campaigns.queries.trials import Asked, Trial
from prevenance.kit import agents, clock, limits
from prevenance.kit.controls import Choice
from prevenance.kit.inputs import Mistake
from prevenance.people import queries as people
from prevenance.people.presenters.fields import Form

NAMES = ("question", "first", "second", "third")


def _not_there(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/errors/404.html", status=404)


@limits.at_most(burst=60, per_minute=30)
@agents.only(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Writes the question and its three answers, and opens the trial; or closes it."""
    kept = queries.message(agent, number)
    if kept is not None and request.method == "POST" and request.POST.get("do") == "close":
        operations.close_trial(by=agent, at=clock.now(), number=number)
        return redirect("campaigns:message", number)
    if kept is None or kept.state not in READ:
        return _not_there(request)
    proposed = ready.ready_messages().get(kept.ready_key)
    typed = _proposed(proposed.asked, proposed.right) if proposed else {}
    mistakes: list[Mistake] = []
    if request.method == "POST":
        typed = {key: " ".join(str(value).split())[:200] for key, value in request.POST.items()}
        asked, mistakes = _read(typed)
        if not mistakes:
            operations.open_trial(
                by=agent,
                at=clock.now(),
                operation=operation_of(typed) or uuid.uuid4(),
                number=number,
                asked=asked,
                right=int(typed["right"]),
            )
            return redirect("campaigns:message", number)
    made = Form(typed, mistakes)
    labels = (gettext("Question"), gettext("First answer"), gettext("Second answer"), gettext("Third answer"))
    told = {"fr": gettext("in French"), "en": gettext("in English")}
    rights = [(str(at), label, "") for at, label in enumerate(labels[1:], start=1)]
    context = {
        "agent": agent,
        "one": kept,
        "title": kept.version.draft.words["fr"].title,
        "french": [made.field(f"fr-{n}", f"{w} ({told['fr']})") for n, w in zip(NAMES, labels, strict=True)],
        "english": [made.field(f"en-{n}", f"{w} ({told['en']})") for n, w in zip(NAMES, labels, strict=True)],
        "right": [made.choice("right", gettext("Which answer is right?"), rights)],
        "operation": uuid.uuid4(),
        "errors": made.errors,
    }
    return render(request, "campaigns/trial_open.html", context, status=422 if mistakes else 200)


def _proposed(asked: Any, right: int) -> dict[str, str]:
    found = {"right": str(right)}
    for language, one in asked.items():
        found |= {f"{language}-{n}": w for n, w in zip(NAMES, (one.question, *one.choices), strict=True)}
    return found


def _read(typed: dict[str, str]) -> tuple[dict[str, Asked], list[Mistake]]:
    asked, mistakes = {}, []
    for language in ("fr", "en"):
        told = {name: typed.get(f"{language}-{name}", "") for name in NAMES}
        if language == "en" and not any(told.values()):
            continue
        for name in NAMES:
            if not told[name]:
                goal = f"{language}-{name}"
                mistakes.append(Mistake(goal, goal, gettext("Write the question and its three answers.")))
        asked[language] = Asked(told["question"], (told["first"], told["second"], told["third"]))
    if typed.get("right") not in ("1", "2", "3"):
        mistakes.append(Mistake("right", "right-1", gettext("Say which answer is right.")))
    return asked, mistakes


@limits.at_most(burst=30, per_minute=12)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """A resident reads the message and says what they understood. No account, no cookie, no name."""
    found = trials.open_trial(code)
    if found is None:
        response = _not_there(request)
    else:
        one, words = found
        language, asked = one.in_language(request.LANGUAGE_CODE or "fr")
        shown = words[language] if language in words and language != "fr" else typeset_words(words["fr"])
        response = _answered(
            request, one, {"words": shown, "asked": asked, "lang": language, "pictogram": one.pictogram}, by=None
        )
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response


@limits.at_most(burst=120, per_minute=60)
@agents.only(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, agent: people.Access, code: str) -> HttpResponse:
    """An agent copies an answer given on paper or aloud, one after the other."""
    one = trials.one_of_mine(agent, code)
    if one is None:
        return _not_there(request)
    _, asked = one.in_language(request.LANGUAGE_CODE or "fr")
    return _answered(request, one, {"asked": asked, "agent": agent, "message": one.message}, by=agent)


def _answered(request: HttpRequest, one: Trial, context: dict[str, Any], *, by: people.Access | None) -> HttpResponse:
    template = "campaigns/trial_paper.html" if by else "campaigns/trial.html"
    typed = {key: str(value) for key, value in request.POST.items()}
    mistakes: list[Mistake] = []
    if request.method == "POST":
        if typed.get("understood") not in set(Understood):
            mistakes.append(Mistake("understood", "understood-1", gettext("Say whether you understood.")))
        if typed.get("choice") not in ("1", "2", "3", "0"):
            words = gettext("Say what you would answer, or that you do not know.")
            mistakes.append(Mistake("choice", "choice-1", words))
        if not mistakes:
            try:
                operations.answer(
                    at=clock.now(),
                    trial=one.code,
                    operation=operation_of(typed) or uuid.uuid4(),
                    understood=Understood(typed["understood"]),
                    choice=int(typed["choice"]) or None,
                    missing=typed.get("missing", ""),
                    by=by,
                )
            except operations.Closed:
                return _not_there(request)
            if by:
                return redirect(reverse("campaigns:trial-paper", args=[one.code]) + "?noted=1")
            # Only a person sends it: a doubtful request of a link of this message, just before, was theirs.
            visits.gesture(request.headers, at=clock.now(), message=one.message, visitor=limits.address(request))
            return render(request, "campaigns/trial_thanks.html")
    context |= _form(typed, mistakes, context["asked"], context.get("lang", request.LANGUAGE_CODE or "fr"))
    context |= {"noted": request.GET.get("noted") == "1", "operation": uuid.uuid4()}
    return render(request, template, context, status=422 if mistakes else 200)


def _form(typed: dict[str, str], mistakes: list[Mistake], asked: Asked, language: str) -> dict[str, Any]:
    made = Form(typed, mistakes)
    options = [(str(at), words, "") for at, words in enumerate(asked.choices, start=1)]
    with translation.override(language):  # of the question, whatever the page's
        options.append(("0", gettext("I do not know"), ""))
    fields = [
        made.choice("understood", gettext("Did you understand?"), [(k, str(w), "") for k, w in UNDERSTOOD.items()]),
        made.choice("choice", asked.question, options),
        made.field(
            "missing",
            gettext("What is missing? (if you like)"),
            "textarea",
            hint=gettext("Do not write your name nor anything about your health."),
            longest=300,
        ),
    ]
    return {"fields": fields, "errors": made.errors, "choices": [Choice(k, w) for k, w, _ in options]}
