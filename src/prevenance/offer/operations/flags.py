"""What residents report, and how the team settles it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from prevenance.offer.choices import Author, FlagReason
from prevenance.offer.models import Flag
from prevenance.offer.operations.answering import NotThere, id_of_today

MOST_WAITING = 20  # of one reason for one place: more would only fill the disk


def flag(*, place_id: str, reason: FlagReason, on: dt.date) -> None:
    """Keeps the place, the reason and the day. Nothing of who said it.

    Raises:
        NotThere: no such place.
    """
    with transaction.atomic():
        today = id_of_today(place_id)
        waiting = Flag.objects.filter(place_id=today, reason=str(reason), settled_at__isnull=True)
        if waiting.count() < MOST_WAITING:
            Flag.objects.create(place_id=today, reason=str(reason), made_on=on)


def settle(*, place_id: str, by: Author, at: dt.datetime, reason: FlagReason | None = None) -> int:
    """Closes what was reported of a place, for one reason or all; gives how many reports that was."""
    waiting = Flag.objects.filter(place_id=place_id, settled_at__isnull=True)
    if reason is not None:
        waiting = waiting.filter(reason=str(reason))
    many = waiting.update(settled_at=at, settled_by=str(by))
    if not many:
        raise NotThere(f"nothing reported of {place_id}")
    return many
