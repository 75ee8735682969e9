"""Hand-overs in words: what the receiver reads, where each one stands, what the author may do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.formats import phones
from prevenance.kit.clock import PARIS
from prevenance.kit.templatetags.kit import short_date
from prevenance.mediation.choices import handover_words as words
from prevenance.mediation.choices.handover_states import AgreedBy, State
from prevenance.mediation.queries.handovers import Content, Handed


@dataclass(frozen=True, slots=True)
class Letter:
    """The exact text that the receiver reads, before and after it leaves. `rows`: (what, value) of the ticked items."""

    organisation: str
    author: str
    phone: str
    purpose: str
    rows: tuple[tuple[str, str], ...]
    until: dt.date


def letter(content: Content) -> Letter:
    """In the page's language."""
    items = words.items()
    return Letter(
        content.organisation,
        content.author,
        phones.national(content.phone) if content.phone else "",
        str(words.purposes().get(content.purpose, content.purpose)),
        tuple((str(items[key]), content.shared[key]) for key in items if key in content.shared),
        content.expires_at.astimezone(PARIS).date(),
    )


def state(one: State) -> str:
    """Where a hand-over stands."""
    return {
        State.WAITING: gettext("No answer yet"),
        State.ACCEPTED: gettext("Accepted"),
        State.REFUSED: gettext("Refused"),
        State.TO_CALL: gettext("To call: the receiver needs to speak to you"),
        State.SILENT: gettext("No answer in 8 days"),
        State.WITHDRAWN: gettext("Withdrawn"),
    }[one]


def agreed_by(one: str) -> str:
    """How the person said yes."""
    return agreements().get(one, one)


def agreements() -> Mapping[str, str]:
    """Both ways."""
    return {
        str(AgreedBy.SPOKEN): gettext("The person said yes aloud"),
        str(AgreedBy.ON_SCREEN): gettext("The person pressed yes on this screen"),
    }


@dataclass(frozen=True, slots=True)
class Line:
    """One in a list. `told`: the state and what comes with it."""

    id: str
    receiver: str
    purpose: str
    told: str
    made_on: dt.date
    until: dt.date
    author: str
    is_to_remind: bool
    is_waiting: bool


def line(one: Handed) -> Line:
    """In the lists and on the pages that lead here."""
    return Line(
        one.id,
        one.receiver or gettext("a professional"),
        str(words.purposes().get(one.purpose, one.purpose)),
        told(one),
        one.made_at.astimezone(PARIS).date(),
        one.expires_at.astimezone(PARIS).date(),
        one.author,
        one.is_to_remind,
        one.state is State.WAITING,
    )


def told(one: Handed) -> str:
    """The state, then how and when, or why."""
    parts = [state(one.state)]
    if one.state is State.ACCEPTED:
        parts += [str(words.hows()[one.contact_how]), str(words.whens()[one.contact_when])]
    elif one.state is State.REFUSED:
        parts.append(str(words.refusals()[one.refusal]))
    elif one.state is State.TO_CALL:
        parts.append(one.wrote.get("phone", ""))
    return ", ".join(filter(None, parts))


def rows(one: Handed) -> list[tuple[str, str]]:
    """(what, words) of one hand-over, for the team."""

    def day(moment: dt.datetime) -> str:
        return str(short_date(moment.astimezone(PARIS).date()))

    shared = ", ".join(str(words.items()[key]) for key in one.shared_keys)
    agreement = f"{agreed_by(one.agreed_by)}, {day(one.agreed_at)}"
    outcome = f"{words.outcomes()[one.outcome]}, {short_date(one.outcome_on)}" if one.outcome else ""
    found = [
        (gettext("What for?"), str(words.purposes().get(one.purpose, one.purpose))),
        (gettext("Where it stands"), told(one)),
        (gettext("In the receiver's words"), one.wrote.get("words", "")),
        (gettext("Whom else to ask"), one.wrote.get("elsewhere", "")),
        (gettext("What was ticked"), shared),
        (gettext("Agreement of the person"), agreement),
        (gettext("Words that were read"), one.words_version),
        (gettext("Opened by the receiver"), day(one.opened_at) if one.opened_at else gettext("not yet")),
        (gettext("Reminded, or to be reminded by e-mail, on"), day(one.reminded_at) if one.reminded_at else ""),
        (gettext("What came of it"), outcome),
        (gettext("Made by"), one.author),
    ]
    return [(name, value) for name, value in found if value]


def answer(one: State) -> str:
    """What a receiver answered, as it was offered."""
    return str(words.answers().get(one.value, ""))
