"""What every asking to be written to has: an address enciphered, a link and a code made from its number, who sends.

An asking is a reminder from a plan, or a subscription to prevention messages.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from django.db.models import QuerySet

from prevenance.campaigns.choices import reminders as choices
from prevenance.kit import ciphering
from prevenance.people.choices import Reach as Far
from prevenance.people.choices import Role, action
from prevenance.people.choices.messages import Channel
from prevenance.people.models import Membership
from prevenance.people.queries import messages as outbox
from prevenance.people.queries.access import Access, in_force, is_within
from prevenance.people.queries.secrets import digest, keyed, keyed_by_each

SECRET_LENGTH = 43
PAGE = 20


@dataclass(frozen=True, slots=True)
class Contact:
    """What is enciphered. `address`: as the outbox wants it, with the name for a letter; `name`: for a call."""

    address: str
    name: str = ""

    def packed(self) -> str:
        """As it is enciphered."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


class Asking(Protocol):
    """A row."""

    id: uuid.UUID
    organisation_id: int
    commune_code: str
    contact: Any
    link_digest: str
    code_digest: str
    confirm_before: dt.datetime
    confirmed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Kind:
    """One table of askings, by the name under which its secrets are derived."""

    name: str

    def cell(self, number: uuid.UUID) -> str:
        return f"campaigns_{self.name}.contact:{number}"

    def contact(self, row: Asking) -> Contact | None:
        """None when no key of the site opens it."""
        try:
            return Contact(**json.loads(ciphering.disclose(row.contact, cell=self.cell(row.id))))
        except ciphering.Closed:
            return None

    def secret_made(self, number: uuid.UUID) -> str:
        """The secret of its link: made from its number, so that nothing of it is kept."""
        return keyed(str(number), purpose=f"{self.name}-link")[:SECRET_LENGTH]

    def code_made(self, number: uuid.UUID) -> str:
        """The code for paper and for the phone."""
        return _spelt(keyed(str(number), purpose=f"{self.name}-code"))

    def code_digest(self, code: str) -> str:
        """What the table keeps of a code: it is short, so keyed."""
        return keyed(code, purpose=f"{self.name}-code-index")

    def code_digests(self, code: str) -> list[str]:
        """The same by every key of the site, to search."""
        return list(keyed_by_each(code, purpose=f"{self.name}-code-index"))

    def secret_of(self, row: Asking) -> str:
        """As `secret_made`, by whichever key of the site made it; "" when it is lost."""
        made = (whole[:SECRET_LENGTH] for whole in keyed_by_each(str(row.id), purpose=f"{self.name}-link"))
        return next((one for one in made if hmac.compare_digest(digest(one), row.link_digest)), "")

    def code_of(self, row: Asking) -> str:
        """As `code_made`."""
        made = (_spelt(whole) for whole in keyed_by_each(str(row.id), purpose=f"{self.name}-code"))
        return next((one for one in made if row.code_digest in self.code_digests(one)), "")


def sealed(kind: Kind, number: uuid.UUID, contact: Contact) -> dict[str, Any]:
    """The columns that a new row takes from its number and its contact."""
    return {
        "id": number,
        "contact": ciphering.close(contact.packed(), cell=kind.cell(number)),
        "address_digest": ciphering.blind(contact.address, kind=outbox.ADDRESS_KIND),
        "link_digest": digest(kind.secret_made(number)),
        "code_digest": kind.code_digest(kind.code_made(number)),
    }


def is_open(row: Asking, at: dt.datetime) -> bool:
    """Confirmed, or still in time to be."""
    return row.confirmed_at is not None or row.confirm_before > at


def sender_for(commune: str, *, on: dt.date) -> int | None:
    """The organisation whose team would send, post or call there; without a commune, the only one of the site. None:
    nobody would.
    """
    found: dict[int, int] = {}
    for row in _teams(on):
        if row.organisation is not None and (not commune or is_within(commune, row.areas)):
            far = int(row.organisation.commune_code != commune)
            found[row.organisation.pk] = min(far, found.get(row.organisation.pk, far))
    if not commune:
        return next(iter(found)) if len(found) == 1 else None
    return min(found, key=lambda number: (found[number], number)) if found else None


def is_any_sender(*, on: dt.date) -> bool:
    """Whether a team of this site would write to anybody."""
    return _teams(on).exists()


def _teams(on: dt.date) -> QuerySet[Membership]:
    reaches = action(outbox.ACTION).reaches
    roles = [str(role) for role in Role if reaches[role] is Far.ORGANISATION]
    rows = Membership.objects.filter(in_force(on), role__in=roles, account__left_at__isnull=True)
    return rows.select_related("organisation").order_by("organisation_id", "id")


def waiting(agent: Access, rows: QuerySet[Any], *, at: dt.datetime) -> Iterator[Any]:
    """Rows that wait for the yes of a call or a letter, within the scope, the oldest first."""
    asked = rows.filter(
        organisation__in=agent.organisations(outbox.ACTION),
        confirmed_at__isnull=True,
        confirm_before__gt=at,
        channel__in=[str(Channel.CALL), str(Channel.LETTER)],
    )
    for row in asked.order_by("asked_at", "id").iterator(chunk_size=200):
        if is_of(agent, row):
            yield row


def is_of(agent: Access, row: Asking) -> bool:
    """Whether it is within the scope of this agent."""
    return agent.may(outbox.ACTION, organisation=row.organisation_id, commune=row.commune_code or None)


def _spelt(hexadecimal: str) -> str:
    number, letters = int(hexadecimal, 16), []
    for _ in range(choices.CODE_LENGTH):
        number, rest = divmod(number, len(choices.CODE_ALPHABET))
        letters.append(choices.CODE_ALPHABET[rest])
    return "".join(letters)
