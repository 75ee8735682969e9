"""Notices of the places themselves: closed for some days, other hours, open to cool down in a heat wave."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from prevenance.offer import models
from prevenance.offer.choices import Notice


@dataclass(frozen=True, slots=True)
class Announced:
    """One notice. `ends_on` is its last day. `words`: what the place added, in its own words."""

    notice: Notice
    starts_on: dt.date
    ends_on: dt.date
    words: str = ""

    def covers(self, day: dt.date) -> bool:
        return self.starts_on <= day <= self.ends_on


def announced(identifiers: Iterable[str], *, on: dt.date) -> dict[str, tuple[Announced, ...]]:
    """By id of today, the notices of today and those to come, the first to begin first; ids without any are absent."""
    # A day of margin: overseas, the day may not be the same as here.
    since = on - dt.timedelta(days=1)
    if not _are_there_any(since):
        return {}
    wanted = list(identifiers)
    former = models.PlaceMoved.objects.filter(place_id__in=wanted)
    rows = list(
        models.Closure.objects.filter(
            Q(place_id__in=wanted) | Q(place_id__in=former.values("id")),
            undone_at__isnull=True,
            ends_on__gte=since,
        )
        .order_by("starts_on", "id")
        .values_list("place_id", "notice", "starts_on", "ends_on", "words")
    )
    today = {identifier: identifier for identifier in wanted}
    if any(row[0] not in today for row in rows):  # under an id given away: rare
        today |= dict(former.values_list("id", "place_id"))
    found: dict[str, list[Announced]] = defaultdict(list)
    for identifier, notice, starts_on, ends_on, words in rows:
        found[today[identifier]].append(Announced(Notice(notice), starts_on, ends_on, words))
    return {identifier: tuple(notices) for identifier, notices in found.items()}


def _are_there_any(since: dt.date) -> bool:
    """In SQL: this runs at each search, and most of the year there are few notices or none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM offer_closure WHERE undone_at IS NULL AND ends_on >= %s LIMIT 1", [since.isoformat()]
        )
        return cursor.fetchone() is not None
