"""Reminders from a plan: only days are kept, only who is there says yes, the cap holds, and no word says what for."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prevenance import catalogue
from prevenance.campaigns.choices import reminders as choices
from prevenance.campaigns.models import Reminder
from prevenance.campaigns.operations import frequency
from prevenance.campaigns.operations import reminders as operations
from prevenance.campaigns.queries import reminders as queries
from prevenance.people import operations as people
from prevenance.people.choices.messages import Channel, MessageState
from prevenance.people.models import Message, Stop
from prevenance.people.operations import outbox, outbox_by_hand
from prevenance.people.queries import messages
from tests import agents

PARIS = ZoneInfo("Europe/Paris")
AT = dt.datetime(2026, 11, 24, 11, 0, tzinfo=PARIS)
ON, DAY = AT.date(), dt.timedelta(days=1)
PHONE = "+33639980001"  # kept for works of fiction
DATES = [dt.date(2027, 1, 5), dt.date(2027, 10, 5)]


def link(secret: str, language: str) -> str:
    return f"https://exemple.test/{language}/{secret}/"


def page(language: str) -> str:
    return f"https://exemple.test/{language}/"


LINKS = operations.Links(stop=link, own=link, find=page, again=page, phone="0323000000")


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


@pytest.fixture
def wish(cast: agents.Cast) -> operations.Wish:
    contact = queries.Contact(PHONE)
    return operations.Wish(cast.ours, Channel.SMS, contact, DATES, "2026-11", "fr", agents.LAON, is_automatic=True)


def secret_in(number: object) -> str:
    """The secret to stop, as its message holds it."""
    row = Message.objects.get(key__contains=str(number))
    words = messages.content(row)
    assert words is not None
    return words.stop.rstrip("/").rpartition("/")[2]


def sent(key: str) -> None:
    Message.objects.filter(key__startswith=key).update(state=MessageState.SENT, ended_at=AT)


# --- days


@settings(max_examples=60, deadline=None)
@given(
    st.dates(dt.date(2025, 1, 1), dt.date(2040, 12, 31)),
    st.sets(st.integers(0, 23)),
    st.booleans(),
    st.sampled_from([1, 2, 4]),
)
def test_days_are_first_tuesdays_to_come_and_never_too_many(
    on: dt.date, months: set[int], due: bool, a_year: int
) -> None:
    every = choices.month_days(on, 24)
    days = choices.chosen([every[one] for one in months], on=on, is_due_now=due, a_year=a_year)
    assert days and days == sorted(set(days))
    assert all(day > on and day.weekday() == 1 and day.day <= 7 for day in days)
    assert days[-1] < on + dt.timedelta(days=2 * 366 + 31)
    assert all(sum(day <= one < day + dt.timedelta(days=360) for one in days) <= a_year for day in days)


def test_a_plan_gives_its_seasons_and_its_ages() -> None:
    """Seventy: the autumn vaccinations come back each year; nothing says which."""
    answers = {"birth_date": "1956-05-10", "sex": "male", "flu_vaccine": "2026-11-02", "covid_vaccine": "2026-11-02"}
    days = queries.days(answers, on=ON, a_year=4)
    assert any(day.month in (10, 11) and day.year == 2027 for day in days), days
    assert any(day.month in (10, 11) and day.year == 2028 for day in days), days


def test_nothing_known_asks_to_look_again_all_the_same() -> None:
    assert queries.days({}, on=ON, a_year=1)


# --- asking, yes, no


@pytest.mark.django_db
def test_one_message_leaves_and_asks_for_a_yes_nothing_more_before(wish: operations.Wish) -> None:
    number = operations.ask(wish, at=AT, links=LINKS)
    row = Reminder.objects.get(pk=number)
    assert row.dates == ["2027-01-05", "2027-10-05"]
    assert PHONE.encode() not in bytes(row.contact)
    assert [one.purpose for one in Message.objects.all()] == [choices.ASKING]
    later = dt.datetime(2027, 1, 5, 12, tzinfo=PARIS)
    assert operations.keep_up(at=later, links=LINKS) == {"unconfirmed": 1, "put": 0, "over": 0}
    assert not Reminder.objects.exists()
    assert not Message.objects.exclude(content=None).exists()


@pytest.mark.django_db
def test_without_a_yes_within_48_hours_the_address_goes(wish: operations.Wish) -> None:
    number = operations.ask(wish, at=AT, links=LINKS)
    assert operations.keep_up(at=AT + dt.timedelta(hours=47), links=LINKS)["unconfirmed"] == 0
    late = AT + dt.timedelta(hours=48)
    assert not operations.confirm(number, at=late)
    assert queries.by_secret(queries.secret_made(number), at=late) is None
    assert operations.keep_up(at=late, links=LINKS)["unconfirmed"] == 1
    assert not Reminder.objects.exists()


@pytest.mark.django_db
def test_after_a_yes_each_day_puts_one_message_and_the_last_one_says_so(wish: operations.Wish) -> None:
    number = operations.ask(wish, at=AT, links=LINKS)
    sent(choices.ASK_KEY)
    assert operations.confirm(number, at=AT) and operations.confirm(number, at=AT)
    assert operations.keep_up(at=AT, links=LINKS) == {"unconfirmed": 0, "put": 0, "over": 0}
    first, second = (dt.datetime.combine(day, dt.time(8), PARIS) for day in DATES)
    for _ in range(2):
        operations.keep_up(at=first, links=LINKS)
    one = Message.objects.get(purpose=choices.PURPOSE)
    words = messages.content(one)
    assert words is not None and "dernier" not in words.text and one.due_at == first.replace(hour=10)
    assert Reminder.objects.get(pk=number).dates == ["2027-10-05"]
    assert operations.keep_up(at=second, links=LINKS) == {"unconfirmed": 0, "put": 1, "over": 1}
    last = messages.content(Message.objects.filter(purpose=choices.PURPOSE).latest("due_at"))
    assert last is not None and "dernier" in last.text
    assert not Reminder.objects.exists()


@pytest.mark.django_db
def test_a_site_that_was_down_sends_one_message_for_the_days_it_missed(wish: operations.Wish) -> None:
    number = operations.ask(wish, at=AT, links=LINKS)
    operations.confirm(number, at=AT)
    assert operations.keep_up(at=dt.datetime(2027, 10, 6, 9, tzinfo=PARIS), links=LINKS)["put"] == 1


@pytest.mark.django_db
def test_one_press_in_a_message_erases_the_address_at_once_and_a_no_to_an_asking_has_no_end(
    wish: operations.Wish,
) -> None:
    number = operations.ask(wish, at=AT, links=LINKS)
    sent(choices.ASK_KEY)
    assert outbox_by_hand.stop(secret=secret_in(number), at=AT)
    assert not Reminder.objects.exists()
    assert not Message.objects.exclude(content=None).exists()
    assert Stop.objects.get().purpose == choices.ASKING
    with pytest.raises(operations.TooOften):
        operations.ask(wish, at=AT + DAY * 400, links=LINKS)
    assert not Reminder.objects.exists()


@pytest.mark.django_db
def test_one_press_in_a_reminder_erases_too_and_asking_anew_is_a_new_yes(wish: operations.Wish) -> None:
    number = operations.ask(wish, at=AT, links=LINKS)
    sent(choices.ASK_KEY)
    operations.confirm(number, at=AT)
    morning = dt.datetime(2027, 1, 5, 10, tzinfo=PARIS)
    operations.keep_up(at=morning, links=LINKS)
    row = Message.objects.get(key__startswith=choices.KEY)
    words = messages.content(row)
    assert words is not None
    assert outbox_by_hand.stop(secret=words.stop.rstrip("/").rpartition("/")[2], at=morning)
    assert not Reminder.objects.exists()
    assert not Message.objects.exclude(content=None).exists()
    again = replace(wish, dates=[dt.date(2027, 10, 5)])
    assert operations.ask(again, at=morning + DAY, links=LINKS)


@pytest.mark.django_db
def test_an_earlier_yes_of_the_same_address_gives_way_only_to_a_new_yes(wish: operations.Wish) -> None:
    first = operations.ask(wish, at=AT, links=LINKS)
    operations.confirm(first, at=AT)
    second = operations.ask(replace(wish, dates=DATES[1:]), at=AT + DAY * 2, links=LINKS)
    assert Reminder.objects.count() == 2
    operations.confirm(second, at=AT + DAY * 2)
    assert [row.pk for row in Reminder.objects.all()] == [second]


@pytest.mark.django_db
def test_nobody_is_written_to_over_and_over_by_strangers(wish: operations.Wish) -> None:
    operations.ask(wish, at=AT, links=LINKS)
    sent(choices.ASK_KEY)
    with pytest.raises(operations.TooOften):
        operations.ask(wish, at=AT + dt.timedelta(hours=23), links=LINKS)
    for day in (2, 4):
        operations.ask(wish, at=AT + DAY * day, links=LINKS)
        sent(choices.ASK_KEY)
    with pytest.raises(operations.TooOften):
        operations.ask(wish, at=AT + DAY * 6, links=LINKS)
    assert Message.objects.count() == 3


@pytest.mark.django_db
def test_the_whole_site_asks_so_many_a_day(wish: operations.Wish, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(choices.given()["askings"], "site_a_day", 2)  # type: ignore[index]
    for last in (1, 2):
        operations.ask(replace(wish, contact=queries.Contact(f"+3363998000{last}")), at=AT, links=LINKS)
    with pytest.raises(operations.TooOften):
        operations.ask(replace(wish, contact=queries.Contact("+33639980009")), at=AT, links=LINKS)


@pytest.mark.django_db
def test_an_agent_notes_a_yes_within_their_scope_only(cast: agents.Cast, wish: operations.Wish) -> None:
    number = operations.ask(replace(wish, channel=Channel.CALL, is_automatic=False), at=AT, links=LINKS)
    theirs, ours = (agents.access(one, on=ON) for one in (cast.stranger, cast.bounded_mediator))
    assert queries.waiting(theirs, at=AT)[0] == []
    for act in (operations.confirm, operations.stop):
        with pytest.raises(people.NotThere):
            act(number, at=AT, by=theirs)
    ((asked, code),) = queries.waiting(ours, at=AT)[0]
    assert asked.contact.address == PHONE
    assert queries.secret_by_code(code, at=AT) == queries.secret_made(number)
    assert operations.confirm(number, at=AT + DAY * 10, by=ours)
    assert queries.waiting(ours, at=AT + DAY * 10)[0] == []


@pytest.mark.django_db
def test_who_sends_is_the_team_of_the_commune(cast: agents.Cast) -> None:
    assert queries.sender_for(agents.LILLE, on=ON) == cast.theirs
    assert queries.sender_for(agents.LAON, on=ON) == cast.ours
    assert queries.sender_for("", on=ON) is None, "two teams: nobody can tell which"


@pytest.mark.django_db
def test_a_new_key_of_the_site_still_opens_and_erases_what_is_kept(wish: operations.Wish, settings: object) -> None:
    number = operations.ask(wish, at=AT, links=LINKS)
    secret = queries.secret_made(number)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 60  # type: ignore[attr-defined]
    assert operations.rotate_keys() == 1 and operations.rotate_keys() == 0
    found = queries.by_secret(secret, at=AT)
    assert found is not None and found.contact.address == PHONE
    assert queries.secret_by_code(queries.code_of(Reminder.objects.get()), at=AT) == secret


# --- the cap

EVENTS = st.lists(st.tuples(st.sampled_from(["capped", "appointment", "withdraw"]), st.integers(0, 60)), max_size=14)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS)
def test_under_any_order_of_events_the_cap_holds(cast_once: Callable[[], int], events: list[tuple[str, int]]) -> None:
    """Of what the cap governs; an appointment's own reminders are never held back, and count for the others."""
    Message.objects.all().delete()
    most, span = choices.given()["frequency"]["most"], DAY * choices.given()["frequency"]["days"]
    governed: list[str] = []
    for index, (what, day) in enumerate(events):
        key = f"{what}:{index}"
        draft = outbox.Draft(
            key=key,
            organisation=cast_once(),
            purpose=what,
            agreed_at=AT - DAY,
            channel=Channel.SMS,
            address=PHONE,
            text="{stop}",
            due_at=AT + DAY * day,
            not_after=AT + DAY * (day + 45),
        )
        if what == "withdraw" and governed:
            outbox.withdraw(governed[day % len(governed)], at=AT)
        elif what == "appointment":
            outbox.put(draft, at=AT, link=link)
        elif what == "capped" and frequency.put(draft, at=AT, link=link):
            governed.append(key)
            times = messages.times(PHONE, since=AT - span)
            mine = Message.objects.get(key=key).due_at
            for start in (one for one in times if mine - span < one <= mine):
                assert sum(start <= one < start + span for one in times) <= most
    left = Message.objects.filter(purpose="capped", state=MessageState.WAITING).values_list("due_at", flat=True)
    assert all(sum(start <= one < start + span for one in left) <= most for start in left)


@pytest.fixture
def cast_once() -> Callable[[], int]:
    number = agents.play().ours
    return lambda: number


# --- no word says what for

VALUES = {
    "link": "L",
    "again": "A",
    "find": "F",
    "code": "C",
    "phone": "P",
    "stop": "S",
    "before": "30 septembre à 14 h",
}
EVERYWHERE = {"plan", "message", "messages", "appel", "lettre", "code"}  # everyday words that acts use too


def plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()


def outbound() -> list[tuple[str, str]]:
    found = []
    for language in ("fr", "en"):
        for kind in ("ask", "remind"):
            found.append((language, choices.subject(kind, language)))
            for channel in Channel:
                for is_last in (False, True):
                    found.append((language, choices.words(channel, kind, language, VALUES, is_last=is_last)))
    return found


@pytest.mark.parametrize("identity", sorted(catalogue.load().recommendations))
def test_no_outbound_text_names_an_act(identity: str) -> None:
    book = catalogue.load()
    recommendation = book.recommendations[identity]
    names = {identity.replace("-", " ")}
    for words in (recommendation.words.name, book.acts[recommendation.words.act].name):
        names |= {plain(words.fr), plain(words.en)}
    telling = {word for name in names for word in re.findall(r"[a-z]{4,}", plain(name))} - EVERYWHERE - COMMON
    for _, text in outbound():
        heard = set(re.findall(r"[a-z]{4,}", plain(text)))
        assert not heard & telling, (text, heard & telling)


COMMON = {"pour", "dans", "avec", "what", "this", "that", "with", "from", "your", "vous", "votre", "every", "time"}
COMMON |= {"temps", "deux", "once", "call"}
HEALTH = r"sant|health|prevent|vaccin|depist|screen|rappel|maladi|cancer|medec|doctor|exam|test|soin|care\b|bilan"


def test_no_outbound_text_speaks_of_health_and_a_text_message_keeps_to_gsm_letters() -> None:
    for language, text in outbound():
        assert not re.search(HEALTH, plain(text)), text
        assert language in ("fr", "en")
    for language in ("fr", "en"):
        for kind in ("ask", "remind"):
            text = choices.words(Channel.SMS, kind, language, VALUES)
            assert not set(text) & set("êçîôûâïëœ’«»"), text
            assert len(text) < 190, len(text)
