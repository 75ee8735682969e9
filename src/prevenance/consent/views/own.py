"""The person's own page: no account, no cookie. The link, then a second thing that they know, then their rights.

What was opened is proved by a sealed text in the page's forms, for twenty minutes.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from prevenance.consent.operations import consents, own_pages
from prevenance.consent.presenters import own as presenter
from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.people.presenters.fields import Form
from prevenance.people.queries.persons import Followed


@limits.at_most(burst=60, per_minute=30)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, secret: str) -> HttpResponse:
    """Asks, opens, then does what the person presses. Looking at the link writes nothing and says nothing."""
    if not own_pages.exists(at=clock.now(), secret=secret):
        return _gone(request)
    posted = request.POST.dict() if request.method == "POST" else {}
    try:
        if "proof" in posted:
            one = own_pages.proved(at=clock.now(), secret=secret, proof=posted["proof"])
            return _act(request, one, posted)
        if "answer" in posted:
            one, proof = own_pages.open_page(at=clock.now(), secret=secret, answer=posted["answer"])
            return _page(request, one, proof)
    except own_pages.Locked:
        return _locked(request)
    except own_pages.Wrong as wrong:
        words = gettext("This is not what the team knows. You have %(left)s tries left.") % {"left": wrong.left}
        return _asks(request, [Mistake("answer", "answer", words)])
    except own_pages.Closed:
        words = gettext("The page was open for more than twenty minutes. Answer again.")
        return _asks(request, [Mistake("answer", "answer", words)] if posted else [])
    return _asks(request, [])


def _asks(request: HttpRequest, mistakes: list[Mistake]) -> HttpResponse:
    form = Form({}, mistakes)
    hint = gettext("Your year of birth, for example 1951. Or the last four digits of your phone.")
    field = form.field("answer", gettext("Four digits that only you know"), mode="numeric", longest=4, hint=hint)
    context = {"fields": [field], "errors": form.errors}
    return render(request, "consent/own_asks.html", context, status=422 if mistakes else 200)


def _act(request: HttpRequest, one: Followed, posted: dict[str, str]) -> HttpResponse:
    at, errors = clock.now(), []
    if "withdraw" in posted:
        consents.withdraw_own(at=at, person=one.id, purpose=posted["withdraw"])
    elif "give" in posted:
        try:
            consents.give_back_own(at=at, person=one.id, purpose=posted["give"])
        except consents.Impossible:
            errors = [("agreed", gettext("This cannot be given back here. Ask the team."))]
    elif posted.get("do") == "file":
        response: HttpResponse = JsonResponse(
            own_pages.copy(at=at, person=one.id), json_dumps_params={"ensure_ascii": False, "indent": 1}
        )
        response["Content-Disposition"] = f'attachment; filename="{gettext("my-data")}.json"'
        return response
    elif posted.get("do") == "paper":
        response = HttpResponse(presenter.pdf(own_pages.copy(at=at, person=one.id)), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{gettext("my-data")}.pdf"'
        return response
    elif posted.get("do") == "erase":
        if posted.get("sure") == "yes":
            own_pages.erase(at=at, person=one.id)
            return render(request, "consent/own_erased.html")
        errors = [("sure", gettext("Tick the box if you are sure."))]
    return _page(request, one, posted["proof"], errors)


def _page(request: HttpRequest, one: Followed, proof: str, errors: list[tuple[str, str]] | None = None) -> HttpResponse:
    at = clock.now()
    shown = presenter.page(one, own_pages.held(at=at, person=one.id), at=at)
    context = {"shown": shown, "proof": proof, "errors": errors or []}
    return render(request, "consent/own.html", context, status=422 if errors else 200)


def _locked(request: HttpRequest) -> HttpResponse:
    return render(request, "consent/own_locked.html", status=403)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/errors/404.html", status=404)
