"""Notices of a few days: closed, other hours, open to cool down in a heat wave."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from prevenance.offer.choices import Author, Notice
from prevenance.offer.models import Closure, Invitation
from prevenance.offer.operations import answering


def announce(
    *,
    place_id: str,
    notice: Notice,
    starts_on: dt.date,
    ends_on: dt.date,
    author: Author,
    at: dt.datetime,
    words: str = "",
    invitation_id: int | None = None,
) -> int:
    """`ends_on` is the last day. `words` are clean. Gives the number of the notice."""
    with transaction.atomic():
        place_id = answering.id_of_today(place_id)
        closure, _ = Closure.objects.get_or_create(
            place_id=place_id,
            notice=str(notice),
            starts_on=starts_on,
            ends_on=ends_on,
            words=words,
            author=str(author),
            undone_at=None,
            defaults={"made_at": at},
        )
        answering.answered(invitation_id, at=at)
        return closure.pk


def take_back(*, closure_id: int, by: Author, at: dt.datetime, invitation_id: int | None = None) -> None:
    """`invitation_id`: only a notice given through this link."""
    with transaction.atomic():
        mine = Closure.objects.select_for_update().filter(id=closure_id, undone_at__isnull=True)
        if invitation_id:
            invitation = Invitation.objects.get(id=invitation_id)
            mine = mine.filter(**answering.of_invitation(invitation, "made_at"))
        closure = mine.first()
        if closure is None:
            raise answering.NotThere(f"notice {closure_id}")
        closure.undone_at, closure.undone_by = at, str(by)
        closure.save(update_fields=["undone_at", "undone_by"])
        answering.not_answered_any_more(invitation_id)
