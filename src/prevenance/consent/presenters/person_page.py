"""What the page of a person followed says of their consents."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from prevenance.consent.presenters import consents
from prevenance.consent.queries import consents as queries
from prevenance.consent.queries import own_pages
from prevenance.kit.person_page import Section


@dataclass(frozen=True, slots=True)
class Shown:
    """`erased_on`: every purpose of the record was withdrawn; `locked_at`: too many tries on their own page."""

    id: str
    agreed: tuple[consents.Shown, ...]
    erased_on: dt.date | None
    locked_at: dt.datetime | None


def section(agent: Any, reference: str, at: dt.datetime) -> Section:
    """The last consent of each purpose, and what calls for attention."""
    link = own_pages.link(reference)
    agreed = tuple(consents.shown(one, on=at.date()) for one in queries.latest(reference))
    shown = Shown(reference, agreed, queries.erasure_on(reference), link.locked_at if link else None)
    return Section("consent/section.html", shown)
