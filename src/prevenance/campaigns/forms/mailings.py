"""A mailing, and a try of it: read from what was posted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.forms import reminders
from prevenance.campaigns.forms.campaigns import Posted, communes, number
from prevenance.campaigns.operations.mailings import Draft
from prevenance.campaigns.queries.campaigns import CampaignKept
from prevenance.kit.clock import PARIS
from prevenance.kit.inputs import Mistake, one
from prevenance.people.choices.messages import Channel


@dataclass(slots=True)
class Reading:
    """`draft`: None while there are mistakes."""

    draft: Draft | None = None
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, name: str, words: str) -> None:
        self.mistakes.append(Mistake(name, name, words))


def mailing(posted: Posted, campaign: CampaignKept, *, at: dt.datetime) -> Reading:
    """`campaign`: whose messages, communes and days it keeps to."""
    found = Reading()
    message = number(one(posted, "message"))
    if message not in {each.id for each in campaign.messages}:
        found.mistakes.append(Mistake("message", "message-1", gettext("Choose a message.")))
    way = next((each for each in choices.CHANNELS if each == one(posted, "channel")), None)
    if way is None:
        found.mistakes.append(Mistake("channel", "channel-1", gettext("Choose a way.")))
    codes = communes(posted, found)
    bounds = campaign.draft.communes
    if bounds and not set(codes) <= set(bounds):
        found.wrong("communes", gettext("Only communes of the campaign."))
    due = _due(posted, campaign, found, at)
    if not found.mistakes and way is not None and due is not None:
        found.draft = Draft(message=message, channel=way, communes=codes, due_at=due)
    return found


def _due(posted: Posted, campaign: CampaignKept, found: Reading, at: dt.datetime) -> dt.datetime | None:
    hour = number(one(posted, "hour"))
    try:
        day = dt.date.fromisoformat(one(posted, "day"))
    except ValueError:
        found.wrong("day", gettext("Write a day."))
        return None
    if not campaign.draft.starts_on <= day <= campaign.draft.ends_on:
        found.wrong("day", gettext("Choose a day of the campaign."))
        return None
    if hour not in choices.HOURS:
        found.wrong("hour", gettext("Choose an hour in the list."))
        return None
    due = dt.datetime.combine(day, dt.time(hour), PARIS)
    if due + dt.timedelta(hours=1) <= at:
        found.wrong("hour", gettext("This hour is past."))
        return None
    return due


def phone(posted: Posted) -> tuple[str, list[Mistake]]:
    """The mobile number of whoever tries."""
    mistakes: list[Mistake] = []
    contact = reminders.contact({"phone": one(posted, "phone")}, Channel.SMS, "", mistakes)
    return contact.address, mistakes


def language(posted: Posted, offered: Collection[str]) -> str:
    """One of those of the words, French otherwise."""
    given = one(posted, "language")
    return given if given in offered else "fr"
