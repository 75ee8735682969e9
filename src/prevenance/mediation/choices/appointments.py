"""Appointments: states, by which way they were asked for, and the bounds of what may be typed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


class AppointmentState(StrEnum):
    """From booked to one of the others; the one who holds it may take that back."""

    BOOKED = "booked"
    KEPT = "kept"
    MISSED = "missed"
    EXCUSED = "excused"  # they said that they would not come, too late to give the slot to somebody else
    CANCELLED = "cancelled"


class Asker(StrEnum):
    """Who booked."""

    RESIDENT = "resident"
    RELATIVE = "relative"
    MEDIATOR = "mediator"


class Reminding(StrEnum):
    """How somebody agreed to be reminded."""

    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    CALL = "call"


OUTCOMES = (AppointmentState.KEPT, AppointmentState.MISSED, AppointmentState.EXCUSED)
# From → to, for the one who holds the appointment. Back to booked is an undo; a cancelled one has left its seat.
TRANSITIONS: Mapping[AppointmentState, tuple[AppointmentState, ...]] = {
    AppointmentState.BOOKED: (*OUTCOMES, AppointmentState.CANCELLED),
    AppointmentState.KEPT: (AppointmentState.BOOKED,),
    AppointmentState.MISSED: (AppointmentState.BOOKED,),
    AppointmentState.EXCUSED: (AppointmentState.BOOKED,),
    AppointmentState.CANCELLED: (),
}

SLOT_LEAST, SLOT_MOST = 10, 240  # minutes
CAPACITY_MOST = 20
WEEKS_MOST = 4  # « one week in four »
NOTICE_MOST = 14 * 24  # hours
HORIZON_DAYS = 60  # how far ahead a slot is offered
NAME_MOST, PLACE_MOST, LINES_MOST = 80, 200, 200
IDENTITY_KEPT = dt.timedelta(days=30)  # after the appointment: then who it was is erased
WAIT_MOST = dt.timedelta(days=60)
CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that is read for something else
CODE_LENGTH = 8
STAMP = "%Y%m%dT%H%MZ"  # the beginning of a slot in an address, in UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who comes and how to reach them, as they gave it: all of it optional. `phone` in E.164; `address`: lines."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was given."""
        return not (self.name or self.phone or self.email or self.address)

    def text(self) -> str:
        """As it is enciphered."""
        held = {key: value for key, value in asdict(self).items() if value}
        return json.dumps(held, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Contact:
        """The contrary of `text`."""
        return cls(**json.loads(text))
