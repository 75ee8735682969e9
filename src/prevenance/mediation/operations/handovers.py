"""Hand-overs: made with the person's agreement, withdrawn, opened, answered, over; then what was shared leaves."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from prevenance.kit import consents, locks
from prevenance.kit.clock import PARIS
from prevenance.kit.consents import Given, Means
from prevenance.mediation.choices import handover_words as words
from prevenance.mediation.choices.handover_states import ANSWER_KEPT, ANSWERS, LINK_KEPT, AgreedBy, State
from prevenance.mediation.models import Encounter, Handover
from prevenance.mediation.operations import handover_mails as mails
from prevenance.mediation.queries import encounters
from prevenance.mediation.queries import handovers as queries
from prevenance.mediation.queries.handover_drafts import Answer, Draft, Impossible, check, check_answer
from prevenance.people.operations import record
from prevenance.people.queries import Access, persons
from prevenance.people.queries.secrets import digest

OPENINGS_MOST = 30_000
CONSENT = "hand_over"  # the purpose, in the table of consents


class NotAllowed(Exception):
    """Not in this organisation or this commune, or a person or an encounter which this account does not reach."""


class NotThere(Exception):
    """No such hand-over in the scope, or its state does not allow this; for a link: unknown, over, withdrawn."""


@dataclass(frozen=True, slots=True)
class Made:
    """`secret`: of the link, kept nowhere; "" when the same form was sent again."""

    id: str
    secret: str


@transaction.atomic
def make(*, by: Access, at: dt.datetime, operation: uuid.UUID, draft: Draft) -> Made:
    """Writes one hand-over, with what was ticked and agreed. The same `operation` sent again writes nothing. When the
    e-mail is known, one reminder waits in the outbox.

    Raises:
        NotAllowed, Impossible
    """
    locks.wait_for("handover", operation)
    known = Handover.objects.select_for_update().filter(pk=operation).first()
    if known is not None:
        if known.made_by_id != by.account_id:
            raise NotAllowed
        return Made(str(known.pk), "")
    check(draft)
    author = _checked(by, draft)
    secret = secrets.token_urlsafe(32)
    row = Handover.objects.create(
        id=operation,
        organisation_id=draft.organisation,
        made_by_id=author,
        made_at=at,
        expires_at=at + LINK_KEPT,
        person=draft.person,
        encounter_id=draft.encounter,
        commune_code=draft.commune,
        purpose=draft.purpose,
        place_id=draft.place_id,
        place_name=draft.place_name if draft.place_id else "",
        receiver=queries.closed(
            operation, "receiver", {"name": "" if draft.place_id else draft.name, "email": draft.email}
        ),
        shared_keys=[key for key in words.items() if key in draft.shared],
        shared=queries.closed(operation, "shared", {**draft.shared, "author_phone": draft.phone}),
        agreed_at=at,
        agreed_by=draft.agreed_by,
        words_version=draft.words_version,
        secret_digest=digest(secret),
        link_operation=operation,
    )
    if draft.email:
        row.reminded_at = mails.put_reminder(row, email=draft.email, language=by.language, at=at)
        row.save(update_fields=["reminded_at"])
    if row.person:
        # The person's own page shows it, and lets them take it back.
        means = Means.ON_SCREEN if draft.agreed_by == AgreedBy.ON_SCREEN else Means.SAID
        yes = Given(
            person=row.person, organisation_id=row.organisation_id, purpose=CONSENT, at=at, by=author, means=means
        )
        consents.give(yes)
    _journal(row, by, at, "handed_over")
    return Made(str(row.pk), secret)


@transaction.atomic
def make_link(*, by: Access, at: dt.datetime, number: uuid.UUID, operation: uuid.UUID) -> Made:
    """Another link until the same instant; the earlier one opens nothing any more. Counted as a reminder.

    Raises:
        NotThere
    """
    row = _mine(by, number)
    if row.link_operation == operation:
        return Made(str(row.pk), "")
    if row.state != State.WAITING or row.expires_at <= at:
        raise NotThere
    secret = secrets.token_urlsafe(32)
    row.secret_digest, row.link_operation, row.reminded_at = digest(secret), operation, at
    mails.no_reminder(row.pk, at=at)
    row.save(update_fields=["secret_digest", "link_operation", "reminded_at"])
    _journal(row, by, at, "gave_link")
    return Made(str(row.pk), secret)


@transaction.atomic
def reminded(*, by: Access, at: dt.datetime, number: uuid.UUID) -> None:
    """The author reminded the receiver by their own means, or the outbox did; said again, the first day stays.

    Raises:
        NotThere
    """
    row = _mine(by, number)
    if row.state != State.WAITING or row.expires_at <= at:
        raise NotThere
    if row.reminded_at is None or row.reminded_at > at:
        row.reminded_at = at
        mails.no_reminder(row.pk, at=at)
        row.save(update_fields=["reminded_at"])
        _journal(row, by, at, "reminded")


@transaction.atomic
def withdraw(*, by: Access, at: dt.datetime, number: uuid.UUID) -> None:
    """The link opens nothing any more, and what was shared is erased.

    Raises:
        NotThere: also when it was answered, or is over.
    """
    row = _mine(by, number)
    if row.state == State.WITHDRAWN:
        return
    if row.state != State.WAITING or row.expires_at <= at:
        raise NotThere
    end(row, State.WITHDRAWN, at)
    _journal(row, by, at, "withdrew")


@transaction.atomic
def withdrawn(person: str, purpose: str, at: dt.datetime) -> None:
    """The person no longer agrees that they are spoken of: what waits is closed at once."""
    _close(person, purpose, at, "closed_by_person")


@transaction.atomic
def consent_ended(person: str, purpose: str, at: dt.datetime) -> None:
    """Nobody said no: the time for which the person agreed is over. What waits is closed all the same."""
    _close(person, purpose, at, "closed_at_end")


def _close(person: str, purpose: str, at: dt.datetime, verb: str) -> None:
    if purpose != CONSENT:
        return
    for row in Handover.objects.select_for_update().filter(person=person, state=State.WAITING.value):
        end(row, State.WITHDRAWN, at)
        _journal(row, None, at, verb)


@transaction.atomic
def note_outcome(*, by: Access, at: dt.datetime, number: uuid.UUID, outcome: str, on: dt.date) -> None:
    """What came of it; "" takes it back.

    Raises:
        NotThere, Impossible
    """
    row = _mine(by, number)
    if row.state == State.WAITING and row.expires_at <= at:
        end(row, State.SILENT, row.expires_at)
    if row.state in (State.WAITING, State.WITHDRAWN):
        raise NotThere
    today = at.astimezone(PARIS).date()
    if outcome and (outcome not in words.outcomes() or not row.made_at.astimezone(PARIS).date() <= on <= today):
        raise Impossible("outcome")
    row.outcome, row.outcome_on = outcome, on if outcome else None
    row.outcome_by_id = by.account_id if outcome else None
    row.save(update_fields=["outcome", "outcome_on", "outcome_by"])
    _journal(row, by, at, "noted_outcome")


@transaction.atomic
def open_link(*, secret: str, at: dt.datetime) -> queries.Content:
    """What was ticked, for whoever pressed; counted.

    Raises:
        NotThere: also when it was answered.
    """
    row = _opens(secret, at)
    row.opened_at = row.opened_at or at
    row.openings = min(row.openings + 1, OPENINGS_MOST)
    row.save(update_fields=["opened_at", "openings"])
    _journal(row, None, at, "opened")
    return queries.content(row)


@transaction.atomic
def read_again(*, secret: str, at: dt.datetime) -> queries.Content:
    """The same beside a mistake in the answer: the press was counted already.

    Raises:
        NotThere
    """
    return queries.content(_opens(secret, at))


@transaction.atomic
def answer(*, secret: str, at: dt.datetime, given: Answer) -> None:
    """The receiver's answer, once; what was shared is erased with it. The same answer sent again changes nothing.

    Raises:
        NotThere, Impossible
    """
    check_answer(given)
    row = Handover.objects.select_for_update().filter(secret_digest=digest(secret), expires_at__gt=at).first()
    if row is None or row.state not in (State.WAITING, *ANSWERS):
        raise NotThere
    if row.state != State.WAITING:
        return
    kept = {"words": given.words}
    if given.state is State.ACCEPTED:
        row.contact_how, row.contact_when = given.how, given.when
    elif given.state is State.REFUSED:
        row.refusal, kept["elsewhere"] = given.reason, given.elsewhere
    else:
        kept["phone"] = given.phone
    row.answer = queries.closed(row.pk, "answer", kept)
    end(row, given.state, at)
    _journal(row, None, at, "answered")


@transaction.atomic
def end_over(*, at: dt.datetime) -> dict[str, int]:
    """Ends what nobody answered in 8 days, and forgets the answers whose time has come; gives how many of each."""
    over = list(Handover.objects.select_for_update().filter(state=State.WAITING.value, expires_at__lte=at))
    for row in over:
        end(row, State.SILENT, row.expires_at)
        _journal(row, None, at, "ended")
    old = Handover.objects.filter(forget_on__lte=at.astimezone(PARIS).date())
    forgotten = old.update(answer=None, receiver=None, secret_digest=None, forget_on=None)
    return {"ended": len(over), "forgotten": forgotten}


def end(row: Handover, state: State, at: dt.datetime) -> None:
    """Erases what was shared and the e-mail; a link that was answered only says so, until its day."""
    row.state, row.ended_at, row.shared = state.value, at, None
    row.receiver = queries.closed(row.pk, "receiver", queries.disclosed(row, "receiver") | {"email": ""})
    row.forget_on = at.astimezone(PARIS).date() + ANSWER_KEPT
    if state not in ANSWERS:
        row.secret_digest = None
    if row.reminded_at and row.reminded_at > at:
        row.reminded_at = None
    mails.no_reminder(row.pk, at=at)
    row.save()


def _opens(secret: str, at: dt.datetime) -> Handover:
    rows = Handover.objects.select_for_update().filter(secret_digest=digest(secret), expires_at__gt=at)
    row = rows.filter(state=State.WAITING.value).first()
    if row is None:
        raise NotThere
    return row


def _mine(by: Access, number: uuid.UUID) -> Handover:
    row = Handover.objects.select_for_update().filter(pk=number).first()
    if row is None or by.account_id is None or not queries.visible(by).filter(pk=number).exists():
        raise NotThere
    return row


def _checked(by: Access, draft: Draft) -> int:
    """The account that writes."""
    place: dict[str, Any] = {"organisation": draft.organisation, "commune": draft.commune}
    if by.account_id is None or not by.may(queries.ACTION, **place):
        raise NotAllowed
    if draft.person:
        found = persons.person(by, draft.person)
        if found is None or found.organisation_id != draft.organisation:
            raise NotAllowed
    if draft.encounter is not None:
        kept = Encounter.objects.filter(pk=draft.encounter, organisation_id=draft.organisation, removed_at=None)
        if not kept.exists() or encounters.encounter(by, draft.encounter) is None:
            raise NotAllowed
    return by.account_id


def _journal(row: Handover, by: Access | None, at: dt.datetime, verb: str) -> None:
    record(
        by=by.account_id if by else None,
        at=at,
        verb=verb,
        kind="handover",
        object_id=str(row.pk),
        organisation_id=row.organisation_id,
    )
