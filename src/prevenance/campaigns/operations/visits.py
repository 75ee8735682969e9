"""Visits of links, counted without a trace: what a request says stays in memory for some minutes, sums are written.

A request is written at once as `waiting`, in its six hours; it moves to its label when its neighbours are known. So
the sums always equal the requests; a restart loses only the neighbours of the last minutes: what then waits for ever
becomes « we do not know » (`sweep`). Each process of the server looks at its own requests.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F

from prevenance.campaigns.choices.links import LOST, WAITING, band
from prevenance.campaigns.models import VisitCount
from prevenance.counting import visits
from prevenance.kit.clock import PARIS

GIVEN_UP = dt.timedelta(days=1)
_lock = threading.Lock()
_streams = [visits.Stream()]


def see(headers: Mapping[str, str], *, at: dt.datetime, link: int, visitor: str, method: str, secure: bool) -> None:
    """One request of a link. `visitor`: a pseudonym of the day, kept in memory only."""
    agent = next((value for name, value in headers.items() if name.lower() == "user-agent"), "")
    # The salt of the day is in `visitor` already.
    who = visits.pseudonym(salt=b"links", address=visitor, agent=agent)
    seen = visits.visit(headers, at=at, link=str(link), pseudonym=who, method=method, secure=secure)
    with transaction.atomic():
        _add(link, at, WAITING, "")
    with _lock:
        decided = _streams[0].push(seen)
    _write(decided)


def settle(*, at: dt.datetime) -> None:
    """Decides what is ripe though nobody came since."""
    with _lock:
        decided = _streams[0].advance(at)
    _write(decided)


def begin_again() -> None:
    """Forgets all that is in memory, as a restart does."""
    with _lock:
        _streams[:] = [visits.Stream()]


@transaction.atomic
def sweep(*, at: dt.datetime) -> int:
    """What still waits a day later will never be decided: a restart forgot its neighbours. Gives how many."""
    before = (at - GIVEN_UP).astimezone(PARIS).date()
    done = 0
    for row in VisitCount.objects.select_for_update().filter(label=WAITING, day__lt=before, many__gt=0):
        _add_to(row.link_id, row.day, row.band, str(visits.Label.UNKNOWN), LOST, row.many)
        done += row.many
        VisitCount.objects.filter(pk=row.pk).update(many=F("many") - row.many)
    return done


def _write(decided: Sequence[visits.Decided]) -> None:
    for one in decided:
        with transaction.atomic():
            day, hours = _when(one.visit.at)
            waiting = VisitCount.objects.filter(
                link_id=int(one.visit.link), day=day, band=hours, label=WAITING, many__gt=0
            )
            if waiting.update(many=F("many") - 1):  # none: it was given up meanwhile
                _add(int(one.visit.link), one.visit.at, str(one.label), one.rule)


def _add(link: int, at: dt.datetime, label: str, rule: str) -> None:
    day, hours = _when(at)
    _add_to(link, day, hours, label, rule, 1)


def _add_to(link: int, day: dt.date, hours: str, label: str, rule: str, many: int) -> None:
    row, _ = VisitCount.objects.get_or_create(link_id=link, day=day, band=hours, label=label, rule=rule)
    VisitCount.objects.filter(pk=row.pk).update(many=F("many") + many)


def _when(at: dt.datetime) -> tuple[dt.date, str]:
    local = at.astimezone(PARIS)
    return local.date(), band(local.hour).value
