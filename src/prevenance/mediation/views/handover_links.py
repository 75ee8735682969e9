"""The receiver's page, without an account: an envelope; what was ticked after one press; the answer.

Programs that read links for people (previews, mail filters) get the envelope: nothing of the person is in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.choices.handover_states import State
from prevenance.mediation.forms import handovers as forms
from prevenance.mediation.operations import handovers as operations
from prevenance.mediation.presenters import handover_forms
from prevenance.mediation.presenters import handovers as presenters
from prevenance.mediation.queries import handovers as queries
from prevenance.mediation.queries.handover_drafts import Impossible, Posted


@limits.at_most(burst=40, per_minute=20)
@agents.private
@require_http_methods(["GET", "HEAD", "POST"])
def received(request: HttpRequest, secret: str) -> HttpResponse:
    """Why a link does not open is never said."""
    envelope = queries.envelope(secret, at=clock.now())
    if envelope is None:
        return render(request, "kit/errors/404.html", status=404)
    if request.method != "POST" or envelope.state is not State.WAITING:
        context = {
            "organisation": envelope.organisation,
            "until": envelope.expires_at.astimezone(clock.PARIS).date(),
            "is_answered": envelope.state is not State.WAITING,
            "answer": presenters.answer(envelope.state),
        }
        return render(request, "mediation/handover_envelope.html", context)
    posted = {key: [str(each) for each in told] for key, told in request.POST.lists()}
    try:
        if one(posted, "do") != "answer":
            return _content(request, operations.open_link(secret=secret, at=clock.now()), posted)
        reply = forms.replied(posted)
        if reply.answer is None:
            content = operations.read_again(secret=secret, at=clock.now())
            return _content(request, content, posted, reply.mistakes)
        operations.answer(secret=secret, at=clock.now(), given=reply.answer)
    except (operations.NotThere, Impossible):
        return render(request, "kit/errors/404.html", status=404)
    return redirect("mediation:handover-link", secret)


def _content(
    request: HttpRequest, content: queries.Content, posted: Posted, mistakes: Sequence[Mistake] = ()
) -> HttpResponse:
    context = {
        "letter": presenters.letter(content),
        "form": handover_forms.reply(posted, mistakes),
        "errors": [(each.goal, each.words) for each in mistakes],
    }
    return render(request, "mediation/handover_received.html", context, status=422 if mistakes else 200)
