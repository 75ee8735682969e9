"""What people did, as the site itself counts it, for the goals of which it sees the act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from prevenance.campaigns.queries.campaigns import CampaignDraft
from prevenance.counting.measure import LEAST_CELL, Share, share
from prevenance.kit.clock import PARIS
from prevenance.mediation.choices.appointments import AppointmentState
from prevenance.mediation.choices.path_steps import ACTIVATED
from prevenance.mediation.models import Appointment, Path, Workshop
from prevenance.mediation.queries import workshops


@dataclass(frozen=True, slots=True)
class Acts:
    """`others`: people counted beside the share, of no denominator (None: 1 to 4, not shown)."""

    share: Share
    others: int | None = 0


def counted(goal: str, draft: CampaignDraft, organisation: int, on: dt.date) -> Acts | None:
    """From the first day of the campaign to its last, or `on`; None where the site sees no such act."""
    count = _COUNTS.get(goal)
    return count(draft, organisation, min(on, draft.ends_on)) if count else None


def _activations(draft: CampaignDraft, organisation: int, last: dt.date) -> Acts:
    """Of the paths that the organisation began during the campaign, in its communes: activated by its last day; not,
    when the path ended otherwise; nobody knows yet, when it goes on.
    """
    rows = Path.objects.filter(organisation_id=organisation, begun_on__range=(draft.starts_on, last))
    rows = rows.exclude(found="active")  # there was nothing to activate
    if draft.communes:
        rows = rows.filter(commune_code__in=draft.communes)
    done = rows.filter(steps__key=ACTIVATED, steps__is_reached=True, steps__on__lte=last).distinct()
    ended = rows.exclude(ending="").exclude(pk__in=done.values("pk"))
    yes, no = done.count(), ended.count()
    return Acts(share(yes=yes, no=no, unknown=rows.count() - yes - no))


def _visits_of_workshops(draft: CampaignDraft, organisation: int, last: dt.date) -> Acts:
    """Of the seats given at workshops held in these days and communes: came, did not; nobody knows, when it is not
    said or the workshop is not noted. `others` came without a seat. Cancelled ones are not there.
    """
    first, end = (dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) for day in (draft.starts_on, last))
    rows = Workshop.objects.filter(
        organisation_id=organisation,
        starts_at__range=(first - dt.timedelta(days=1), end + dt.timedelta(days=2)),
        cancelled_at__isnull=True,
    )
    if draft.communes:
        rows = rows.filter(commune_code__in=draft.communes)
    sheets = [workshops.sheet(row) for row in workshops.full(rows)]
    sheets = [one for one in sheets if draft.starts_on <= one.starts_at.date() <= last]  # of the clock on the wall
    seats = [(seat, bool(one.encounter)) for one in sheets for seat in one.seated]
    known = [seat for seat, is_noted in seats if is_noted and seat.came is not None]
    came, given = sum(seat.came or 0 for seat in known), sum(seat.seats for seat in known)
    unknown = sum(seat.seats for seat, _ in seats) - given
    others = sum(one.others for one in sheets if one.encounter)
    return Acts(share(yes=came, no=given - came, unknown=unknown), None if 0 < others < LEAST_CELL else others)


def _appointments(draft: CampaignDraft, organisation: int, last: dt.date) -> Acts:
    """Of the appointments booked in these days, in these communes: kept; not, when missed or given up; nobody knows
    yet, when they are to come or nobody said.
    """
    first = dt.datetime.combine(draft.starts_on, dt.time(), tzinfo=PARIS)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=PARIS)
    rows = Appointment.objects.filter(organisation_id=organisation, booked_at__gte=first, booked_at__lt=end)
    if draft.communes:
        rows = rows.filter(commune_code__in=draft.communes)
    states = list(rows.values_list("state", flat=True))
    yes, unknown = states.count(AppointmentState.KEPT.value), states.count(AppointmentState.BOOKED.value)
    return Acts(share(yes=yes, no=len(states) - yes - unknown, unknown=unknown))


_COUNTS: Mapping[str, Callable[[CampaignDraft, int, dt.date], Acts]] = {
    "spaces_activated": _activations,
    "workshop_visits": _visits_of_workshops,
    "appointments": _appointments,
}
