"""The outbox: put once, never at night, never after a no, never twice, and withdrawn with what it was for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prevenance.kit import ciphering, personal_data
from prevenance.people.choices.messages import Channel, MessageState, Trouble, may_disturb, within_hours
from prevenance.people.models import Message, Stop
from prevenance.people.operations import outbox, outbox_by_hand, senders
from prevenance.people.operations.teams import NotThere
from prevenance.people.queries import messages as queries
from tests import agents

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
AT = dt.datetime(2026, 11, 24, 11, 0, tzinfo=PARIS)
PHONE = "+33639980001"  # kept for works of fiction
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def link(secret: str, language: str) -> str:
    return f"https://exemple.test/{language}/{secret}/"


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


@pytest.fixture
def draft(cast: agents.Cast) -> Callable[..., outbox.Draft]:
    def made(**more: object) -> outbox.Draft:
        one = outbox.Draft(
            key="appointment:one:0:two_days:sms",
            organisation=cast.ours,
            purpose="reminders",
            agreed_at=AT - DAY,
            channel=Channel.SMS,
            address=PHONE,
            text="Rappel. Ne plus recevoir : {stop}",
            due_at=AT,
            not_after=AT + DAY,
            commune=agents.LAON,
        )
        return replace(one, **more)  # type: ignore[arg-type]

    return made


@dataclass
class Noted:
    """Keeps what it was given; `fails`: raised in turn, None to succeed."""

    channel: Channel = Channel.SMS
    fails: list[Exception | None] = field(default_factory=list)
    left: list[outbox.Leased] = field(default_factory=list)

    def send(self, message: outbox.Leased) -> str:
        failure = self.fails.pop(0) if self.fails else None
        if failure is not None:
            raise failure
        self.left.append(message)
        return "r1"


def one() -> Message:
    return Message.objects.get()


def secret(message: Message) -> str:
    content = queries.content(message)
    assert content is not None
    return content.stop.rstrip("/").rpartition("/")[2]


def test_a_message_is_put_once_and_nothing_of_it_is_readable_in_the_table(draft: Callable[..., outbox.Draft]) -> None:
    assert outbox.put(draft(), at=AT, link=link)
    assert not outbox.put(draft(text="autre"), at=AT, link=link)
    row = one()
    raw = bytes(row.content or b"")
    assert PHONE.encode() not in raw and b"Rappel" not in raw and PHONE not in row.key
    content = queries.content(row)
    assert content is not None and content.address == PHONE
    assert content.text == f"Rappel. Ne plus recevoir : {content.stop}"
    assert secret(row) not in str(row.__dict__)


def test_it_leaves_once_with_its_receipt(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    sender = Noted()
    assert senders.drain({Channel.SMS: sender}, at=AT) == 1
    assert senders.drain({Channel.SMS: sender}, at=AT + HOUR) == 0
    assert len(sender.left) == 1
    assert (one().state, one().receipt, one().attempts) == ("sent", "r1", 1)


def test_a_message_not_due_or_of_another_way_waits(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(due_at=AT + HOUR), at=AT, link=link)
    assert senders.drain({Channel.SMS: Noted()}, at=AT) == 0
    assert senders.drain({Channel.EMAIL: Noted(Channel.EMAIL)}, at=AT + 2 * HOUR) == 0
    assert one().state == MessageState.WAITING


def test_nothing_leaves_after_its_time(draft: Callable[..., outbox.Draft]) -> None:
    assert not outbox.put(draft(not_after=AT), at=AT, link=link)
    outbox.put(draft(), at=AT, link=link)
    assert senders.drain({Channel.SMS: Noted()}, at=AT + DAY) == 0
    assert one().state == MessageState.EXPIRED


@given(
    st.integers(0, 2 * 365 * 24 * 4),
    st.sampled_from(["Europe/Paris", "America/Cayenne", "Indian/Reunion"]),
)
def test_quiet_hours_are_those_of_the_place(quarters: int, zone: str) -> None:
    due = AT.astimezone(dt.UTC) + quarters * 15 * MINUTE
    moved = within_hours(due, zone)
    assert may_disturb(moved, zone)
    assert due <= moved <= due + 12 * HOUR + HOUR  # an hour more on the night when clocks go back
    if may_disturb(due, zone):
        assert moved == due


def test_nobody_is_woken_even_when_the_site_was_down(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    night = AT.replace(hour=22)
    assert senders.drain({Channel.SMS: Noted()}, at=night) == 0
    assert senders.drain({Channel.SMS: Noted()}, at=AT.replace(hour=9) + DAY) == 1


def test_what_certainly_did_not_leave_is_tried_again_then_given_up(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(not_after=AT + 3 * DAY), at=AT, link=link)
    sender = Noted(fails=[senders.NotSent(Trouble.UNREACHABLE, may_try_again=True) for _ in range(99)])
    at, waits = AT, []
    while one().state == MessageState.WAITING:
        before = at
        at = max(at, one().due_at)
        waits.append(round((at - before) / MINUTE))
        senders.drain({Channel.SMS: sender}, at=at)
    assert waits == [0, 1, 4, 16, 60, 60]
    assert (one().state, one().trouble) == ("failed", "unreachable")


def test_a_refused_number_is_not_tried_again(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    senders.drain({Channel.SMS: Noted(fails=[senders.NotSent(Trouble.REFUSED, may_try_again=False)])}, at=AT)
    assert (one().state, one().trouble) == ("failed", "refused")


def test_what_may_have_left_is_never_sent_again_by_a_program(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    sender = Noted(fails=[TimeoutError()])
    senders.drain({Channel.SMS: sender}, at=AT)
    assert (one().state, one().trouble) == ("unknown", "interrupted")
    assert senders.drain({Channel.SMS: sender}, at=AT + 2 * HOUR) == 0


def test_a_process_that_dies_before_it_began_loses_nothing(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    assert len(outbox.lease(at=AT, most=5, channels=[Channel.SMS])) == 1
    assert outbox.lease(at=AT + MINUTE, most=5, channels=[Channel.SMS]) == []
    again = outbox.lease(at=AT + outbox.LEASE, most=5, channels=[Channel.SMS])
    assert len(again) == 1 and outbox.begin(again[0], at=AT + outbox.LEASE)


def test_a_slow_process_whose_lease_ended_does_not_begin(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    (slow,) = outbox.lease(at=AT, most=1, channels=[Channel.SMS])
    (other,) = outbox.lease(at=AT + outbox.LEASE, most=1, channels=[Channel.SMS])
    assert not outbox.begin(slow, at=AT + outbox.LEASE)
    assert outbox.begin(other, at=AT + outbox.LEASE)
    assert not outbox.mark_sent(slow, at=AT + outbox.LEASE)
    assert outbox.mark_sent(other, at=AT + outbox.LEASE)


def test_the_truth_that_comes_late_is_heard(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    (slow,) = outbox.lease(at=AT, most=1, channels=[Channel.SMS])
    assert outbox.begin(slow, at=AT)
    outbox.tidy(at=AT + outbox.LEASE)
    assert one().state == MessageState.UNKNOWN
    assert outbox.mark_sent(slow, at=AT + outbox.LEASE + MINUTE)
    assert (one().state, one().trouble) == ("sent", "")


def test_withdrawn_between_lease_and_beginning_it_does_not_leave(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    (taken,) = outbox.lease(at=AT, most=1, channels=[Channel.SMS])
    assert outbox.withdraw("appointment:one:", at=AT) == 1
    assert not outbox.begin(taken, at=AT)
    assert (one().state, one().content) == ("withdrawn", None)


def test_withdrawing_touches_only_what_begins_so(draft: Callable[..., outbox.Draft]) -> None:
    for key in ("appointment:one:0:a", "appointment:one:1:a", "appointment:two:0:a"):
        outbox.put(draft(key=key), at=AT, link=link)
    assert outbox.withdraw("appointment:one:", at=AT, besides="appointment:one:1:") == 1
    assert set(Message.objects.filter(state="waiting").values_list("key", flat=True)) == {
        "appointment:one:1:a",
        "appointment:two:0:a",
    }


def test_stop_by_the_link_holds_back_the_address_and_its_undo_gives_back(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    outbox.put(draft(key="appointment:one:0:morning:sms"), at=AT, link=link)
    outbox.put(draft(key="other", purpose="news"), at=AT, link=link)
    word = secret(Message.objects.get(key="appointment:one:0:morning:sms"))
    assert outbox_by_hand.stop(secret=word, at=AT) and outbox_by_hand.stop(secret=word, at=AT)
    states = dict(Message.objects.values_list("key", "state"))
    assert states == {
        "appointment:one:0:two_days:sms": "withdrawn",
        "appointment:one:0:morning:sms": "withdrawn",
        "other": "waiting",
    }
    assert not outbox.put(draft(key="appointment:three"), at=AT + MINUTE, link=link)
    found = queries.stop_link(word)
    assert found is not None and found.is_stopped
    assert outbox_by_hand.undo_stop(secret=word, at=AT + MINUTE)
    assert not Message.objects.filter(state="withdrawn").exists() and not Stop.objects.exists()
    assert outbox.put(draft(key="appointment:three"), at=AT + MINUTE, link=link)
    assert not outbox_by_hand.stop(secret="nothing", at=AT) and not outbox_by_hand.stop(secret="", at=AT)


def test_who_asks_again_after_a_stop_is_written_to_again(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    outbox_by_hand.stop(secret=secret(one()), at=AT)
    assert outbox.put(draft(key="later", agreed_at=AT + HOUR), at=AT + HOUR, link=link)


def test_stopped_between_lease_and_beginning_it_does_not_leave(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    outbox.put(draft(key="b", due_at=AT - MINUTE), at=AT, link=link)
    taken = outbox.lease(at=AT, most=2, channels=[Channel.SMS])
    outbox_by_hand.stop(secret=secret(Message.objects.get(key="b")), at=AT)
    assert [outbox.begin(each, at=AT) for each in taken] == [False, False]


def test_a_stop_heard_by_another_process_meanwhile_is_heard_before_the_first_byte(
    draft: Callable[..., outbox.Draft],
) -> None:
    outbox.put(draft(), at=AT, link=link)
    (taken,) = outbox.lease(at=AT, most=1, channels=[Channel.SMS])
    Stop.objects.create(
        address_digest=ciphering.blind(PHONE, kind=queries.ADDRESS_KIND), purpose="reminders", stopped_at=AT
    )
    assert not outbox.begin(taken, at=AT)
    assert (one().state, one().trouble) == ("withdrawn", "stopped")


def test_nothing_begins_twice(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    (taken,) = outbox.lease(at=AT, most=1, channels=[Channel.SMS])
    assert [outbox.begin(taken, at=AT), outbox.begin(taken, at=AT)] == [True, False]


def test_the_same_message_asked_for_anew_after_a_stop_waits_again(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    outbox_by_hand.stop(secret=secret(one()), at=AT)
    assert not outbox.put(draft(), at=AT + HOUR, link=link)
    assert outbox.put(draft(agreed_at=AT + HOUR), at=AT + HOUR, link=link)
    assert one().state == MessageState.WAITING


def test_words_go_a_week_after_the_end_and_the_row_after_three_months(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    word = secret(one())
    senders.drain({Channel.SMS: Noted()}, at=AT)
    assert outbox.tidy(at=AT + 6 * DAY) == 0 and one().content is not None
    assert outbox.tidy(at=AT + 7 * DAY) == 1
    assert (one().content, one().receipt) == (None, "")
    assert queries.stop_link(word) is not None  # a text message of last month still stops
    outbox.tidy(at=AT + 90 * DAY)
    assert not Message.objects.exists()


def test_a_message_of_a_lost_key_is_told_and_not_sent(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(), at=AT, link=link)
    Message.objects.update(content=ciphering.close("{}", cell="elsewhere"))
    assert senders.drain({Channel.SMS: Noted()}, at=AT) == 0
    assert (one().state, one().trouble) == ("failed", "unreadable")


def test_a_new_key_of_the_site_is_taken(draft: Callable[..., outbox.Draft], settings: object) -> None:
    outbox.put(draft(), at=AT, link=link)
    assert outbox.rotate_keys() == 0
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another " * 8  # type: ignore[attr-defined]
    assert outbox.rotate_keys() == 1
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    content = queries.content(one())
    assert content is not None and content.address == PHONE


def test_by_hand_marked_undone_and_only_within_the_scope(draft: Callable[..., outbox.Draft], cast: agents.Cast) -> None:
    outbox.put(draft(), at=AT, link=link)
    number = one().pk
    mine, theirs = (agents.access(who, on=AT.date()) for who in (cast.mediator, cast.stranger))
    assert outbox_by_hand.mark_done(by=theirs, at=AT, numbers=[number]) == 0
    assert outbox_by_hand.mark_done(by=mine, at=AT, numbers=[number]) == 1
    assert outbox_by_hand.mark_done(by=mine, at=AT, numbers=[number]) == 0
    assert one().state == MessageState.SENT
    assert outbox_by_hand.mark_not_done(by=mine, at=AT, numbers=[number]) == 1
    assert (one().state, one().ended_by_id) == ("waiting", None)
    with pytest.raises(NotThere):
        outbox_by_hand.stop_for(by=theirs, at=AT, number=number)
    outbox_by_hand.stop_for(by=mine, at=AT, number=number)
    assert one().trouble == Trouble.STOPPED


def test_what_nobody_knows_goes_back_to_it_when_undone_and_leaves_again_only_by_a_person(
    draft: Callable[..., outbox.Draft], cast: agents.Cast
) -> None:
    outbox.put(draft(), at=AT, link=link)
    senders.drain({Channel.SMS: Noted(fails=[TimeoutError()])}, at=AT)
    mine = agents.access(cast.mediator, on=AT.date())
    outbox_by_hand.mark_done(by=mine, at=AT, numbers=[one().pk])
    outbox_by_hand.mark_not_done(by=mine, at=AT, numbers=[one().pk])
    assert one().state == MessageState.UNKNOWN
    outbox_by_hand.send_again(by=mine, at=AT, number=one().pk)
    sender = Noted()
    assert senders.drain({Channel.SMS: sender}, at=AT) == 1 and len(sender.left) == 1


def test_lists_of_the_page_hold_each_message_once(draft: Callable[..., outbox.Draft], cast: agents.Cast) -> None:
    outbox.put(draft(key="now"), at=AT, link=link)
    outbox.put(draft(key="later", due_at=AT + HOUR), at=AT, link=link)
    outbox.put(draft(key="theirs", organisation=cast.theirs, commune=agents.LILLE), at=AT, link=link)
    outbox.put(draft(key="elsewhere", commune=agents.SOISSONS), at=AT, link=link)
    mine = agents.access(cast.mediator, on=AT.date())
    bounded = agents.access(cast.bounded_mediator, on=AT.date())
    assert queries.counts(mine, at=AT, automatic=()) == {"to-send": 2, "troubles": 0, "to-come": 1, "sent": 0}
    assert queries.counts(bounded, at=AT, automatic=())["to-send"] == 1
    assert queries.counts(mine, at=AT, automatic=[Channel.SMS]) == {
        "to-send": 0,
        "troubles": 0,
        "to-come": 3,
        "sent": 0,
    }
    assert queries.counts(mine, at=AT + 2 * DAY, automatic=())["troubles"] == 3
    assert queries.troubles(mine, "now", at=AT + 2 * DAY) == 1


def test_the_holder_copies_moves_and_erases(draft: Callable[..., outbox.Draft]) -> None:
    outbox.put(draft(person="a"), at=AT, link=link)
    (holder,) = [each for each in personal_data.holders() if each.key == "messages"]
    assert holder.copy("a")[0]["address"] == PHONE
    moved = holder.move("a", "b")
    assert holder.copy("a") == [] and len(holder.copy("b")) == 1
    holder.move_back(moved, "a", "b")
    assert holder.erase("a") == 1
    assert not Message.objects.exists()


@pytest.mark.parametrize("gesture", ["key", "person"])
def test_what_was_begun_when_it_was_withdrawn_is_not_tried_again(
    gesture: str, cast: agents.Cast, draft: Callable[..., outbox.Draft]
) -> None:
    """The server says « later » after the person said no: nothing leaves later, nor by a press of the team."""
    person = "0f2b5c1e-0000-4000-8000-000000000001"
    kinds = [senders.NotSent(Trouble.UNREACHABLE, may_try_again=True), RuntimeError("silence")]
    for number, failure in enumerate(kinds):
        key = f"appointment:{number}:0:two_days:sms"
        assert outbox.put(draft(key=key, person=person), at=AT, link=link)
        (taken,) = outbox.lease(at=AT, most=5, channels=[Channel.SMS])
        assert outbox.begin(taken, at=AT)
        if gesture == "key":
            outbox.withdraw("appointment:", at=AT)
        else:
            outbox.withdraw_of_person(person, "reminders", AT)
        if isinstance(failure, senders.NotSent):
            outbox.mark_failed(taken, at=AT, trouble=failure.trouble, may_try_again=failure.may_try_again)
        else:
            outbox.mark_unknown(taken, at=AT)
        row = Message.objects.get(key=key)
        with pytest.raises(NotThere):
            outbox_by_hand.send_again(by=agents.access(cast.mediator, on=AT.date()), at=AT + MINUTE, number=row.pk)
        assert not outbox.lease(at=AT + HOUR, most=5, channels=[Channel.SMS])
    states = set(Message.objects.values_list("state", flat=True))
    assert states == {MessageState.FAILED, MessageState.UNKNOWN}
