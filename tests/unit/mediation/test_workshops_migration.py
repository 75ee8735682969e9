"""Workshops of the first tables keep their people, in order of asking, both ways."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.management import call_command

from prevenance.mediation.models import Registration, Workshop
from prevenance.mediation.operations import seats, workshops
from prevenance.people import queries as people
from tests import agents

AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@pytest.mark.django_db(transaction=True)
def test_seats_are_given_again_in_order_after_a_step_back() -> None:
    cast = agents.play()
    mine = people.access(cast.mediator, on=AT.date())
    for hours in (1, 2):
        told = workshops.Announced(
            cast.ours, "Atelier", AT + dt.timedelta(days=9), 60, "remote", agents.LAON, ("health",), 3
        )
        at = AT + dt.timedelta(hours=hours)
        number = workshops.announce(by=mine, at=at, operation=uuid.uuid4(), announced=told)
        for many in (2, 2, 1):
            seats.give(by=mine, at=at, operation=uuid.uuid4(), workshop=number, label="Zora", seats=many)
    before = list(Registration.objects.order_by("pk").values_list("pk", "label", "seats", "seated_at"))
    call_command("migrate", "mediation", "0005", verbosity=0)
    call_command("migrate", "mediation", verbosity=0)
    after = list(Registration.objects.order_by("pk").values_list("pk", "label", "seats", "seated_at"))
    assert after == before and [one[3] is None for one in after] == [False, True, False] * 2
    assert list(Workshop.objects.values_list("taken", flat=True)) == [3, 3]
    assert len(set(Workshop.objects.values_list("operation", flat=True))) == 2
