"""One line of the journal beside each write, in its transaction."""

from __future__ import annotations

import datetime as dt

from prevenance.kit import journal_words
from prevenance.people.choices.kept import JOURNAL
from prevenance.people.models import Entry

KEPT = dt.timedelta(days=JOURNAL.usual)


def record(
    *,
    by: int | None,
    at: dt.datetime,
    verb: str,
    kind: str,
    object_id: int | str = "",
    organisation_id: int | None = None,
) -> None:
    """`by`: the id of the account that acts, None for the person concerned, the calendar or the operator's commands.
    Never a name nor a content. Each (kind, verb) has its sentences in the room's `choices/journal.yaml`.
    """
    journal_words.check(kind, verb)
    Entry.objects.create(
        at=at, actor_id=by, verb=verb, kind=kind, object_id=str(object_id), organisation_id=organisation_id
    )
