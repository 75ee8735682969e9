"""The link to a person's own page: given, opened by a second thing they know, locked, closed; what they do there."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import transaction

from prevenance.consent.models import OwnPage
from prevenance.consent.queries import own_pages as queries
from prevenance.people.operations import journal, persons, persons_rights
from prevenance.people.queries import Access
from prevenance.people.queries import persons as people
from prevenance.people.queries.secrets import digest

KEPT = dt.timedelta(days=365)


class NothingToAsk(ValueError):
    """Neither a year of birth nor a phone is known: nothing would tell the person from who finds the paper."""


class Closed(Exception):
    """The link is of nobody, too old, or closed."""


class Locked(Closed):
    """Too many wrong answers: the agent gives a new link."""


class Wrong(Exception):
    """Not the right answer. `left`: how many tries are left."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(left)


@transaction.atomic
def make(*, by: Access, at: dt.datetime, person: str) -> str:
    """A new link, for a year; the former ones, those of records joined with this one too, open nothing any more.
    Gives the secret, which is kept nowhere.

    Raises:
        NotThere, NothingToAsk
    """
    row = persons.within(by, person, "follow_persons")
    if not queries.question(people.followed(row)):
        raise NothingToAsk
    secret = secrets.token_urlsafe(32)
    fresh = {
        "secret_digest": digest(secret),
        "made_at": at,
        "made_by_id": by.account_id,
        "expires_at": at + KEPT,
        "opened_at": None,
        "failures": 0,
        "locked_at": None,
    }
    OwnPage.objects.filter(person__in=people.earlier(person)).delete()
    OwnPage.objects.update_or_create(person=person, defaults=fresh)
    _note("made_own_page", person, at, row.organisation_id, by.account_id)
    return secret


@transaction.atomic
def close(*, by: Access, at: dt.datetime, person: str) -> None:
    """The link opens nothing any more, nor those of records joined with this one.

    Raises:
        NotThere
    """
    row = persons.within(by, person, "follow_persons")
    if OwnPage.objects.filter(person__in=[person, *people.earlier(person)]).delete()[0]:
        _note("closed_own_page", person, at, row.organisation_id, by.account_id)


def open_page(*, at: dt.datetime, secret: str, answer: str) -> tuple[people.Followed, str]:
    """(whose page it is, the proof for its forms). A wrong answer is counted, whatever comes after.

    Raises:
        Closed, Locked, Wrong
    """
    with transaction.atomic():
        row, one = _row(secret, at)
        if queries.answers(one, answer):
            row.failures, row.opened_at = 0, at
            row.save(update_fields=["failures", "opened_at"])
            _note("opened_own", one.id, at, one.organisation_id)
            return one, queries.proof(row, at=at)
        row.failures += 1
        is_last = row.failures >= queries.FAILURES_MOST
        if is_last:
            row.locked_at = at
            _note("locked_own", one.id, at, one.organisation_id)
        row.save(update_fields=["failures", "locked_at"])
    if is_last:
        raise Locked
    raise Wrong(queries.FAILURES_MOST - row.failures)


def proved(*, at: dt.datetime, secret: str, proof: str) -> people.Followed:
    """Whose page it is, for a form of a page opened less than twenty minutes ago.

    Raises:
        Closed
    """
    with transaction.atomic():
        row, one = _row(secret, at)
        if not queries.is_proved(row, proof, at=at):
            raise Closed
        return one


def exists(*, at: dt.datetime, secret: str) -> bool:
    """Whether this link is somebody's, locked or not: it writes nothing."""
    row = queries.row_of(secret)
    return row is not None and at < row.expires_at and queries.owner(row) is not None


def held(*, at: dt.datetime, person: str) -> dict[str, Any]:
    """All that is held, to show it to the person who has just come in."""
    return persons_rights.held(person, at=at)


def copy(*, at: dt.datetime, person: str) -> dict[str, Any]:
    """All that is held, for the person who is there."""
    return persons_rights.copy_own(at=at, reference=person)


def erase(*, at: dt.datetime, person: str) -> int:
    """All of it goes, for good; gives how many rows."""
    return persons_rights.erase_own(at=at, reference=person)


def tidy(*, at: dt.datetime) -> int:
    """Removes the links of which the year is over; gives how many."""
    return OwnPage.objects.filter(expires_at__lte=at).delete()[0]


def _row(secret: str, at: dt.datetime) -> tuple[OwnPage, people.Followed]:
    found = queries.row_of(secret)
    row = OwnPage.objects.select_for_update().filter(pk=found.pk).first() if found else None
    one = queries.owner(row) if row else None
    if row is None or one is None or at >= row.expires_at:
        raise Closed
    if row.locked_at is not None:
        raise Locked
    return row, one


def _note(verb: str, person: str, at: dt.datetime, organisation_id: int, by: int | None = None) -> None:
    journal.record(by=by, at=at, verb=verb, kind="person", object_id=person, organisation_id=organisation_id)
