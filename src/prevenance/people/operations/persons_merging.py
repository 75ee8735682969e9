"""Two records of one person made one, field by field, and put back exactly."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Literal

from django.db import transaction

from prevenance.kit import ciphering, personal_data
from prevenance.people.choices.persons import Identity, PersonVerb
from prevenance.people.models import Merge, Person
from prevenance.people.operations import outbox, persons
from prevenance.people.operations.teams import NotAllowed, NotThere
from prevenance.people.queries import persons as queries
from prevenance.people.queries.access import Access

Side = Literal["kept", "gone"]
FIELDS = tuple(field.name for field in fields(Identity))


class NotTheLast(Exception):
    """Another merge came after this one: undo that one first."""


@transaction.atomic
def merge_persons(
    *, by: Access, at: dt.datetime, kept: str, gone: str, chosen: Mapping[str, Side], commune: Side = "kept"
) -> int:
    """Makes `gone` an earlier self of `kept`; `chosen`: field → whose value stays (by default the kept one's).
    Gives the number of the merge. What other rooms hold of `gone` becomes the kept one's.

    Raises:
        NotThere: one of the two is not within the scope.
        NotAllowed: they are of two organisations, or one and the same.
    """
    first, second = (persons.within(by, one, "merge_persons") for one in (kept, gone))
    if first.pk == second.pk or first.organisation_id != second.organisation_id or by.account_id is None:
        raise NotAllowed
    ours, theirs = queries.followed(first).identity, queries.followed(second).identity
    taken: dict[str, Any] = {name: getattr(theirs, name) for name in FIELDS if chosen.get(name) == "gone"}
    joined = replace(ours, **taken)
    row = Merge.objects.create(
        kept=first, gone=second, snapshot=b"", moved={}, merged_at=at, merged_by_id=by.account_id
    )
    before = _state(first, ours)
    if commune == "gone":
        first.commune_code = second.commune_code
    first.last_contact_on = max(first.last_contact_on, second.last_contact_on)
    first.noticed_on = None
    second.merged_into = first
    second.traces.all().delete()
    second.save(update_fields=["merged_into"])
    persons.put(first, joined)
    snapshot = json.dumps({"before": before, "after": _state(first, joined)})
    row.snapshot = ciphering.close(snapshot, cell=_cell(row.pk))
    row.moved = {h.key: h.move(str(second.pk), str(first.pk)) for h in personal_data.holders()}
    row.save(update_fields=["snapshot", "moved"])
    outbox.follow_record(str(first.pk), (joined.phone, joined.email), at)
    for one in (first, second):
        persons.note(by, at, PersonVerb.MERGED, one)
    return row.pk


@transaction.atomic
def undo_merge(*, by: Access, at: dt.datetime, number: int) -> None:
    """Two records again, each as it was; what was revised on the kept one since stays.

    Raises:
        NotThere: undone already, erased, or outside the scope.
        NotTheLast: undo the later merges of this person first.
    """
    row = Merge.objects.select_for_update().filter(pk=number, undone_at__isnull=True).first()
    if row is None or row.kept.merged_into_id is not None:
        raise NotThere
    first = persons.within(by, str(row.kept_id), "merge_persons")
    second = row.gone
    if not queries.is_within_reach(by, second, "merge_persons"):
        raise NotThere
    if queries.merges(str(first.pk))[0][0] != row.pk:
        raise NotTheLast
    held = json.loads(ciphering.disclose(row.snapshot, cell=_cell(row.pk)))
    _restore(first, held["before"], held["after"])
    second.merged_into = None
    second.save(update_fields=["merged_into"])
    persons.trace(second, queries.followed(second).identity)
    for holder in personal_data.holders():
        holder.move_back(row.moved.get(holder.key, []), str(second.pk), str(first.pk))
    for one in (first, second):
        identity = queries.followed(one).identity
        outbox.follow_record(str(one.pk), (identity.phone, identity.email), at)
    row.undone_at, row.undone_by_id = at, by.account_id
    row.snapshot, row.moved = b"", {}
    row.save()
    for one in (first, second):
        persons.note(by, at, PersonVerb.UNDID_MERGE, one)


@transaction.atomic
def rotate_snapshots() -> int:
    """Enciphers again, by the present key, what undoing needs; gives how many rows."""
    done = 0
    for row in Merge.objects.filter(undone_at__isnull=True).order_by("pk"):
        if not ciphering.is_by_present_key(row.snapshot):
            row.snapshot = ciphering.close(ciphering.disclose(row.snapshot, cell=_cell(row.pk)), cell=_cell(row.pk))
            row.save(update_fields=["snapshot"])
            done += 1
    return done


def _state(row: Person, identity: Identity) -> dict[str, Any]:
    noticed = row.noticed_on.isoformat() if row.noticed_on else None
    return {
        "identity": identity.text(),
        "commune": row.commune_code,
        "last_contact_on": row.last_contact_on.isoformat(),
        "noticed_on": noticed,
    }


def _restore(row: Person, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Each field goes back to what it was, unless it was revised since the merge."""
    now = queries.followed(row).identity
    was, became = Identity.read(before["identity"]), Identity.read(after["identity"])
    back: dict[str, Any] = {name: getattr(was, name) for name in FIELDS if getattr(now, name) == getattr(became, name)}
    if row.commune_code == after["commune"]:
        row.commune_code = before["commune"]
    if row.last_contact_on.isoformat() == after["last_contact_on"]:
        row.last_contact_on = dt.date.fromisoformat(before["last_contact_on"])
        row.noticed_on = dt.date.fromisoformat(before["noticed_on"]) if before["noticed_on"] else None
    persons.put(row, replace(now, **back))


def _cell(number: int) -> str:
    return f"people_merge.snapshot:{number}"
