"""How long an organisation keeps each kind of thing: decided by who answers for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from prevenance.consent.choices import purposes
from prevenance.consent.models import Keeping
from prevenance.kit import retention
from prevenance.people.operations import NotAllowed, journal, persons_rights
from prevenance.people.queries import Access


class OutOfBounds(ValueError):
    """No such kind, none that is chosen, or not for so long."""


@transaction.atomic
def decide(*, by: Access, at: dt.datetime, organisation_id: int, months: int, days: Mapping[str, int]) -> None:
    """`months`: of the records, after the last contact; `days`: of each other kind, for what is written from now on.

    Raises:
        NotAllowed, OutOfBounds
    """
    persons_rights.set_retention(by=by, organisation_id=organisation_id, months=months)
    known = {one.key: one for one in retention.kinds()}
    for key, count in days.items():
        if key not in known or not known[key].is_chosen or not known[key].least <= count <= known[key].most:
            raise OutOfBounds(key)
        decided = {"days": count, "decided_at": at, "decided_by_id": by.account_id}
        Keeping.objects.update_or_create(organisation_id=organisation_id, kind=key, defaults=decided)
    journal.record(
        by=by.account_id,
        at=at,
        verb="decided",
        kind="retention",
        object_id=organisation_id,
        organisation_id=organisation_id,
    )


def keep_longer(*, by: Access, at: dt.datetime, person: str, reason: str) -> dt.date:
    """Six months more, once, for one of the reasons of `purposes.yaml`; gives the new end.

    Raises:
        NotThere, NotAllowed, persons_rights.KeptAlready
    """
    if reason not in purposes.reasons():
        raise NotAllowed
    return persons_rights.keep_longer(by=by, at=at, reference=person, reason=reason)
