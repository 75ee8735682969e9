"""Appointments: one by its link or its code, those of an agent's days, and who waits for a free slot."""

from __future__ import annotations

import datetime as dt
import hmac
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from prevenance.kit import ciphering
from prevenance.mediation.choices.appointments import (
    CODE_ALPHABET,
    CODE_LENGTH,
    AppointmentState,
    Asker,
    Contact,
    Reminding,
)
from prevenance.mediation.models import Appointment, Wait
from prevenance.mediation.queries.openings import ACTION
from prevenance.people import queries as people
from prevenance.people.queries import Access, persons
from prevenance.people.queries.secrets import digest, keyed, keyed_by_each

LINK, CODE, CODE_INDEX = "appointment-link", "appointment-code", "appointment-code-index"
SECRET_LENGTH = 43  # hexadecimal digits of a keyed digest: 172 bits
LINES_MOST = 300


@dataclass(frozen=True, slots=True)
class Booked:
    """One appointment, deciphered. `starts_at`: in local time of the place."""

    id: int
    uid: uuid.UUID
    sequence: int
    organisation_id: int
    organisation: str
    agent_id: int
    opening: int | None
    starts_at: dt.datetime
    minutes: int
    place_kind: str
    place_id: str
    place_name: str
    commune: str
    phone: str  # of the place or the organisation, "" when none was given
    state: AppointmentState
    state_at: dt.datetime
    is_by_person: bool  # the state was said by the person, not by an agent
    asker: Asker
    person: str
    contact: Contact
    is_phone_of_relative: bool
    reminders: tuple[Reminding, ...]
    language: str
    encounter: int | None
    is_erased: bool

    def stands(self, *, at: dt.datetime) -> bool:
        """Still to come, and not cancelled: it may be moved or cancelled."""
        return self.state is AppointmentState.BOOKED and self.starts_at > at


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for a free slot."""

    id: int
    organisation_id: int
    opening: int | None
    commune: str
    asked_at: dt.datetime
    until_on: dt.date
    person: str
    contact: Contact
    is_phone_of_relative: bool


def secret_made(uid: uuid.UUID) -> str:
    """The secret of a new appointment's link. It can be made again by this site only: the tables keep a digest."""
    return keyed(str(uid), purpose=LINK)[:SECRET_LENGTH]


def code_made(uid: uuid.UUID) -> str:
    """The short code to note on paper, made as the secret is."""
    return _spelt(keyed(str(uid), purpose=CODE))


def code_digest(code: str) -> str:
    """What the tables keep of a code: it is short, so keyed."""
    return keyed(code, purpose=CODE_INDEX)


def secret_of(number: int) -> str:
    """The secret of an appointment's link, for whoever writes to the person; "" when it opens nothing any more."""
    row = Appointment.objects.filter(pk=number).values_list("uid", "secret_digest").first()
    if row is None or not row[1]:
        return ""
    made = (whole[:SECRET_LENGTH] for whole in keyed_by_each(str(row[0]), purpose=LINK))
    return next((one for one in made if hmac.compare_digest(digest(one), row[1])), "")


def code_of(number: int) -> str:
    """The short code, "" when it finds nothing any more."""
    row = Appointment.objects.filter(pk=number).values_list("uid", "code_digest").first()
    if row is None or not row[1]:
        return ""
    made = (_spelt(whole) for whole in keyed_by_each(str(row[0]), purpose=CODE))
    return next((one for one in made if row[1] in keyed_by_each(one, purpose=CODE_INDEX)), "")


def by_secret(secret: str) -> Booked | None:
    """The one that this link opens."""
    return next(iter(values(Appointment.objects.filter(secret_digest=digest(secret)))), None)


def by_code(code: str, *, phone: str) -> Booked | None:
    """The one of this code; the phone must be the one that was given, if one was."""
    digests = list(keyed_by_each(code, purpose=CODE_INDEX))
    for one in values(Appointment.objects.filter(code_digest__in=digests)):
        if not one.contact.phone or one.contact.phone == phone:
            return one
    return None


def appointment(agent: Access, number: int) -> Booked | None:
    """One within the scope of who asks; None outside, as if it were not there."""
    found = next(iter(values(Appointment.objects.filter(pk=number))), None)
    return found if found and _is_within(agent, found.organisation_id, found.commune) else None


def appointments(
    agent: Access, *, since: dt.datetime, until: dt.datetime, only: int | None = None
) -> tuple[Booked, ...]:
    """Those which begin between two instants, cancelled ones included, in order. `only`: of this account."""
    rows = Appointment.objects.filter(
        organisation__in=agent.organisations(ACTION), starts_at__gte=since, starts_at__lt=until
    )
    if only is not None:
        rows = rows.filter(agent_id=only)
    found = values(rows.order_by("starts_at", "seat", "pk")[:LINES_MOST])
    return tuple(one for one in found if _is_within(agent, one.organisation_id, one.commune))


def of_person(agent: Access, reference: str) -> tuple[Booked, ...]:
    """Those of one person followed, the last first."""
    rows = Appointment.objects.filter(person=reference, organisation__in=agent.organisations(ACTION))
    found = values(rows.order_by("-starts_at", "-pk")[:LINES_MOST])
    return tuple(one for one in found if _is_within(agent, one.organisation_id, one.commune))


def waiting(agent: Access, *, on: dt.date) -> tuple[Waiting, ...]:
    """Who waits in the organisations of this agent, within their areas, in the order in which they asked."""
    rows = Wait.objects.filter(organisation__in=agent.organisations(ACTION), ended_at__isnull=True, until_on__gte=on)
    found = [_waiting(row) for row in rows.order_by("asked_at", "pk")[:LINES_MOST]]
    return tuple(one for one in found if _is_within(agent, one.organisation_id, one.commune))


def wait(agent: Access, number: int, *, on: dt.date) -> Waiting | None:
    """One of them."""
    return next((one for one in waiting(agent, on=on) if one.id == number), None)


def wait_by_secret(secret: str) -> Waiting | None:
    """The one that this link opens."""
    row = Wait.objects.filter(secret_digest=digest(secret), ended_at__isnull=True).first()
    return _waiting(row) if row else None


def values(rows: Iterable[Appointment]) -> tuple[Booked, ...]:
    """Rows as values, deciphered: whoever calls has checked who may see them."""
    kept = list(rows.select_related("opening")) if hasattr(rows, "select_related") else list(rows)
    names = people.employers({row.organisation_id for row in kept})
    return tuple(_booked(row, names[row.organisation_id][0]) for row in kept)


def contact_cell(uid: uuid.UUID) -> str:
    """Where the contact of an appointment is kept."""
    return f"mediation_appointment.contact:{uid}"


def wait_cell(operation: uuid.UUID | None) -> str:
    """Where the contact of somebody who waits is kept."""
    return f"mediation_wait.contact:{operation}"


def disclosed(closed: bytes | memoryview | None, *, cell: str) -> Contact:
    """An empty contact when nothing is kept."""
    return Contact() if closed is None else Contact.read(ciphering.disclose(closed, cell=cell))


def names(agent: Access, references: Iterable[str]) -> dict[str, str]:
    """Of the persons followed among these, for those who follow them; the others have none."""
    found = persons.several(agent, {one for one in references if one})
    return {
        key: " ".join(filter(None, (one.identity.given_name, one.identity.used_name or one.identity.family_name)))
        for key, one in found.items()
    }


def person_name(agent: Access, reference: str) -> str:
    """Of one of them; "" for anybody else."""
    return names(agent, [reference]).get(reference, "")


def _booked(row: Appointment, organisation: str) -> Booked:
    return Booked(
        row.pk,
        row.uid,
        row.sequence,
        row.organisation_id,
        organisation,
        row.agent_id,
        row.opening_id,
        row.starts_at.astimezone(ZoneInfo(row.zone)),
        row.minutes,
        row.place_kind,
        row.place_id,
        row.place_name,
        row.commune_code,
        row.opening.phone if row.opening else "",
        AppointmentState(row.state),
        row.state_at,
        row.state_by_id is None,
        Asker(row.asker),
        row.person,
        disclosed(row.contact, cell=contact_cell(row.uid)),
        row.is_phone_of_relative,
        tuple(Reminding(one) for one in row.reminders),
        row.language,
        row.encounter_id,
        row.erased_at is not None,
    )


def _waiting(row: Wait) -> Waiting:
    return Waiting(
        row.pk,
        row.organisation_id,
        row.opening_id,
        row.commune_code,
        row.asked_at,
        row.until_on,
        row.person,
        disclosed(row.contact, cell=wait_cell(row.operation)),
        row.is_phone_of_relative,
    )


def _is_within(agent: Access, organisation: int, commune: str) -> bool:
    return agent.may(ACTION, organisation=organisation, commune=commune)


def _spelt(hexadecimal: str) -> str:
    number, letters = int(hexadecimal, 16), []
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(CODE_ALPHABET))
        letters.append(CODE_ALPHABET[rest])
    return "".join(letters)
