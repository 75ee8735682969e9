"""The team of an organisation: members, invitations, departures. Outside the scope: as if it were not there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prevenance.kit import agents, clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.people import operations, queries
from prevenance.people.choices import Role
from prevenance.people.forms import teams as forms
from prevenance.people.presenters import wording
from prevenance.people.presenters.fields import Form
from prevenance.people.views.pages import link_to, not_found, page

SITE = 0  # in addresses, the team of the site itself: its hosts


def _scope(agent: queries.Access, number: int) -> tuple[int | None, queries.Team | None] | None:
    """(organisation or None for the site, its words); None outside the scope."""
    if number == SITE:
        return (None, None) if agent.is_over_the_site("see_team") else None
    team = queries.organisation(agent, number)
    return (number, team) if team else None


@agents.only("see_team")
@require_safe
def team(request: HttpRequest, agent: queries.Access, number: int) -> HttpResponse:
    """Members and invitations that wait."""
    scope = _scope(agent, number)
    if scope is None:
        return not_found(request)
    organisation_id, shown = scope
    may_invite = agent.may("invite", organisation=organisation_id)
    may_end = agent.may("end_membership", organisation=organisation_id)
    members = [
        (
            one,
            str(wording.roles([one.role])[0].name),
            wording.areas(one.areas),
            may_end and queries.could_have_given(agent, one),
        )
        for one in queries.members(organisation_id, on=clock.today())
    ]
    waiting = queries.waiting_invitations(organisation_id, at=clock.now()) if may_invite else ()
    return page(
        request,
        agent,
        "team",
        number=number,
        team=shown,
        kind=wording.kind(shown.kind) if shown else "",
        members=members,
        waiting=[
            (one, str(wording.roles([one.role])[0].name)) for one in waiting if queries.could_have_given(agent, one)
        ],
        may_invite=may_invite,
    )


@limits.at_most(burst=40, per_minute=20)
@agents.only("invite")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, agent: queries.Access, number: int) -> HttpResponse:
    """An e-mail, a role explained, where."""
    scope = _scope(agent, number)
    if scope is None or not agent.may("invite", organisation=scope[0]):
        return not_found(request)
    organisation_id, shown = scope
    roles = queries.grantable(agent, organisation=organisation_id)
    read = forms.invitation(request.POST.dict(), roles=roles)
    mistakes = list(read.mistakes) if request.method == "POST" else []
    if request.method == "POST" and not mistakes and read.role:
        if queries.may_grant_areas(agent, read.areas, organisation=organisation_id):
            operations.invite(
                by=agent,
                at=clock.now(),
                email=read.email,
                role=read.role,
                organisation_id=organisation_id,
                areas=read.areas,
                language=read.language,
                link=link_to(request, "invitation"),
            )
            return redirect("people:team", number)
        words = gettext("You can only invite where you work yourself. Write communes of your own area.")
        mistakes.append(Mistake("areas", "areas", words))
    form = Form(request.POST.dict() if request.method == "POST" else {}, mistakes)
    return page(
        request,
        agent,
        "invite",
        status=422 if mistakes else 200,
        number=number,
        team=shown,
        fields=_invite_fields(form, roles, is_site=organisation_id is None),
        errors=form.errors,
        roles=wording.roles(roles),
    )


def _invite_fields(form: Form, roles: tuple[Role, ...], *, is_site: bool) -> list[object]:
    described = [(one.key, one.name, one.about) for one in wording.roles(roles)]
    email = form.field("email", gettext("E-mail of the person that you invite"), "email", mode="email")
    role = form.choice("role", gettext("Role"), described, value=described[0][0] if len(described) == 1 else "")
    language = form.choice(
        "language",
        gettext("Language of the message"),
        [("fr", "Français", ""), ("en", "English", "")],
        value=get_language() or "fr",
    )
    if is_site:
        return [email, role, language]
    where = form.choice(
        "where",
        gettext("Where"),
        [
            ("everywhere", gettext("Everywhere the organisation works"), ""),
            ("areas", gettext("Only in the communes written below"), ""),
        ],
        value="everywhere",
    )
    areas = form.field(
        "areas",
        gettext("Communes, intercommunalities or departments"),
        "textarea",
        hint=gettext(
            "One a line: the name or the INSEE code of a commune, the 9 digits of an intercommunality, "
            "the number of a department."
        ),
        longest=2000,
    )
    return [email, role, where, areas, language]


@agents.only("invite")
@require_POST
def send_again(request: HttpRequest, agent: queries.Access, number: int) -> HttpResponse:
    """A new link by e-mail."""
    found = queries.waiting_invitation(agent, number, at=clock.now())
    if found is None:
        return not_found(request)
    operations.send_again(by=agent, at=clock.now(), invitation_id=number, link=link_to(request, "invitation"))
    return redirect("people:team", found.organisation_id or SITE)


@agents.only("invite")
@require_POST
def revoke(request: HttpRequest, agent: queries.Access, number: int) -> HttpResponse:
    """The link opens nothing any more."""
    found = queries.waiting_invitation(agent, number, at=clock.now())
    if found is None:
        return not_found(request)
    operations.revoke_invitation(by=agent, at=clock.now(), invitation_id=number)
    return redirect("people:team", found.organisation_id or SITE)


@agents.only("end_membership")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, agent: queries.Access, number: int) -> HttpResponse:
    """Asked twice: access is lost at once."""
    found = queries.member(agent, number, on=clock.today())
    if found is None:
        return not_found(request)
    is_last = False
    if request.method == "POST":
        try:
            operations.end_membership(by=agent, at=clock.now(), on=clock.today(), membership_id=number)
            return redirect("people:team", found.organisation_id or SITE)
        except operations.LastHost:
            is_last = True
    role = str(wording.roles([found.role])[0].name)
    return page(
        request,
        agent,
        "end",
        status=422 if is_last else 200,
        member=found,
        role=role,
        number=found.organisation_id or SITE,
        is_last=is_last,
    )
