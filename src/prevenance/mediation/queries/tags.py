"""The tags that a coordinator gave to the team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from prevenance.mediation.models import Tag
from prevenance.people.queries import Access

MANAGE = "coordinate"


@dataclass(frozen=True, slots=True)
class TeamTag:
    """`department`: its code when the department's reports share it. `is_open`: offered on a note."""

    id: int
    organisation: int
    name: str
    department: str
    is_open: bool


def team_tags(organisations: Iterable[int], *, with_closed: bool = False) -> tuple[TeamTag, ...]:
    """In order of name. A closed one is offered no more, and still counts what bears it."""
    rows = Tag.objects.filter(organisation_id__in=sorted(organisations)).order_by("name", "pk")
    found = [TeamTag(one.pk, one.organisation_id, one.name, one.department_code, one.closed_at is None) for one in rows]
    return tuple(one for one in found if with_closed or one.is_open)


def managed(agent: Access) -> tuple[TeamTag, ...]:
    """All those that this agent may close or open again."""
    return team_tags(agent.organisations(MANAGE), with_closed=True)
