"""Mailings: only who said yes, once, in their language, under the caps; taken back at once; resumed after a kill."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import uuid
from dataclasses import replace
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.choices.channels import gsm, septets
from prevenance.campaigns.choices.messages import MessageState as Written
from prevenance.campaigns.models import Campaign as CampaignRow
from prevenance.campaigns.models import Mailing, Subscription
from prevenance.campaigns.models import Message as Told
from prevenance.campaigns.operations import campaigns, mailings, messages, putting, subscriptions
from prevenance.campaigns.operations.mailings import Draft, MayNotLeave
from prevenance.campaigns.presenters import mailing_words
from prevenance.campaigns.queries import mailings as queries
from prevenance.campaigns.queries.askings import Contact
from prevenance.campaigns.queries.messages import Words
from prevenance.campaigns.queries.subscriptions import KIND
from prevenance.consent.choices.lengths import Length
from prevenance.consent.operations import consents
from prevenance.consent.queries import consents as agreed
from prevenance.kit import territory
from prevenance.kit.consents import Means
from prevenance.people import operations as people
from prevenance.people.choices.messages import Channel, MessageState
from prevenance.people.choices.persons import Identity, PersonPurpose
from prevenance.people.models import Message
from prevenance.people.operations import outbox, outbox_by_hand, persons, persons_merging
from prevenance.people.queries import messages as outbox_queries
from tests import agents
from tests.unit.campaigns.mailing_cast import AT, DAY, ON, OWN, TRIER, Scene, absolute, number_of, of, put, row, waiting
from tests.unit.campaigns.test_campaigns import MESSAGE

pytestmark = pytest.mark.django_db
FORT_DE_FRANCE = "97209"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def content(one: Message) -> outbox_queries.Content:
    found = outbox_queries.content(one)
    assert found is not None
    return found


def secret_in(one: Message) -> str:
    return content(one).stop.rstrip("/").rpartition("/")[2]


def followed(scene: Scene, *, phone: str = number_of(50), agrees: bool = True) -> str:
    """Somebody of Laon, who said yes to these messages."""
    by = agents.access(scene.cast.mediator, on=ON)
    person = persons.create_person(
        by=by,
        at=AT,
        organisation_id=scene.cast.ours,
        purpose=PersonPurpose.FOLLOW_UP,
        identity=Identity(given_name="Zohrabelle", phone=phone),
        commune=agents.LAON,
        fictional=True,
    )
    if agrees:
        consents.give(by=by, at=AT, person=person, purpose=choices.PURPOSE, length=Length.YEAR, means=Means.SAID)
    return person


def test_who_said_yes_twice_gets_it_once_in_a_text_that_holds(scene: Scene) -> None:
    scene.subscribe(1)
    scene.subscribe(2, confirmed=False)
    number = scene.mailing()
    assert put()["put"] == 1 and put()["put"] == 0
    (one,) = of(number)
    said = content(one)
    assert said.address == number_of(1) and said.subject == ""
    assert "/r/" in said.text and said.stop in said.text
    assert gsm(said.text) == said.text and septets(said.text) <= choices.SMS_MOST
    assert row(number).put_many == 1 and row(number).put_at == AT


def test_each_in_their_language_where_it_is_reviewed_else_in_french(scene: Scene) -> None:
    scene.subscribe(1, language="en")
    scene.subscribe(2, language="ar")
    number = scene.mailing()
    put()
    by_address = {content(one).address: content(one) for one in of(number)}
    assert by_address[number_of(1)].language == "en" and "A title" in by_address[number_of(1)].text
    assert by_address[number_of(2)].language == "fr" and "Un titre" in by_address[number_of(2)].text


def test_the_night_is_that_of_where_people_live(scene: Scene) -> None:
    """Noon in Laon is seven in the morning in Fort-de-France: it waits for eight there; the asking too."""
    scene.subscribe(1, at=AT - 5 * DAY)
    Subscription.objects.update(commune_code=FORT_DE_FRANCE)
    CampaignRow.objects.filter(pk=scene.campaign).update(communes=[])
    Mailing.objects.filter(pk=(number := scene.mailing())).update(communes=[])
    assert put()["put"] == 1
    (one,) = of(number)
    assert one.zone == "America/Martinique"
    assert one.due_at == dt.datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("America/Martinique"))
    assert not [each for each in outbox.lease(at=AT, most=9, channels=[Channel.SMS]) if each.id == one.pk]
    scene.subscribe(2, confirmed=False, commune=FORT_DE_FRANCE)
    (asking,) = Message.objects.filter(purpose=choices.ASKING, state=MessageState.WAITING)
    assert asking.zone == "America/Martinique" and asking.due_at > AT


def test_it_is_not_planned_untried_nor_with_words_that_may_not_go_out(scene: Scene) -> None:
    number = scene.mailing(planned=False)
    with pytest.raises(MayNotLeave):
        mailings.plan(by=scene.lead, at=AT, number=number)
    scene.tried(number)
    messages.withdraw(by=scene.team.author, at=AT, number=scene.message)
    with pytest.raises(MayNotLeave) as why:
        mailings.plan(by=scene.lead, at=AT, number=number)
    assert why.value.refusals


def test_nobody_prepares_one_outside_their_scope_nor_the_campaign(scene: Scene) -> None:
    elsewhere = Draft(message=scene.message, channel=Channel.SMS, communes=(agents.SOISSONS,), due_at=AT)
    told = {"at": AT, "operation": uuid.uuid4(), "campaign": scene.campaign}
    with pytest.raises(mailings.NotThere):
        mailings.prepare(by=scene.lead, draft=elsewhere, **told)
    for who in (scene.team.stranger, scene.team.author, agents.access(scene.cast.relay, on=ON)):
        mine = Draft(message=scene.message, channel=Channel.SMS, communes=(agents.LAON,), due_at=AT)
        with pytest.raises(mailings.NotThere):
            mailings.prepare(by=who, draft=mine, **told)
    number = scene.mailing(planned=False)
    for act in (mailings.plan, mailings.stop):
        with pytest.raises(mailings.NotThere):
            act(by=scene.team.stranger, at=AT, number=number)


def test_the_stop_of_a_message_takes_back_what_waits_at_once_and_its_undo_puts_it_again(scene: Scene) -> None:
    scene.subscribe(1), scene.subscribe(2)
    number = scene.mailing()
    put()
    Message.objects.filter(pk=of(number)[0].pk).update(state=MessageState.SENT, ended_at=AT)
    messages.withdraw(by=scene.team.author, at=AT, number=scene.message)
    assert sorted(one.state for one in of(number)) == [MessageState.SENT, MessageState.WITHDRAWN]
    assert put()["put"] == 0
    messages.put_back(by=scene.team.author, at=AT, number=scene.message)
    put()
    assert sorted(one.state for one in of(number)) == [MessageState.SENT, MessageState.WAITING]
    campaigns.stop(by=scene.lead, at=AT, number=scene.campaign)
    assert waiting(number) == 0 and put()["put"] == 0
    campaigns.undo_stop(by=scene.lead, at=AT, number=scene.campaign)
    put()
    assert waiting(number) == 1 and len(of(number)) == 2


def test_a_source_that_becomes_outdated_holds_what_waits(scene: Scene) -> None:
    scene.subscribe(1)
    number = scene.mailing()
    put()
    Told.objects.filter(pk=scene.message).update(state=Written.OUTDATED.value)
    assert put()["withdrawn"] == 1
    assert waiting(number) == 0


def test_new_words_wait_for_a_new_try(scene: Scene) -> None:
    scene.subscribe(1)
    number = scene.mailing()
    put()
    draft = replace(MESSAGE, words={"fr": Words("Un titre nouveau", "Un texte.")})
    told = {"number": scene.message, "operation": uuid.uuid4(), "seen": 1, "draft": draft}
    messages.revise(by=scene.team.author, at=AT, **told)  # type: ignore[arg-type]
    assert waiting(number) == 0
    scene.team.publish(scene.message, 2)
    campaigns.take_words(by=scene.lead, at=AT, number=scene.campaign)
    assert put()["put"] == 0 and waiting(number) == 0
    scene.tried(number)
    mailings.plan(by=scene.lead, at=AT, number=number)
    put()
    assert waiting(number) == 1 and "nouveau" in content(of(number)[-1]).text


def test_a_mailing_stopped_then_taken_up_again_never_gives_twice_what_left(scene: Scene) -> None:
    scene.subscribe(1), scene.subscribe(2)
    number = scene.mailing()
    put()
    Message.objects.filter(pk=of(number)[0].pk).update(state=MessageState.SENT, ended_at=AT)
    assert mailings.stop(by=scene.lead, at=AT, number=number) == 1
    assert mailings.stop(by=scene.lead, at=AT, number=number) == 0
    assert put()["put"] == 0
    mailings.plan(by=scene.lead, at=AT, number=number)
    put()
    assert sorted(one.state for one in of(number)) == [MessageState.SENT, MessageState.WAITING]
    assert row(number).put_many == 2


def test_killed_between_two_batches_it_resumes_where_it_was(scene: Scene) -> None:
    for index in range(1, 8):
        scene.subscribe(index)
    number = scene.mailing()
    assert put(most=3) == {"put": 3, "held": 0, "missed": 0, "withdrawn": 0, "left": 1}
    assert put(most=3)["put"] == 3
    assert put(most=3) == {"put": 1, "held": 0, "missed": 0, "withdrawn": 0, "left": 0}
    assert len(of(number)) == 7


def test_their_number_a_year_and_the_cap_on_all_messages_hold(scene: Scene) -> None:
    scene.subscribe(1, most=2)
    at = AT
    for index in range(4):
        scene.mailing(at=at)
        assert put(at)["held"] == int(index >= 2), index
        at += 20 * DAY
    scene.subscribe(2, most=12, at=at)
    held = 0
    for _ in range(6):
        scene.mailing(at=at)
        held += put(at)["held"]
    times = [one.due_at for one in Message.objects.filter(purpose=choices.PURPOSE, due_at__gte=at)]
    assert len(times) >= 3 and all(sum(a <= b < a + 30 * DAY for b in times) <= 4 for a in times)
    assert held >= 2


def test_what_was_taken_back_does_not_count_in_their_year(scene: Scene) -> None:
    scene.subscribe(1, most=2)
    for _ in range(3):
        number = scene.mailing()
        put()
        mailings.stop(by=scene.lead, at=AT, number=number)
    number = scene.mailing()
    assert put()["put"] == 1


def test_who_is_followed_and_agreed_gets_it_until_they_take_it_back(scene: Scene) -> None:
    person, other = followed(scene), followed(scene, phone=number_of(51), agrees=False)
    number = scene.mailing()
    assert put()["put"] == 1
    (one,) = of(number)
    assert one.person == person and one.person != other and one.agreed_at == AT
    consents.withdraw(by=agents.access(scene.cast.mediator, on=ON), at=AT, person=person, purpose=choices.PURPOSE)
    assert waiting(number) == 0
    mailings.stop(by=scene.lead, at=AT, number=number)
    mailings.plan(by=scene.lead, at=AT, number=number)
    assert put()["put"] == 0 and waiting(number) == 0


def test_a_number_that_changed_gets_nothing_more(scene: Scene) -> None:
    """What waits for the former number is taken back, by a revision as by a merge; what goes to the same one stays."""
    by = agents.access(scene.cast.mediator, on=ON)
    person, twin = followed(scene, phone=number_of(60)), followed(scene, phone=number_of(61))
    number = scene.mailing()
    assert put()["put"] == 2
    same = Identity(given_name="Zohra", phone=number_of(60))
    persons.revise_person(by=by, at=AT, reference=person, identity=same, commune=agents.LAON)
    assert waiting(number) == 2
    merge = persons_merging.merge_persons(by=by, at=AT, kept=person, gone=twin, chosen={})
    assert [content(one).address for one in of(number) if one.state == MessageState.WAITING] == [number_of(60)]
    persons_merging.undo_merge(by=by, at=AT, number=merge)
    assert waiting(number) == 1
    moved = Identity(given_name="Zohra", phone=number_of(62))
    persons.revise_person(by=by, at=AT, reference=person, identity=moved, commune=agents.LAON)
    assert waiting(number) == 0


def test_the_stop_in_a_message_takes_the_consent_back_and_its_undo_sends_nothing(scene: Scene) -> None:
    person = followed(scene)
    number = scene.mailing()
    put()
    secret = secret_in(of(number)[0])
    assert outbox_by_hand.stop(secret=secret, at=AT)
    assert not agreed.is_given(person, choices.PURPOSE, on=ON)
    outbox_by_hand.undo_stop(secret=secret, at=AT)
    assert {one.content.address for one in outbox.lease(at=AT, most=10, channels=[Channel.SMS])} <= {TRIER}
    assert put()["put"] == 0


def test_the_stop_of_a_subscriber_erases_them_with_all_their_words(scene: Scene) -> None:
    scene.subscribe(1)
    number = scene.mailing()
    put()
    secret = secret_in(of(number)[0])
    assert outbox_by_hand.stop(secret=secret, at=AT)
    assert not Subscription.objects.exists()
    assert not Message.objects.filter(key__startswith=f"{choices.KEY}{number}:").exclude(content=None).exists()
    outbox_by_hand.undo_stop(secret=secret, at=AT)
    assert {one.content.address for one in outbox.lease(at=AT, most=10, channels=[Channel.SMS])} <= {TRIER}


def test_one_address_by_two_askings_gets_one_message(scene: Scene) -> None:
    scene.subscribe(1)
    followed(scene, phone=number_of(1))
    number = scene.mailing()
    put()
    assert len(of(number)) == 1


def test_a_person_followed_gets_one_in_three_months(scene: Scene) -> None:
    followed(scene)
    scene.mailing()
    assert put()["put"] == 1
    scene.mailing(at=AT + 60 * DAY)
    assert put(AT + 60 * DAY)["held"] == 1
    scene.mailing(at=AT + 100 * DAY)
    assert put(AT + 100 * DAY)["put"] == 1


def test_the_number_of_tries_is_bounded_and_a_try_is_no_yes(scene: Scene) -> None:
    number = scene.mailing(planned=False)
    for _ in range(choices.TRIES_A_DAY):
        scene.tried(number)
    with pytest.raises(mailings.TooMany):
        scene.tried(number)
    assert Message.objects.filter(purpose=choices.TRY).count() == choices.TRIES_A_DAY
    assert queries.progress(found(scene, number)).waiting == 0


def test_who_said_no_to_a_try_gets_no_other(scene: Scene) -> None:
    """The number may have been mistyped: it is somebody's."""
    number = scene.mailing(planned=False)
    scene.tried(number)
    (one,) = Message.objects.filter(purpose=choices.TRY)
    secret = secret_in(one)
    assert outbox_by_hand.stop(secret=secret, at=AT)
    with pytest.raises(mailings.SaidNo):
        scene.tried(number, AT + DAY)
    assert not Message.objects.filter(purpose=choices.TRY, state=MessageState.WAITING).exists()
    outbox_by_hand.undo_stop(secret=secret, at=AT)
    scene.tried(number, AT + DAY)


def test_progress_says_where_each_message_is(scene: Scene) -> None:
    for index in range(1, 5):
        scene.subscribe(index)
    number = scene.mailing()
    put()
    states = (MessageState.SENT, MessageState.FAILED, MessageState.UNKNOWN)
    for one, state in zip(of(number), states, strict=False):
        Message.objects.filter(pk=one.pk).update(state=state, ended_at=AT)
    seen = queries.progress(found(scene, number))
    assert (seen.waiting, seen.sent, seen.failed, seen.unknown, seen.troubles) == (1, 1, 1, 1, 2)


def found(scene: Scene, number: int) -> queries.MailingKept:
    one = queries.mailing(scene.lead, number, at=AT)
    assert one is not None
    return one


# --- the asking itself


def test_an_asking_ends_after_two_years_told_a_month_before_and_one_press_renews_it(scene: Scene) -> None:
    number = scene.subscribe(1)
    one = Subscription.objects.get(pk=number)
    assert one.ends_on == dt.date(2028, 11, 24)
    soon = AT + dt.timedelta(days=705)
    assert subscriptions.keep_up(at=soon, links=OWN) == {"unconfirmed": 0, "told": 1, "over": 0}
    assert subscriptions.keep_up(at=soon, links=OWN)["told"] == 0
    told = content(Message.objects.get(key=f"{choices.END_KEY}{number}"))
    assert "24 novembre 2028" in told.text and gsm(told.text) == told.text.replace("ê", "e")
    assert subscriptions.renew(number, at=soon)
    assert subscriptions.keep_up(at=AT + dt.timedelta(days=740), links=OWN)["over"] == 0
    assert subscriptions.keep_up(at=soon + dt.timedelta(days=731), links=OWN)["over"] == 1
    assert not Subscription.objects.exists()


def test_a_letter_heard_by_an_agent_needs_no_second_yes_and_a_number_does(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    wish = subscriptions.Wish(
        organisation=scene.cast.ours,
        channel=Channel.LETTER,
        contact=Contact("Zohrabelle Vantadour\n1 rue des Tilleuls\n02000 Laon"),
        year_most=2,
        agreed_words="2026-11",
        language="fr",
        commune=agents.LAON,
        means=Means.SAID,
        operation=uuid.uuid4(),
    )
    by = scene.team.author
    first = subscriptions.ask(wish, at=AT, links=OWN, by=by)
    assert subscriptions.ask(wish, at=AT, links=OWN, by=by) == first
    assert Subscription.objects.get(pk=first).confirmed_by_id == by.account_id
    phone = replace(wish, channel=Channel.SMS, contact=Contact(number_of(1)), operation=uuid.uuid4())
    second = subscriptions.ask(phone, at=AT, links=OWN, by=by)
    assert Subscription.objects.get(pk=second).confirmed_at is None
    with pytest.raises(people.NotThere):
        subscriptions.ask(replace(wish, operation=uuid.uuid4()), at=AT, links=OWN, by=scene.team.stranger)
    with pytest.raises(MayNotLeave):  # no phone on this site to print
        scene.mailing(channel=Channel.LETTER)
    known = replace(territory.identity(), phone="03 23 00 00 00")
    monkeypatch.setattr(territory, "identity", lambda: known)
    letters = scene.mailing(channel=Channel.LETTER)
    put()
    (one,) = of(letters)
    assert content(one).address.startswith("Zohrabelle") and "téléphone" not in content(one).subject.lower()
    assert content(one).stop in content(one).text
    kept = found(scene, letters)
    body = mailing_words.letters(kept, [content(one), content(one)], putting.short(kept, AT), absolute)
    with pikepdf.open(io.BytesIO(body)) as pdf:
        assert len(pdf.pages) == 2
    told = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True).stdout.decode()
    assert "Zohrabelle Vantadour" in told and "03 23 00 00 00" in told and "Un texte." in told


def test_the_key_of_the_site_changes_and_all_is_still_read(scene: Scene, settings: object) -> None:
    number = scene.subscribe(1)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another-key-of-the-site-" * 3  # type: ignore[attr-defined]
    assert subscriptions.rotate_keys() == 1 and subscriptions.rotate_keys() == 0
    one = KIND.contact(Subscription.objects.get(pk=number))
    assert one is not None and one.address == number_of(1)
    mailing = scene.mailing()
    assert put()["put"] == 1 and len(of(mailing)) == 1
