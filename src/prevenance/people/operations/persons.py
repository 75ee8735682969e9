"""Persons helped: created when it serves them, revised, met again. Each gesture leaves a line, never a content."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from prevenance.kit import ciphering, consents
from prevenance.kit.consents import Means
from prevenance.kit.limits import Buckets
from prevenance.people.choices.persons import Identity, PersonPurpose, PersonVerb
from prevenance.people.models import Person, Trace
from prevenance.people.operations import journal, outbox
from prevenance.people.operations.teams import NotAllowed, NotThere
from prevenance.people.queries import persons as queries
from prevenance.people.queries import persons_index as index
from prevenance.people.queries.access import Access


class NotAgreed(Exception):
    """The person has not agreed that others be asked."""


class TooOften(Exception):
    """Asked too many times in a short while. `seconds`: before the next time."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds)


@transaction.atomic
def create_person(
    *,
    by: Access,
    at: dt.datetime,
    organisation_id: int,
    purpose: PersonPurpose,
    identity: Identity,
    commune: str = "",
    fictional: bool = False,
    means: Means = Means.SAID,
    said_by: str = "",
) -> str:
    """A person whom this serves; gives the reference. `means`, `said_by`: how they agreed, and who said so for them.

    Raises:
        NotAllowed: outside the scope.
    """
    if by.account_id is None or not by.may("follow_persons", organisation=organisation_id, commune=commune or None):
        raise NotAllowed
    number = uuid.uuid4()
    row = Person.objects.create(
        id=number,
        organisation_id=organisation_id,
        identity=ciphering.close(identity.text(), cell=queries.cell(number)),
        purpose=purpose,
        commune_code=commune,
        created_at=at,
        created_by_id=by.account_id,
        last_contact_on=at.date(),
        is_fictional=fictional,
    )
    trace(row, identity)
    note(by, at, PersonVerb.CREATED, row)
    consents.give(
        consents.Given(
            person=str(number),
            organisation_id=organisation_id,
            purpose=purpose,
            at=at,
            by=by.account_id,
            means=means,
            said_by=said_by,
        )
    )
    return str(number)


@transaction.atomic
def revise_person(*, by: Access, at: dt.datetime, reference: str, identity: Identity, commune: str) -> None:
    """What is known of a person, anew.

    Raises:
        NotThere: nobody within the scope, before or after.
    """
    row = within(by, reference, "follow_persons")
    if not by.may("follow_persons", organisation=row.organisation_id, commune=commune or None):
        raise NotThere
    row.commune_code = commune
    put(row, identity)
    outbox.follow_record(str(row.pk), (identity.phone, identity.email), at)
    note(by, at, PersonVerb.REVISED, row)


@transaction.atomic
def met_person(*, reference: str, on: dt.date) -> None:
    """A contact: the retention starts again. Called by the rooms that note contacts, who checked the scope."""
    for row in Person.objects.filter(pk=reference, last_contact_on__lt=on):
        row.last_contact_on, row.noticed_on = on, None
        row.kept_until, row.kept_reason, row.kept_by_id = None, "", None
        row.save(update_fields=["last_contact_on", "noticed_on", "kept_until", "kept_reason", "kept_by"])


def read_person(*, by: Access, at: dt.datetime, reference: str) -> queries.Followed:
    """One person, the reading being journaled.

    Raises:
        NotThere
    """
    row = within(by, reference, "follow_persons")
    note(by, at, PersonVerb.READ, row)
    return queries.followed(row)


_asked = Buckets(burst=10, per_minute=10 / 60)


def ask_elsewhere(
    *, by: Access, at: dt.datetime, organisation_id: int, identity: Identity, commune: str, is_agreed: bool
) -> bool:
    """Whether another organisation follows this person, who agreed to the question. Ten at once, then ten an hour.

    Raises:
        NotAllowed, NotAgreed, TooOften
    """
    if not by.may("follow_persons", organisation=organisation_id, commune=commune or None):
        raise NotAllowed
    if not is_agreed:
        raise NotAgreed
    if seconds := _asked.wait(str(by.account_id).encode(), at=at):
        raise TooOften(seconds)
    journal.record(
        by=by.account_id, at=at, verb=PersonVerb.ASKED_ELSEWHERE, kind="person", organisation_id=organisation_id
    )
    return queries.is_followed_elsewhere(identity, organisation_id=organisation_id)


@transaction.atomic
def rotate_keys(*, most: int = 1_000) -> int:
    """Enciphers again, by the present key, what an earlier one still holds; gives how many rows. Repeat until 0."""
    done = 0
    for row in Person.objects.order_by("pk").iterator():
        if done == most:
            break
        if not ciphering.is_by_present_key(row.identity):
            identity = queries.followed(row).identity
            if row.merged_into_id is None:
                put(row, identity)
            else:
                row.identity = ciphering.close(identity.text(), cell=queries.cell(row.pk))
                row.save(update_fields=["identity"])
            done += 1
    return done


def put(row: Person, identity: Identity) -> None:
    """Writes what is known, and how it is found."""
    row.identity = ciphering.close(identity.text(), cell=queries.cell(row.pk))
    row.save()
    trace(row, identity)


def trace(row: Person, identity: Identity) -> None:
    """The blind index of one person, made again."""
    row.traces.all().delete()
    found = sorted(index.digests(index.clues(identity)))
    Trace.objects.bulk_create(Trace(person=row, kind=kind, digest=digest) for kind, digest in found)


def within(by: Access, reference: str, action: str) -> Person:
    """The row of a person whom this agent may reach.

    Raises:
        NotThere
    """
    try:
        row = Person.objects.select_for_update().filter(pk=uuid.UUID(reference), merged_into__isnull=True).first()
    except ValueError:
        row = None
    if row is None or by.account_id is None or not queries.is_within_reach(by, row, action):
        raise NotThere
    return row


def note(by: Access | None, at: dt.datetime, verb: PersonVerb, row: Person) -> None:
    """One line of the journal about this person."""
    journal.record(
        by=by.account_id if by else None,
        at=at,
        verb=verb,
        kind="person",
        object_id=str(row.pk),
        organisation_id=row.organisation_id,
    )
