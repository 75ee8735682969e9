"""On the day of a workshop: who came, the encounter that it becomes, and the end of names."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, Q

from prevenance.mediation.choices import GROUP_MOST
from prevenance.mediation.choices.workshop_rules import NAMES_KEPT
from prevenance.mediation.models import Registration, Workshop
from prevenance.mediation.operations import encounters, seats
from prevenance.mediation.operations.workshops import NotThere, mine, note_down
from prevenance.mediation.queries import workshops as queries
from prevenance.mediation.queries.drafts import Draft
from prevenance.people.queries import Access


class Impossible(ValueError):
    """More than the seats, or more than a group may be."""


@transaction.atomic
def attend(*, by: Access, at: dt.datetime, number: int, came: Mapping[int, int | None], others: int) -> None:
    """Writes who came: registration → how many of its seats, None when it is not known. `others`: without a seat.
    Registrations that are not named stay as they are.

    Raises:
        NotThere: before its hour, or already noted.
        Impossible
    """
    row = mine(by, number)
    before = queries.sheet(row)
    if before.cancelled_at or before.encounter or not before.has_begun(at=at):
        raise NotThere
    if not 0 <= others <= GROUP_MOST:
        raise Impossible
    for one in before.seated:
        if one.id not in came:
            continue
        many = came[one.id]
        if many is not None and not 0 <= many <= one.seats:
            raise Impossible
        seats.live(row).filter(pk=one.id).update(came=many)
    row.others = others
    row.save(update_fields=["others"])
    note_down(by, at, "said_who_came", row)


@transaction.atomic
def note(*, by: Access, at: dt.datetime, operation: uuid.UUID, number: int, draft: Draft) -> int:
    """The workshop becomes an encounter; gives its id. First names, phones and codes are erased at once.

    Raises:
        NotThere: before its hour, or already noted.
        encounters.NotAllowed, drafts.Impossible
    """
    row = mine(by, number)
    before = queries.sheet(row)
    if before.cancelled_at or not before.has_begun(at=at):
        raise NotThere
    if before.encounter:
        if encounters.note(by=by, at=at, operation=operation, draft=draft) == before.encounter:
            return before.encounter  # the same form, sent again
        raise NotThere
    made = encounters.note(by=by, at=at, operation=operation, draft=draft)
    row.encounter_id = made
    row.save(update_fields=["encounter"])
    _forget(Q(workshop=row))
    note_down(by, at, "noted", row)
    return made


@transaction.atomic
def undo_note(*, by: Access, at: dt.datetime, number: int) -> None:
    """Within ten minutes: the encounter is removed, and the workshop is to be noted again.

    Raises:
        NotThere
    """
    row = mine(by, number)
    before = queries.sheet(row)
    if not before.may_undo_note(at=at):
        raise NotThere
    try:
        encounters.remove(by=by, at=at, number=before.encounter)
    except encounters.NotThere:
        raise NotThere from None
    note_down(by, at, "undid_note", row)


def tidy(*, at: dt.datetime) -> int:
    """Erases first names, phones and codes a week after the workshop; gives how many registrations. Gives again the
    seats of persons who were erased since.
    """
    for row in Workshop.objects.filter(starts_at__gt=at, cancelled_at__isnull=True, taken__lt=F("capacity")):
        with transaction.atomic():
            if locked := Workshop.objects.select_for_update().filter(pk=row.pk).first():
                seats.settle(locked, at=at)
    return _forget(Q(workshop__starts_at__lte=at - NAMES_KEPT))


def _forget(which: Q) -> int:
    named = ~Q(label="") | Q(phone__isnull=False) | ~Q(code_digest="")
    return Registration.objects.filter(which, named).update(label="", phone=None, code_digest="")
