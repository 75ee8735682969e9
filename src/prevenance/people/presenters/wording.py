"""Words for kinds, areas and roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.people import choices
from prevenance.people.choices import EVERYWHERE, Kind, Reach, Role
from prevenance.territories import queries as territories
from prevenance.territories.queries.register import register


def kind(key: str) -> str:
    """A kind of organisation."""
    return {
        Kind.CPTS: gettext("Professionals' community (CPTS)"),
        Kind.HEALTH_CENTRE: gettext("Health centre or health house"),
        Kind.COMMUNE: gettext("Commune, group of communes, social centre of the town hall"),
        Kind.FRANCE_SERVICES: gettext("France services"),
        Kind.ASSOCIATION: gettext("Association"),
        Kind.HOSPITAL: gettext("Hospital or clinic"),
        Kind.INSURANCE: gettext("Health insurance"),
        Kind.OTHER: gettext("Other"),
    }[Kind(key)]


def area(key: str) -> str:
    """One area in words."""
    if key == EVERYWHERE:
        return gettext("everywhere the organisation works")
    what, _, code = key.partition(":")
    if what == "commune":
        found = territories.commune(code)
        return found.name if found else code
    if what == "epci":
        return dict(register().epcis).get(code, code)
    name, _ = register().departments.get(code, (code, ""))
    return gettext("the whole of %(department)s") % {"department": name}


def areas(keys: Iterable[str]) -> str:
    """Several, separated by commas."""
    return ", ".join(sorted(area(key) for key in keys))


@dataclass(frozen=True, slots=True)
class RoleShown:
    """A role as it is explained."""

    key: str
    name: str
    about: str
    sees: str
    never: str
    may: tuple[str, ...]


def roles(only: Iterable[Role] | None = None) -> tuple[RoleShown, ...]:
    """Roles with what they may do, in words: read from the table of rights itself."""
    wanted = set(only) if only is not None else set(Role)
    return tuple(
        RoleShown(
            str(one.role),
            str(one.name),
            str(one.about),
            str(one.sees),
            str(one.never),
            tuple(str(action.words) for action in choices.actions() if action.reaches[one.role] is not Reach.NO),
        )
        for one in choices.roles()
        if one.role in wanted
    )
