"""Relays in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance import catalogue
from prevenance.kit.templatetags.kit import month
from prevenance.mediation.choices import relay_words
from prevenance.mediation.choices.relay_states import State
from prevenance.mediation.choices.relay_words import Kit
from prevenance.mediation.presenters.paths import commune
from prevenance.mediation.queries.relays import RENEW_BEFORE, Sheet
from prevenance.plans.presenters import contacts, paper


def state(one: State) -> str:
    """What a relay is."""
    return {
        State.APPLIED: gettext("To call: asked to become a relay"),
        State.VERIFIED: gettext("Called: to be trained"),
        State.TRAINED: gettext("Trained: the charter is to be signed"),
        State.SIGNED: gettext("Charter signed: ready to begin"),
        State.ACTIVE: gettext("Active"),
        State.EXPIRED: gettext("The charter is a year old: to be signed again"),
        State.DECLINED: gettext("Not kept"),
        State.LEFT: gettext("Has left"),
    }[one]


@dataclass(frozen=True, slots=True)
class Shown:
    """A relay on a page."""

    id: int
    code: str
    name: str
    contact: str
    where: str
    reason: str
    state: str
    state_key: str
    applied_on: dt.date
    until: dt.date | None
    is_to_renew: bool
    has_come: bool
    said: tuple[str, ...]


def shown(one: Sheet, *, on: dt.date) -> Shown:
    """`on`: today."""
    digits = one.contact.isdigit()
    return Shown(
        one.id,
        one.code,
        one.first_name or gettext("Somebody who left"),
        " ".join(one.contact[at : at + 2] for at in range(0, 10, 2)) if digits else one.contact,
        commune(one.commune_code),
        str(relay_words.reasons().get(one.reason, "")),
        state(one.state),
        one.state.value,
        one.applied_on,
        one.charter_until,
        one.state in (State.ACTIVE, State.EXPIRED) and (one.charter_until or on) <= on + RENEW_BEFORE,
        one.has_come,
        tuple(_said(each.month, each.low, each.high, each.by_team) for each in one.said),
    )


def _said(when: dt.date, low: int, high: int, by_team: bool) -> str:
    between = gettext("%(month)s: from %(low)s to %(high)s people") % {"month": month(when), "low": low, "high": high}
    return f"{between} ({gettext('noted by the team') if by_team else gettext('said by the relay')})"


def months(given: tuple[dt.date, ...]) -> list[tuple[str, str, str]]:
    """Choices of a field."""
    return [(one.isoformat(), month(one), "") for one in given]


def alerts() -> list[contacts.Line]:
    """Whom to call in case of danger."""
    known = catalogue.load().contacts
    return [contacts.line(known[key]) for key in relay_words.alerts()]


@dataclass(frozen=True, slots=True)
class Card:
    """A card to pass on, with its square code."""

    kit: Kit
    link: str
    short: str
    qr: str


def cards(links: Mapping[str, str]) -> list[Card]:
    """`links`: the whole address of each kit, by key. Nothing of the relay is in them: nobody is counted."""
    return [
        Card(kit, links[kit.key], links[kit.key].partition("://")[2].rstrip("/"), paper.qr(links[kit.key]))
        for kit in relay_words.kits()
    ]
