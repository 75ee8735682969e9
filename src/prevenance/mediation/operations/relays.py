"""Relays: an application, a call, a training, a charter for a year, a departure that erases who they were."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from prevenance.mediation.choices import relay_states, relay_words
from prevenance.mediation.choices.relay_states import State
from prevenance.mediation.models import Charter, Reached, Relay, RelayState
from prevenance.mediation.queries.paths import months_after
from prevenance.mediation.queries.relays import is_in_scope, takers
from prevenance.people.operations import journal
from prevenance.people.queries import Access
from prevenance.people.queries.secrets import digest

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read for something else
UNANSWERED = dt.timedelta(days=180)


class NotAllowed(Exception):
    """Outside the scope of the one who acts."""


class Impossible(ValueError):
    """The table of states, or a condition (a training followed, a charter signed), does not allow it."""


@transaction.atomic
def apply(*, at: dt.datetime, first_name: str, contact: str, commune: str, reason: str, language: str) -> int:
    """Somebody wants to become a relay; gives an id. The same contact asks once."""
    known = Relay.objects.filter(contact=contact, erased_at__isnull=True).first()
    if known is not None:
        return known.pk
    row = Relay.objects.create(
        code="".join(secrets.choice(ALPHABET) for _ in range(8)),
        first_name=first_name,
        contact=contact,
        commune_code=commune,
        reason=reason,
        language=language,
        applied_at=at,
    )
    RelayState.objects.create(relay=row, state=State.APPLIED, at=at)
    return row.pk


@transaction.atomic
def verify(*, by: Access, at: dt.datetime, relay_id: int, organisation_id: int) -> None:
    """`by` called, and spoke to the person: the organisation takes them, `by` supervises them.

    Raises:
        NotAllowed, Impossible
    """
    row = _mine(by, relay_id)
    if organisation_id not in takers(by, row.commune_code):
        raise NotAllowed
    row.organisation_id, row.supervisor_id = organisation_id, by.account_id
    _enter(row, State.VERIFIED, at, by)


@transaction.atomic
def become(*, by: Access, at: dt.datetime, relay_id: int, state: State) -> None:
    """Trained, active, declined or left, as the one who supervises says. The charter is the relay's own to sign.

    Raises:
        NotAllowed, Impossible
    """
    row = _mine(by, relay_id)
    if state not in (State.TRAINED, State.ACTIVE, State.DECLINED, State.LEFT):
        raise Impossible(state)
    if state is State.TRAINED and not row.seats.filter(has_come=True).exists():
        raise Impossible(state)
    _enter(row, state, at, by)


@transaction.atomic
def sign(*, at: dt.datetime, relay_id: int, language: str) -> None:
    """The relay signs the charter in force: its text is kept as it was read. Valid a year from that day.

    Raises:
        Impossible
    """
    row = _locked(relay_id)
    renews = row.state == State.ACTIVE
    if not renews:
        _check(row, State.SIGNED)
    charter = relay_words.charter()
    Charter.objects.create(
        relay=row, version=charter.version, language=language, text=charter.written(language), signed_at=at
    )
    row.charter_until = months_after(at.date(), relay_states.CHARTER_MONTHS)
    if renews:
        row.save(update_fields=["charter_until"])
    else:
        _enter(row, State.SIGNED, at, None)


@transaction.atomic
def give_link(*, by: Access, at: dt.datetime, relay_id: int) -> str:
    """The secret of the relay's own page, shown once; an earlier one opens nothing any more.

    Raises:
        NotAllowed, Impossible
    """
    row = _mine(by, relay_id)
    if row.organisation_id is None or row.erased_at is not None:
        raise Impossible(row.state)
    secret = secrets.token_urlsafe(32)
    row.secret_digest = digest(secret)
    row.save(update_fields=["secret_digest"])
    _journal(row, by, at, "gave_link")
    return secret


@transaction.atomic
def declare(*, at: dt.datetime, relay_id: int, month: dt.date, low: int, high: int, by: Access | None = None) -> None:
    """How many people in a month, between two numbers; said again, it is corrected. `by`: None for the relay.

    Raises:
        NotAllowed, Impossible
    """
    row = _mine(by, relay_id) if by else _locked(relay_id)
    if row.state not in (State.ACTIVE, State.EXPIRED) or month.day != 1 or month > at.date():
        raise Impossible(row.state)
    if not 0 <= low <= high <= 10_000:
        raise Impossible(f"{low}-{high}")
    Reached.objects.update_or_create(
        relay=row,
        month=month,
        defaults={"low": low, "high": high, "said_at": at, "said_by_id": by.account_id if by else None},
    )


@transaction.atomic
def leave(*, at: dt.datetime, relay_id: int) -> None:
    """The relay stops: who they were is erased at once. What was said to be reached stays, without a name."""
    _enter(_locked(relay_id), State.LEFT, at, None)


@transaction.atomic
def keep_up(*, at: dt.datetime) -> tuple[int, int]:
    """Ends the charters that are a year old, and erases the applications that nobody answered; gives how many."""
    old = list(Relay.objects.select_for_update().filter(state=State.ACTIVE, charter_until__lte=at.date()))
    for row in old:
        _enter(row, State.EXPIRED, at, None)
    silent = list(Relay.objects.select_for_update().filter(state=State.APPLIED, applied_at__lt=at - UNANSWERED))
    for row in silent:
        _enter(row, State.LEFT, at, None)
    return len(old), len(silent)


def _enter(row: Relay, state: State, at: dt.datetime, by: Access | None) -> None:
    _check(row, state)
    row.state = state.value
    if state in relay_states.FINAL:
        row.first_name = row.contact = row.secret_digest = ""
        row.erased_at = at
    row.save()
    RelayState.objects.create(relay=row, state=state.value, at=at, by_id=by.account_id if by else None)
    _journal(row, by, at, state.value)


def _check(row: Relay, state: State) -> None:
    if not relay_states.may_become(State(row.state), state):
        raise Impossible(f"{row.state} → {state}")


def _locked(number: int) -> Relay:
    row = Relay.objects.select_for_update().filter(pk=number, erased_at__isnull=True).first()
    if row is None:
        raise NotAllowed
    return row


def _mine(by: Access, number: int) -> Relay:
    row = _locked(number)
    if by.account_id is None or not is_in_scope(by, row):
        raise NotAllowed
    return row


def _journal(row: Relay, by: Access | None, at: dt.datetime, verb: str) -> None:
    journal.record(
        by=by.account_id if by else None,
        at=at,
        verb=verb,
        kind="relay",
        object_id=row.pk,
        organisation_id=row.organisation_id,
    )
