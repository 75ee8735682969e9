"""One request inside the questions: the sealed state opened, the plan computed, the context common to the pages."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from prevenance import catalogue as catalogues
from prevenance.catalogue import Catalogue
from prevenance.kit import clock, limits, sealing
from prevenance.plans import queries
from prevenance.plans.forms import state as states
from prevenance.plans.forms.state import State
from prevenance.rules import profiles
from prevenance.rules.refusals import Refused


class Visit:
    """What a view needs of the request. `on` is the day, `at` the instant of this request."""

    def __init__(self, request: HttpRequest, state: State, *, at: dt.datetime) -> None:
        self.request, self.at, self.on = request, at, at.date()
        self.posted: Mapping[str, str] = request.POST.dict()
        self.language = translation.get_language() or "fr"
        self.catalogue: Catalogue = catalogues.load()
        self.state = still_valid(state, self.catalogue, on=self.on)

    def plan(self, state: State | None = None, *, asking: bool = False) -> queries.Plan:
        """The plan of the answers so far. `asking`: choose the next question too, which takes longer."""
        used = state or self.state
        return queries.plan(used.answers, on=self.on, book=self.catalogue, asking=asking)

    def page(self, template: str, state: State | None = None, *, here: str = "here", **context: Any) -> HttpResponse:
        """A page which carries the state on. `here`: what to send to see this same page again in another language."""
        used = state or self.state
        common = {
            "in_flow": True,
            "state": used.sealed(on=self.on),
            "helping": used.helping,
            "larger": bool(self.posted.get("larger")),
            "answered": bool(used.answers),
            "here": here,
        }
        return render(self.request, template, common | context)


def still_valid(state: State, catalogue: Catalogue, *, on: dt.date) -> State:
    """The state without the answers that today's catalogue no longer takes: a code may be months old."""
    while True:
        try:
            profiles.read(catalogue.facts, state.answers, on=on)
        except Refused as refused:
            state = state.without(problem.field for problem in refused.problems)
        else:
            return state


Page = Callable[[Visit], HttpResponse]


def posted(view: Page) -> Callable[[HttpRequest], HttpResponse]:
    """Makes a view of a page of the flow: the state is opened first; without a form sent, the questions start again."""

    @limits.at_most(burst=240, per_minute=240)
    def opened(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return redirect("plans:start-again")
        at = clock.now()
        try:
            state = states.opened(request.POST.get("state", ""), on=at.date())
        except sealing.Unsealed as unsealed:
            return unopened(request, unsealed)
        return view(Visit(request, state, at=at))

    return functools.wraps(view)(opened)


def unopened(request: HttpRequest, unsealed: sealing.Unsealed, *, typed: str = "") -> HttpResponse:
    """Says why a code does not open, and what to do instead."""
    kind = type(unsealed).__name__.lower()
    return render(request, "plans/resume.html", {"unsealed": kind, "typed": typed}, status=422)
