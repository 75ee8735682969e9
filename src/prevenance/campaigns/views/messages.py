"""Messages, for those who write and review them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prevenance.campaigns.choices.message_words import STATES, VERDICTS
from prevenance.campaigns.choices.messages import LANGUAGES, LENGTHS, NEXT, RIGHT_TO_LEFT, MessageState, Verdict
from prevenance.campaigns.forms import messages as forms
from prevenance.campaigns.operations import messages as operations
from prevenance.campaigns.presenters import messages as presenters
from prevenance.campaigns.presenters.carried import carried
from prevenance.campaigns.queries import messages as queries
from prevenance.campaigns.queries import ready, trials
from prevenance.campaigns.queries.messages import REVIEW, WRITE, Kept
from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.people import queries as people

MANY = 12


def _not_there(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/errors/404.html", status=404)


def _seen(agent: people.Access, number: int) -> Kept | None:
    return queries.message(agent, number) or queries.message(agent, number, action=REVIEW)


def _operation(request: HttpRequest) -> uuid.UUID:
    return forms.operation_of(request.POST.dict()) or uuid.uuid4()


@agents.only(WRITE)
@require_safe
def messages(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """Those of the scope, the last changed first; and the ready ones that nobody took yet."""
    state, asked = request.GET.get("state", ""), request.GET.get("page", "1")
    state = state if state in set(MessageState) else ""
    number = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    found = queries.messages(agent, state=state)
    teams = people.employers(agent.organisations(WRITE))
    has = queries.taken(list(teams))
    left = [
        {"key": one.key, "title": one.draft.words["fr"].title, "audience": one.draft.audience}
        for one in ready.ready_messages().values()
        if any((team, one.key) not in has for team in teams)
    ]
    shown = found[(number - 1) * MANY : number * MANY]
    context = {
        "agent": agent,
        "messages": [presenters.line(one, on=clock.today()) for one in shown],
        "states": [(str(key), words, str(key) == state) for key, words in STATES.items()],
        "state": state,
        "ready": left,
        "operation": uuid.uuid4(),
        "before": number - 1,
        "after": number + 1 if len(found) > number * MANY else 0,
    }
    return render(request, "campaigns/messages.html", context)


@limits.at_most(burst=60, per_minute=30)
@agents.only(WRITE)
@require_POST
def take(request: HttpRequest, agent: people.Access, key: str) -> HttpResponse:
    """A ready message becomes one of the team's, sent to review as it is."""
    one, teams = ready.ready_messages().get(key), people.employers(agent.organisations(WRITE))
    if one is None or not teams:
        return _not_there(request)
    at, has = clock.now(), queries.taken(list(teams))
    team = next((number for number in teams if (number, key) not in has), next(iter(teams)))
    number = operations.write(
        by=agent, at=at, operation=_operation(request), organisation=team, draft=one.draft, ready_key=key
    )
    kept = queries.message(agent, number)
    if kept and kept.state is MessageState.DRAFT and kept.versions == 1:
        operations.ask_for_review(by=agent, at=at, number=number)
    return redirect("campaigns:message", number)


def _page(
    request: HttpRequest,
    agent: people.Access,
    posted: dict[str, str],
    mistakes: Sequence[Mistake] = (),
    **context: Any,
) -> HttpResponse:
    made = presenters.form(posted, mistakes, language=request.LANGUAGE_CODE or "fr")
    context |= {"agent": agent, "form": made, "errors": made["errors"]}
    return render(request, "campaigns/message_write.html", context, status=422 if mistakes else 200)


@limits.at_most(burst=60, per_minute=30)
@agents.only(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """A new message. "Check" shows what the aid says and writes nothing."""
    if request.method != "POST":
        return _page(request, agent, {}, operation=uuid.uuid4(), seen=0)
    posted = {key: str(value) for key, value in request.POST.items()}
    read = forms.read(posted, subjects=presenters.subjects("fr"), on=clock.today())
    operation = read.operation or uuid.uuid4()
    if read.draft is None or posted.get("do") == "check":
        advice = presenters.advice(read.draft) if read.draft else []
        return _page(request, agent, posted, read.mistakes, operation=operation, seen=0, advice=advice)
    team = next(iter(people.employers(agent.organisations(WRITE))))
    number = operations.write(by=agent, at=clock.now(), operation=operation, organisation=team, draft=read.draft)
    return redirect("campaigns:message", number)


@limits.at_most(burst=60, per_minute=30)
@agents.only(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """The same page, with the last version; saving writes the next one."""
    kept = queries.message(agent, number)
    if kept is None:
        return _not_there(request)
    context: dict[str, Any] = {"number": number, "seen": kept.version.number, "state": kept.state.value}
    if request.method != "POST":
        advice = presenters.advice(kept.version.draft)
        typed = forms.typed(kept.version.draft)
        return _page(request, agent, typed, operation=uuid.uuid4(), advice=advice, **context)
    posted = {key: str(value) for key, value in request.POST.items()}
    read = forms.read(posted, subjects=presenters.subjects("fr"), on=clock.today())
    context["operation"] = read.operation or uuid.uuid4()
    mistakes, asked = list(read.mistakes), posted.get("seen", "")
    context["seen"] = seen = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    if read.draft is None or posted.get("do") == "check":
        advice = presenters.advice(read.draft) if read.draft else []
        return _page(request, agent, posted, mistakes, advice=advice, **context)
    try:
        operations.revise(
            by=agent, at=clock.now(), operation=context["operation"], number=number, seen=seen, draft=read.draft
        )
    except operations.ChangedSince:
        context["seen"] = kept.version.number
        words = gettext("Somebody wrote another version meanwhile: compare, then save again to replace it.")
        return _page(request, agent, posted, [Mistake("fr-title", "fr-title", words)], **context)
    return redirect("campaigns:message", number)


@agents.only()
@require_safe
def message(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Where it stands, what stops it, what to do next; the words; what was said of them."""
    kept = _seen(agent, number)
    return _one(request, agent, kept) if kept else _not_there(request)


def _one(
    request: HttpRequest, agent: people.Access, kept: Kept, mistakes: Sequence[Mistake] = (), **context: Any
) -> HttpResponse:
    on, draft = clock.today(), kept.version.draft
    may_review = kept.organisation in agent.organisations(REVIEW)
    mine = kept.version.author_id == agent.account_id
    advice = presenters.advice(draft)
    context |= {
        "agent": agent,
        "one": kept,
        "state": STATES[kept.state],
        "next": [str(one) for one in NEXT[kept.state]],
        "fr": draft.words["fr"],
        "en": draft.words.get("en"),
        "shown": presenters.shown(kept, "fr", on=on),
        "reasons": presenters.reasons(queries.hindrances(kept, on=on)),
        "advice": advice,
        "remarks": any(told.remarks for told in advice),
        "carried": carried(kept, request.LANGUAGE_CODE or "fr"),
        "may_write": kept.organisation in agent.organisations(WRITE),
        "may_review": may_review and kept.state is MessageState.IN_REVIEW and not mine,
        "is_mine": mine,
        "verdicts": [(str(key), words) for key, words in VERDICTS.items()],
        "trials": trials.trials(agent, kept.id),
        "translations": [(LANGUAGES[key], told) for key, told in sorted(kept.translations.items())],
        "languages": sorted(LANGUAGES.items(), key=lambda one: one[0]),
        "operation": uuid.uuid4(),
        "errors": [(one.goal, one.words) for one in mistakes],
        "typed": request.POST.dict() if mistakes else {},
    }
    return render(request, "campaigns/message.html", context, status=422 if mistakes else 200)


@limits.at_most(burst=60, per_minute=30)
@agents.only()
@require_POST
def review(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """A professional's word on the version shown."""
    kept = queries.message(agent, number, action=REVIEW)
    if kept is None:
        return _not_there(request)
    posted, mistakes = request.POST.dict(), []
    if str(posted.get("verdict", "")) not in set(Verdict):
        mistakes.append(Mistake("verdict", "verdict-1", gettext("Choose what you say of it.")))
    if not str(posted.get("role", "")).strip():
        mistakes.append(Mistake("role", "role", gettext("Write your profession: it is shown with the message.")))
    seen = str(posted.get("seen", ""))
    if mistakes:
        return _one(request, agent, kept, mistakes)
    try:
        operations.review(
            by=agent,
            at=clock.now(),
            operation=_operation(request),
            number=number,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
            verdict=Verdict(str(posted["verdict"])),
            role=str(posted["role"]),
            note=str(posted.get("note", "")),
        )
    except operations.ChangedSince:
        words = gettext("Another version was written meanwhile: read this one.")
        return _one(request, agent, kept, [Mistake("verdict", "verdict-1", words)])
    except operations.Own:
        words = gettext("Somebody else than the author reviews a message.")
        return _one(request, agent, kept, [Mistake("verdict", "verdict-1", words)])
    except operations.NotThere:
        return _not_there(request)
    return redirect("campaigns:message", number)


ACTS: dict[str, Callable[..., None]] = {
    "review": operations.ask_for_review,
    "publish": operations.publish,
    "withdraw": operations.withdraw,
    "put_back": operations.put_back,
}


@limits.at_most(burst=60, per_minute=30)
@agents.only(WRITE)
@require_POST
def act(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Asks for a review, publishes, withdraws, puts back."""
    kept, wanted = queries.message(agent, number), ACTS.get(request.POST.get("do", ""))
    if kept is None or wanted is None:
        return _not_there(request)
    try:
        wanted(by=agent, at=clock.now(), number=number)
    except operations.MayNotGoOut as stopped:
        words = " ".join(str(one) for one in presenters.reasons(stopped.reasons))
        return _one(request, agent, kept, [Mistake("do", "state", words)])
    except operations.NotThere:
        return _not_there(request)
    return redirect("campaigns:message", number)


@agents.only(WRITE)
@require_safe
def compare(request: HttpRequest, agent: people.Access, number: int) -> HttpResponse:
    """Two versions side by side: the last and the one before, unless others are asked."""
    kept = queries.message(agent, number)
    if kept is None:
        return _not_there(request)
    every = {one.number: one for one in queries.versions(number)}
    last = max(every)
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    chosen = [
        int(one) if one.isascii() and one.isdigit() and len(one) < 10 and int(one) in every else 0 for one in asked
    ]
    before, after = chosen[0] or max(1, last - 1), chosen[1] or last
    context = {
        "agent": agent,
        "one": kept,
        "title": kept.version.draft.words["fr"].title,
        "every": list(every.values()),
        "before": before,
        "after": after,
        "parts": presenters.compared(every[before].draft, every[after].draft),
    }
    return render(request, "campaigns/message_compare.html", context)


@limits.at_most(burst=60, per_minute=30)
@agents.only(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: HttpRequest, agent: people.Access, number: int, language: str) -> HttpResponse:
    """The French beside, and the four fields; or "I have read it" from somebody else."""
    kept = queries.message(agent, number)
    if kept is None or language not in LANGUAGES:
        return _not_there(request)
    told = kept.translations.get(language)
    typed = {name: getattr(told.words, name) for name in LENGTHS} if told else {}
    if language in RIGHT_TO_LEFT:
        typed = {name: presenters.numbers_held(words) for name, words in typed.items()}
    mistakes: list[Mistake] = []
    if request.method == "POST":
        typed = {key: str(value) for key, value in request.POST.items()}
        words, mistakes = forms.read_words(typed)
        seen = typed.get("seen", "")
        try:
            if typed.get("do") == "read" and told is not None:
                operations.read_translation(by=agent, at=clock.now(), number=number, translation=told.id)
                return redirect("campaigns:message", number)
            if not mistakes:
                operations.translate(
                    by=agent,
                    at=clock.now(),
                    operation=_operation(request),
                    number=number,
                    seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
                    language=language,
                    words=words,
                )
                return redirect("campaigns:message", number)
        except operations.ChangedSince:
            mistakes.append(Mistake("title", "title", gettext("The French changed meanwhile: read it again.")))
        except operations.Own:
            mistakes.append(Mistake("title", "title", gettext("Somebody else than the translator reads it.")))
    context = {
        "agent": agent,
        "one": kept,
        "fr": kept.version.draft.words["fr"],
        "told": told,
        "tongue": LANGUAGES[language],
        "code": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "fields": presenters.translation_form(typed, mistakes),
        "operation": uuid.uuid4(),
        "errors": [(one.goal, one.words) for one in mistakes],
    }
    return render(request, "campaigns/message_translate.html", context, status=422 if mistakes else 200)
