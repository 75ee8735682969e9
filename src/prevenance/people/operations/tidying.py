"""What is erased because its time is over."""

from __future__ import annotations

import datetime as dt

from prevenance.people.models import Entry
from prevenance.people.operations import attempts, journal, mail, outbox, sessions, signing_in, teams


def tidy(*, at: dt.datetime) -> dict[str, int]:
    """Erases messages of a week, old links, closed sessions, failures of another day, the journal's old lines."""
    return {
        "messages": mail.forget_old(at=at),
        "words of messages to people": outbox.tidy(at=at),
        "links": signing_in.forget_old(at=at),
        "sessions": sessions.forget_old(at=at),
        "failures": attempts.forget_old(at=at),
        "invitations": teams.forget_old(at=at),
        "journal": Entry.objects.forget_before(at - journal.KEPT),
    }
