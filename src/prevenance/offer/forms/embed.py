"""What a page for another site's frame is asked: by its address, or by the small form which writes that address."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.territories import queries as territories

MOST, USUAL = 30, 10


@dataclass(frozen=True, slots=True)
class Framed:
    """What the frame shows: an `act` of the catalogue, or `kinds` of places; `mistake` in words, or ""."""

    commune: territories.Commune | None = None
    act: str = ""
    kinds: tuple[str, ...] = ()
    many: int = USUAL
    mistake: str = ""


def framed(query: Mapping[str, str], *, acts: Collection[str], kinds: Collection[str]) -> Framed:
    """From the address of a frame."""
    commune = territories.commune(query.get("commune", "")[:5])
    if commune is None:
        return Framed(mistake=gettext("The address of this frame names no commune that we know (INSEE code)."))
    many = query.get("number", "")
    number = min(MOST, max(1, int(many))) if many.isascii() and many.isdigit() and len(many) < 4 else USUAL
    if act := query.get("act", ""):
        if act in acts:
            return Framed(commune, act=act, many=number)
        return Framed(mistake=gettext("The address of this frame names no act that we know."))
    asked = [kind for kind in query.get("kind", "").split(",") if kind]
    if asked and all(kind in kinds for kind in asked):
        return Framed(commune, kinds=tuple(dict.fromkeys(asked)), many=number)
    return Framed(mistake=gettext("The address of this frame names no kind of place that we know."))


@dataclass(frozen=True, slots=True)
class Asked:
    """The form. `errors`: (id of the input, words). `matches`: communes to choose from."""

    typed: str = ""
    commune: territories.Commune | None = None
    matches: Sequence[territories.Match] = ()
    what: str = ""
    errors: tuple[tuple[str, str], ...] = ()


def asked(posted: Mapping[str, str], *, known: Collection[str]) -> Asked:
    """`what` is "act:…" or "kind:…", one of `known`."""
    typed = " ".join(posted.get("commune", "").split())[:80]
    what = posted.get("what", "")
    errors = []
    matches: Sequence[territories.Match] = ()
    commune = territories.commune(posted.get("code", "")[:5]) if posted.get("code") else None
    if commune is None:
        matches = territories.communes_matching(typed, limit=8) if typed else ()
        exact = [match for match in matches if match.reason == "exact"]
        if len(exact) == 1:
            commune, matches = exact[0].commune, ()
        elif not matches:
            errors.append(("commune", gettext("Write the name of a commune, or its postal code.")))
    if what not in known:
        errors.append(("what", gettext("Choose what the frame shows.")))
    return Asked(typed, commune, matches, what, tuple(errors))
