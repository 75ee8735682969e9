"""Reminders follow their appointment: made with it, moved with it, withdrawn with it, in its own transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import formats, translation

from prevenance.kit import consents
from prevenance.mediation.choices import reminder_rules as rules
from prevenance.mediation.choices.appointments import AppointmentState, Contact
from prevenance.mediation.models import Appointment
from prevenance.mediation.queries import appointments as queries
from prevenance.people.choices.messages import Channel
from prevenance.people.operations import outbox
from prevenance.people.queries import messages
from prevenance.territories import queries as territories

PREFIX = "appointment:"
Link = Callable[[str, str], str]  # secret, language → the whole address of a page


@dataclass(frozen=True, slots=True)
class Links:
    """Where the links of a reminder lead: `stop` to ask for no more, `manage` to move or cancel the appointment."""

    stop: Link
    manage: Link | None = None


@transaction.atomic
def follow(number: int, *, at: dt.datetime, links: Links | None) -> int:
    """To be called after every change of an appointment; gives how many reminders were put. Without `links` none is
    put, and what must go is withdrawn all the same.

    Called twice, it does nothing the second time. Nobody is reminded who did not ask for it, by that very way.
    """
    row = Appointment.objects.select_related("opening").get(pk=number)
    key = f"{PREFIX}{row.uid}:"
    if row.state != AppointmentState.BOOKED or row.erased_at is not None:
        outbox.withdraw(key, at=at)
        return 0
    _note_consent(row, at)
    outbox.withdraw(key, at=at, besides=f"{key}{row.sequence}:")
    if links is None or row.agreed_at is None:
        return 0
    contact = queries.disclosed(row.contact, cell=queries.contact_cell(row.uid))
    asked = {Channel(one) for one in row.reminders}
    put = 0
    for rule in rules.rules():
        due = rule.due(row.starts_at, row.zone)
        if due <= at and not rule.is_worth_it_late:
            continue
        for channel in sorted(asked & rule.channels):
            address = _address(contact, channel)
            if address:
                draft = _draft(row, contact, rule, channel, address, due, _managed(row, links.manage))
                put += outbox.put(draft, at=at, link=links.stop)
    return put


def _note_consent(row: Appointment, at: dt.datetime) -> None:
    """A person followed finds this yes among the others, where they may take it back."""
    if row.person and row.reminders and row.agreed_at and row.booked_by_id is not None:
        given = consents.Given(
            person=row.person,
            organisation_id=row.organisation_id,
            purpose=rules.PURPOSE,
            at=at,
            by=row.booked_by_id,
        )
        consents.give(given)


def forget(number: int, *, at: dt.datetime) -> None:
    """Before an appointment is erased: nothing more leaves about it."""
    uid = Appointment.objects.values_list("uid", flat=True).get(pk=number)
    outbox.withdraw(f"{PREFIX}{uid}:", at=at)


def withdrawn(person: str, purpose: str, at: dt.datetime) -> None:
    """A consent was withdrawn, or is over: no change of their appointments makes new reminders. The people's room
    withdraws what waits.
    """
    if purpose == rules.PURPOSE:
        Appointment.objects.filter(person=person, state=AppointmentState.BOOKED, starts_at__gt=at).update(reminders=[])


def _draft(
    row: Appointment,
    contact: Contact,
    rule: rules.Rule,
    channel: Channel,
    address: str,
    due: dt.datetime,
    link: str,
) -> outbox.Draft:
    assert row.agreed_at is not None
    values = _values(row) | {"link": link}
    is_written = channel in (Channel.EMAIL, Channel.LETTER)
    return outbox.Draft(
        key=f"{PREFIX}{row.uid}:{row.sequence}:{rule.key}:{channel}",
        organisation=row.organisation_id,
        purpose=rules.PURPOSE,
        agreed_at=row.agreed_at,
        channel=channel,
        address=address,
        subject=rules.subject(row.language) if is_written else contact.name,
        text=rules.words(channel, row.language, values),
        due_at=due,
        not_after=row.starts_at - rule.not_after,
        zone=row.zone,
        language=row.language,
        person=row.person,
        commune=row.commune_code,
    )


def _values(row: Appointment) -> dict[str, str]:
    local = row.starts_at.astimezone(ZoneInfo(row.zone))
    french = row.language != "en"
    commune = territories.commune(row.commune_code)
    name = commune.name if commune else ""
    with translation.override("fr" if french else "en"):
        day = formats.date_format(local, "l j F")
        hour = (f"{local:%-H} h {local:%M}".removesuffix(" 00")) if french else f"{local:%H:%M}"
    phone = messages.spoken(row.opening.phone) if row.opening else ""
    return {
        "day": day.replace(" 1 ", " 1er ", 1) if french else day,
        "hour": hour,
        "place": ", ".join(filter(None, (row.place_name, name if name not in row.place_name else ""))),
        "phone": phone,
    }


def _address(contact: Contact, channel: Channel) -> str:
    if channel is Channel.EMAIL:
        return contact.email
    if channel is Channel.LETTER:
        return "\n".join(filter(None, (contact.name, contact.address))) if contact.address else ""
    return contact.phone


def _managed(row: Appointment, manage: Link | None) -> str:
    secret = queries.secret_of(row.pk) if manage else ""
    return manage(secret, row.language) if manage and secret else ""
