"""The commune a person means: typed, or chosen among those found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.territories import queries as territories

MOST = 8


@dataclass(frozen=True, slots=True)
class Search:
    """`chosen` when there is no doubt left; otherwise the `matches` to choose from, or the `mistake` in words."""

    typed: str = ""
    chosen: territories.Commune | None = None
    matches: tuple[territories.Match, ...] = ()
    mistake: str = ""


def read(posted: Mapping[str, str], *, known: str) -> Search:
    """What was typed (`commune`) or chosen (`code`). `known`: the code of the commune chosen before, or ""."""
    code = posted.get("code", "")
    if code:
        return Search(chosen=territories.commune(code[:5]))
    if "commune" not in posted or "elsewhere" in posted:
        return Search(chosen=None if "elsewhere" in posted else territories.commune(known) if known else None)
    typed = " ".join(posted["commune"].split())[:80]
    if not typed:
        return Search(mistake=gettext("Write the name of your commune, or its postal code."))
    matches = tuple(territories.communes_matching(typed, limit=MOST, near=known or None))
    if not matches:
        return Search(
            typed, mistake=gettext("We do not know this commune. Check the spelling, or write the postal code.")
        )
    if len(matches) == 1:
        return Search(typed, chosen=matches[0].commune)
    return Search(typed, matches=matches)
