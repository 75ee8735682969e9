"""What happens to the appointments of a person, and to their wait, when they are copied, merged, put back or erased."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from prevenance.mediation.choices.appointments import AppointmentState
from prevenance.mediation.models import Appointment, Wait
from prevenance.mediation.queries import appointments as queries

_MODELS: tuple[tuple[str, type[Appointment] | type[Wait]], ...] = (("appointment", Appointment), ("wait", Wait))


def copy(reference: str) -> list[dict[str, Any]]:
    """In plain values, what they gave included."""
    found: list[dict[str, Any]] = []
    for one in queries.values(Appointment.objects.filter(person=reference).order_by("starts_at", "pk")):
        found.append(
            {
                "what": "appointment",
                "starts_at": one.starts_at.isoformat(),
                "minutes": one.minutes,
                "organisation": one.organisation,
                "place": one.place_name or one.place_kind,
                "commune": one.commune,
                "state": one.state.value,
                "asked_by": one.asker.value,
                "name": one.contact.name,
                "phone": one.contact.phone,
                "phone_of_relative": one.is_phone_of_relative,
                "email": one.contact.email,
                "address": one.contact.address,
                "reminders": [str(way) for way in one.reminders],
            }
        )
    for row in Wait.objects.filter(person=reference).order_by("asked_at", "pk"):
        contact = queries.disclosed(row.contact, cell=queries.wait_cell(row.operation))
        found.append(
            {
                "what": "wait",
                "asked_at": row.asked_at.isoformat(),
                "until_on": row.until_on.isoformat(),
                "commune": row.commune_code,
                "name": contact.name,
                "phone": contact.phone,
            }
        )
    return found


def erase(reference: str) -> int:
    """Seats still to come are given back; what is left of the others names nobody. Gives how many rows."""
    mine = Appointment.objects.filter(person=reference)
    mine.filter(state=AppointmentState.BOOKED).update(
        state=AppointmentState.CANCELLED.value, sequence=F("sequence") + 1, state_by=None
    )
    many = mine.update(
        contact=None, person="", secret_digest="", code_digest="", reminders=[], is_phone_of_relative=False
    )
    waits, _ = Wait.objects.filter(person=reference).delete()
    return many + waits


def move(origin: str, target: str) -> list[Any]:
    """Gives what was moved."""
    moved = []
    for key, model in _MODELS:
        rows = model.objects.filter(person=origin).order_by("pk")
        moved += [[key, pk] for pk in rows.values_list("pk", flat=True)]
    _give(moved, origin, target)
    return moved


def move_back(moved: list[Any], origin: str, target: str) -> None:
    """The contrary: what was erased since stays so."""
    _give(moved, target, origin)


def lines(reference: str) -> list[tuple[str, str]]:
    """The lines of the journal that are about these appointments."""
    rows = Appointment.objects.filter(person=reference).order_by("pk")
    return [("appointment", str(pk)) for pk in rows.values_list("pk", flat=True)]


def _give(rows: list[Any], origin: str, target: str) -> None:
    for key, model in _MODELS:
        mine = [pk for kind, pk in rows if kind == key]
        model.objects.filter(pk__in=mine, person=origin).update(person=target)
