"""A campaign, its messages, a cost: read from what was posted, and written back as they would have been typed."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Protocol

from django.utils.translation import gettext

from prevenance.campaigns.choices.campaigns import (
    AMOUNT_MOST,
    COMMUNES_MOST,
    LONGEST,
    PAID_MOST,
    SPEAKER_MOST,
    WORDS,
    goals,
    headings,
)
from prevenance.campaigns.choices.health_year import moments
from prevenance.campaigns.queries.campaigns import CampaignDraft
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.forms.paths import commune as commune_meant
from prevenance.territories import queries as territories

Posted = Mapping[str, Sequence[str]]
MANY_MOST = 10_000_000


@dataclass(slots=True)
class CampaignReading:
    """`draft`: None while there are mistakes. `operation`: of this form, drawn when it was shown."""

    operation: uuid.UUID
    organisation: int = 0
    seen: int = 0
    draft: CampaignDraft | None = None
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, name: str, words: str) -> None:
        self.mistakes.append(Mistake(name, name, words))


@dataclass(frozen=True, slots=True)
class CostReading:
    """A line of costs; `mistakes` empty when it may be written."""

    heading: str
    cents: int
    paid_to: str
    mistakes: tuple[Mistake, ...]


def operation(posted: Posted) -> uuid.UUID:
    """The one of the form, or a new one."""
    try:
        return uuid.UUID(one(posted, "operation"))
    except ValueError:
        return uuid.uuid4()


def number(typed: str) -> int:
    """A whole number, 0 when it is not one."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def campaign(posted: Posted, *, organisations: Sequence[int]) -> CampaignReading:
    """The whole page. `organisations`: those for which one may."""
    found = CampaignReading(operation(posted), seen=number(one(posted, "version")))
    found.organisation = number(one(posted, "organisation")) if len(organisations) > 1 else organisations[0]
    if found.organisation not in organisations:
        found.wrong("organisation", gettext("Choose for which organisation."))
    french = {name: one(posted, f"fr-{name}")[:most] for name, most in WORDS.items()}
    english = {name: one(posted, f"en-{name}")[:most] for name, most in WORDS.items()}
    for name, words in (
        ("name", gettext("Write its name in French.")),
        ("goal", gettext("Write in French what people will have done.")),
        ("situation", gettext("Say in French whom it is for, without naming anyone.")),
    ):
        if not french[name]:
            found.wrong(f"fr-{name}", words)
        if any(english.values()) and not english[name]:
            found.wrong(f"en-{name}", gettext("Write all three in English too, or leave all the English empty."))
    speaker = one(posted, "speaker")[:SPEAKER_MOST]
    if not speaker:
        found.wrong("speaker", gettext("Say who speaks: it is printed on everything."))
    goal, many = one(posted, "goal"), _many(posted, found)
    if goal not in goals():
        found.wrong("goal", gettext("Choose what the campaign is for."))
    where = communes(posted, found)
    starts, ends = _days(posted, found)
    if not found.mistakes and starts and ends:
        moment = one(posted, "moment")
        found.draft = CampaignDraft(
            words={"fr": french} | ({"en": english} if any(english.values()) else {}),
            goal=goal,
            goal_many=many,
            communes=where,
            moment=moment if moment in moments() else "",
            starts_on=starts,
            ends_on=ends,
            speaker=speaker,
            payer=one(posted, "payer")[:PAID_MOST],
        )
    return found


def typed(given: CampaignDraft) -> dict[str, list[str]]:
    """What would be typed to write this one."""
    names = [(found.name if (found := territories.commune(code)) else code, code) for code in given.communes]
    found_ = {
        "goal": given.goal,
        "goal_many": "" if given.goal_many is None else str(given.goal_many),
        "communes": ", ".join(f"{name} ({code})" for name, code in names),
        "moment": given.moment,
        "starts_on": given.starts_on.isoformat(),
        "ends_on": given.ends_on.isoformat(),
        "speaker": given.speaker,
        "payer": given.payer,
    }
    for language, words in given.words.items():
        found_ |= {f"{language}-{name}": words.get(name, "") for name in WORDS}
    return {name: [value] for name, value in found_.items()}


def cost(posted: Posted) -> CostReading:
    """« 1 250,50 » or « 1250.5 », in euros."""
    mistakes = []
    heading, paid_to = one(posted, "heading"), one(posted, "paid_to")[:PAID_MOST]
    if heading not in headings():
        mistakes.append(Mistake("heading", "heading", gettext("Choose what the money goes to.")))
    if not paid_to:
        words = gettext("Say who is paid: an organisation, a company, a professional.")
        mistakes.append(Mistake("paid_to", "paid_to", words))
    cents = -1
    try:
        amount = Decimal(re.sub(r"[\s\u00a0\u202f€]", "", one(posted, "amount")).replace(",", "."))
        cents = int(amount * 100) if amount.is_finite() and abs(amount) < AMOUNT_MOST else -1
    except InvalidOperation:
        pass
    if not 0 <= cents <= AMOUNT_MOST:
        words = gettext("Write an amount in euros, such as 120 or 120,50. For work that nobody is paid for: 0.")
        mistakes.append(Mistake("amount", "amount", words))
    return CostReading(heading, cents, paid_to, tuple(mistakes))


def _many(posted: Posted, found: CampaignReading) -> int | None:
    told = re.sub(r"[\s\u00a0\u202f]", "", one(posted, "goal_many"))
    if not told:
        return None
    many = number(told)
    if not 1 <= many <= MANY_MOST:
        found.wrong("goal_many", gettext("Write a whole number, or leave it empty if nobody can say."))
        return None
    return many


class Reading(Protocol):
    """Hears what is wrong."""

    def wrong(self, name: str, words: str) -> None:
        """`name`: of the field."""


def communes(posted: Posted, found: Reading) -> tuple[str, ...]:
    """Names or codes between commas; « Laon (02408) » as it was written back."""
    codes: dict[str, None] = {}
    unknown = []
    for told in filter(None, (part.strip() for part in one(posted, "communes").split(","))):
        written = re.search(r"\((\w{5})\)$", told)
        code = commune_meant(written[1] if written else told)
        if code:
            codes[code] = None
        else:
            unknown.append(told[:40])
    if unknown:
        words = gettext("No commune, or several, answer to: %(names)s. Write the postal code too.")
        found.wrong("communes", words % {"names": ", ".join(unknown[:3])})
    if len(codes) > COMMUNES_MOST:
        found.wrong("communes", gettext("Too many communes: leave it empty for the whole territory."))
    return tuple(codes)


def _days(posted: Posted, found: CampaignReading) -> tuple[dt.date | None, dt.date | None]:
    days: list[dt.date | None] = []
    for name in ("starts_on", "ends_on"):
        try:
            days.append(dt.date.fromisoformat(one(posted, name)))
        except ValueError:
            days.append(None)
            found.wrong(name, gettext("Write a day."))
    starts, ends = days
    if starts and ends and ends < starts:
        found.wrong("ends_on", gettext("It cannot end before it begins."))
    elif starts and ends and (ends - starts).days > LONGEST:
        found.wrong("ends_on", gettext("A campaign lasts about a year at most: make another one after."))
    return starts, ends
