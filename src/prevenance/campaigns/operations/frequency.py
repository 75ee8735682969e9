"""How often one address may be written to, all purposes together.

Reminders of appointments count and are never held back: they belong to a day that the person chose. The rest waits its
turn.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction

from prevenance.campaigns.choices import reminders as choices
from prevenance.kit import ciphering, locks
from prevenance.people.choices.messages import QUIETED, within_hours
from prevenance.people.operations import outbox
from prevenance.people.queries import messages as queries

DAY = dt.timedelta(days=1)


def turn(address: str, due: dt.datetime, *, zone: str, is_quieted: bool) -> dt.datetime:
    """The first instant from `due` on, at the same hour of a day, at which one more message stays under the cap."""
    most, days = int(choices.given()["frequency"]["most"]), int(choices.given()["frequency"]["days"])
    times = queries.times(address, since=due - DAY * days)
    while True:
        planned = within_hours(due, zone) if is_quieted else due
        if choices.fits(times, planned, most=most, days=days):
            return planned
        due += DAY


@transaction.atomic
def put(draft: outbox.Draft, *, at: dt.datetime, link: outbox.Link) -> bool:
    """As `outbox.put`, on the first day on which the cap allows it; not when that is after its time."""
    locks.wait_for("messages to", ciphering.blind(draft.address, kind=queries.ADDRESS_KIND))
    due = turn(draft.address, max(draft.due_at, at), zone=draft.zone, is_quieted=draft.channel in QUIETED)
    return due < draft.not_after and outbox.put(replace(draft, due_at=due), at=at, link=link)
