"""How useful the card of a place is to somebody who wants to go there: from 0 to 100, criterion by criterion."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from prevenance.offer.choices import Access, Fees
from prevenance.offer.choices import quality as words
from prevenance.offer.queries.cards import Card


class Verdict(StrEnum):
    """`not_applicable` counts neither for nor against."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the grid (choices/quality.yaml), judged."""

    asked: words.Asked
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Quality:
    """`score`: the share, in whole per cent, of the weight of what applies."""

    score: int
    criteria: tuple[Criterion, ...]

    def not_met(self, field: str) -> tuple[words.Asked, ...]:
        """What this field of the form would mend."""
        return tuple(
            one.asked for one in self.criteria if one.verdict is Verdict.NOT_MET and one.asked.field == field and field
        )


def quality(card: Card, *, on: dt.date) -> Quality:
    grid = words.grid()
    judged = tuple(Criterion(asked, _verdict(asked, card, grid, on)) for asked in grid.criteria)
    counted = [one for one in judged if one.verdict is not Verdict.NOT_APPLICABLE]
    met = sum(one.asked.weight for one in counted if one.verdict is Verdict.MET)
    return Quality(round(100 * met / sum(one.asked.weight for one in counted)), judged)


def _verdict(asked: words.Asked, card: Card, grid: words.Grid, on: dt.date) -> Verdict:
    if asked.not_for.intersection(card.kinds):
        return Verdict.NOT_APPLICABLE
    place = card.place
    if asked.key == "consistency":
        asks = [way for way, said in grid.says.items() if any(word in _plain(card) for word in said)]
        if not asks:
            return Verdict.NOT_APPLICABLE
        return Verdict.MET if all(getattr(place, way) for way in asks) else Verdict.NOT_MET
    is_met = {
        "name": _reads_well(place.name, grid),
        "address": bool(place.address and place.postal_code),
        "position": not place.is_position_approximate,
        "reachable": bool(place.phone or place.email),
        "hours": bool(place.opening_hours),
        "checked": place.content_on is not None and (on - place.content_on).days <= grid.stale_after_days,
        "access": place.wheelchair is not Access.UNKNOWN,
        "acts": bool(card.services or card.acts),
        "cost": place.fees is not Fees.UNKNOWN,
        "website": bool(place.website or place.booking),
        "description": len(place.description) >= grid.least_description,
    }[asked.key]
    return Verdict.MET if is_met else Verdict.NOT_MET


def _reads_well(name: str, grid: words.Grid) -> bool:
    """Not shouted, not a mere acronym cut short, not somebody's own name."""
    letters = [char for char in name if char.isalpha()]
    shouted = len(letters) > 6 and all(char.isupper() for char in letters)
    first_words = _folded(name).replace(".", " ").split()
    return len(letters) >= 3 and not shouted and not set(grid.titles).intersection(first_words)


def _plain(card: Card) -> str:
    place = card.place
    return _folded(" | ".join((place.description, place.opening_words, place.opening_hours, *card.services)))


def _folded(text: str) -> str:
    return "".join(
        char
        for char in unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
        if not unicodedata.combining(char)
    )
