"""What every asking to be written to does: a second yes, one press that erases, an end without a yes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import formats, translation

from prevenance.campaigns.choices import reminders as choices
from prevenance.campaigns.choices.channels import gsm
from prevenance.campaigns.queries.askings import Kind, is_of
from prevenance.kit import ciphering, locks
from prevenance.mediation.queries.openings import zone_of
from prevenance.people import operations as people
from prevenance.people.choices.messages import Channel, MessageState
from prevenance.people.models import Message
from prevenance.people.operations import outbox
from prevenance.people.queries import messages
from prevenance.people.queries.access import Access

LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class TooOften(Exception):
    """This address, or this site, was asked for too often. Never told to the visitor: it would tell of others."""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of asking. `rows`: all of them; `keys`: how the keys of the messages of one begin; `verbs`: of the
    journal, for a yes and for a no that an agent heard.
    """

    kind: Kind
    rows: Callable[[], QuerySet[Any]]
    ask_key: str
    purposes: tuple[str, ...]
    keys: Callable[[Any], list[str]]
    verbs: tuple[str, str]

    def one_at_a_time(self) -> None:
        """Whoever else asks waits until this transaction ends."""
        locks.wait_for(f"{self.kind.name}s asked for")

    def refuse_too_often(self, address: str, at: dt.datetime) -> None:
        """Inside a transaction, before anything is written.

        Raises:
            TooOften
        """
        self.one_at_a_time()
        bounds, day = choices.given()["askings"], at - dt.timedelta(days=1)
        counted = (
            (messages.put_since(self.ask_key, day, address=address), bounds["address_a_day"]),
            (
                messages.put_since(self.ask_key, at - dt.timedelta(days=30), address=address),
                bounds["address_a_month"],
            ),
            (messages.put_since(self.ask_key, day), bounds["site_a_day"]),
        )
        if any(many >= most for many, most in counted):
            raise TooOften

    def replace_unconfirmed(self, row: Any, at: dt.datetime) -> None:
        """What nobody confirmed of the same address, to the same organisation, by the same way, gives way to a new
        asking.
        """
        for older in self._same(row).filter(confirmed_at=None):
            self.erase(older, at)

    def _same(self, row: Any) -> QuerySet[Any]:
        """The others of its address and its way, at its organisation: what was said to another one is not ours."""
        rows = self.rows().filter(address_digest=row.address_digest, channel=row.channel)
        return rows.filter(organisation_id=row.organisation_id).exclude(pk=row.pk)

    @transaction.atomic
    def confirm(self, number: uuid.UUID, *, at: dt.datetime, by: Access | None = None) -> bool:
        """« Yes » of whoever is there; `by`: the agent who heard it. An earlier yes of the same address to the same
        organisation gives way.

        Raises:
            people.NotThere: outside the scope of this agent.
        """
        row = self._locked(number, by)
        if row is None or (row.confirmed_at is None and row.confirm_before <= at):
            return False
        if row.confirmed_at is None:
            row.confirmed_at, row.confirmed_by_id = at, by.account_id if by else None
            row.save(update_fields=["confirmed_at", "confirmed_by_id"])
            for older in self._same(row):
                self.erase(older, at)
            outbox.withdraw(f"{self.ask_key}{number}", at=at)
            self.note(by, at, self.verbs[0], row)
        return True

    @transaction.atomic
    def stop(self, number: uuid.UUID, *, at: dt.datetime, by: Access | None = None) -> bool:
        """No more: the address goes at once, with the words of what waited and of what left.

        Raises:
            people.NotThere: outside the scope of this agent.
        """
        row = self._locked(number, by)
        if row is None:
            return False
        self.note(by, at, self.verbs[1], row)
        self.erase(row, at)
        return True

    def stopped(self, address_digest: str, number: str, at: dt.datetime) -> None:
        """Somebody pressed « no more » in a message: whatever holds this address goes. `number`: of the asking, which
        finds it where the address was digested under an earlier key; "" when the message is of none.
        """
        wanted = Q(address_digest=address_digest)
        if number:
            wanted |= Q(pk=uuid.UUID(number))
        for row in self.rows().filter(wanted):
            self.erase(row, at)
        _forget_words(Message.objects.filter(address_digest=address_digest, purpose__in=self.purposes), at)

    def erase(self, row: Any, at: dt.datetime) -> None:
        """The row, with what waits and the words of what left."""
        for key in (*self.keys(row), f"{self.ask_key}{row.pk}"):
            outbox.withdraw(key, at=at)
            _forget_words(messages.begun_by(key), at)
        row.delete()

    def end_unconfirmed(self, at: dt.datetime) -> int:
        """Erases what nobody confirmed in time; gives how many."""
        late = self.rows().filter(confirmed_at=None, confirm_before__lte=at)
        return sum(self._end(number, at) for number in list(late.values_list("pk", flat=True)))

    @transaction.atomic
    def _end(self, number: uuid.UUID, at: dt.datetime) -> int:
        row = self.rows().select_for_update().filter(pk=number, confirmed_at=None).first()
        if row is None:
            return 0
        self.erase(row, at)
        return 1

    @transaction.atomic
    def rotate_keys(self) -> int:
        """Enciphers again, by the present key of the site, what an earlier one holds; gives how many."""
        done = 0
        for row in self.rows().order_by("pk").iterator():
            if not ciphering.is_by_present_key(row.contact):
                where, old = self.kind.cell(row.pk), row.contact
                new = ciphering.close(ciphering.disclose(old, cell=where), cell=where)
                done += self.rows().filter(pk=row.pk, contact=old).update(contact=new)
        return done

    def note(self, by: Access | None, at: dt.datetime, verb: str, row: Any) -> None:
        """In the journal, what an agent did."""
        if by is not None:
            people.record(
                by=by.account_id,
                at=at,
                verb=verb,
                kind=self.kind.name,
                object_id=str(row.pk),
                organisation_id=row.organisation_id,
            )

    def _locked(self, number: uuid.UUID, by: Access | None) -> Any:
        row = self.rows().select_for_update().filter(pk=number).first()
        if by is not None and (row is None or not is_of(by, row)):
            raise people.NotThere
        return row


def before(row: Any) -> str:
    """When an asking ends without a yes, in its language, where the person lives; never later than it does."""
    last = row.confirm_before.astimezone(ZoneInfo(zone_of(row.commune_code)))
    is_english = row.language == "en"
    with translation.override("en" if is_english else "fr"):
        told = formats.date_format(last, "j F, H:00" if is_english else "j F à G \\h")
    return gsm(told) if row.channel == Channel.SMS else told


def _forget_words(rows: QuerySet[Message], at: dt.datetime) -> None:
    """Not of what a process is sending at this instant: it ends, and the tidying of the outbox erases it."""
    rows.exclude(content=None).exclude(state=MessageState.SENDING).update(content=None, receipt="")
