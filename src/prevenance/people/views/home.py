"""The agents' home, and the roles explained."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from prevenance.kit import agents, clock
from prevenance.people import operations, queries
from prevenance.people.presenters import wording
from prevenance.people.views.pages import page


@agents.only()
@require_safe
def home(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """What this agent may do today."""
    assert agent.account_id is not None
    me = queries.profile(agent.account_id, on=clock.today())
    roles = [(str(wording.roles([one.role])[0].name), one, wording.areas(one.areas)) for one in me.memberships]
    has = queries.factors(agent.account_id)
    teams = queries.organisations(agent, on=clock.today()) if agent.may_somewhere("see_team") else ()
    return page(
        request,
        agent,
        "home",
        roles=roles,
        doors=agents.doors(agent),
        has=has,
        teams=teams if len(teams) <= TEAMS_MOST else (),
        is_over_the_site=agent.is_over_the_site("see_team"),
        reads_mail=agent.may_somewhere("read_mail") and operations.is_kept_on_site(),
        reads_journal=agent.may_somewhere("read_journal"),
    )


TEAMS_MOST = 5


@agents.only()
@require_safe
def roles(request: HttpRequest, agent: queries.Access) -> HttpResponse:
    """Each role in words, from the table of rights itself."""
    return page(request, agent, "roles", roles=wording.roles())
