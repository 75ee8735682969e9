"""The ready messages as examples of a demonstration: shown with a banner, refused by everything that sends."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from prevenance.campaigns.choices.messages import MessageState
from prevenance.campaigns.models import Message
from prevenance.campaigns.operations.messages import code, enter_as_example
from prevenance.campaigns.queries import ready


class NotFictional(Exception):
    """A real organisation: examples have no place there."""


@transaction.atomic
def fill(*, at: dt.datetime, organisation: int) -> int:
    """Publishes every ready message as an example of this fictional organisation; gives how many. Twice adds none.

    Raises:
        NotFictional
    """
    has = set(Message.objects.filter(organisation_id=organisation).values_list("ready_key", flat=True))
    fresh = [one for key, one in ready.ready_messages().items() if key not in has]
    for one in fresh:
        row = Message.objects.create(
            code=code(),
            operation=uuid.uuid4(),
            organisation_id=organisation,
            ready_key=one.key,
            made_at=at,
            is_fictional=True,
        )
        if not row.organisation.is_fictional:
            raise NotFictional
        enter_as_example(row, MessageState.PUBLISHED, at=at, draft=one.draft)
    return len(fresh)
