"""Everybody who agrees to a purpose, a few at a time: for what is sent to many."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from prevenance.consent.models import Consent


@dataclass(frozen=True, slots=True)
class Agreeing:
    """A person, by reference. `ends_on`: from that day on they agree no more, if it is not said again."""

    person: str
    given_at: dt.datetime
    ends_on: dt.date | None


def agreeing(purpose: str, *, organisation: int, on: dt.date, after: str, most: int) -> tuple[Agreeing, ...]:
    """At most `most` of those followed by an organisation, in the order of their references, `after` one of them."""
    rows = _rows(purpose, organisation, on).filter(person__gt=after).order_by("person")[:most]
    return tuple(Agreeing(*row) for row in rows.values_list("person", "given_at", "ends_on"))


def count(purpose: str, *, organisation: int, on: dt.date) -> int:
    """How many."""
    return _rows(purpose, organisation, on).count()


def _rows(purpose: str, organisation: int, on: dt.date) -> QuerySet[Consent]:
    live = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    return Consent.objects.filter(
        live, purpose=purpose, organisation_id=organisation, withdrawn_at__isnull=True, ended_at__isnull=True
    )
