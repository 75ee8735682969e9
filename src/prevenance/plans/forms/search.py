"""What a person looks for: a sentence, a commune, and the parts of it that they took back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from prevenance.offer.queries import requests
from prevenance.offer.queries.communes_named import Where, where
from prevenance.territories import queries as territories

MOST = 200  # characters
PARTS = ("when", "access", "name")


@dataclass(frozen=True, slots=True)
class Search:
    """`said`: the sentence, as typed; `near`: the commune, as typed apart. `mistake`: what to mend, in words, and the
    field it is about.
    """

    said: str = ""
    near: str = ""
    request: requests.Request | None = None
    dropped: tuple[str, ...] = ()
    field: str = ""
    mistake: str = ""


def read(posted: Mapping[str, str], *, on: dt.date) -> Search:
    """`said`, `near` and `code` (a commune chosen); `before`: the sentence of the search before; `dropped` and
    `without`: parts taken back from that sentence.
    """
    said, near = (" ".join(posted.get(name, "").split())[:MOST] for name in ("said", "near"))
    if "said" not in posted:
        return Search()
    if not said:
        return Search(near=near, field="said", mistake=gettext("Write what you are looking for, in your own words."))
    is_same = posted.get("before", said) == said
    asked = {*posted.get("dropped", "").split(), posted.get("without", "")} if is_same else set()
    dropped = tuple(part for part in PARTS if part in asked)
    request = _without(requests.read(said, on=on), dropped)
    chosen = territories.commune(posted.get("code", "")[:5])
    if chosen is not None:
        request = replace(request, where=Where(chosen))
    elif near and (is_same or not (request.where.commune or request.where.matches)):
        request = replace(request, where=where(near))
    return _checked(Search(said, near, request, dropped), request)


def _checked(search: Search, request: requests.Request) -> Search:
    if request.where.commune is not None:
        return replace(search, near=_named(request.where.commune))
    if request.where.matches:
        return search
    if request.where.typed or search.near:
        mistake = gettext("We do not know this commune. Check the spelling, or write the postal code.")
    else:
        mistake = gettext("Write near which commune, or its postal code.")
    return replace(search, field="near", mistake=mistake)


def _named(commune: territories.Commune) -> str:
    """Written so that it is read again as the same one."""
    return f"{commune.name} {commune.postal_codes[0]}" if commune.postal_codes else commune.name


def _without(request: requests.Request, dropped: tuple[str, ...]) -> requests.Request:
    if "when" in dropped:
        request = replace(request, when=None, is_open_now=False)
    if "access" in dropped:
        request = replace(request, accessible=False)
    return replace(request, unread=()) if "name" in dropped else request
