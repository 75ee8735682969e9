"""Encounters: noted once whatever the network does, corrected, removed, put back. Each leaves a line in the journal."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from prevenance.consent.queries import keeping
from prevenance.kit.clock import PARIS
from prevenance.mediation import choices
from prevenance.mediation.choices.kept import NOTES
from prevenance.mediation.models import Encounter, Group, Note, Operation, Participation, Signpost
from prevenance.mediation.queries import drafts
from prevenance.mediation.queries import encounters as queries
from prevenance.mediation.queries.drafts import Draft
from prevenance.people.operations import record
from prevenance.people.operations.persons import met_person
from prevenance.people.queries import Access
from prevenance.people.queries import persons as people


class NotAllowed(Exception):
    """Not in this organisation or this commune, or a person whom this account does not follow."""


class NotThere(Exception):
    """No such encounter in the scope, or too late to undo."""


class ChangedSince(Exception):
    """Somebody corrected it after the page was shown: their correction would be lost."""


@transaction.atomic
def note(*, by: Access, at: dt.datetime, operation: uuid.UUID, draft: Draft) -> int:
    """Writes one encounter; gives its id. The same `operation` sent again gives the same id and writes nothing.

    Raises:
        NotAllowed, drafts.Impossible
    """
    known = Operation.objects.select_for_update().filter(pk=operation).first()
    if known is not None:
        if known.noted_by_id != by.account_id:
            raise NotAllowed
        return known.encounter_id
    if by.account_id is None or not by.may(queries.NOTE, organisation=draft.organisation, commune=draft.commune):
        raise NotAllowed
    _check(by, at, draft, frozenset())
    row = Encounter.objects.create(noted_by_id=by.account_id, noted_at=at, changed_at=at, **_columns(draft))
    _write_parts(row, at, draft)
    Operation.objects.create(pk=operation, encounter_id=row.pk, noted_by_id=by.account_id, at=at)
    _record(by, at, "noted", row)
    return row.pk


@transaction.atomic
def change(*, by: Access, at: dt.datetime, number: int, version: str, draft: Draft) -> None:
    """Corrects one encounter. `version`: the one that the page showed.

    Raises:
        NotThere, NotAllowed, ChangedSince, drafts.Impossible
    """
    row, before = _mine(by, number)
    if before.removed_at:
        raise NotThere
    if before.version != version:
        raise ChangedSince
    if draft.organisation != row.organisation_id or not by.may(
        queries.NOTE, organisation=draft.organisation, commune=draft.commune
    ):
        raise NotAllowed
    _check(by, at, draft, frozenset(one.person for one in before.draft.people if one.person))
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    row.changed_at = max(at, row.changed_at + dt.timedelta(microseconds=1))
    row.save()
    kept_until = before.erase_note_on if before.draft.note == draft.note else None
    row.participations.all().delete()
    Group.objects.filter(encounter=row).delete()
    Note.objects.filter(encounter=row).delete()
    _write_parts(row, at, draft, erase_on=kept_until)
    row.signposts.exclude(key__in=draft.signposted).delete()
    _record(by, at, "corrected", row)


@transaction.atomic
def remove(*, by: Access, at: dt.datetime, number: int) -> None:
    """Takes one encounter out of the lists and the figures; erased for good a month later.

    Raises:
        NotThere
    """
    row, before = _mine(by, number)
    if not before.removed_at:
        row.removed_at = at
        row.save(update_fields=["removed_at"])
        _record(by, at, "removed", row)


@transaction.atomic
def undo(*, by: Access, at: dt.datetime, number: int) -> None:
    """Within ten minutes: takes back a note just written, or puts back one just removed.

    Raises:
        NotThere: also when it is too late.
    """
    row, before = _mine(by, number)
    if not queries.may_undo(before, at=at):
        raise NotThere
    row.removed_at = None if before.removed_at else at
    row.save(update_fields=["removed_at"])
    _record(by, at, "put_back" if before.removed_at else "removed", row)


def tidy(*, at: dt.datetime) -> dict[str, int]:
    """Erases the free texts whose time has come, and the encounters removed long ago; gives how many of each."""
    notes, _ = Note.objects.filter(erase_on__lte=at.astimezone(PARIS).date()).delete()
    old = Encounter.objects.filter(removed_at__lt=at - choices.REMOVED_KEPT)
    removed = old.count()
    old.delete()
    return {"notes": notes, "removed": removed}


def _mine(by: Access, number: int) -> tuple[Encounter, queries.Noted]:
    row = Encounter.objects.select_for_update().filter(pk=number).first()
    seen = queries.encounter(by, number) if row else None
    if row is None or seen is None or not queries.may_change(by, seen):
        raise NotThere
    return row, seen


def _check(by: Access, at: dt.datetime, draft: Draft, already: frozenset[str]) -> None:
    drafts.check(draft, on=at.astimezone(PARIS).date())
    for one in draft.people:
        if one.person and one.person not in already:
            found = people.person(by, one.person)
            if found is None or found.organisation_id != draft.organisation:
                raise NotAllowed


def _columns(draft: Draft) -> dict[str, Any]:
    return {
        "organisation_id": draft.organisation,
        "kind": draft.kind,
        "held_on": draft.held_on,
        "minutes": draft.minutes,
        "place_kind": draft.place_kind,
        "place_id": draft.place_id,
        "place_name": draft.place_name,
        "commune_code": draft.commune,
        "themes": list(draft.themes),
        "admin_themes": list(draft.admin_themes),
        "procedure": draft.procedure,
        "equipment": list(draft.equipment),
        "autonomy": draft.autonomy,
        "oriented_to": list(draft.oriented_to),
        "next_step": draft.next_step,
        "tags": list(draft.tags),
    }


def _write_parts(row: Encounter, at: dt.datetime, draft: Draft, *, erase_on: dt.date | None = None) -> None:
    for one in draft.people:
        Participation.objects.create(
            encounter=row,
            person=one.person,
            gender=one.gender,
            age=one.age,
            status=one.status,
            first=one.first or (_first(row, one.person) if one.person else ""),
            commune_code=one.commune,
        )
        if one.person:
            met_person(reference=one.person, on=draft.held_on)
    if draft.total:
        Group.objects.create(encounter=row, total=draft.total, counts={key: dict(v) for key, v in draft.counts.items()})
    for key in draft.signposted:
        Signpost.objects.get_or_create(encounter=row, key=key)
    if draft.note:
        until = erase_on or at.astimezone(PARIS).date() + keeping.kept(row.organisation_id, NOTES.key)
        Note.objects.create(encounter=row, text=draft.note, erase_on=until)


def _first(row: Encounter, person: str) -> str:
    """What the tables know on the day of the note; it stays as it was said then."""
    earlier = Participation.objects.filter(
        person=person, encounter__organisation=row.organisation_id, encounter__removed_at__isnull=True
    ).exclude(encounter=row)
    return "again" if earlier.exists() else "first"


def _record(by: Access, at: dt.datetime, verb: str, row: Encounter) -> None:
    record(by=by.account_id, at=at, verb=verb, kind="encounter", object_id=row.pk, organisation_id=row.organisation_id)
