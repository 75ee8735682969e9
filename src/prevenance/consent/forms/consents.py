"""A consent to note; how long to keep each kind of thing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from prevenance.consent.choices import purposes
from prevenance.consent.choices.lengths import Length
from prevenance.kit import retention
from prevenance.kit.consents import Means
from prevenance.kit.inputs import Mistake

NAME_MOST = 80


@dataclass(slots=True)
class Consent:
    """One yes, as it was typed."""

    purpose: str = ""
    length: Length = Length.MONTH
    means: Means = Means.SAID
    said_by: str = ""
    operation: uuid.UUID | None = None
    mistakes: list[Mistake] = field(default_factory=list)


def consent(posted: Mapping[str, str]) -> Consent:
    """A purpose of the table, a length that it allows (the record's own purposes have one only)."""
    found = Consent()
    wanted = purposes.purposes().get(posted.get("purpose", ""))
    if wanted is None:
        words = gettext("Say what the person agrees to.")
        found.mistakes.append(Mistake("purpose", "purpose-1", words))
    else:
        found.purpose = wanted.key
        given = posted.get("length", "")
        found.length = Length(given) if given in set(Length) else wanted.lengths[0]
        if found.length not in wanted.lengths:
            if wanted.is_of_the_record:
                found.length = wanted.lengths[0]
            else:
                names = ", ".join(str(purposes.lengths()[one]) for one in wanted.lengths)
                words = gettext("For this one, choose among: %(lengths)s.") % {"lengths": names}
                found.mistakes.append(Mistake("length", "length", words))
    if posted.get("means", "") in set(Means):
        found.means = Means(posted["means"])
    found.said_by = " ".join(posted.get("said_by", "").split())[:NAME_MOST]
    if found.means in (Means.BY_RELATIVE, Means.BY_GUARDIAN) and not found.said_by:
        found.mistakes.append(Mistake("said_by", "said_by", gettext("Write who said it for the person.")))
    try:
        found.operation = uuid.UUID(posted.get("operation", ""))
    except ValueError:
        found.operation = None
    return found


@dataclass(slots=True)
class Keeping:
    """Days for each kind, months for the records."""

    months: int = 0
    days: dict[str, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def keeping(posted: Mapping[str, str]) -> Keeping:
    """Each within its bounds."""
    found = Keeping()
    months = _number(posted.get("months", ""), 1, 60)
    if months is None:
        found.mistakes.append(Mistake("months", "months", gettext("Write a number of months, from 1 to 60.")))
    found.months = months or 0
    for kind in retention.kinds():
        if not kind.is_chosen:
            continue
        days = _number(posted.get(kind.key, ""), kind.least, kind.most)
        if days is None:
            bounds = {"least": kind.least, "most": kind.most}
            words = gettext("Write a number of days, from %(least)s to %(most)s.") % bounds
            found.mistakes.append(Mistake(kind.key, kind.key, words))
        else:
            found.days[kind.key] = days
    return found


def _number(text: str, least: int, most: int) -> int | None:
    plain = text.strip()
    return (
        int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 6 and least <= int(plain) <= most else None
    )
