"""Their links, on the team's page of a relay."""

from __future__ import annotations

from prevenance.campaigns.presenters import links as presenters
from prevenance.campaigns.queries import links as queries
from prevenance.kit.person_page import Section
from prevenance.people.queries import Access

MOST = 5


def section(agent: Access, relay: int) -> Section | None:
    """For who runs campaigns: the last links of this relay, and where to give one."""
    if not agent.may_somewhere(queries.ACTION):
        return None
    found, many = queries.links(agent, relay=relay, most=MOST)
    lines = [(one.id, presenters.campaign(one), one.short, not one.is_open) for one in found]
    shown = {"lines": lines, "many": many, "more": many > MOST, "relay": relay}
    return Section("campaigns/relay_links.html", shown)
