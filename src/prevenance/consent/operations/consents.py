"""Consents given, withdrawn, given back, over. Every room hears it in the same transaction."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from prevenance.consent.choices import purposes
from prevenance.consent.choices.lengths import Length, end
from prevenance.consent.models import Consent
from prevenance.consent.queries import consents as queries
from prevenance.kit import ciphering, locks
from prevenance.kit import consents as kit
from prevenance.kit.consents import Given, Means
from prevenance.people.operations import journal, persons, persons_rights
from prevenance.people.queries import Access

BY_SOMEBODY = (Means.BY_RELATIVE, Means.BY_GUARDIAN)


class Impossible(ValueError):
    """No such purpose, not for so long, or nothing to withdraw."""


def keep(given: Given) -> None:
    """The yes that comes with a new record, an appointment or a hand-over, unless one lasts as long already; signed up
    in the kit for the other rooms.
    """
    if given.purpose not in purposes.purposes():
        return
    on, length = given.at.date(), purposes.purposes()[given.purpose].lengths[0]
    locks.wait_for("consent", given.person)
    if not queries.lasts(given.person, given.purpose, on=on, until=end(length, on=on)):
        _write(
            given.person,
            given.organisation_id,
            given.purpose,
            at=given.at,
            by=given.by,
            means=given.means,
            said_by=given.said_by,
            length=length,
        )


@transaction.atomic
def give(
    *,
    by: Access,
    at: dt.datetime,
    person: str,
    purpose: str,
    length: Length,
    means: Means,
    said_by: str = "",
    operation: uuid.UUID | None = None,
) -> str:
    """What a person says yes to, noted by an agent; gives the id. A yes of the same purpose in force is replaced: that
    is how one is made to last. The same `operation` sent again writes nothing.

    Raises:
        NotThere: outside the scope.
        Impossible
    """
    row = persons.within(by, person, "follow_persons")
    locks.wait_for("consent", person)
    if operation is not None and (known := Consent.objects.filter(operation=operation, given_by=by.account_id).first()):
        return str(known.pk)
    wanted = purposes.purposes().get(purpose)
    if wanted is None or length not in wanted.lengths or (means in BY_SOMEBODY and not said_by.strip()):
        raise Impossible
    return _write(
        person,
        row.organisation_id,
        purpose,
        at=at,
        by=by.account_id,
        means=means,
        said_by=said_by.strip(),
        length=length,
        operation=operation,
    )


@transaction.atomic
def withdraw(*, by: Access, at: dt.datetime, person: str, purpose: str) -> None:
    """A person says no to an agent. Twice is once.

    Raises:
        NotThere
    """
    row = persons.within(by, person, "follow_persons")
    _withdraw(person, purpose, at, by.account_id, row.organisation_id)


@transaction.atomic
def withdraw_own(*, at: dt.datetime, person: str, purpose: str) -> None:
    """The person says no on their own page, which checked who they are. Twice is once."""
    row = Consent.objects.filter(person=person, purpose=purpose).first()
    if row is not None:
        _withdraw(person, purpose, at, None, row.organisation_id)


@transaction.atomic
def give_back_own(*, at: dt.datetime, person: str, purpose: str) -> None:
    """The person undoes, on their own page, a withdrawal: a new yes, which ends when the former one would have.

    Raises:
        Impossible: nothing was withdrawn, or it would be over by now.
    """
    locks.wait_for("consent", person)
    before = next((one for one in queries.latest(person) if one.purpose == purpose), None)
    if before is None or before.withdrawn_at is None or (before.ends_on and before.ends_on <= at.date()):
        raise Impossible
    _write(
        person,
        before.organisation_id,
        purpose,
        at=at,
        by=None,
        means=Means.ON_SCREEN,
        said_by="",
        length=before.length,
        ends_on=before.ends_on,
    )


@transaction.atomic
def tidy(*, at: dt.datetime) -> dict[str, int]:
    """Notices what ends soon (`noticed`), ends what is over (`ended`), erases the records whose person withdrew every
    purpose a week ago (`erased`).
    """
    on, done = at.date(), {"noticed": 0, "ended": 0, "erased": 0}
    for number in queries.to_notice(on=on):
        done["noticed"] += Consent.objects.filter(pk=number).update(noticed_on=on)
    over = Consent.objects.filter(withdrawn_at__isnull=True, ended_at__isnull=True, ends_on__lte=on)
    for row in list(over.order_by("pk")):
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        kit.tell_ended(row.person, row.purpose, at)
        _note("consent_ended", row.person, at, None, row.organisation_id)
        done["ended"] += 1
    for person in queries.withdrawn_records():
        day = queries.erasure_on(person)
        if day is not None and day <= on:
            done["erased"] += persons_rights.end_record(at=at, reference=person)
    return done


def _write(
    person: str,
    organisation_id: int,
    purpose: str,
    *,
    at: dt.datetime,
    by: int | None,
    means: Means,
    said_by: str,
    length: Length,
    ends_on: dt.date | None = None,
    operation: uuid.UUID | None = None,
) -> str:
    number = uuid.uuid4()
    Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True, ended_at__isnull=True).update(
        ended_at=at
    )
    Consent.objects.create(
        id=number,
        person=person,
        organisation_id=organisation_id,
        purpose=purpose,
        version=purposes.version(),
        means=means,
        said_by=ciphering.close(said_by, cell=queries.cell(number)) if said_by and means in BY_SOMEBODY else b"",
        length=length,
        given_at=at,
        given_by_id=by,
        ends_on=ends_on or end(length, on=at.date()),
        operation=operation,
    )
    kit.tell_given(person, purpose, at)
    _note("gave_consent" if by else "gave_own", person, at, by, organisation_id)
    return str(number)


def _withdraw(person: str, purpose: str, at: dt.datetime, by: int | None, organisation_id: int) -> None:
    live = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True, ended_at__isnull=True)
    if live.update(withdrawn_at=at, withdrawn_by_id=by):
        kit.tell_withdrawn(person, purpose, at)
        _note("withdrew_consent" if by else "withdrew_own", person, at, by, organisation_id)


def _note(verb: str, person: str, at: dt.datetime, by: int | None, organisation_id: int) -> None:
    journal.record(by=by, at=at, verb=verb, kind="person", object_id=person, organisation_id=organisation_id)


@transaction.atomic
def rotate_keys() -> int:
    """Enciphers again, by the present key, what an earlier one still holds; gives how many rows."""
    done = 0
    for row in Consent.objects.exclude(said_by=b"").order_by("pk").iterator():
        if not ciphering.is_by_present_key(row.said_by):
            text = ciphering.disclose(row.said_by, cell=queries.cell(row.pk))
            new = ciphering.close(text, cell=queries.cell(row.pk))
            done += Consent.objects.filter(pk=row.pk, said_by=row.said_by).update(
                said_by=new
            )  # what was erased stays so
    return done
