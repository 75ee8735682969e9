"""Looking after the places of one's areas: doubtful pairs, reports of residents, corrections, imports."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prevenance import catalogue
from prevenance.kit import agents, clock, limits
from prevenance.offer import operations
from prevenance.offer.choices import FlagReason, PairVerdict, words
from prevenance.offer.operations import reviewing
from prevenance.offer.presenters import pairs as pair_words
from prevenance.offer.presenters import upkeep as presenters
from prevenance.offer.presenters import wording
from prevenance.offer.queries import review, upkeep
from prevenance.offer.queries.scopes import ACTION, Scope, scope
from prevenance.people.queries import Access

MANY = 20  # lines on a page
LAST_PAGE = 500


def _page(request: HttpRequest, agent: Access, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"offer/upkeep/{template}.html", {"agent": agent, **context}, status=status)


def _not_found(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/errors/404.html", status=404)


def _number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "1")
    return min(LAST_PAGE, max(1, int(typed))) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def _cut(rows: list[Any], number: int) -> dict[str, Any]:
    """The rows of one page, and the pages around it. One row more than a page was read."""
    return {"rows": rows[:MANY], "before": number - 1, "after": number + 1 if len(rows) > MANY else 0}


def _around(number: int) -> dict[str, Any]:
    return {"first": (number - 1) * MANY, "many": MANY + 1}


@agents.only(ACTION)
@require_safe
def home(request: HttpRequest, agent: Access) -> HttpResponse:
    """What waits, and a search for a place whose card is to be corrected."""
    mine, typed = scope(agent), request.GET.get("q", "")[:100].strip()
    found = upkeep.found(mine, typed, many=MANY + 1)
    return _page(
        request,
        agent,
        "home",
        pairs=review.to_review_count(mine),
        reports=upkeep.reports_count(mine),
        typed=typed,
        found=found[:MANY],
        has_more=len(found) > MANY,
    )


@agents.only(ACTION)
@require_safe
def pairs(request: HttpRequest, agent: Access) -> HttpResponse:
    """Those that nobody answered, the most valuable first; or those set aside; or every answer given."""
    mine, number, shown = scope(agent), _number(request), request.GET.get("show", "")
    if shown in ("aside", "answers"):
        only = PairVerdict.UNSURE if shown == "aside" else None
        rows: list[Any] = [pair_words.answer(one) for one in review.said(mine, **_around(number), only=only)]
    else:
        shown = ""
        rows = [pair_words.line(one) for one in review.to_review(mine, **_around(number))]
    return _page(request, agent, "pairs", shown=shown, waiting=review.to_review_count(mine), **_cut(rows, number))


@limits.at_most(burst=120, per_minute=60)
@agents.only(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, agent: Access, first: str, second: str) -> HttpResponse:
    """Two records side by side: one place, two, or nobody knows. Then the next pair."""
    mine, both = scope(agent), (min(first, second), max(first, second))
    mistake = ""
    if request.method == "POST":
        try:
            reviewing.judge(
                by=agent,
                scope=mine,
                at=clock.now(),
                pair=both,
                verdict=PairVerdict(request.POST.get("verdict", "")),
                operation=uuid.UUID(request.POST.get("operation", "")),
                seen=int(request.POST.get("seen", "0")[:12]),
            )
            return _onwards(mine, both)
        except operations.NotThere:
            return _not_found(request)
        except reviewing.AnsweredSince:
            mistake = gettext("Somebody answered meanwhile. Here is their answer: undo it first if it is wrong.")
        except operations.DecisionRefused as refusal:
            said = wording.typeset(words.reason(refusal.reason, wording.language()), wording.language())
            mistake = f"{said[:1].upper()}{said[1:]}."
        except ValueError:
            mistake = gettext("Press one of the three answers.")
    found = review.compared(mine, *both)
    if found is None:
        return _not_found(request)
    return _page(
        request,
        agent,
        "pair",
        status=422 if mistake else 200,
        pair=both,
        shown=pair_words.page(found),
        said=pair_words.answer(found.said) if found.said else None,
        seen=found.said.id if found.said else 0,
        operation=uuid.uuid4(),
        mistake=mistake,
        errors=[("one", mistake)] if mistake else [],
        just=_just_answered(request, mine),
        following=review.after(mine, both),
    )


def _onwards(mine: Scope, both: tuple[str, str]) -> HttpResponse:
    """To the next pair, which tells what was just answered and lets it be undone."""
    told = urlencode({"after": "-".join(both)})
    following = review.after(mine, both)
    where = reverse("offer:upkeep-pair", args=following) if following else reverse("offer:upkeep-pairs")
    return redirect(f"{where}?{told}")


def _just_answered(request: HttpRequest, mine: Scope) -> pair_words.Answer | None:
    first, _, second = request.GET.get("after", "")[:60].partition("-")
    found = review.compared(mine, first, second) if first and second else None
    return pair_words.answer(found.said) if found and found.said else None


@agents.only(ACTION)
@require_POST
def pair_undo(request: HttpRequest, agent: Access, first: str, second: str) -> HttpResponse:
    """The answer in force is taken back."""
    both = (min(first, second), max(first, second))
    try:
        reviewing.take_back_judgement(by=agent, scope=scope(agent), at=clock.now(), pair=both)
    except (operations.NotThere, operations.DecisionRefused):
        return _not_found(request)
    return redirect("offer:upkeep-pair", *both)


@agents.only(ACTION)
@require_safe
def reports(request: HttpRequest, agent: Access) -> HttpResponse:
    """What residents report, the most reported first."""
    mine, number = scope(agent), _number(request)
    rows = [presenters.report(one) for one in upkeep.reports(mine, **_around(number))]
    return _page(request, agent, "reports", settled=_just_settled(request, mine), **_cut(rows, number))


def _just_settled(request: HttpRequest, mine: Scope) -> dict[str, str] | None:
    place, _, reason = request.GET.get("settled", "")[:60].partition("-")
    if reason not in {str(one) for one in FlagReason} or not upkeep.is_in(mine, place):
        return None
    return {"place_id": place, "reason": reason, "words": wording.REASONS[FlagReason(reason)]()}


@limits.at_most(burst=120, per_minute=60)
@agents.only(ACTION)
@require_POST
def settle(request: HttpRequest, agent: Access, identifier: str) -> HttpResponse:
    """These reports are dealt with; or, undone, they wait again."""
    try:
        reason = FlagReason(request.POST.get("reason", ""))
        given: dict[str, Any] = {
            "by": agent,
            "scope": scope(agent),
            "at": clock.now(),
            "place_id": identifier,
            "reason": reason,
        }
        if request.POST.get("go") == "again":
            reviewing.open_reports_again(**given)
            return redirect("offer:upkeep-reports")
        reviewing.settle_reports(**given, up_to=int(request.POST.get("up_to", "")[:18]))
    except (ValueError, operations.NotThere):
        return _not_found(request)
    return redirect(f"{reverse('offer:upkeep-reports')}?{urlencode({'settled': f'{identifier}-{reason}'})}")


@agents.only(ACTION)
@require_safe
def changes(request: HttpRequest, agent: Access, identifier: str = "") -> HttpResponse:
    """What places and the team corrected, confirmed, announced: everywhere in the areas, or for one place."""
    mine, number = scope(agent), _number(request)
    if identifier and not upkeep.is_in(mine, identifier):
        return _not_found(request)
    found = upkeep.corrections(mine, **_around(number), place_id=identifier)
    names = upkeep.named({one.place_id for one in found} | ({identifier} if identifier else set()))
    book = catalogue.load()
    rows = [presenters.correction(one, names, book) for one in found]
    reported = upkeep.reports(mine, place_id=identifier) if identifier else []
    return _page(
        request,
        agent,
        "changes",
        place=names[identifier] if identifier else None,
        reported=[presenters.report(one) for one in reported],
        **_cut(rows, number),
    )


@agents.only(ACTION)
@require_POST
def undo(request: HttpRequest, agent: Access) -> HttpResponse:
    """One correction, check or notice is undone."""
    what, _, number = request.POST.get("what", "")[:40].partition(":")
    if not (number.isascii() and number.isdigit()):
        return _not_found(request)
    try:
        place = reviewing.undo_answer(by=agent, scope=scope(agent), at=clock.now(), what=what, number=int(number))
    except operations.NotThere:
        return _not_found(request)
    today = upkeep.named({place})[place].id
    return (
        redirect("offer:upkeep-place", today) if upkeep.is_in(scope(agent), today) else redirect("offer:upkeep-changes")
    )


@agents.only(ACTION)
@require_safe
def imports(request: HttpRequest, agent: Access) -> HttpResponse:
    """How imports went, the last first, and what each refused."""
    number = _number(request)
    rows = [presenters.imported(one) for one in upkeep.runs(**_around(number))]
    return _page(request, agent, "imports", **_cut(rows, number))


class _Echo:
    def write(self, text: str) -> str:
        return text


@agents.only(ACTION)
@require_safe
def refused(request: HttpRequest, agent: Access, number: int) -> HttpResponse:
    """The rows that an import refused, each with its reason, as CSV."""
    run = upkeep.run(number)
    if run is None or not run.has_rows:
        return _not_found(request)
    return _csv(presenters.refused_lines(upkeep.refused_rows(number), wording.language()), f"refused-{number}.csv")


def _csv(lines: Iterator[list[str]], name: str) -> HttpResponse:
    writer = csv.writer(_Echo())
    response = StreamingHttpResponse((writer.writerow(line) for line in lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response  # type: ignore[return-value]  # Django's two kinds of answers share the base that pages need
