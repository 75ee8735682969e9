"""What a person may ask at any time: the copy of everything held, or its erasure. And the end of retention."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from prevenance.kit import ciphering, personal_data
from prevenance.people.choices.persons import PersonVerb
from prevenance.people.models import Merge, Organisation, Person, Retention
from prevenance.people.operations import persons
from prevenance.people.operations.teams import NotAllowed
from prevenance.people.queries import persons as queries
from prevenance.people.queries.access import Access


@transaction.atomic
def copy_person(*, by: Access, at: dt.datetime, reference: str) -> dict[str, Any]:
    """All that is held, earlier records and other rooms included, as JSON values; and who did what, when.

    Raises:
        NotThere
    """
    row = persons.within(by, reference, "erase_persons")
    persons.note(by, at, PersonVerb.COPIED, row)
    selves = _selves(row)
    return {
        "made_at": at.isoformat(),
        "organisation": Organisation.objects.get(pk=row.organisation_id).name,
        "records": [_record(one) for one in selves],
        "merges": [_merge(one) for one in Merge.objects.filter(kept__in=selves).order_by("pk")],
        "other_rooms": {
            h.key: [held for one in selves for held in h.copy(str(one.pk))] for h in personal_data.holders()
        },
        "accesses": [
            {"at": moment.isoformat(), "verb": verb} for moment, verb in queries.accesses(str(one.pk) for one in selves)
        ],
    }


@transaction.atomic
def erase_person(*, by: Access, at: dt.datetime, reference: str) -> int:
    """Removes all that is held, earlier records and other rooms included; gives how many rows. Nothing undoes it.

    Raises:
        NotThere
    """
    return _erase(persons.within(by, reference, "erase_persons"), by, at)


def _erase(row: Person, by: Access | None, at: dt.datetime) -> int:
    count = 0
    for one in reversed(_selves(row)):  # the earliest self first: the others cascade from it
        count += sum(holder.erase(str(one.pk)) for holder in personal_data.holders())
        persons.note(by, at, PersonVerb.ERASED, one)
    return count + row.delete()[0]


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
        "is_earlier_record": row.merged_into_id is not None,
    }


def _merge(row: Merge) -> dict[str, Any]:
    return {"merged_at": row.merged_at.isoformat(), "undone_at": row.undone_at.isoformat() if row.undone_at else None}
