"""The questions, one a page, and the plan that they make."""

from __future__ import annotations

import dataclasses

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prevenance.catalogue.content_values import SignKind
from prevenance.catalogue.question_reading import Question
from prevenance.kit.inputs import Mistake
from prevenance.plans.forms import answers
from prevenance.plans.forms.state import State
from prevenance.plans.presenters import plan as plans
from prevenance.plans.presenters import question as questions
from prevenance.plans.presenters import refusals
from prevenance.plans.presenters.wording import words
from prevenance.plans.views.visit import Visit, posted
from prevenance.rules import profiles
from prevenance.rules.refusals import Refused


@require_safe
def start(request: HttpRequest, *, lost: bool = False) -> HttpResponse:
    """Who is the plan for? `lost`: the questions were left and came back to without their answers."""
    return render(request, "plans/start.html", {"lost": lost, "for_other": request.GET.get("for") == "other"})


@posted
def question(visit: Visit) -> HttpResponse:
    """Takes the answer to one question and shows the next one, or the plan when nothing more can change it."""
    state, go = visit.state, visit.posted.get("go", "")
    if "who" in visit.posted:
        return _next(visit, dataclasses.replace(state, helping=visit.posted["who"] == "other"))
    if visit.posted.get("edit"):
        return _again(visit, state, visit.posted["edit"])
    if go == "back":
        before, last = state.before_last()
        return _again(visit, before, last) if last else start(visit.request)
    asked = _asked(visit)
    if asked is None or go == "resume":
        return _next(visit, state)
    if go in ("edit", "here"):
        return _show(visit, state, asked, typed=go == "here")
    after, mistakes = answered(visit, asked, skipped=go in ("unknown", "decline"))
    if mistakes:
        return _show(visit, state, asked, typed=True, mistakes=mistakes)
    return _next(visit, after)


@posted
def plan(visit: Visit) -> HttpResponse:
    """The plan so far. An answer typed on the page before is taken when it can be read, otherwise left for later."""
    state = visit.state
    asked = _asked(visit)
    if asked is not None:
        after, mistakes = answered(visit, asked, skipped=False)
        state = state if mistakes else after
    return _plan(visit, state)


@posted
def signs(visit: Visit) -> HttpResponse:
    """Signs that need help now; the questions wait."""
    known = visit.catalogue.signs.values()
    asked = _asked(visit)
    return visit.page(
        "plans/signs.html",
        here="signs",
        question=asked,
        emergencies=[words(sign.text) for sign in known if sign.kind is SignKind.EMERGENCY],
        soon=[words(sign.text) for sign in known if sign.kind is SignKind.SEE_DOCTOR],
    )


@posted
def advice(visit: Visit) -> HttpResponse:
    """One recommendation, from why to who says so."""
    wanted = visit.posted.get("advice", "")
    item = visit.plan().item(wanted)
    if item is None:
        return show_plan(visit)
    return visit.page("plans/advice.html", item=plans.advice(item, visit.catalogue, on=visit.on), advice=wanted)


def answered(visit: Visit, asked: Question, *, skipped: bool) -> tuple[State, list[Mistake]]:
    """The state after the answer to `asked`, or the mistakes in it.

    The last answer wins: an older one that it contradicts is forgotten, and its question may be asked again. On the
    same page, an answer which only makes sense with another (the kind of a test never done) gives way to it.
    """
    facts = [visit.catalogue.facts[name] for name in asked.facts]
    if skipped:
        return visit.state.with_answers(asked.id, answers.unknown(facts)), []
    birth = answers.birth(visit.state.answers)
    reading = answers.read(facts, asked.form, visit.posted, on=visit.on, birth=birth)
    if reading.mistakes:
        return visit.state, reading.mistakes
    given, dropped = dict(reading.answers), set[str]()
    while True:
        after = visit.state.with_answers(asked.id, given, dropped=dropped)
        try:
            profiles.read(visit.catalogue.facts, after.answers, on=visit.on)
        except Refused as refused:
            problems = {problem.field: problem for problem in refused.problems}
            mine = [problems[name] for name in asked.facts if name in problems]
            idle = [one.field for one in mine if visit.catalogue.facts[one.field].only_if is not None]
            if idle:
                given |= dict.fromkeys(idle)
            elif mine:
                return visit.state, refusals.mistakes(mine, visit.catalogue)
            else:
                dropped |= set(problems)
        else:
            return after, []


def show_plan(visit: Visit) -> HttpResponse:
    """The plan of the answers in hand."""
    return _plan(visit, visit.state)


def _next(visit: Visit, state: State) -> HttpResponse:
    following = visit.plan(state, asking=True).next_question
    return _plan(visit, state, is_complete=True) if following is None else _show(visit, state, following)


def _asked(visit: Visit) -> Question | None:
    """The question of the page that was sent, with the facts that it asked (a page may leave some of them out)."""
    known = visit.catalogue.questions.get(visit.posted.get("question", ""))
    if known is None:
        return None
    named = visit.posted.get("facts", "").split()
    facts = tuple(name for name in known.facts if name in named)
    return dataclasses.replace(known, facts=facts or known.facts)


def _again(visit: Visit, state: State, identity: str) -> HttpResponse:
    """A question already answered: the same facts as the first time, with their answers."""
    known = visit.catalogue.questions.get(identity)
    if known is None:
        return _plan(visit, state)
    facts = tuple(name for name in known.facts if name in visit.state.answers)
    return _show(visit, state, dataclasses.replace(known, facts=facts or known.facts))


def _show(
    visit: Visit, state: State, asked: Question, *, typed: bool = False, mistakes: list[Mistake] | None = None
) -> HttpResponse:
    page = questions.page(
        asked,
        [visit.catalogue.facts[name] for name in asked.facts],
        known=state.answers,
        on=visit.on,
        posted=visit.posted if typed else None,
        mistakes=mistakes or (),
        number=len([one for one in state.asked if one != asked.id]) + 1,
        helping=state.helping,
    )
    return visit.page("plans/question.html", state, page=page, can_go_back=bool(state.asked))


def _plan(visit: Visit, state: State, *, is_complete: bool = False) -> HttpResponse:
    page = plans.page(visit.plan(state), visit.catalogue, state.answers, is_complete=is_complete)
    return visit.page("plans/plan.html", state, here="plan", plan=page)
