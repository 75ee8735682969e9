"""Persons helped: searched before they are created, read, corrected, erased. Nothing typed goes into an address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prevenance.kit import agents, clock, limits, person_page
from prevenance.kit.inputs import Mistake
from prevenance.people import queries
from prevenance.people.forms import persons as forms
from prevenance.people.operations import NotAllowed, NotThere, persons, persons_merging, persons_rights
from prevenance.people.presenters import persons as presenter
from prevenance.people.presenters.fields import Form
from prevenance.people.queries import persons as reads
from prevenance.people.views.pages import not_found, page

ACTION = "follow_persons"


@limits.at_most(burst=60, per_minute=40)
@agents.only(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """One field. It is posted: a name never goes into an address."""
    text = request.POST.get("text", "").strip()[:200] if request.method == "POST" else ""
    found = [presenter.line(one) for one in reads.search(agent, text)] if text else []
    field = Form({"text": text}).field(
        "text",
        gettext("Name, phone, e-mail or date of birth"),
        hint=gettext("In any order. One word of the name is enough."),
    )
    return page(request, agent, "persons", fields=[field], found=found, is_asked=bool(text))


@limits.at_most(burst=60, per_minute=30)
@agents.only(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """The purpose, what is known, then whoever looks alike; only then a new record."""
    mine = tuple(sorted(agent.organisations(ACTION)))
    named = [(one.id, one.name) for one in queries.organisations(agent, on=clock.today()) if one.id in mine]
    read = forms.person(request.POST.dict(), organisations=mine, on=clock.today())
    mistakes = list(read.mistakes) if request.method == "POST" else []
    alike: list[presenter.Line] = []
    elsewhere = ""
    if request.method == "POST" and not mistakes and read.purpose:
        known = {"organisation_id": read.organisation_id, "commune": read.commune}
        alike = [presenter.alike(one) for one in reads.possible_duplicates(agent, read.identity, **known)]  # type: ignore[arg-type]
        try:
            if read.asks_elsewhere and not read.is_confirmed:
                elsewhere = _elsewhere(agent, read)
            if read.is_confirmed or not (alike or elsewhere):
                reference = persons.create_person(
                    by=agent,
                    at=clock.now(),
                    purpose=read.purpose,
                    identity=read.identity,
                    means=read.means,
                    said_by=read.said_by,
                    **known,  # type: ignore[arg-type]
                )
                return redirect("people:person", reference)
        except NotAllowed:
            words = gettext("Write a commune of your own area: you follow people there only.")
            mistakes, alike = [Mistake("commune", "commune", words)], []
    form = Form(read.typed, mistakes)
    context: dict[str, Any] = {"fields": presenter.form(form, organisations=named), "errors": form.errors}
    return page(
        request, agent, "person_new", status=422 if mistakes else 200, alike=alike, elsewhere=elsewhere, **context
    )


def _elsewhere(agent: queries.Access, read: forms.Person) -> str:
    try:
        is_followed = persons.ask_elsewhere(
            by=agent,
            at=clock.now(),
            organisation_id=read.organisation_id,
            identity=read.identity,
            commune=read.commune,
            is_agreed=True,
        )
    except persons.TooOften:
        return gettext("You have asked many times: try again in an hour.")
    if is_followed:
        return gettext("Another organisation already follows this person: ask them which, and what they wish.")
    return gettext("No other organisation seems to follow this person.")


@agents.only(ACTION)
@require_safe
def person(request: HttpRequest, agent: queries.Access, reference: str) -> HttpResponse:
    """What is known, who looks alike, what can be done. The reading is journaled."""
    try:
        one = persons.read_person(by=agent, at=clock.now(), reference=reference)
    except NotThere:
        return not_found(request)
    alike = reads.possible_duplicates(
        agent, one.identity, organisation_id=one.organisation_id, commune=one.commune, besides=one.id
    )
    return page(
        request,
        agent,
        "person",
        one=one,
        name=presenter.name(one.identity),
        purpose=presenter.purposes()[one.purpose],
        details=presenter.details(one),
        alike=[presenter.alike(each) for each in alike],
        merges=reads.merges(reference)[:1],
        sections=person_page.sections(agent, reference, clock.now()),
    )


@agents.only(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, agent: queries.Access, reference: str) -> HttpResponse:
    """What is known, anew."""
    one = reads.person(agent, reference)
    if one is None:
        return not_found(request)
    read = forms.person(request.POST.dict(), organisations=(), on=clock.today(), is_new=False)
    mistakes = list(read.mistakes) if request.method == "POST" else []
    if request.method == "POST" and not mistakes:
        try:
            persons.revise_person(
                by=agent, at=clock.now(), reference=reference, identity=read.identity, commune=read.commune
            )
            return redirect("people:person", reference)
        except NotThere:
            words = gettext("Write a commune of your own area: you follow people there only.")
            mistakes = [Mistake("commune", "commune", words)]
    form = Form(read.typed if request.method == "POST" else {}, mistakes)
    shown = presenter.form(form, one=one)
    status = 422 if mistakes else 200
    return page(request, agent, "person_revise", status=status, one=one, fields=shown, errors=form.errors)


@agents.only("merge_persons")
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, agent: queries.Access, reference: str, other: str) -> HttpResponse:
    """Two records, field by field."""
    kept, gone = reads.person(agent, reference), reads.person(agent, other)
    if kept is None or gone is None:
        return not_found(request)
    if request.method == "POST":
        chosen = forms.chosen(request.POST.dict())
        if chosen.get("birth_date"):
            chosen["birth_year"] = "gone"
        commune = chosen.pop("commune", "kept")
        try:
            persons_merging.merge_persons(
                by=agent,
                at=clock.now(),
                kept=reference,
                gone=other,
                chosen=chosen,
                commune=commune,
            )
        except (NotThere, NotAllowed):
            return not_found(request)
        return redirect("people:person", reference)
    fields, same = presenter.choices(kept, gone)
    return page(request, agent, "person_merge", one=kept, fields=fields, same=same)


@agents.only("merge_persons")
@require_POST
def undo_merge(request: HttpRequest, agent: queries.Access, reference: str, number: int) -> HttpResponse:
    """Two records again."""
    try:
        persons_merging.undo_merge(by=agent, at=clock.now(), number=number)
    except (NotThere, persons_merging.NotTheLast):
        return not_found(request)
    return redirect("people:person", reference)


@agents.only("erase_persons")
@require_POST
def copy(request: HttpRequest, agent: queries.Access, reference: str) -> HttpResponse:
    """All that is held: a page to print, or a file for programs. Posted, since making it is journaled."""
    try:
        held = persons_rights.copy_person(by=agent, at=clock.now(), reference=reference)
    except NotThere:
        return not_found(request)
    if request.POST.get("format") == "json":
        response = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 1})
        response["Content-Disposition"] = 'attachment; filename="copie.json"'
        return response
    return page(request, agent, "person_copy", reference=reference, **presenter.copied(held))


@agents.only("erase_persons")
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, agent: queries.Access, reference: str) -> HttpResponse:
    """Asked once more, then done at once and for good."""
    one = reads.person(agent, reference)
    if one is None:
        return not_found(request)
    is_sure = request.POST.get("sure") == "yes"
    if request.method == "POST" and is_sure:
        try:
            persons_rights.erase_person(by=agent, at=clock.now(), reference=reference)
        except NotThere:
            return not_found(request)
        return redirect("people:persons")
    status = 422 if request.method == "POST" else 200
    return page(request, agent, "person_erase", status=status, one=one, name=presenter.name(one.identity))
