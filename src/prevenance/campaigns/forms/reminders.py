"""A reminder asked for, a code: read from what was posted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from prevenance.campaigns.choices import reminders as choices
from prevenance.campaigns.queries.reminders import Contact
from prevenance.formats import phones
from prevenance.kit.inputs import Mistake
from prevenance.people.choices.messages import Channel
from prevenance.people.forms import signing

FRENCH, MOBILES = "+33", ("+336", "+337")


@dataclass(slots=True)
class Asked:
    """Ready when there is no mistake."""

    channel: Channel
    contact: Contact = field(default_factory=lambda: Contact(""))
    a_year: int = 0
    mistakes: list[Mistake] = field(default_factory=list)


def channel(posted: Mapping[str, str]) -> Channel | None:
    """The way that was chosen."""
    given = posted.get("channel", "")
    return Channel(given) if given in set(Channel) else None


def asked(posted: Mapping[str, str], way: Channel, *, department: str) -> Asked:
    """`department`: where the person is, for numbers written without their prefix."""
    found = Asked(way)
    found.contact = contact(posted, way, department, found.mistakes)
    found.a_year = often(posted, choices.year_mosts(), found.mistakes)
    if posted.get("agree") != "yes":
        words = gettext("Tick the box if you agree: without it we keep nothing and send nothing.")
        found.mistakes.append(Mistake("agree", "agree", words))
    return found


def contact(posted: Mapping[str, str], way: Channel, department: str, mistakes: list[Mistake]) -> Contact:
    """Where to write, by this way; what is wrong goes to `mistakes`."""
    if way is Channel.EMAIL:
        return Contact(_email(posted, mistakes))
    if way is Channel.LETTER:
        return Contact(_address(posted, mistakes))
    name = " ".join(posted.get("name", "").split())[: choices.NAME_MOST]
    return Contact(_phone(posted, way, department, mistakes), name if way is Channel.CALL else "")


def often(posted: Mapping[str, str], offered: Collection[int], mistakes: list[Mistake]) -> int:
    """How many times a year."""
    given = posted.get("often", "")
    if given in {str(one) for one in offered}:
        return int(given)
    mistakes.append(Mistake("often", "often-1", gettext("Say how many times a year at most.")))
    return 0


def _email(posted: Mapping[str, str], mistakes: list[Mistake]) -> str:
    email = signing.email(posted.get("email", ""))
    if not email:
        words = gettext("Write your e-mail address, such as name@example.org.")
        mistakes.append(Mistake("email", "email", words))
    return email


def _address(posted: Mapping[str, str], mistakes: list[Mistake]) -> str:
    lines = [" ".join(one.split()) for one in posted.get("address", "").splitlines()]
    address = "\n".join(filter(None, lines))[: choices.LINES_MOST]
    if address.count("\n") < 2:
        words = gettext("Write your name, your street, and your postal code with the commune: a line each.")
        mistakes.append(Mistake("address", "address", words))
    return address


def _phone(posted: Mapping[str, str], way: Channel, department: str, mistakes: list[Mistake]) -> str:
    phone = phones.e164(posted.get("phone", ""), department)
    if not phone:
        mistakes.append(Mistake("phone", "phone", gettext("Write the whole number: ten digits, or + and the country.")))
    elif way is Channel.SMS and phone.startswith(FRENCH) and not phone.startswith(MOBILES):
        words = gettext("This number receives no text message. Write a mobile number, or choose another way.")
        mistakes.append(Mistake("phone", "phone", words))
    return phone


def code(posted: Mapping[str, str]) -> tuple[str, list[Mistake]]:
    """Spaces and case do not matter."""
    typed = "".join(one for one in posted.get("code", "").upper() if one.isalnum())[:20]
    if len(typed) != choices.CODE_LENGTH or set(typed) - set(choices.CODE_ALPHABET):
        words = gettext("The code has 10 letters and digits. Check it on the message or the letter.")
        return typed, [Mistake("code", "code", words)]
    return typed, []
