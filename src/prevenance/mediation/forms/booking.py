"""An appointment asked for, a wait, a code: read from what was posted. A phone is enough, and often not needed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from prevenance.formats import phones
from prevenance.kit.inputs import Mistake
from prevenance.mediation.choices.appointments import (
    CODE_ALPHABET,
    CODE_LENGTH,
    LINES_MOST,
    NAME_MOST,
    STAMP,
    Asker,
    Contact,
    Reminding,
)
from prevenance.people.forms import signing

WAIT_DAYS = (14, 30, 60)
MYSELF, OTHER = "me", "other"


@dataclass(slots=True)
class Asked:
    """Ready to be booked when there is no mistake. `operation`: of the page that was sent."""

    contact: Contact = field(default_factory=Contact)
    asker: Asker = Asker.RESIDENT
    is_phone_of_relative: bool = False
    reminders: tuple[Reminding, ...] = ()
    operation: uuid.UUID | None = None
    mistakes: list[Mistake] = field(default_factory=list)


def booking(posted: Mapping[str, str], *, department: str, is_by_phone: bool) -> Asked:
    """From the page of one slot. `is_by_phone`: the appointment is a call, so that a phone is needed."""
    found = Asked(operation=operation(posted))
    who = posted.get("who", "")
    if who not in (MYSELF, OTHER):
        found.mistakes.append(Mistake("who", "who-1", gettext("Say whom this appointment is for.")))
    found.asker = Asker.RELATIVE if who == OTHER else Asker.RESIDENT
    found.is_phone_of_relative = who == OTHER
    wants = posted.get("remind") == "yes"
    phone = _phone(posted, department, found.mistakes)
    if not phone and not found.mistakes and is_by_phone:
        words = gettext("Write the phone number that we are to call.")
        found.mistakes.append(Mistake("phone", "phone", words))
    elif not phone and not found.mistakes and wants:
        words = gettext("Write the phone number for the reminder, or untick the reminder.")
        found.mistakes.append(Mistake("phone", "phone", words))
    found.contact = Contact(name=_line(posted, "name", NAME_MOST), phone=phone)
    found.reminders = (Reminding.SMS,) if wants and phone else ()
    return found


def agent_booking(posted: Mapping[str, str], *, department: str) -> Asked:
    """From the page of an agent: more ways to be reminded, each of them asked to the person."""
    found = Asked(operation=operation(posted), asker=Asker.MEDIATOR)
    found.is_phone_of_relative = posted.get("relative") == "yes"
    email = signing.email(posted["email"]) if posted.get("email", "").strip() else ""
    if posted.get("email", "").strip() and not email:
        words = gettext("This is not an e-mail address. Correct it, or leave it empty.")
        found.mistakes.append(Mistake("email", "email", words))
    phone = _phone(posted, department, found.mistakes)
    address = "\n".join(filter(None, (" ".join(one.split()) for one in posted.get("address", "").splitlines())))
    found.contact = Contact(
        name=_line(posted, "name", NAME_MOST), phone=phone, email=email, address=address[:LINES_MOST]
    )
    needs = {
        Reminding.SMS: ("phone", phone, gettext("Write the phone number for the text message, or untick it.")),
        Reminding.CALL: ("phone", phone, gettext("Write the phone number to call, or untick the call.")),
        Reminding.EMAIL: ("email", email, gettext("Write the e-mail address for the reminder, or untick it.")),
        Reminding.LETTER: ("address", address, gettext("Write the postal address for the letter, or untick it.")),
    }
    ticked = [way for way in Reminding if posted.get(f"remind-{way}") == "yes"]
    wrong = {one.fact for one in found.mistakes}
    for way in ticked:
        name, value, words = needs[way]
        if not value and name not in wrong:
            found.mistakes.append(Mistake(name, name, words))
            wrong.add(name)
    found.reminders = tuple(ticked)
    return found


@dataclass(slots=True)
class Waits:
    """A phone and a day."""

    contact: Contact = field(default_factory=Contact)
    until_on: dt.date | None = None
    is_phone_of_relative: bool = False
    operation: uuid.UUID | None = None
    mistakes: list[Mistake] = field(default_factory=list)


def waits(posted: Mapping[str, str], *, department: str, on: dt.date) -> Waits:
    """`on`: today."""
    found = Waits(operation=operation(posted))
    phone = _phone(posted, department, found.mistakes)
    if not phone and not found.mistakes:
        found.mistakes.append(Mistake("phone", "phone", gettext("Write the phone number that we are to call.")))
    found.contact = Contact(name=_line(posted, "name", NAME_MOST), phone=phone)
    found.is_phone_of_relative = posted.get("who") == OTHER
    days = posted.get("until", "")
    if days in {str(one) for one in WAIT_DAYS}:
        found.until_on = on + dt.timedelta(days=int(days))
    else:
        found.mistakes.append(Mistake("until", "until-1", gettext("Say how long we may call you.")))
    return found


def code(posted: Mapping[str, str]) -> tuple[str, str, list[Mistake]]:
    """(code, phone, mistakes). What is easily misread is not in the alphabet; spaces and case do not matter."""
    typed = "".join(one for one in posted.get("code", "").upper() if one.isalnum())[:20]
    mistakes: list[Mistake] = []
    if len(typed) != CODE_LENGTH or set(typed) - set(CODE_ALPHABET):
        words = gettext("The code has 8 letters and digits, such as K7M2 PQ4R. Check it on your paper.")
        mistakes.append(Mistake("code", "code", words))
    phone = phones.e164(posted.get("phone", ""))
    if posted.get("phone", "").strip() and not phone:
        mistakes.append(_phone_mistake())
    return typed, phone, mistakes


def instant(stamp: str) -> dt.datetime | None:
    """The beginning of a slot, from its address; None for anything else."""
    try:
        return dt.datetime.strptime(stamp[:20], STAMP).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def slot(posted: Mapping[str, str]) -> tuple[int, dt.datetime] | None:
    """(opening, beginning) of the button that was pressed."""
    number, _, stamp = posted.get("slot", "").partition("-")
    begins = instant(stamp)
    return (int(number), begins) if number.isascii() and number.isdigit() and len(number) < 10 and begins else None


def operation(posted: Mapping[str, str]) -> uuid.UUID | None:
    """Of the page that was sent."""
    try:
        return uuid.UUID(posted.get("operation", ""))
    except ValueError:
        return None


def _phone(posted: Mapping[str, str], department: str, mistakes: list[Mistake]) -> str:
    typed = posted.get("phone", "").strip()
    found = phones.e164(typed, department) if typed else ""
    if typed and not found:
        mistakes.append(_phone_mistake())
    return found


def _phone_mistake() -> Mistake:
    words = gettext("This is not a phone number. Write it with 10 digits, or leave it empty.")
    return Mistake("phone", "phone", words)


def _line(posted: Mapping[str, str], name: str, most: int) -> str:
    return " ".join(posted.get(name, "").split())[:most]
