"""Campaigns: what is published never changes, nothing unreviewed is printed, each organisation sees its own."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

import pytest

from prevenance.campaigns.choices.campaigns import CampaignState, Hindrance
from prevenance.campaigns.choices.health_year import moments, year_from
from prevenance.campaigns.choices.messages import Hindrance as MessageHindrance
from prevenance.campaigns.choices.messages import Verdict
from prevenance.campaigns.models import Campaign, CampaignCost, CampaignPublication, Message
from prevenance.campaigns.operations import campaigns as operations
from prevenance.campaigns.operations import messages
from prevenance.campaigns.queries import campaigns as queries
from prevenance.campaigns.queries.campaigns import CampaignDraft, CampaignKept
from prevenance.campaigns.queries.messages import Draft, Source, Words
from prevenance.campaigns.queries.ready_campaigns import ready_campaigns
from tests import agents

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
ON = AT.date()
SOURCE = Source("HAS", "Un texte", "2025", "https://exemple.fr/texte", "V", ON)
MESSAGE = Draft(
    intent="inform",
    audience="Tout le monde",
    words={"fr": Words("Un titre", "Un texte."), "en": Words("A title", "A text.")},
    sources=(SOURCE,),
)
DRAFT = CampaignDraft(
    words={"fr": {"name": "Une campagne", "goal": "Des gens viennent.", "situation": "Tout le monde"}},
    goal="workshop_visits",
    goal_many=30,
    communes=(agents.LAON,),
    moment="",
    starts_on=ON,
    ends_on=ON + dt.timedelta(days=30),
    speaker="Commune de Laon",
    payer="La commune",
)


class Team:
    """A mediator who writes messages, a coordinator who reviews them and runs campaigns."""

    def __init__(self) -> None:
        self.cast = agents.play()
        self.author = agents.access(self.cast.mediator, on=ON)
        self.lead = agents.access(self.cast.coordinator, on=ON)
        self.stranger = agents.access(self.cast.stranger, on=ON)

    def message(self, draft: Draft = MESSAGE) -> int:
        told = {"by": self.author, "at": AT}
        number = messages.write(operation=uuid.uuid4(), organisation=self.cast.ours, draft=draft, **told)
        self.publish(number, 1)
        return number

    def publish(self, number: int, seen: int) -> None:
        messages.ask_for_review(by=self.author, at=AT, number=number)
        messages.review(
            by=self.lead,
            at=AT,
            operation=uuid.uuid4(),
            number=number,
            seen=seen,
            verdict=Verdict.ACCEPTED,
            role="infirmière",
        )
        messages.publish(by=self.author, at=AT, number=number)

    def campaign(self, *chosen: int, draft: CampaignDraft = DRAFT) -> int:
        number = operations.prepare(
            by=self.lead, at=AT, operation=uuid.uuid4(), organisation=self.cast.ours, draft=draft
        )
        operations.choose_messages(by=self.lead, at=AT, number=number, chosen=chosen)
        return number

    def kept(self, number: int, on: dt.date = ON) -> CampaignKept:
        found = queries.campaign(self.lead, number, on=on)
        assert found
        return found


@pytest.fixture
def team() -> Team:
    return Team()


def test_a_campaign_sent_twice_is_prepared_once_and_is_read_back_as_typed(team: Team) -> None:
    operation = uuid.uuid4()
    told = {"by": team.lead, "at": AT, "operation": operation, "organisation": team.cast.ours, "draft": DRAFT}
    assert operations.prepare(**told) == operations.prepare(**told)  # type: ignore[arg-type]
    assert Campaign.objects.count() == 1
    assert team.kept(Campaign.objects.get().pk).draft == DRAFT


def test_nobody_else_sees_or_changes_it(team: Team) -> None:
    number = team.campaign()
    for who in (team.stranger, team.author, agents.access(team.cast.relay, on=ON)):
        assert queries.campaign(who, number, on=ON) is None
        with pytest.raises(operations.NotThere):
            operations.stop(by=who, at=AT, number=number)
        with pytest.raises(operations.NotAllowed):
            operations.prepare(by=who, at=AT, operation=uuid.uuid4(), organisation=team.cast.ours, draft=DRAFT)


def test_a_campaign_takes_no_message_of_another_organisation(team: Team) -> None:
    theirs = messages.write(
        by=team.stranger, at=AT, operation=uuid.uuid4(), organisation=team.cast.theirs, draft=MESSAGE
    )
    with pytest.raises(operations.NotThere):
        team.campaign(theirs)


def test_nothing_is_planned_without_a_message_that_may_go_out_and_is_shown(team: Team) -> None:
    number = team.campaign()
    with pytest.raises(operations.MayNotBePlanned) as none:
        operations.plan(by=team.lead, at=AT, number=number)
    assert [one.hindrance for one in none.value.refusals] == [Hindrance.NO_MESSAGE]
    unread = messages.write(by=team.author, at=AT, operation=uuid.uuid4(), organisation=team.cast.ours, draft=MESSAGE)
    operations.choose_messages(by=team.lead, at=AT, number=number, chosen=[unread])
    with pytest.raises(operations.MayNotBePlanned) as not_read:
        operations.plan(by=team.lead, at=AT, number=number)
    (why,) = not_read.value.refusals
    assert (why.hindrance, why.of_message) == (Hindrance.MESSAGE_NOT_READY, (MessageHindrance.NOT_REVIEWED,))
    Message.objects.filter(pk=unread).update(state="reviewed")
    assert CampaignPublication.objects.count() == 0


def test_what_was_published_stays_as_it_was_and_changed_words_are_taken_again_by_hand(team: Team) -> None:
    message = team.message()
    number = team.campaign(message)
    operations.plan(by=team.lead, at=AT, number=number)
    first = team.kept(number).published(message)
    assert first and (first.number, first.words["fr"].title) == (1, "Un titre")
    assert queries.refusals(team.kept(number), message, on=ON, language="fr") == ()
    changed = dataclasses.replace(MESSAGE, words={"fr": Words("Un autre titre", "Un texte.")})
    messages.revise(by=team.author, at=AT, operation=uuid.uuid4(), number=message, seen=1, draft=changed)
    why = {one.hindrance for one in queries.refusals(team.kept(number), message, on=ON, language="fr")}
    assert why == {Hindrance.MESSAGE_NOT_READY, Hindrance.WORDS_CHANGED}
    team.publish(message, 2)
    assert [one.hindrance for one in queries.refusals(team.kept(number), message, on=ON, language="fr")] == [
        Hindrance.WORDS_CHANGED
    ]
    operations.take_words(by=team.lead, at=AT, number=number)
    operations.take_words(by=team.lead, at=AT, number=number)
    assert [(one.number, one.words["fr"].title) for one in team.kept(number).publications] == [
        (1, "Un titre"),
        (2, "Un autre titre"),
    ]


def test_a_withdrawn_message_and_an_outdated_source_refuse_their_kit(team: Team) -> None:
    message = team.message()
    number = team.campaign(message, draft=dataclasses.replace(DRAFT, ends_on=ON + dt.timedelta(days=390)))
    operations.plan(by=team.lead, at=AT, number=number)
    last = team.kept(number).published(message)
    assert last and last.until == SOURCE.checked_on + dt.timedelta(days=365)
    late = last.until + dt.timedelta(days=1)
    assert queries.refusals(team.kept(number, last.until), message, on=last.until, language="fr") == ()
    found = queries.refusals(team.kept(number, late), message, on=late, language="fr")
    assert MessageHindrance.SOURCE_OUTDATED in found[0].of_message
    messages.withdraw(by=team.author, at=AT, number=message)
    found = queries.refusals(team.kept(number), message, on=ON, language="fr")
    assert MessageHindrance.WITHDRAWN in found[0].of_message


def test_a_campaign_passes_from_state_to_state_and_is_over_by_itself(team: Team) -> None:
    message = team.message()
    number = team.campaign(message)
    with pytest.raises(operations.NotThere):
        operations.start(by=team.lead, at=AT, number=number)
    operations.plan(by=team.lead, at=AT, number=number)
    assert queries.public_campaigns(on=ON) == ()
    operations.start(by=team.lead, at=AT, number=number)
    (shown,) = queries.public_campaigns(on=ON)
    assert shown.state is CampaignState.RUNNING
    after = DRAFT.ends_on + dt.timedelta(days=1)
    assert team.kept(number, DRAFT.ends_on).state is CampaignState.RUNNING
    assert team.kept(number, after).state is CampaignState.OVER
    found = queries.refusals(team.kept(number, after), message, on=after, language="fr")
    assert found[0].hindrance is Hindrance.ENDED
    operations.stop(by=team.lead, at=AT, number=number)
    assert queries.refusals(team.kept(number), message, on=ON, language="fr")[0].hindrance is Hindrance.NOT_LIVE
    operations.undo_stop(by=team.lead, at=AT + dt.timedelta(minutes=9), number=number)
    assert team.kept(number).state is CampaignState.RUNNING
    operations.stop(by=team.lead, at=AT, number=number)
    operations.undo_stop(by=team.lead, at=AT + dt.timedelta(minutes=11), number=number)
    assert team.kept(number).state is CampaignState.DRAFT


def test_a_change_over_somebody_elses_is_refused(team: Team) -> None:
    number = team.campaign()
    draft = dataclasses.replace(DRAFT, payer="L'ARS")
    operations.change(by=team.lead, at=AT, number=number, seen=1, draft=draft)
    operations.change(by=team.lead, at=AT, number=number, seen=1, draft=draft)  # the same: nothing to write
    with pytest.raises(operations.ChangedSince):
        operations.change(by=team.lead, at=AT, number=number, seen=1, draft=DRAFT)
    assert team.kept(number).draft.payer == "L'ARS"


def test_a_cost_sent_twice_is_written_once_and_comes_back_when_its_removal_is_undone(team: Team) -> None:
    number = team.campaign()
    told = {"by": team.lead, "at": AT, "number": number}
    operation = uuid.uuid4()
    for _ in range(2):
        operations.note_cost(operation=operation, heading="print", cents=12050, paid_to="Imprimerie", **told)
    assert team.kept(number).total == 12050
    cost = CampaignCost.objects.get().pk
    operations.remove_cost(cost=cost, **told)
    assert team.kept(number).total == 0
    operations.remove_cost(cost=cost, back=True, **told)
    assert team.kept(number).total == 12050
    for heading, cents in (("nothing", 1), ("print", -1)):
        with pytest.raises(ValueError, match=heading):
            operations.note_cost(operation=uuid.uuid4(), heading=heading, cents=cents, paid_to="X", **told)


def test_one_press_makes_a_draft_of_the_ready_campaign_with_messages_that_wait_for_a_review(team: Team) -> None:
    told = {"by": team.lead, "at": AT, "organisation": team.cast.ours, "speaker": "Nous"}
    operation = uuid.uuid4()
    number = operations.prepare_ready(operation=operation, key="mon-espace-sante", **told)
    assert operations.prepare_ready(operation=operation, key="mon-espace-sante", **told) == number
    found = team.kept(number)
    ready = ready_campaigns()["mon-espace-sante"]
    assert [one.ready_key for one in found.messages] == [key for key, _ in ready.parts]
    assert len(found.messages) == 6
    with pytest.raises(operations.MayNotBePlanned):
        operations.plan(by=team.lead, at=AT, number=number)
    again = operations.prepare_ready(operation=uuid.uuid4(), key="mon-espace-sante", **told)
    assert again != number
    assert [one.id for one in team.kept(again).messages] == [one.id for one in found.messages]


def test_each_moment_of_the_health_year_has_its_source_and_its_next_days() -> None:
    year = year_from(ON)
    assert len(year) == len(moments()) >= 10
    for moment, first, last in year:
        assert first <= last
        assert last >= ON
        assert first <= ON + dt.timedelta(days=366)
        assert moment.source.organisation and moment.source.status in "VSP"
    days = {one.key: (first, last) for one, first, last in year}
    assert days["flu_season"] == (dt.date(2026, 10, 14), dt.date(2027, 1, 31))
    assert days["march_blue"] == (dt.date(2027, 3, 1), dt.date(2027, 3, 31))
    assert moments()["cervical_week"].days(2026)[0] == dt.date(2026, 1, 26)
    assert moments()["vaccination_week"].days(2024) == (dt.date(2024, 4, 22), dt.date(2024, 4, 28))
