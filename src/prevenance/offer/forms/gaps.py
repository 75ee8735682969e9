"""Which commune or department, and which act."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.offer.queries import communes_named
from prevenance.territories import queries as territories
from prevenance.territories.queries import spelling
from prevenance.territories.queries.register import register

MOST = 80  # characters


@dataclass(frozen=True, slots=True)
class Asked:
    """`commune` or `department` (its code), or the `matches` to choose from, or the `mistake` about `field`."""

    typed: str = ""
    act: str = ""
    commune: territories.Commune | None = None
    department: str = ""
    matches: tuple[territories.Match, ...] = ()
    field: str = ""
    mistake: str = ""


def read(posted: Mapping[str, str], *, acts: Collection[str]) -> Asked:
    """`where`, or `code` (a commune chosen among several), and `act` ("" for all, around a commune only)."""
    if "where" not in posted and "code" not in posted:
        return Asked()
    typed = " ".join(posted.get("where", "").split())[:MOST]
    act = posted.get("act", "")
    act = act if act in acts else ""
    if (chosen := territories.commune(posted.get("code", "")[:5])) is not None:
        return Asked(chosen.name, act, commune=chosen)
    if not typed:
        return Asked(act=act, field="where", mistake=gettext("Write the name of a commune or of a department."))
    if department := _department(typed):
        if not act:
            return Asked(typed, field="act", mistake=gettext("For a department, choose what you are looking at."))
        return Asked(typed, act, department=department)
    found = communes_named.where(typed)
    if found.commune is None and not found.matches:
        mistake = gettext("We do not know this commune. Check the spelling, or write the postal code.")
        return Asked(typed, act, field="where", mistake=mistake)
    return Asked(typed, act, found.commune, matches=() if found.commune else found.matches)


def _department(typed: str) -> str:
    """By its code or its name; "" when it is neither."""
    plain = spelling.plain(typed)
    for code, (name, _) in register().departments.items():
        if plain in (code.lower(), spelling.plain(name)):
            return code
    return ""
