"""Messages that wait, as those of the team see them; letters and calls to print; and the page to ask for no more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prevenance.kit import agents, clock, limits
from prevenance.people import operations, queries
from prevenance.people.forms import messages as forms
from prevenance.people.operations import outbox_by_hand, senders
from prevenance.people.presenters import messages as presenter
from prevenance.people.presenters import stops
from prevenance.people.queries import messages as reads
from prevenance.people.views.pages import not_found, page


@agents.only(reads.ACTION)
@require_safe
def messages(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """One of four lists. Opening it is journaled: it holds phones and addresses."""
    at, automatic = clock.now(), senders.automatic()
    which = forms.part(request.GET.get("list", ""))
    shown, has_more = reads.part(agent, which, at=at, automatic=automatic)
    _journal(agent, shown, "read_messages")
    marked = forms.numbers(request.GET.get("marked", "").split(","))
    return page(
        request,
        agent,
        "messages",
        which=which,
        parts=presenter.parts(reads.counts(agent, at=at, automatic=automatic)),
        lines=[presenter.line(one, at=at) for one in shown],
        has_more=has_more,
        letters=[one.id for one in reads.letters(agent, at=at)] if which is reads.Part.TO_SEND else [],
        has_calls=which is reads.Part.TO_SEND and any(one.channel == "call" for one in shown),
        ways=presenter.ways(automatic),
        marked=marked,
    )


@agents.only(reads.ACTION)
@require_POST
def mark(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """« I sent it », its undo, « send it again », « they want no more »."""
    numbers, doing, at = forms.numbers(request.POST.getlist("number")), request.POST.get("do"), clock.now()
    if not numbers or doing not in forms.DOINGS:
        return not_found(request)
    where = f"{reverse('people:messages')}?list={forms.part(request.POST.get('list', ''))}"
    if doing == "done" and outbox_by_hand.mark_done(by=agent, at=at, numbers=numbers):
        where += "&marked=" + ",".join(str(one) for one in numbers)
    elif doing == "undone":
        outbox_by_hand.mark_not_done(by=agent, at=at, numbers=numbers)
    elif doing in ("again", "stop"):
        act = outbox_by_hand.send_again if doing == "again" else outbox_by_hand.stop_for
        try:
            act(by=agent, at=at, number=numbers[0])
        except operations.NotThere:
            return not_found(request)
    return redirect(where)


@limits.at_most(burst=20, per_minute=10)
@agents.only(reads.ACTION)
@require_safe
def letters(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """The letters to post now, one PDF to print; nothing is marked by printing."""
    shown = reads.letters(agent, at=clock.now())
    if not shown:
        return not_found(request)
    _journal(agent, shown, "printed_letters")
    names = {key: name for key, (name, _) in queries.employers({one.organisation_id for one in shown}).items()}
    body = presenter.letters(shown, senders=names, on=clock.today())
    headers = {"Content-Disposition": 'attachment; filename="lettres.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@agents.only(reads.ACTION)
@require_safe
def calls(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """The calls to make now, to print or to keep open beside the phone."""
    at = clock.now()
    shown = reads.calls(agent, at=at)
    _journal(agent, shown, "read_messages")
    return page(request, agent, "calls", lines=[presenter.line(one, at=at) for one in shown])


@limits.at_most(burst=30, per_minute=20)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """For whoever received a message: no account, one press, undone by another. Opening the page does nothing: robots
    that read mail open links.
    """
    found = reads.stop_link(secret)
    if request.method == "POST" and found is not None:
        act = outbox_by_hand.undo_stop if request.POST.get("do") == "undo" else outbox_by_hand.stop
        act(secret=secret, at=clock.now())
        return redirect("messages:stop", secret)
    context = {"found": found, "words": stops.template(found.purpose) if found else ""}
    return render(request, "people/stop.html", context, status=200 if found else 404)


def _journal(agent: queries.Access, shown: tuple[reads.Shown, ...], verb: str) -> None:
    for organisation in sorted({one.organisation_id for one in shown}):
        operations.record(by=agent.account_id, at=clock.now(), verb=verb, kind="message", organisation_id=organisation)
