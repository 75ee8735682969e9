"""Numbers declared for a campaign, as they are typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext

from prevenance.campaigns.choices.campaigns import goals
from prevenance.campaigns.forms.links import Read, day, number
from prevenance.campaigns.operations.declared import Act

SOURCE_MOST = 120


def act(posted: Mapping[str, str], *, starts_on: dt.date, on: dt.date) -> Read[Act]:
    """How many did what between two days, of how many or unknown, who says so."""
    found = Read[Act]()
    what, source = posted.get("act", ""), _source(posted)
    if what not in goals():
        found.wrong("act", gettext("Choose what people did."))
    first, last, as_of = (day(posted.get(name, ""), latest=on) for name in ("first_on", "last_on", "as_of"))
    if first is None or first < starts_on:
        found.wrong("first_on", gettext("Write a day of the campaign, not before it began, not after today."))
    if last is None:
        found.wrong("last_on", gettext("Write a day, not after today."))
    elif first is not None and last < first:
        found.wrong("last_on", gettext("It cannot end before it begins."))
    if as_of is None or (last is not None and as_of < last):
        found.wrong("as_of", gettext("Write the day of the number: not after today, not before the last day counted."))
    if not source:
        found.wrong("source", gettext("Write who says so, and where."))
    acted, asked, missing = _counts(posted, found)
    if not found.mistakes and first and last and as_of and acted is not None:
        found.value = Act(
            act=what,
            first_on=first,
            last_on=last,
            acted=acted,
            asked=asked,
            missing=missing or 0,
            source=source,
            as_of=as_of,
        )
    return found


def _counts(posted: Mapping[str, str], found: Read[Act]) -> tuple[int | None, int | None, int | None]:
    """Did it; of how many (None: unknown); of whom nobody knows."""
    typed_of, typed_missing = posted.get("asked", "").strip(), posted.get("missing", "").strip()
    acted, asked, missing = number(posted.get("acted", "")), number(typed_of), number(typed_missing)
    if acted is None:
        found.wrong("acted", gettext("Write a number, in figures."))
    if typed_of and asked is None:
        found.wrong("asked", gettext("Write a number, in figures, or leave it empty if nobody knows."))
    if typed_missing and missing is None:
        found.wrong("missing", gettext("Write a number, in figures, or leave it empty."))
    elif missing and not typed_of:
        found.wrong("asked", gettext("Say of how many, since some of them are not known."))
    if acted is not None and asked is not None and acted + (missing or 0) > asked:
        found.wrong("asked", gettext("Those who acted and those not known are more than this."))
    return acted, asked, missing


def audience(posted: Mapping[str, str], *, on: dt.date) -> Read[tuple[int, str, dt.date]]:
    """How many people the campaign is for, who says so, when."""
    found = Read[tuple[int, str, dt.date]]()
    people, source = number(posted.get("people", "")), _source(posted, "audience_source")
    as_of = day(posted.get("audience_as_of", ""), latest=on)
    if not people:
        found.wrong("people", gettext("Write a number, in figures."))
    if not source:
        found.wrong("audience_source", gettext("Write who says so, and where."))
    if as_of is None:
        found.wrong("audience_as_of", gettext("Write a day, not after today."))
    if people and source and as_of is not None:
        found.value = (people, source, as_of)
    return found


def _source(posted: Mapping[str, str], name: str = "source") -> str:
    return " ".join(posted.get(name, "").split())[:SOURCE_MOST]
