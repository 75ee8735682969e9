"""Whatever the order of yes, no, stop, plan and tick: no message leaves to anybody whose yes is not standing then."""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.choices.messages import MessageState as Written
from prevenance.campaigns.models import Message as Told
from prevenance.campaigns.operations import campaigns, mailings, messages, subscriptions
from prevenance.consent.choices.lengths import Length
from prevenance.consent.operations import consents
from prevenance.kit.consents import Means
from prevenance.people.choices.messages import Channel, MessageState
from prevenance.people.choices.persons import Identity, PersonPurpose
from prevenance.people.models import Message
from prevenance.people.operations import outbox, outbox_by_hand, persons
from prevenance.people.queries import messages as reads
from tests import agents
from tests.unit.campaigns.mailing_cast import AT, ON, Scene, number_of, put

PEOPLE = (1, 2, 3)
FOLLOWED = 9
STEPS = (
    *((what, index) for what in ("ask", "confirm", "stop", "press", "choose") for index in PEOPLE),
    *((what, FOLLOWED) for what in ("agree", "withdraw", "press", "undo")),
    *(
        (what, 0)
        for what in (
            "plan",
            "halt",
            "tick",
            "again",
            "send",
            "stop message",
            "put back",
            "end campaign",
            "go on",
            "day",
        )
    ),
)
ORDERS = st.lists(st.sampled_from(STEPS), min_size=4, max_size=30)


@dataclass
class World:
    """What we believe: who stands by a yes, and whether the mailing may leave."""

    scene: Scene
    person: str
    mailing: int
    at: dt.datetime = AT
    asked: dict[int, uuid.UUID] = field(default_factory=dict)
    pending: dict[int, uuid.UUID] = field(default_factory=dict)
    yes: set[int] = field(default_factory=set)
    is_planned: bool = False
    is_shown: bool = True  # the message may go out
    is_live: bool = True  # the campaign too
    sent: list[str] = field(default_factory=list)

    def ask(self, index: int) -> None:
        with contextlib.suppress(subscriptions.TooOften):
            number = self.scene.subscribe(index, at=self.at, confirmed=False)
            if index not in self.yes:
                self.asked[index] = number
            self.pending[index] = number

    def confirm(self, index: int) -> None:
        number = self.pending.get(index)
        if number and subscriptions.confirm(number, at=self.at):
            self.asked[index] = number
            self.yes.add(index)

    def stop(self, index: int) -> None:
        if index in self.asked and subscriptions.stop(self.asked[index], at=self.at):
            self.yes.discard(index)

    def press(self, index: int) -> None:
        """« No more » in the last message of this mailing that they have, whatever became of it."""
        secret = self._secret(index)
        if secret and outbox_by_hand.stop(secret=secret, at=self.at):
            self.yes.discard(index)

    def undo(self, index: int) -> None:
        if secret := self._secret(index):
            outbox_by_hand.undo_stop(secret=secret, at=self.at)

    def choose(self, index: int) -> None:
        if index in self.asked:
            subscriptions.choose(self.asked[index], year_most=2)

    def agree(self, index: int) -> None:
        by = agents.access(self.scene.cast.mediator, on=ON)
        told = {"purpose": choices.PURPOSE, "length": Length.YEAR, "means": Means.SAID}
        consents.give(by=by, at=self.at, person=self.person, **told)  # type: ignore[arg-type]
        self.yes.add(index)

    def withdraw(self, index: int) -> None:
        by = agents.access(self.scene.cast.mediator, on=ON)
        consents.withdraw(by=by, at=self.at, person=self.person, purpose=choices.PURPOSE)
        self.yes.discard(index)

    def plan(self, index: int) -> None:
        with contextlib.suppress(mailings.MayNotLeave):
            mailings.plan(by=self.scene.lead, at=self.at, number=self.mailing)
            self.is_planned = True

    def halt(self, index: int) -> None:
        mailings.stop(by=self.scene.lead, at=self.at, number=self.mailing)
        self.is_planned = False

    def tick(self, index: int) -> None:
        put(self.at, most=2)

    def again(self, index: int) -> None:
        """From the first recipient."""
        self.halt(index), self.plan(index), self.tick(index), self.tick(index)

    def send(self, index: int) -> None:
        for taken in outbox.lease(at=self.at, most=2, channels=[Channel.SMS]):
            if outbox.begin(taken, at=self.at):
                row = Message.objects.get(pk=taken.id)
                if row.purpose == choices.PURPOSE:
                    self.sent.append(taken.content.address)
                    assert self._index(taken.content.address) in self.yes, "sent without a yes"
                    assert self.is_planned and self.is_shown and self.is_live, "sent though stopped"
                outbox.mark_sent(taken, at=self.at)

    def stop_message(self, index: int) -> None:
        with contextlib.suppress(messages.NotThere):
            messages.withdraw(by=self.scene.team.author, at=self.at, number=self.scene.message)
            self.is_shown = False

    def put_back(self, index: int) -> None:
        with contextlib.suppress(messages.NotThere):
            messages.put_back(by=self.scene.team.author, at=self.at, number=self.scene.message)
            self.is_shown = Told.objects.get(pk=self.scene.message).state == Written.PUBLISHED

    def end_campaign(self, index: int) -> None:
        with contextlib.suppress(campaigns.NotThere):
            campaigns.stop(by=self.scene.lead, at=self.at, number=self.scene.campaign)
            self.is_live = False

    def go_on(self, index: int) -> None:
        with contextlib.suppress(campaigns.NotThere):
            campaigns.undo_stop(by=self.scene.lead, at=self.at, number=self.scene.campaign)
            self.is_live = True

    def day(self, index: int) -> None:
        self.at += dt.timedelta(minutes=4)

    def _index(self, address: str) -> int:
        return next((one for one in (*PEOPLE, FOLLOWED) if number_of(one) == address), 0)

    def _secret(self, index: int) -> str:
        for row in Message.objects.filter(key__startswith=choices.key(self.mailing, "")).exclude(content=None):
            content = reads.content(row)
            if content and content.address == number_of(index):
                return content.stop.rstrip("/").rpartition("/")[2]
        return ""

    def hold(self) -> None:
        """What waits is only for those whose yes stands, of a mailing that may leave; nobody got it twice."""
        rows = Message.objects.filter(purpose=choices.PURPOSE, key__startswith=choices.KEY)
        for row in rows.filter(state__in=[MessageState.WAITING, MessageState.LEASED]):
            content = reads.content(row)
            assert content is not None and self._index(content.address) in self.yes, "waits without a yes"
            assert self.is_planned and self.is_shown and self.is_live, "waits though stopped"
        assert len(self.sent) == len(set(self.sent)), "twice"


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=ORDERS)
def test_nobody_without_a_standing_yes_ever_gets_one(scene: Scene, order: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        person = persons.create_person(
            by=agents.access(scene.cast.mediator, on=ON),
            at=AT,
            organisation_id=scene.cast.ours,
            purpose=PersonPurpose.FOLLOW_UP,
            identity=Identity(given_name="Zohrabelle", phone=number_of(FOLLOWED)),
            commune=agents.LAON,
            fictional=True,
        )
        mailing = scene.mailing(planned=False)
        scene.tried(mailing)
        world = World(scene, person, mailing)
        for what, index in [
            ("agree", FOLLOWED),
            ("ask", 1),
            ("confirm", 1),
            ("ask", 2),
            ("plan", 0),
            ("tick", 0),
            *order,
        ]:
            getattr(world, what.replace(" ", "_"))(index)
            world.hold()
        transaction.set_rollback(True)
