"""A comparison to declare, in two screens: where and when, then what is hoped and believed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext

from prevenance.campaigns.choices.designs import (
    COMMUNES_MOST,
    NAME_MOST,
    PEOPLE_MOST,
    PERIODS_MOST,
    SOURCE_MOST,
    TERRITORIES_MOST,
    CountSource,
    Length,
    Way,
)
from prevenance.campaigns.forms import links
from prevenance.campaigns.queries.designs import DesignDraft, DesignTerritory, Where
from prevenance.counting.declaring import Starts
from prevenance.counting.designs import LEAST_PEOPLE
from prevenance.kit.inputs import Mistake
from prevenance.mediation.forms.paths import commune as commune_meant

Posted = Mapping[str, str]
WHERE = ("territories", "way", "many", "length", "before", "after")
BELIEVED = ("source", "counted_by", "hoped", "base", "people", "drift")


@dataclass(slots=True)
class DesignReading:
    """`where`, then `draft`: None while there are mistakes before or in them."""

    where: Where | None = None
    draft: DesignDraft | None = None
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, name: str, words: str) -> None:
        self.mistakes.append(Mistake(name, name, words))


def where(posted: Posted) -> DesignReading:
    """The first screen only."""
    found = DesignReading()
    territories = _territories(posted, found)
    way, length = posted.get("way", ""), posted.get("length", "")
    if way not in list(Way):
        found.wrong("way", gettext("Choose how it is decided who starts."))
    if length not in list(Length):
        found.wrong("length", gettext("Choose how long a period is."))
    before = _count(posted, "before", found, most=PERIODS_MOST - 1)
    after = _count(posted, "after", found, most=PERIODS_MOST - 1)
    many = _many(posted, way, len(territories), after or 0, found)
    if not found.mistakes and before and after:
        found.where = Where(
            territories=territories, way=Way(way), many=many, length=Length(length), before=before, after=after
        )
    return found


def whole(posted: Posted, *, starts_on: dt.date) -> DesignReading:
    """Both screens. `starts_on`: the first day of the campaign."""
    found = where(posted)
    if found.where is None:
        return found
    source = posted.get("source", "")
    counted_by = " ".join(posted.get("counted_by", "").split())[:SOURCE_MOST]
    if source not in list(CountSource):
        found.wrong("source", gettext("Choose who counts."))
    elif source == CountSource.TYPED and not counted_by:
        found.wrong("counted_by", gettext("Say who gives the numbers: an organisation, a register."))
    hoped, base = _share(posted, "hoped", found, above=0), _share(posted, "base", found)
    drift = _share(posted, "drift", found)
    people = links.number(posted.get("people", ""))
    if people is None or not LEAST_PEOPLE <= people <= PEOPLE_MOST:
        words = gettext("Write how many people: %(least)s at least. Under that, no share is made.")
        found.wrong("people", words % {"least": LEAST_PEOPLE})
    if hoped is not None and base is not None and not base + hoped < 1:
        found.wrong("hoped", gettext("With what is usual, that would be everybody or more: write less."))
    by_hand = _by_hand(posted, found.where, found)
    if not found.mistakes and None not in (hoped, base, drift, people):
        one = found.where
        found.draft = DesignDraft(
            territories=one.territories,
            way=one.way,
            many=one.many,
            by_hand=by_hand,
            length=one.length,
            starts_on=starts_on,
            before=one.before,
            after=one.after,
            source=CountSource(source),
            counted_by="" if source == CountSource.SITE else counted_by,
            hoped=hoped or 0,
            base=base or 0,
            people=people or 0,
            drift=drift or 0,
        )
    return found


def _territories(posted: Posted, found: DesignReading) -> tuple[DesignTerritory, ...]:
    """One a line: « Name: commune, commune », or the name of a commune alone."""
    read = []
    lines = [line.strip() for line in posted.get("territories", "").splitlines() if line.strip()]
    for number, line in enumerate(lines[:TERRITORIES_MOST], 1):
        name, colon, rest = line.partition(":")
        told = [part.strip() for part in rest.split(",") if part.strip()][:COMMUNES_MOST] if colon else [name.strip()]
        codes = {part: commune_meant(part) for part in told}
        unknown = [part for part, code in codes.items() if not code]
        if colon and unknown:
            words = gettext("Line %(line)s: no commune, or several, answer to %(names)s. Write the postal code too.")
            found.wrong("territories", words % {"line": number, "names": ", ".join(unknown[:3])[:80]})
        if not name.strip():
            found.wrong("territories", gettext("Line %(line)s: write a name before the colon.") % {"line": number})
        name = " ".join(name.split())[:NAME_MOST]
        read.append(DesignTerritory(name, tuple(code for code in dict.fromkeys(codes.values()) if code)))
    if not lines:
        found.wrong("territories", gettext("Write the territories, one a line."))
    elif len(lines) > TERRITORIES_MOST:
        found.wrong("territories", gettext("At most %(most)s territories.") % {"most": TERRITORIES_MOST})
    return tuple(read)


def _count(posted: Posted, name: str, found: DesignReading, *, most: int) -> int | None:
    told = links.number(posted.get(name, ""))
    if told is None or not 1 <= told <= most:
        found.wrong(name, gettext("Write a whole number from 1 to %(most)s.") % {"most": most})
        return None
    return told


def _many(posted: Posted, way: str, territories: int, after: int, found: DesignReading) -> int:
    """Empty: half of them, or as many steps as can be."""
    typed = posted.get("many", "").strip()
    if not typed:
        return territories // 2 if way == Way.HALF else max(1, min(after, territories))
    told = links.number(typed)
    most = territories if way == Way.HALF else min(after, territories)
    if way != Way.HAND and (told is None or not 1 <= told <= max(1, most)):
        words = gettext("Write a whole number from 1 to %(most)s, or leave it empty.")
        found.wrong("many", words % {"most": max(1, most)})
    return told or 0


def _share(posted: Posted, name: str, found: DesignReading, *, above: float = -1) -> float | None:
    """Of 100 people, with a comma or a point; gives a share."""
    typed = re.sub(r"[\s\u00a0\u202f%]", "", posted.get(name, "")).replace(",", ".")
    try:
        told = Decimal(typed)
    except InvalidOperation:
        told = Decimal(-1)
    if not told.is_finite() or not above < told < 100 or told < 0:
        words = gettext("Write how many people in 100, such as 3 or 2,5.")
        found.wrong(name, words)
        return None
    return float(round(told, 3) / 100)


def _by_hand(posted: Posted, one: Where, found: DesignReading) -> Starts:
    """One answer a territory: `never`, or the number of its first period with the campaign, from 1."""
    if one.way is not Way.HAND:
        return ()
    starts: list[int | None] = []
    for number in range(len(one.territories)):
        told = posted.get(f"start-{number}", "")
        period = links.number(told)
        if told == "never":
            starts.append(None)
        elif period is not None and 1 <= period <= one.after:
            starts.append(one.before + period - 1)
        else:
            found.wrong(f"start-{number}", gettext("Say when it starts, or never."))
    if len(starts) == len(one.territories) and one.before not in starts:
        found.wrong("start-0", gettext("At least one territory starts on the campaign's first day."))
    return tuple(starts)


def kept(posted: Posted, names: Sequence[str]) -> list[tuple[str, str]]:
    """What another screen said, to be sent along."""
    return [(name, posted[name]) for name in names if name in posted]
