"""Trainings of relays: announced with a capacity, seats given, attendance noted."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from prevenance.mediation.choices.relay_states import State
from prevenance.mediation.models import Relay, Training, TrainingSeat
from prevenance.mediation.operations.relays import Impossible, NotAllowed
from prevenance.mediation.queries.relays import ACTION
from prevenance.people.operations import journal
from prevenance.people.queries import Access

MAY_COME = (State.VERIFIED, State.TRAINED, State.SIGNED, State.ACTIVE, State.EXPIRED)


@transaction.atomic
def announce(
    *,
    by: Access,
    at: dt.datetime,
    organisation_id: int,
    starts_at: dt.datetime,
    place_name: str,
    commune: str,
    capacity: int,
) -> int:
    """A new one; gives its id.

    Raises:
        NotAllowed
    """
    if by.account_id is None or not by.may(ACTION, organisation=organisation_id, commune=commune):
        raise NotAllowed
    row = Training.objects.create(
        organisation_id=organisation_id,
        made_by_id=by.account_id,
        starts_at=starts_at,
        place_name=place_name,
        commune_code=commune,
        capacity=capacity,
    )
    journal.record(
        by=by.account_id, at=at, verb="announced", kind="training", object_id=row.pk, organisation_id=organisation_id
    )
    return row.pk


@transaction.atomic
def seat(*, by: Access, training_id: int, relay_id: int) -> None:
    """Gives a seat, once.

    Raises:
        NotAllowed: another organisation's training or relay.
        Impossible: no seat is left, or nobody called this person yet.
    """
    training = _mine(by, training_id)
    relay = Relay.objects.filter(pk=relay_id, organisation_id=training.organisation_id).first()
    if relay is None or not by.may(ACTION, organisation=training.organisation_id, commune=relay.commune_code):
        raise NotAllowed
    if relay.state not in MAY_COME:
        raise Impossible(relay.state)
    if training.seats.filter(relay=relay).exists():
        return
    if training.seats.count() >= training.capacity:
        raise Impossible("full")
    TrainingSeat.objects.create(training=training, relay=relay)


@transaction.atomic
def attend(*, by: Access, at: dt.datetime, training_id: int, relay_id: int, has_come: bool) -> None:
    """Whether a relay came, once the training has begun.

    Raises:
        NotAllowed, Impossible
    """
    training = _mine(by, training_id)
    if at < training.starts_at:
        raise Impossible("to come")
    if not training.seats.filter(relay_id=relay_id).update(has_come=has_come):
        raise NotAllowed


def _mine(by: Access, number: int) -> Training:
    row = Training.objects.select_for_update().filter(pk=number).first()
    if row is None or not by.may(ACTION, organisation=row.organisation_id, commune=row.commune_code):
        raise NotAllowed
    return row
