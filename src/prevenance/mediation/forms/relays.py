"""An application, a charter, a declaration, a training: read from what was posted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from prevenance.kit.inputs import Mistake
from prevenance.mediation.choices import GROUP_MOST
from prevenance.mediation.choices.relay_words import reasons
from prevenance.mediation.forms.paths import commune
from prevenance.people.forms import signing

NAME_MOST, CONTACT_MOST, REACH_MOST = 60, 120, 10_000
MONTHS_BACK = 3


@dataclass(slots=True)
class Application:
    """Ready to be written when there is no mistake. `contact`: an e-mail, or ten digits."""

    first_name: str = ""
    contact: str = ""
    commune: str = ""
    reason: str = ""
    mistakes: list[Mistake] = field(default_factory=list)


def application(posted: Mapping[str, str]) -> Application:
    """From the public page."""
    found = Application(first_name=" ".join(posted.get("first_name", "").split())[:NAME_MOST])
    if not found.first_name or any(one.isdigit() or one in "@/" for one in found.first_name):
        found.mistakes.append(Mistake("first_name", "first_name", gettext("Write your first name, in letters.")))
    found.contact = contact(posted.get("contact", ""))
    if not found.contact:
        words = gettext("Write a phone number of ten digits, or an e-mail address.")
        found.mistakes.append(Mistake("contact", "contact", words))
    found.commune = commune(posted.get("commune", ""))
    if not found.commune:
        words = gettext("We do not know this commune, or there are several: write its INSEE code or its full name.")
        found.mistakes.append(Mistake("commune", "commune", words))
    found.reason = posted.get("reason", "")
    if found.reason not in reasons():
        found.mistakes.append(Mistake("reason", "reason-1", gettext("Choose one of the answers.")))
    return found


def contact(typed: str) -> str:
    """An e-mail, or a French phone number as ten digits; "" for anything else."""
    text = typed.strip()[:CONTACT_MOST]
    if "@" in text:
        return signing.email(text)
    digits = re.sub(r"^(\+33|0033)\(?0?\)?", "0", re.sub(r"[\s.\-/]", "", text))
    return digits if re.fullmatch(r"0[1-9][0-9]{8}", digits, re.ASCII) else ""


@dataclass(slots=True)
class Said:
    """A declaration: a month and two numbers."""

    month: dt.date | None = None
    low: int = 0
    high: int = 0
    mistakes: list[Mistake] = field(default_factory=list)


def months(on: dt.date) -> tuple[dt.date, ...]:
    """The months that may be spoken of: this one and the two before."""
    first, found = on.replace(day=1), []
    for _ in range(MONTHS_BACK):
        found.append(first)
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return tuple(found)


def said(posted: Mapping[str, str], *, on: dt.date) -> Said:
    """`on`: today."""
    found = Said()
    found.month = next((one for one in months(on) if one.isoformat() == posted.get("month", "")), None)
    if found.month is None:
        found.mistakes.append(Mistake("month", "month", gettext("Choose a month.")))
    low, high = _number(posted.get("low", "")), _number(posted.get("high", ""))
    if low is None or high is None:
        goal = "low" if low is None else "high"
        found.mistakes.append(Mistake(goal, goal, gettext("Write two numbers, from 0 to 10,000.")))
    elif low > high:
        found.mistakes.append(Mistake("high", "high", gettext("The second number is at least the first.")))
    else:
        found.low, found.high = low, high
    return found


@dataclass(slots=True)
class Announced:
    """A training to come."""

    starts_at: dt.datetime | None = None
    place_name: str = ""
    commune: str = ""
    capacity: int = 0
    mistakes: list[Mistake] = field(default_factory=list)


def training(posted: Mapping[str, str], *, zone: dt.tzinfo) -> Announced:
    """`zone`: of the hours that are typed."""
    found = Announced(place_name=" ".join(posted.get("place_name", "").split())[:200])
    try:
        day, hour = dt.date.fromisoformat(posted.get("day", "")), dt.time.fromisoformat(posted.get("hour", ""))
        found.starts_at = dt.datetime.combine(day, hour.replace(tzinfo=None), tzinfo=zone)
    except ValueError:
        found.mistakes.append(Mistake("day", "day", gettext("Write a day and an hour.")))
    if not found.place_name:
        found.mistakes.append(Mistake("place_name", "place_name", gettext("Write where it is.")))
    found.commune = commune(posted.get("commune", ""))
    if not found.commune:
        words = gettext("We do not know this commune, or there are several: write its INSEE code or its full name.")
        found.mistakes.append(Mistake("commune", "commune", words))
    found.capacity = _number(posted.get("capacity", "")) or 0
    if not 1 <= found.capacity <= GROUP_MOST:
        found.mistakes.append(Mistake("capacity", "capacity", gettext("Write how many seats there are.")))
    return found


def _number(typed: str) -> int | None:
    text = "".join(typed.split())
    ok = text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= REACH_MOST
    return int(text) if ok else None
