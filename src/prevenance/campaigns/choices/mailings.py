"""Prevention messages sent to those who agreed: by which ways, how many a year, in which words; `mailings.yaml`."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from prevenance.campaigns.choices.messages import LANGUAGES
from prevenance.campaigns.choices.reminders import filled, known
from prevenance.kit.consents import Means
from prevenance.kit.texts import Text
from prevenance.people.choices.messages import Channel

FILE = Path(__file__).with_name("mailings.yaml")
CHANNELS = (Channel.SMS, Channel.EMAIL, Channel.LETTER)  # a call is for one's own plan: nobody reads a message aloud
PURPOSE, ASKING, TRY = "prevention_messages", "prevention_asking", "mailing_try"
KEY, ASK_KEY, END_KEY, TRY_KEY = "mailing:", "subscription-asking:", "subscription-end:", "mailing-try:"
WORTH = dt.timedelta(days=10)  # a message held back so long after its hour is no more use
FEW = 5  # fewer people than that: their number is not said
YEAR = dt.timedelta(days=365)
TRIES_A_DAY = 10  # of one account
HOURS = range(8, 19)  # of a mailing; what waits after 20 waits for the morning
SMS_MOST = 306  # septets of two text messages: one's own link to stop takes a third of it

HEARD = (Means.SAID, Means.ON_PAPER)  # how an agent hears a yes


class MailingState(StrEnum):
    """`PLANNED`: leaves, or has left, from its hour on."""

    DRAFT = "draft"
    PLANNED = "planned"
    STOPPED = "stopped"


@functools.cache
def given() -> Mapping[str, Any]:
    """The file."""
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def consent() -> tuple[str, Text]:
    """(version, words) read before asking."""
    return str(given()["version"]), Text.read(given()["consent"])


def spoken() -> Text:
    """What an agent reads aloud before noting a yes."""
    return Text.read(given()["spoken"])


def year_mosts() -> tuple[int, ...]:
    """How many a year at most: what one may choose."""
    return tuple(given()["years_most"])


def languages() -> dict[str, str]:
    """code → name in itself, of the languages in which a message may be written."""
    return {"fr": "Français", "en": "English", **LANGUAGES}


def subject(kind: str, language: str) -> str:
    """Of an e-mail or a letter. `kind`: ask, end."""
    return str(given()["subject"][kind][known(language)])


def words(channel: Channel, kind: str, language: str, values: Mapping[str, str]) -> str:
    """A message about the asking itself; `{stop}` stays for the outbox to replace."""
    return filled(given()["words"][str(channel)][kind][known(language)], channel, values)


def key(mailing: int, recipient: str) -> str:
    """Of one message: the same is never put twice."""
    return f"{KEY}{mailing}:{recipient}"
