"""What a place said of its card, in words, each with what undoes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from prevenance.catalogue import Catalogue
from prevenance.formats import week as weeks
from prevenance.offer.choices import Access, Fees
from prevenance.offer.presenters import wording
from prevenance.offer.queries import Announced, Answer
from prevenance.territories import queries as territories


@dataclass(frozen=True, slots=True)
class Said:
    """`key` is what the button that undoes it sends."""

    key: str
    label: str
    before: str = ""
    after: str = ""


def shown(answers: Sequence[Answer], book: Catalogue) -> tuple[Said, ...]:
    return tuple(_one(answer, book) for answer in answers)


def _one(answer: Answer, book: Catalogue) -> Said:
    key = f"{answer.what}:{answer.id}"
    if answer.what == "check":
        return Said(key, gettext("You confirmed that the card is right."))
    if answer.notice is not None and answer.starts_on and answer.ends_on:
        announced = Announced(answer.notice, answer.starts_on, answer.ends_on, answer.words)
        return Said(key, gettext("You announced:"), after=wording.notice(announced))
    label = wording.FIELDS[answer.field]() if answer.field in wording.FIELDS else answer.field
    before, after = (value(answer.field, one, book) for one in (answer.before, answer.after))
    return Said(key, label, before, after)


def value(field: str, given: Any, book: Catalogue) -> str:
    """The value of a field as people say it."""
    if field == "acts" and isinstance(given, dict):
        words = {True: gettext("yes"), False: gettext("no"), None: gettext("not known")}
        names = {key: act.name.in_language(wording.language()) for key, act in book.acts.items()}
        said = (f"{names.get(act, act)}{wording.colon()}{words[answer]}" for act, answer in given.items())
        return "; ".join(said)
    if field == "has_closed":
        return gettext("yes") if given else gettext("no")
    if given in (None, ""):
        return gettext("not given")
    if field == "commune_code":
        commune = territories.commune(str(given))
        return commune.name if commune else str(given)
    if field == "phone":
        return wording.phone(str(given))
    if field == "wheelchair":
        return wording.ACCESS[Access(given)]()
    if field == "fees":
        return wording.COST[Fees(given)]()
    if field == "opening_hours":
        return hours(str(given))
    return str(given)


def hours(osm: str) -> str:
    """A plain week in words; others as they are written."""
    week = weeks.read(osm)
    if week is None:
        return osm
    said: list[str] = []
    names = wording.week_days()
    for name, slots in zip(names, week.days, strict=True):
        clocks = ", ".join(f"{weeks.clock(opens)}–{weeks.clock(closes)}" for opens, closes in slots)
        if slots:
            said.append(f"{name} {clocks}")
    return "; ".join(said) or gettext("closed")
