"""Mailings and askings when something changes after: a commune, a cap, another organisation, a stop once all left."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.models import Reminder, Subscription
from prevenance.campaigns.operations import campaigns, mailings, messages, reminders, subscriptions
from prevenance.campaigns.operations.reminders import Links as ReminderLinks
from prevenance.campaigns.operations.reminders import Wish as ReminderWish
from prevenance.campaigns.presenters import mailings as presenters
from prevenance.campaigns.queries import campaigns as campaign_queries
from prevenance.campaigns.queries import mailings as queries
from prevenance.campaigns.queries.askings import Contact
from prevenance.people.choices.messages import Channel, MessageState
from prevenance.people.choices.persons import Identity
from prevenance.people.models import Message, Organisation
from prevenance.people.operations import outbox, persons
from tests import agents
from tests.unit.campaigns.mailing_cast import AT, DAY, ON, OWN, Scene, absolute, link, number_of, of, put, row, waiting
from tests.unit.campaigns.test_mailings import content, followed, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def communes(scene: Scene, *codes: str) -> None:
    """Those of the campaign, from now on."""
    one = campaign_queries.known(scene.campaign, on=ON)
    assert one is not None
    draft = replace(one.draft, communes=codes)
    campaigns.change(by=scene.lead, at=AT, number=scene.campaign, seen=one.version, draft=draft)


def moves(scene: Scene, person: str, commune: str) -> None:
    """The commune alone of a record changes."""
    by = agents.access(scene.cast.coordinator, on=ON)
    same = Identity(given_name="Zohrabelle", phone=number_of(50))
    persons.revise_person(by=by, at=AT, reference=person, identity=same, commune=commune)


def test_who_moves_out_of_the_communes_of_a_mailing_gets_it_no_more(scene: Scene) -> None:
    communes(scene, agents.LAON)
    person = followed(scene)
    number = scene.mailing()
    assert put()["put"] == 1
    moves(scene, person, agents.LAON)
    assert waiting(number) == 1
    moves(scene, person, agents.SOISSONS)
    assert waiting(number) == 0 and put()["put"] == 0


def test_who_moves_within_them_keeps_it_with_the_nights_of_their_new_commune(scene: Scene) -> None:
    communes(scene)
    person = followed(scene)
    number = scene.mailing()
    put()
    moves(scene, person, agents.SOISSONS)
    (one,) = of(number)
    assert one.state == MessageState.WAITING and one.commune_code == agents.SOISSONS


def test_an_asking_made_again_for_another_commune_takes_back_what_waits(scene: Scene) -> None:
    communes(scene, agents.LAON)
    scene.subscribe(1)
    number = scene.mailing()
    assert put()["put"] == 1
    scene.subscribe(1, at=AT + 2 * DAY, commune=agents.SOISSONS)
    assert waiting(number) == 0 and put(AT + 2 * DAY)["put"] == 0


def test_communes_taken_out_of_a_campaign_take_back_what_waits_there_only(scene: Scene) -> None:
    communes(scene, agents.LAON, agents.SOISSONS)
    scene.subscribe(1, commune=agents.LAON)
    scene.subscribe(2, commune=agents.SOISSONS)
    number = scene.mailing()
    assert put()["put"] == 2
    communes(scene, agents.LAON)
    states = {content(one).address: one.state for one in of(number) if one.content is not None}
    assert states == {number_of(1): MessageState.WAITING} and waiting(number) == 1


def test_an_end_that_the_cap_holds_back_is_told_once_there_is_room(scene: Scene) -> None:
    number = scene.subscribe(1)
    soon = AT + dt.timedelta(days=705)
    for index in range(4):
        draft = outbox.Draft(
            key=f"other:{index}",
            organisation=scene.cast.ours,
            purpose="another",
            agreed_at=AT,
            channel=Channel.SMS,
            address=number_of(1),
            text="Un texte.",
            due_at=soon,
            not_after=soon + 60 * DAY,
        )
        assert outbox.put(draft, at=soon, link=link)
    assert subscriptions.keep_up(at=soon, links=OWN)["told"] == 0
    assert Subscription.objects.get(pk=number).end_told_at is None
    outbox.withdraw("other:3", at=soon)
    assert subscriptions.keep_up(at=soon + DAY, links=OWN)["told"] == 1
    assert subscriptions.keep_up(at=soon + DAY, links=OWN)["told"] == 0
    assert Message.objects.filter(key=f"{choices.END_KEY}{number}").count() == 1


def test_a_yes_to_one_organisation_erases_nothing_said_to_another(scene: Scene) -> None:
    first = scene.subscribe(1)
    scene.subscribe(2, confirmed=False)
    Subscription.objects.update(organisation=Organisation.objects.exclude(pk=scene.cast.ours).order_by("pk")[0])
    second = scene.subscribe(1, at=AT + 2 * DAY)
    unconfirmed = scene.subscribe(2, at=AT + 2 * DAY, confirmed=False)
    assert Subscription.objects.count() == 4
    scene.subscribe(1, at=AT + 4 * DAY)
    scene.subscribe(2, at=AT + 4 * DAY, confirmed=False)
    assert Subscription.objects.count() == 4  # each of ours gave way to the new one
    assert Subscription.objects.filter(pk=first).exists()
    assert not Subscription.objects.filter(pk__in=[second, unconfirmed]).exists()


def test_the_same_holds_of_reminders(scene: Scene) -> None:
    made = ReminderLinks(stop=link, own=link, find=lambda _: absolute("/"), again=lambda _: absolute("/"))
    other = Organisation.objects.exclude(pk=scene.cast.ours).order_by("pk")[0].pk
    numbers: list[uuid.UUID] = []
    for index, organisation in enumerate((other, scene.cast.ours, scene.cast.ours)):
        wish = ReminderWish(
            organisation=organisation,
            channel=Channel.EMAIL,
            contact=Contact("sam@exemple.fr"),
            dates=[ON + 90 * DAY],
            agreed_words="2026-11",
            language="fr",
        )
        at = AT + 2 * index * DAY
        numbers.append(reminders.ask(wish, at=at, links=made))
        reminders.confirm(numbers[-1], at=at)
    assert set(Reminder.objects.values_list("pk", flat=True)) == {numbers[0], numbers[2]}


def test_a_mailing_that_left_whole_stays_over_when_its_message_is_stopped(scene: Scene) -> None:
    scene.subscribe(1), scene.subscribe(2)
    number = scene.mailing()
    put()
    Message.objects.filter(key__startswith=choices.key(number, "")).update(state=MessageState.SENT, ended_at=AT)
    messages.withdraw(by=scene.team.author, at=AT + DAY, number=scene.message)
    assert put(AT + DAY)["withdrawn"] == 0
    assert row(number).put_many == 2 and row(number).put_at == AT
    one = found(scene, number)
    assert one.is_put and one.is_begun
    assert presenters.steps(one, queries.progress(one))[1][1] == 2
    outbox_rows = Message.objects.filter(key__startswith=choices.key(number, ""))
    outbox_rows.delete()  # as after three months
    assert presenters.steps(one, queries.progress(one))[-1][1] == 2
    mailings.stop(by=scene.lead, at=AT + DAY, number=number)
    assert row(number).put_many == 2 and row(number).put_at == AT


def test_a_mailing_stopped_half_way_counts_what_left_then_goes_on_when_planned_again(scene: Scene) -> None:
    scene.subscribe(1), scene.subscribe(2)
    number = scene.mailing()
    put()
    Message.objects.filter(pk=of(number)[0].pk).update(state=MessageState.SENT, ended_at=AT)
    mailings.stop(by=scene.lead, at=AT, number=number)
    assert row(number).put_many == 1 and row(number).put_at is None and found(scene, number).is_begun
    scene.subscribe(3)
    mailings.plan(by=scene.lead, at=AT, number=number)
    assert put()["put"] == 3 and row(number).put_many == 3
    Message.objects.filter(key__startswith=choices.key(number, "")).update(state=MessageState.SENT, ended_at=AT)
    scene.subscribe(4)
    mailings.stop(by=scene.lead, at=AT, number=number)
    mailings.plan(by=scene.lead, at=AT, number=number)
    assert put()["put"] == 4 and waiting(number) == 1
