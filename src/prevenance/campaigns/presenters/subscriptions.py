"""Prevention messages asked for, in words: the ways, the fields, what is kept of one, where its links lead."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.operations.subscriptions import Links
from prevenance.campaigns.presenters import reminder_links, reminders
from prevenance.campaigns.queries.subscriptions import Subscribed
from prevenance.kit.consents import MEANS
from prevenance.people.choices.messages import Channel
from prevenance.people.presenters.fields import Field, Form
from prevenance.people.queries import messages
from prevenance.territories import queries as territories

OWN, FIND = "campaigns:subscription-own", "campaigns:subscription-find"


@dataclass(frozen=True, slots=True)
class Shown:
    """One asking. `code`: spelt in two groups, for the team only."""

    id: uuid.UUID
    way: str
    address: str
    language: str
    commune: str
    year_most: int
    is_confirmed: bool
    until: dt.datetime
    ends_on: dt.date
    code: str = ""


def links(absolute: Callable[[str], str], *, phone: str = "") -> Links:
    """`absolute`: a path → the whole address. `phone`: of the territory."""
    return Links(
        stop=reminder_links.to(absolute, reminder_links.STOP),
        own=reminder_links.to(absolute, OWN),
        find=reminder_links.page(absolute, FIND),
        phone=phone,
    )


def ways() -> list[tuple[str, str, str]]:
    """(value, words, hint)."""
    return [one for one in reminders.ways() if one[0] in {str(way) for way in choices.CHANNELS}]


def fields(form: Form, way: Channel, *, language: str, is_agent: bool = False) -> list[Field]:
    """What this way needs."""
    hint = gettext("It decides which team writes, and about what.")
    found = reminders.contact_fields(form, way)
    found.append(form.field("commune", gettext("Your commune, or its postal code"), hint=hint, longest=80))
    options = [(code, name, "") for code, name in choices.languages().items()]
    hint = gettext("Where a message is not translated yet, it comes in French.")
    found.append(
        form.choice("language", gettext("In which language?"), options, kind="select", value=language, hint=hint)
    )
    found.append(often(form))
    if is_agent:
        said = [(str(one), str(MEANS[one]), "") for one in choices.HEARD]
        found.append(form.choice("means", gettext("How did the person say yes?"), said))
    return found


def often(form: Form, chosen: int = 4) -> Field:
    """How many times a year."""
    return reminders.often(form, choices.year_mosts(), chosen)


def shown(one: Subscribed, code: str = "") -> Shown:
    """As the person, or their team, reads it."""
    commune = territories.commune(one.commune)
    return Shown(
        one.id,
        next(words for key, words, _ in ways() if key == one.channel),
        messages.spoken(one.contact.address) if one.channel is Channel.SMS else one.contact.address,
        choices.languages().get(one.language, one.language),
        commune.name if commune else "",
        one.year_most,
        one.is_confirmed,
        one.confirm_before,
        one.ends_on,
        f"{code[:5]} {code[5:]}".strip(),
    )
