"""Figures of workshops: seats kept and missed, with what they are shares of and what is not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from prevenance.mediation.models import Registration, Workshop
from prevenance.mediation.queries import workshops
from prevenance.mediation.queries.workshops import Sheet
from prevenance.people.queries import Access, is_within

SEE = "see_figures"


@dataclass(frozen=True, slots=True)
class Share:
    """`numerator` among `denominator`; `missing`: of how many it is not known, in neither of the two."""

    numerator: int = 0
    denominator: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class WorkshopFigures:
    """Of one organisation, from `first` to `last`, by the day when workshops were to be held.

    `kept`: seats which came, among the seats given at workshops noted; `missing`: not known who came. `missed` is the
    rest. `withdrawn`: seats given up in time, among those asked for. `filled`: seats given among those there were.
    `others`: came without a seat. `unserved`: seats still waited for when the workshop was held.
    """

    first: dt.date
    last: dt.date
    held: int
    cancelled: int
    not_noted: int
    kept: Share
    missed: Share
    withdrawn: Share
    filled: Share
    others: int
    unserved: int


def workshop_figures(
    agent: Access, *, organisation: int, first: dt.date, last: dt.date, on: dt.date
) -> WorkshopFigures | None:
    """None when this agent may not see those of this organisation. `on`: today; what is to come is not counted."""
    if not agent.may(SEE, organisation=organisation):
        return None
    areas = agent.areas(SEE, organisation=organisation)
    is_over_all = agent.is_over_the_site(SEE)
    begins = dt.datetime.combine(first, dt.time(), tzinfo=dt.UTC) - dt.timedelta(days=1)
    ends = dt.datetime.combine(last, dt.time(), tzinfo=dt.UTC) + dt.timedelta(days=2)
    rows = Workshop.objects.filter(organisation_id=organisation, starts_at__gte=begins, starts_at__lt=ends)
    sheets = [workshops.sheet(row) for row in workshops.full(rows)]
    kept = [
        one
        for one in sheets
        if first <= one.starts_at.date() <= min(last, on) and (is_over_all or is_within(one.commune, areas))
    ]
    gone: dict[int, int] = {}
    for number, seats in Registration.objects.filter(
        workshop__in=[one.id for one in kept], withdrawn_at__isnull=False
    ).values_list("workshop_id", "seats"):
        gone[number] = gone.get(number, 0) + seats
    return counted(kept, gone, first=first, last=last)


def counted(sheets: Iterable[Sheet], withdrawn: dict[int, int], *, first: dt.date, last: dt.date) -> WorkshopFigures:
    """Pure arithmetic, in any order. `withdrawn`: workshop → seats given up."""
    rows = list(sheets)
    held = [one for one in rows if one.encounter]
    known = [seat for one in held for seat in one.seated if seat.came is not None]
    unknown = sum(seat.seats for one in held for seat in one.seated if seat.came is None)
    given = sum(seat.seats for seat in known)
    came = sum(seat.came or 0 for seat in known)
    asked = sum(seat.seats for one in held for seat in one.seats)
    gave_up = sum(withdrawn.get(one.id, 0) for one in held)
    return WorkshopFigures(
        first=first,
        last=last,
        held=len(held),
        cancelled=sum(1 for one in rows if one.cancelled_at),
        not_noted=sum(1 for one in rows if not one.encounter and not one.cancelled_at),
        kept=Share(came, given, unknown),
        missed=Share(given - came, given, unknown),
        withdrawn=Share(gave_up, asked + gave_up, 0),
        filled=Share(sum(one.taken for one in held), sum(one.capacity for one in held), 0),
        others=sum(one.others for one in held),
        unserved=sum(seat.seats for one in held for seat in one.waiting),
    )
