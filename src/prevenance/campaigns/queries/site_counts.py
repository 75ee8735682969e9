"""Acts that the site itself counts, by territory and period of a declared comparison."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, OuterRef, Subquery

from prevenance.campaigns.queries.designs import Counted, Declared
from prevenance.counting.designs import LEAST_PEOPLE
from prevenance.mediation.choices.path_steps import ACTIVATED
from prevenance.mediation.models import Path, PathStep

COUNTED = frozenset({"spaces_activated"})  # workshops count who came, not out of how many: typed


def counted(one: Declared, *, organisation: int, on: dt.date) -> tuple[Counted, ...]:
    """Of the paths begun in a period, in the territory: activated before its last day is over. Complete periods only.

    Each cell is looked at for the same length of time, so nobody is missing. Whom there was nothing to activate for is
    left aside, as in the campaign's own figure.
    """
    done = PathStep.objects.filter(path=OuterRef("pk"), key=ACTIVATED, is_reached=True).values("on")[:1]
    rows = Path.objects.filter(organisation_id=organisation).exclude(found="active").annotate(done_on=Subquery(done))
    found = []
    for period in range(one.periods):
        if not one.is_complete(period, on=on):
            continue
        first, last = one.days(period)
        begun = list(rows.filter(begun_on__range=(first, last)).values_list(F("commune_code"), "done_on"))
        for number, territory in enumerate(one.territories):
            here = [day for code, day in begun if code in territory.communes]
            acted = sum(day is not None and day <= last for day in here)
            told = (acted, len(here)) if len(here) >= LEAST_PEOPLE else (None, None)
            found.append(Counted(number, period, *told))
    return tuple(found)
