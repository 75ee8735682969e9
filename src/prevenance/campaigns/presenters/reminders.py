"""Reminders in words: the ways, the fields of the form, what is kept of one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from prevenance.campaigns.choices import reminders as choices
from prevenance.campaigns.queries.reminders import Asked
from prevenance.people.choices.messages import Channel
from prevenance.people.presenters.fields import Field, Form
from prevenance.people.queries import messages


@dataclass(frozen=True, slots=True)
class Shown:
    """One asking. `code`: spelt in two groups, for the team only."""

    id: uuid.UUID
    way: str
    name: str
    address: str
    dates: tuple[dt.date, ...]
    is_confirmed: bool
    until: dt.datetime
    code: str = ""


def ways() -> list[tuple[str, str, str]]:
    """(value, words, hint)."""
    words = {
        Channel.SMS: (gettext("By text message"), gettext("On a mobile phone")),
        Channel.EMAIL: (gettext("By e-mail"), ""),
        Channel.LETTER: (gettext("By letter"), gettext("In a plain envelope")),
        Channel.CALL: (gettext("By a call"), gettext("Somebody of the team calls you")),
    }
    return [(str(key), *one) for key, one in words.items()]


def fields(form: Form, way: Channel, *, asks_commune: bool) -> list[Field]:
    """Only what this way needs. The commune only when it decides who writes."""
    found = contact_fields(form, way)
    if asks_commune:
        hint = gettext("It decides which team writes to you.")
        found.append(form.field("commune", gettext("Your commune, or its postal code"), hint=hint, longest=80))
    found.append(often(form, choices.year_mosts()))
    return found


def often(form: Form, offered: Iterable[int], chosen: int = 2) -> Field:
    """How many times a year."""
    options = [(str(n), ngettext("Once", "%(n)s times", n) % {"n": n}, "") for n in offered]
    return form.choice("often", gettext("How many times a year at most?"), options, value=str(chosen))


def contact_fields(form: Form, way: Channel) -> list[Field]:
    """Where to write."""
    found = []
    if way is Channel.EMAIL:
        found.append(form.field("email", gettext("Your e-mail address"), "email", autocomplete="email", longest=254))
    elif way is Channel.LETTER:
        hint = gettext("Your name, your street, your postal code with the commune: a line each.")
        words = gettext("Your postal address")
        found.append(form.field("address", words, "textarea", hint=hint, longest=choices.LINES_MOST))
    else:
        words = gettext("Your phone number")
        found.append(form.field("phone", words, "tel", mode="tel", autocomplete="tel", longest=30))
    if way is Channel.CALL:
        hint = gettext("Not required.")
        words = gettext("First name, or any name you like")
        found.append(form.field("name", words, hint=hint, longest=choices.NAME_MOST))
    return found


def shown(asked: Asked, code: str = "") -> Shown:
    """As the person, or their team, reads it."""
    is_phone = asked.channel in (Channel.SMS, Channel.CALL)
    return Shown(
        asked.id,
        next(words for key, words, _ in ways() if key == asked.channel),
        asked.contact.name,
        messages.spoken(asked.contact.address) if is_phone else asked.contact.address,
        asked.dates,
        asked.is_confirmed,
        asked.confirm_before,
        f"{code[:5]} {code[5:]}".strip(),
    )


def number(given: str) -> uuid.UUID | None:
    """The number of an asking; None for anything else."""
    try:
        return uuid.UUID(given)
    except ValueError:
        return None
