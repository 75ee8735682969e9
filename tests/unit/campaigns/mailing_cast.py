"""A campaign whose message may go out, those who asked for it, and the links of their messages: all fictional."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.models import Mailing
from prevenance.campaigns.operations import campaigns, mailings, putting, subscriptions
from prevenance.campaigns.operations.mailings import Draft
from prevenance.campaigns.presenters import mailing_words
from prevenance.campaigns.queries.askings import Contact
from prevenance.kit.clock import PARIS
from prevenance.people.choices.messages import Channel, MessageState
from prevenance.people.models import Message
from tests import agents
from tests.unit.campaigns.test_campaigns import DRAFT, MESSAGE, Team

AT = dt.datetime(2026, 11, 24, 12, tzinfo=PARIS)
ON, DAY = AT.date(), dt.timedelta(days=1)
TRIER = "+33639980099"  # of the agent


def absolute(path: str) -> str:
    return f"https://exemple.test{path}"


def link(secret: str, language: str) -> str:
    return absolute(f"/{language}/{secret}/")


OWN = subscriptions.Links(stop=link, own=link, find=lambda language: absolute("/"), phone="0323000000")
LINKS = putting.Links(stop=link, worded=mailing_words.worded(absolute))


def number_of(index: int) -> str:
    """A mobile number kept for works of fiction."""
    return f"+336399800{index:02d}"


class Scene:
    """`campaign` is planned with one message."""

    def __init__(self) -> None:
        self.team = Team()
        self.cast, self.lead = self.team.cast, self.team.lead
        self.message = self.team.message(MESSAGE)
        self.campaign = self.prepared()

    def prepared(self) -> int:
        told = {"by": self.lead, "at": AT}
        draft = replace(DRAFT, ends_on=ON + dt.timedelta(days=200))
        number = campaigns.prepare(operation=uuid.uuid4(), organisation=self.cast.ours, draft=draft, **told)
        campaigns.choose_messages(number=number, chosen=[self.message], **told)
        campaigns.plan(number=number, **told)
        return number

    def subscribe(
        self,
        index: int = 1,
        *,
        at: dt.datetime = AT,
        confirmed: bool = True,
        language: str = "fr",
        most: int = 12,
        commune: str = agents.LAON,
    ) -> uuid.UUID:
        wish = subscriptions.Wish(
            organisation=self.cast.ours,
            channel=Channel.SMS,
            contact=Contact(number_of(index)),
            year_most=most,
            agreed_words="2026-11",
            language=language,
            commune=commune,
            is_automatic=True,
        )
        number = subscriptions.ask(wish, at=at, links=OWN)
        if confirmed:
            assert subscriptions.confirm(number, at=at)
        return number

    def mailing(self, *, at: dt.datetime = AT, channel: Channel = Channel.SMS, planned: bool = True) -> int:
        draft = Draft(message=self.message, channel=channel, communes=(), due_at=at)
        number = mailings.prepare(by=self.lead, at=at, operation=uuid.uuid4(), campaign=self.campaign, draft=draft)
        if planned:
            self.tried(number, at)
            mailings.plan(by=self.lead, at=at, number=number)
        return number

    def tried(self, number: int, at: dt.datetime = AT) -> None:
        mailings.try_it(
            by=self.lead,
            at=at,
            operation=uuid.uuid4(),
            number=number,
            address=TRIER,
            language="fr",
            links=LINKS,
        )


def put(at: dt.datetime = AT, most: int = 500) -> dict[str, int]:
    return putting.put_due(at=at, links=LINKS, most=most)


def of(mailing: int) -> list[Message]:
    """Its messages."""
    return list(Message.objects.filter(key__startswith=f"{choices.KEY}{mailing}:").order_by("key"))


def waiting(mailing: int) -> int:
    return sum(one.state == MessageState.WAITING for one in of(mailing))


def row(mailing: int) -> Mailing:
    return Mailing.objects.get(pk=mailing)
