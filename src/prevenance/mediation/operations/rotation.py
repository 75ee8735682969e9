"""A new key of the site: what this room holds enciphered is written again under it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from prevenance.kit import ciphering
from prevenance.mediation.models import Appointment, Handover, Registration, Wait
from prevenance.mediation.operations import seats
from prevenance.mediation.queries import appointments, handovers

# (table, column, where a row's value is kept)
_CELLS: tuple[tuple[Any, str, Callable[[Any], str]], ...] = (
    (Appointment, "contact", lambda row: appointments.contact_cell(row.uid)),
    (Wait, "contact", lambda row: appointments.wait_cell(row.operation)),
    (Registration, "phone", lambda row: seats.cell(row.pk)),
    *(
        (Handover, name, lambda row, name=name: handovers.cell(row.pk, name))
        for name in ("receiver", "shared", "answer")
    ),
)


@transaction.atomic
def rotate_keys() -> int:
    """Enciphers again, by the present key, what an earlier one still holds; gives how many values."""
    done = 0
    for model, column, cell in _CELLS:
        for row in model.objects.exclude(**{column: None}).order_by("pk").iterator():
            value = getattr(row, column)
            if not ciphering.is_by_present_key(value):
                text = ciphering.disclose(value, cell=cell(row))
                same = model.objects.filter(pk=row.pk, **{column: value})  # what was erased meanwhile stays so
                done += same.update(**{column: ciphering.close(text, cell=cell(row))})
    return done
