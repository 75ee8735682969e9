"""Hand-overs, for the team: three steps with the person, the link, the lists, one of them. Nothing typed goes into an
address.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prevenance.kit import agents, clock, limits, paper
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.choices import handover_words as words
from prevenance.mediation.choices import health_words
from prevenance.mediation.choices.handover_states import LINK_KEPT, State
from prevenance.mediation.forms import handovers as forms
from prevenance.mediation.operations import handover_mails
from prevenance.mediation.operations import handovers as operations
from prevenance.mediation.presenters import handover_forms
from prevenance.mediation.presenters import handovers as presenters
from prevenance.mediation.queries import encounters, handover_figures
from prevenance.mediation.queries import handovers as queries
from prevenance.mediation.queries.handover_drafts import Draft, Impossible, Posted
from prevenance.offer import queries as offer
from prevenance.people import queries as people
from prevenance.people.queries import persons
from prevenance.territories import queries as territories
from prevenance.territories.queries import spelling

MANY = 20
YEAR = dt.timedelta(days=365)
PLACES = 6


def _posted(request: HttpRequest) -> dict[str, list[str]]:
    given = request.POST if request.method == "POST" else request.GET
    return {key: [str(each) for each in told] for key, told in given.lists()}


def _about(agent: people.Access, posted: Posted) -> handover_forms.About | None:
    """The person or the encounter that the hand-over begins from; None outside the scope."""
    teams = people.employers(agent.organisations(queries.ACTION))
    reference, number = one(posted, "person")[:40], one(posted, "encounter")
    held = None
    if number:
        held = encounters.encounter(agent, int(number)) if number.isascii() and number.isdigit() else None
        if held is None or held.removed_at or held.draft.organisation not in teams:
            return None
        known = [each.person for each in held.draft.people if each.person]
        reference = known[0] if len(held.draft.people) == 1 and known else ""
    found = persons.person(agent, reference) if reference else None
    if reference and (found is None or found.organisation_id not in teams):
        return None
    bound = held.draft.organisation if held else found.organisation_id if found else 0
    if bound:
        teams = {bound: teams[bound]}
    return handover_forms.About(teams, found, held)


@limits.at_most(burst=120, per_minute=60)
@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """Whom and what for; what is shared; the exact text and the agreement. Nothing is written before the last press."""
    posted = _posted(request)
    about = _about(agent, posted)
    if about is None:
        return render(request, "kit/errors/404.html", status=404)
    step, is_back = one(posted, "step"), one(posted, "go") == "back"
    posted["operation"] = [str(forms.operation(posted) or uuid.uuid4())]
    if request.method != "POST":
        return _step(request, agent, about, posted, "whom")
    whom = forms.whom(posted, about.around)
    if whom.mistakes or whom.is_search or (step == "what" and is_back):
        return _step(request, agent, about, posted, "whom", whom, [] if is_back else whom.mistakes)
    if step == "agree" and not is_back:
        return _agree(request, agent, about, posted, whom)
    if step != "what":  # the first step is right, or the last one goes back
        return _step(request, agent, about, posted, "what", whom)
    what = forms.what(posted)
    if what.mistakes:
        return _step(request, agent, about, posted, "what", whom, what.mistakes)
    return _step(request, agent, about, posted, "agree", whom)


def _agree(
    request: HttpRequest, agent: people.Access, about: handover_forms.About, posted: Posted, whom: forms.Whom
) -> HttpResponse:
    what, agreed = forms.what(posted), forms.agreed(posted)
    if what.mistakes:
        return _step(request, agent, about, posted, "what", whom, what.mistakes)
    if agreed.mistakes:
        return _step(request, agent, about, posted, "agree", whom, agreed.mistakes)
    operation = forms.operation(posted)
    assert operation is not None  # `new` has drawn one
    place = offer.place(whom.place) if whom.place else None
    draft = Draft(
        organisation=whom.organisation,
        commune=whom.commune,
        purpose=whom.purpose,
        agreed_by=agreed.by,
        words_version=agreed.version,
        shared=what.shared,
        person=about.person.id if about.person else "",
        encounter=about.encounter.id if about.encounter else None,
        place_id=place.id if place else "",
        place_name=place.name[:200] if place else "",
        name=whom.name,
        email=whom.email,
        phone=whom.phone,
    )
    try:
        made = operations.make(by=agent, at=clock.now(), operation=operation, draft=draft)
    except (operations.NotAllowed, Impossible):
        told = gettext("You may not hand over in this commune, or for this person.")
        return _step(request, agent, about, posted, "whom", whom, [Mistake("near", "near", told)])
    return _link(request, agent, made, email=whom.email)


def _step(
    request: HttpRequest,
    agent: people.Access,
    about: handover_forms.About,
    posted: Posted,
    step: str,
    whom: forms.Whom | None = None,
    mistakes: Sequence[Mistake] = (),
) -> HttpResponse:
    context: dict[str, Any] = {"agent": agent, "about": about, "step": step}
    if step == "whom":
        places = _places(whom) if whom else ()
        shown = handover_forms.whom(posted, about, places, mistakes)
        context["is_searched"] = bool(whom and whom.is_search and not mistakes)
        context["found"] = len(places)
    elif step == "what":
        assert whom is not None
        shown = handover_forms.what(posted, about, whom.purpose, mistakes)
        context["words"] = health_words.for_the_page()
    else:
        assert whom is not None
        shown = handover_forms.agree(posted, mistakes)
        context |= _read(agent, posted, whom)
    context |= {"form": shown, "errors": [(each.goal, each.words) for each in mistakes]}
    return render(request, f"mediation/handover_{step}.html", context, status=422 if mistakes else 200)


def _read(agent: people.Access, posted: Posted, whom: forms.Whom) -> dict[str, Any]:
    """What the receiver will read, and the words of the agreement."""
    shared = forms.what(posted).shared
    organisation = people.employers([whom.organisation])[whom.organisation][0]
    place = offer.place(whom.place) if whom.place else None
    content = queries.Content(organisation, agent.name, whom.phone, whom.purpose, shared, clock.now() + LINK_KEPT)
    version, text = words.consent()
    return {
        "letter": presenters.letter(content),
        "receiver": place.name if place else whom.name,
        "consent": text,
        "version": version,
        "seen": ", ".join(health_words.found(shared.get("need", ""))),
    }


def _places(whom: forms.Whom) -> tuple[offer.Place, ...]:
    """Of this name around the commune; the one already chosen stays."""
    found: list[offer.Place] = []
    here = territories.commune(whom.commune)
    if whom.is_search and whom.name and here:
        asked = spelling.plain(whom.name).split()
        near = offer.places_named(asked, here=here, at=clock.now(), limit=PLACES)
        found = [each.place for each in near]
    kept = offer.place(whom.place) if whom.place else None
    if kept and kept.id not in {each.id for each in found}:
        found.insert(0, kept)
    return tuple(found)


def _url(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("mediation:handover-link", args=[secret]))


def _link(request: HttpRequest, agent: people.Access, made: operations.Made, *, email: str) -> HttpResponse:
    """The link, shown once; sent when there is an address and a mail server."""
    if not made.secret:
        return redirect("mediation:handover", made.id)
    link = _url(request, made.secret)
    is_sent = bool(email) and handover_mails.send_link(to=email, link=link)
    found = queries.handover(agent, uuid.UUID(made.id), at=clock.now())
    assert found is not None  # just written within the scope
    context = {
        "agent": agent,
        "id": made.id,
        "link": link,
        "qr": paper.qr(link),
        "email": email,
        "is_sent": is_sent,
        "receiver": found.receiver,
        "organisation": people.employers([found.organisation_id])[found.organisation_id][0],
        "until": found.expires_at.astimezone(clock.PARIS).date(),
    }
    return render(request, "mediation/handover_made.html", context)


@agents.only(queries.ACTION)
@require_safe
def handovers(request: HttpRequest, agent: people.Access) -> HttpResponse:
    """Waiting, answered, ended."""
    at, which, typed = clock.now(), request.GET.get("list", ""), request.GET.get("page", "1")
    which = which if which in queries.LISTS else queries.LISTS[0]
    number = max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    rows = queries.handovers(agent, which, at=at, first=(number - 1) * MANY, many=MANY + 1)
    context = {
        "agent": agent,
        "lists": handover_forms.lists(queries.counts(agent, at=at)),
        "which": which,
        "handovers": [presenters.line(each) for each in rows[:MANY]],
        "years": _years(agent, at),
        "before": number - 1,
        "after": number + 1 if len(rows) > MANY else 0,
    }
    return render(request, "mediation/handovers.html", context)


def _years(agent: people.Access, at: dt.datetime) -> list[tuple[str, list[str]]]:
    """The last twelve months of each organisation of the agent."""
    last = at.astimezone(clock.PARIS).date()
    first, found = last - YEAR, []
    for key, (name, _) in people.employers(agent.organisations(handover_figures.ACTION)).items():
        figures = handover_figures.handovers_between(agent, organisation=key, first=first, last=last, at=at)
        if figures and figures.made:
            found.append(handover_forms.year(name, figures))
    return found


@agents.only(queries.ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, agent: people.Access, number: uuid.UUID) -> HttpResponse:
    """Where it stands, and what the author may do: a new link, close it, note what came of it."""
    found = queries.handover(agent, number, at=clock.now())
    if found is None:
        return render(request, "kit/errors/404.html", status=404)
    mistakes: list[Mistake] = []
    if request.method == "POST":
        try:
            mistakes = _noted(request, agent, number)
        except operations.NotThere:
            return render(request, "kit/errors/404.html", status=404)
        if not mistakes:
            return redirect("mediation:handover", number)
    on = clock.today()
    context = {
        "agent": agent,
        "one": presenters.line(found),
        "rows": presenters.rows(found),
        "person": found.person if agent.may_somewhere("follow_persons") else "",
        "encounter": found.encounter_id,
        "email": found.email,
        "operation": uuid.uuid4(),
        "may_note": found.state not in (State.WAITING, State.WITHDRAWN),
        "outcomes": handover_forms.outcomes(found.outcome, mistakes),
        "has_outcome": bool(found.outcome),
        "today": on.isoformat(),
        "errors": [(each.goal, each.words) for each in mistakes],
    }
    return render(request, "mediation/handover.html", context, status=422 if mistakes else 200)


def _noted(request: HttpRequest, agent: people.Access, number: uuid.UUID) -> list[Mistake]:
    at, posted = clock.now(), _posted(request)
    if one(posted, "do") == "reminded":
        operations.reminded(by=agent, at=at, number=number)
        return []
    outcome, day = one(posted, "outcome"), clock.today()
    if outcome == "none":
        outcome = ""
    elif outcome not in words.outcomes():
        return [Mistake("outcome", "outcome-1", gettext("Choose one of the answers."))]
    try:
        day = dt.date.fromisoformat(one(posted, "day") or day.isoformat())
        operations.note_outcome(by=agent, at=at, number=number, outcome=outcome, on=day)
    except ValueError:
        return [Mistake("day", "day", gettext("Write a day between the hand-over and today."))]
    return []


@agents.only(queries.ACTION)
@require_POST
def withdraw(request: HttpRequest, agent: people.Access, number: uuid.UUID) -> HttpResponse:
    """Closes the link; what was shared is erased."""
    try:
        operations.withdraw(by=agent, at=clock.now(), number=number)
    except operations.NotThere:
        return render(request, "kit/errors/404.html", status=404)
    return redirect("mediation:handover", number)


@limits.at_most(burst=30, per_minute=20)
@agents.only(queries.ACTION)
@require_POST
def link(request: HttpRequest, agent: people.Access, number: uuid.UUID) -> HttpResponse:
    """Another link, when the first was lost, or to remind; sent again when the e-mail is known."""
    operation = forms.operation(_posted(request)) or uuid.uuid4()
    found = queries.handover(agent, number, at=clock.now())
    try:
        made = operations.make_link(by=agent, at=clock.now(), number=number, operation=operation)
    except operations.NotThere:
        return render(request, "kit/errors/404.html", status=404)
    return _link(request, agent, made, email=found.email if found else "")
