"""What a person reads of themselves on their own page: what is kept, what they agreed to, who looked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from prevenance.consent.presenters import consents, receipt
from prevenance.consent.queries import consents as queries
from prevenance.kit import paper, territory
from prevenance.people.presenters import persons
from prevenance.people.presenters.journal import Told
from prevenance.people.queries.persons import NOTICE, Followed, later, months_kept

RECENT = 3


@dataclass(frozen=True, slots=True)
class Own:
    """`records`: (why, (label, value), whether it is an earlier one). `recent` then `older`: the journal, latest first.
    `ends_on`: the end of retention if nothing happens; `erased_on`: when every purpose was withdrawn.
    """

    name: str
    organisation: str
    records: list[tuple[str, list[tuple[str, str]], bool]]
    rooms: list[tuple[str, list[list[tuple[str, str]]]]]
    agreed: tuple[consents.Shown, ...]
    recent: list[Told]
    older: list[Told]
    ends_on: dt.date
    months: int
    kept: list[tuple[str, str]]
    erased_on: dt.date | None


def page(one: Followed, held: dict[str, Any], *, at: dt.datetime) -> Own:
    """All of it, in the page's language."""
    shown, on = persons.copied(held), at.date()
    months = months_kept(one.organisation_id)
    end = max(later(one.last_contact_on, months), one.kept_until or dt.date.min)
    if one.noticed_on:
        end = max(end, one.noticed_on + NOTICE)
    return Own(
        persons.name(one.identity),
        shown["organisation"],
        shown["records"],
        [(title, rows) for title, rows in shown["rooms"]],
        tuple(consents.shown(each, on=on) for each in queries.latest(one.id)),
        shown["accesses"][:RECENT],
        shown["accesses"][RECENT:],
        end,
        months,
        receipt.others_kept(one.organisation_id),
        queries.erasure_on(one.id),
    )


def pdf(held: dict[str, Any]) -> bytes:
    """The copy to print or to read: a tagged PDF (PDF/UA-1)."""
    shown = persons.copied(held)
    context = {
        "shown": shown,
        "territory": territory.identity(),
        "language": translation.get_language(),
        "on": dt.datetime.fromisoformat(held["made_at"]),
    }
    return paper.pdf(render_to_string("consent/copy_paper.html", context))
