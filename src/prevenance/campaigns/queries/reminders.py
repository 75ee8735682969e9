"""Reminders asked from a plan: the days that a plan gives, who would send them, one by its link or its code."""

from __future__ import annotations

import datetime as dt
import hmac
import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db.models import QuerySet

from prevenance.campaigns.choices import reminders as choices
from prevenance.campaigns.models import Reminder
from prevenance.kit import ciphering
from prevenance.people.choices import Reach as Far
from prevenance.people.choices import Role, action
from prevenance.people.choices.messages import Channel
from prevenance.people.models import Membership
from prevenance.people.queries import messages as outbox
from prevenance.people.queries.access import Access, in_force, is_within
from prevenance.people.queries.secrets import digest, keyed, keyed_by_each
from prevenance.plans import queries as plans
from prevenance.rules.statuses import Status

LINK, CODE, CODE_INDEX = "reminder-link", "reminder-code", "reminder-code-index"
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


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking, deciphered."""

    id: uuid.UUID
    organisation_id: int
    channel: Channel
    contact: Contact
    language: str
    dates: tuple[dt.date, ...]
    asked_at: dt.datetime
    confirm_before: dt.datetime
    is_confirmed: bool
    ends_on: dt.date


def days(answers: Mapping[str, object], *, on: dt.date, a_year: int) -> list[dt.date]:
    """When to write to whoever gave these answers: where their plan, by the seasons and ages of the catalogue, has
    something newly due, as if nothing else changed.

    Raises:
        refusals.Refused: as `plans.queries.plan`.
    """
    before = _due(answers, on)
    is_due_now, gains = bool(before), []
    for day in choices.month_days(on, int(choices.given()["months"])):
        now = _due(answers, day)
        if now - before:
            gains.append(day)
        before = now
    return choices.chosen(gains, on=on, is_due_now=is_due_now, a_year=a_year)


def _due(answers: Mapping[str, object], on: dt.date) -> frozenset[str]:
    found = plans.plan(answers, on=on, asking=False)
    return frozenset(item.id for item in found.items if item.status is Status.DUE)


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


def cell(number: uuid.UUID) -> str:
    return f"campaigns_reminder.contact:{number}"


def contact(row: Reminder) -> Contact | None:
    """None when no key of the site opens it."""
    try:
        return Contact(**json.loads(ciphering.disclose(row.contact, cell=cell(row.pk))))
    except ciphering.Closed:
        return None


def secret_made(number: uuid.UUID) -> str:
    """The secret of its link: made from its number, so that nothing of it is kept."""
    return keyed(str(number), purpose=LINK)[:SECRET_LENGTH]


def code_made(number: uuid.UUID) -> str:
    """The code for paper and for the phone."""
    return _spelt(keyed(str(number), purpose=CODE))


def code_digest(code: str) -> str:
    """What the table keeps of a code: it is short, so keyed."""
    return keyed(code, purpose=CODE_INDEX)


def secret_of(row: Reminder) -> str:
    """As `secret_made`, by whichever key of the site made it; "" when it is lost."""
    made = (whole[:SECRET_LENGTH] for whole in keyed_by_each(str(row.pk), purpose=LINK))
    return next((one for one in made if hmac.compare_digest(digest(one), row.link_digest)), "")


def code_of(row: Reminder) -> str:
    """As `code_made`."""
    made = (_spelt(whole) for whole in keyed_by_each(str(row.pk), purpose=CODE))
    return next((one for one in made if row.code_digest in keyed_by_each(one, purpose=CODE_INDEX)), "")


def by_secret(secret: str, *, at: dt.datetime) -> Asked | None:
    """The one that this link opens, unless its time is over."""
    return _standing(Reminder.objects.filter(link_digest=digest(secret)).first(), at)


def secret_by_code(code: str, *, at: dt.datetime) -> str:
    """The link's secret of the asking that has this code; "" when there is none."""
    row = Reminder.objects.filter(code_digest__in=list(keyed_by_each(code, purpose=CODE_INDEX))).first()
    return secret_of(row) if row is not None and _standing(row, at) else ""


def waiting(agent: Access, *, at: dt.datetime) -> tuple[list[tuple[Asked, str]], bool]:
    """Those that wait for the yes of a call or a letter, with their code, the oldest first; whether there are more."""
    rows = Reminder.objects.filter(
        organisation__in=agent.organisations(outbox.ACTION),
        confirmed_at__isnull=True,
        confirm_before__gt=at,
        channel__in=[str(Channel.CALL), str(Channel.LETTER)],
    )
    found: list[tuple[Asked, str]] = []
    for row in rows.order_by("asked_at", "id").iterator(chunk_size=200):
        asked = _standing(row, at) if is_of(agent, row) else None
        if asked:
            found.append((asked, code_of(row)))
        if len(found) > PAGE:
            break
    return found[:PAGE], len(found) > PAGE


def is_of(agent: Access, row: Reminder) -> bool:
    """Whether it is within the scope of this agent."""
    return agent.may(outbox.ACTION, organisation=row.organisation_id, commune=row.commune_code or None)


def _standing(row: Reminder | None, at: dt.datetime) -> Asked | None:
    if row is None or (row.confirmed_at is None and row.confirm_before <= at):
        return None
    found = contact(row)
    if found is None:
        return None
    return Asked(
        row.pk,
        row.organisation_id,
        Channel(row.channel),
        found,
        row.language,
        tuple(dt.date.fromisoformat(one) for one in row.dates),
        row.asked_at,
        row.confirm_before,
        row.confirmed_at is not None,
        row.ends_on,
    )


def _spelt(hexadecimal: str) -> str:
    number, letters = int(hexadecimal, 16), []
    for _ in range(choices.CODE_LENGTH):
        number, rest = divmod(number, len(choices.CODE_ALPHABET))
        letters.append(choices.CODE_ALPHABET[rest])
    return "".join(letters)
