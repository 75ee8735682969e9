"""What a person may ask at any time: the copy of everything held, or its erasure. And the end of retention."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict
from typing import Any

from django.db import transaction

from prevenance.kit import ciphering, erasing, personal_data
from prevenance.people.choices.persons import PersonVerb
from prevenance.people.models import Merge, Organisation, Person, Retention
from prevenance.people.operations import persons
from prevenance.people.operations.teams import NotAllowed, NotThere
from prevenance.people.queries import persons as queries
from prevenance.people.queries.access import Access

MORE_MONTHS = 6


class KeptAlready(Exception):
    """A record is kept longer once, when its end is near."""


@transaction.atomic
def copy_person(*, by: Access, at: dt.datetime, reference: str) -> dict[str, Any]:
    """All that is held, earlier records and other rooms included, as JSON values; and who did what, when.

    Raises:
        NotThere
    """
    row = persons.within(by, reference, "erase_persons")
    persons.note(by, at, PersonVerb.COPIED, row)
    return _held(row, at)


@transaction.atomic
def copy_own(*, at: dt.datetime, reference: str) -> dict[str, Any]:
    """The same, for the person themselves: whoever calls has checked that they are.

    Raises:
        NotThere
    """
    row = _own(reference)
    persons.note(None, at, PersonVerb.COPIED_OWN, row)
    return _held(row, at)


def held(reference: str, *, at: dt.datetime) -> dict[str, Any]:
    """The same, to show it on the page where the person has just come in (that is journaled there).

    Raises:
        NotThere
    """
    return _held(_own(reference), at)


def _held(row: Person, at: dt.datetime) -> dict[str, Any]:
    selves = _selves(row)
    about = [("person", str(one.pk)) for one in selves]
    about += [line for one in selves for holder in personal_data.holders() for line in holder.lines(str(one.pk))]
    return {
        "made_at": at.isoformat(),
        "organisation": Organisation.objects.get(pk=row.organisation_id).name,
        "records": [_record(one) for one in selves],
        "merges": [_merge(one) for one in Merge.objects.filter(kept__in=selves).order_by("pk")],
        "other_rooms": {
            h.key: [held for one in selves for held in h.copy(str(one.pk))] for h in personal_data.holders()
        },
        "accesses": [asdict(one) | {"at": one.at.isoformat()} for one in queries.accesses(about)],
    }


@transaction.atomic
def erase_person(*, by: Access, at: dt.datetime, reference: str) -> int:
    """Removes all that is held, earlier records and other rooms included; gives how many rows. Nothing undoes it.

    Raises:
        NotThere
    """
    return _erase(persons.within(by, reference, "erase_persons"), by, at)


@transaction.atomic
def erase_own(*, at: dt.datetime, reference: str) -> int:
    """The same, by the person themselves: whoever calls has checked that they are.

    Raises:
        NotThere
    """
    return _erase(_own(reference), None, at, PersonVerb.ERASED_OWN)


@transaction.atomic
def end_record(*, at: dt.datetime, reference: str) -> int:
    """Erases a record that no purpose holds any more: 1, or 0 when it is gone already."""
    try:
        row = _own(reference)
    except NotThere:
        return 0
    _erase(row, None, at)
    return 1


def _own(reference: str) -> Person:
    row = Person.objects.select_for_update().filter(pk=uuid.UUID(reference), merged_into__isnull=True).first()
    if row is None:
        raise NotThere
    return row


def _erase(row: Person, by: Access | None, at: dt.datetime, verb: PersonVerb = PersonVerb.ERASED) -> int:
    count = 0
    for one in reversed(_selves(row)):  # the earliest self first: the others cascade from it
        count += sum(holder.erase(str(one.pk)) for holder in personal_data.holders())
        persons.note(by, at, verb, one)
    transaction.on_commit(erasing.wipe)
    return count + row.delete()[0]


@transaction.atomic
def keep_longer(*, by: Access, at: dt.datetime, reference: str, reason: str) -> dt.date:
    """Six months more for a record whose end was announced, once until the next contact; gives the new end. `reason`:
    a key, never a free text.

    Raises:
        NotThere, NotAllowed: only who decides of the retention may.
        KeptAlready: it was kept longer once, or its end is not near.
    """
    row = persons.within(by, reference, "follow_persons")
    if not by.may("invite", organisation=row.organisation_id):
        raise NotAllowed
    end = queries.end_of(reference, on=at.date())
    if row.kept_until is not None or end is None:
        raise KeptAlready
    row.kept_until = queries.later(max(end, at.date()), MORE_MONTHS)
    row.kept_reason, row.kept_by_id, row.noticed_on = reason, by.account_id, None
    row.save(update_fields=["kept_until", "kept_reason", "kept_by", "noticed_on"])
    persons.note(by, at, PersonVerb.KEPT_LONGER, row)
    return row.kept_until


@transaction.atomic
def set_retention(*, by: Access, organisation_id: int, months: int) -> None:
    """How long an organisation keeps a person after the last contact: 1 to 60 months.

    Raises:
        NotAllowed: only who invites for this organisation decides of it.
    """
    if not by.may("invite", organisation=organisation_id):
        raise NotAllowed
    Retention.objects.update_or_create(organisation_id=organisation_id, defaults={"months": months})


@transaction.atomic
def end_retention(*, at: dt.datetime) -> dict[str, int]:
    """Tells whose end comes (`noticed`), and erases those told at least 30 days ago whose end has passed (`erased`)."""
    on = at.date()
    done = {"noticed": 0, "erased": 0}
    for _, reference, end, noticed in queries.ending(on=on):
        row = Person.objects.select_for_update().get(pk=uuid.UUID(reference))
        if noticed is None:
            row.noticed_on = on
            row.save(update_fields=["noticed_on"])
            persons.note(None, at, PersonVerb.NOTICED, row)
            done["noticed"] += 1
        elif end <= on and noticed + queries.NOTICE <= on:
            _erase(row, None, at)
            done["erased"] += 1
    return done


def _selves(row: Person) -> list[Person]:
    """The record, then those merged into it, and into them."""
    found = [row]
    for one in found:
        found += one.earlier.order_by("created_at", "pk")
    return found


def _record(row: Person) -> dict[str, Any]:
    return {
        "reference": str(row.pk),
        "identity": ciphering.disclose(row.identity, cell=queries.cell(row.pk)),
        "purpose": row.purpose,
        "commune": row.commune_code,
        "created_at": row.created_at.isoformat(),
        "last_contact_on": row.last_contact_on.isoformat(),
        "kept_until": row.kept_until.isoformat() if row.kept_until else None,
        "kept_reason": row.kept_reason,
        "is_earlier_record": row.merged_into_id is not None,
    }


def _merge(row: Merge) -> dict[str, Any]:
    return {"merged_at": row.merged_at.isoformat(), "undone_at": row.undone_at.isoformat() if row.undone_at else None}
