"""Consents: given, withdrawn, given back, over; heard by every room; moved with a record; records that end."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.db import IntegrityError, transaction

from prevenance.consent.choices import purposes
from prevenance.consent.choices.lengths import Length, end
from prevenance.consent.models import Consent
from prevenance.consent.operations import consents, keeping, own_pages
from prevenance.consent.queries import consents as queries
from prevenance.consent.queries import keeping as kept
from prevenance.kit import consents as kit
from prevenance.kit import personal_data, retention
from prevenance.kit.consents import Means
from prevenance.kit.texts import Text
from prevenance.mediation.models import Note
from prevenance.mediation.operations import encounters
from prevenance.mediation.queries.drafts import Draft, Participant
from prevenance.people import queries as people
from prevenance.people.models import Entry, Person
from prevenance.people.operations import NotAllowed, NotThere, persons, persons_merging, persons_rights
from prevenance.people.presenters import journal as sentences
from prevenance.people.queries import persons as reads
from prevenance.site import commands
from tests import agents

AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What a room which listens hears."""
    told: list[tuple[str, str, str]] = []
    monkeypatch.setattr(kit, "_listeners", dict(kit._listeners))
    kit.listen(
        kit.Listener(
            "test",
            withdrawn=lambda person, purpose, at: told.append(("no", person, purpose)),
            given=lambda person, purpose, at: told.append(("yes", person, purpose)),
        )
    )
    return told


def access(who: Any) -> people.Access:
    return people.access(who, on=AT.date())


def give(cast: agents.Cast, person: str, purpose: str = "reminders", length: Length = Length.YEAR, **more: Any) -> str:
    given: dict[str, Any] = {"by": access(cast.mediator), "at": AT, "means": Means.SAID} | more
    return consents.give(person=person, purpose=purpose, length=length, **given)


def test_the_words_of_every_purpose_are_in_both_languages_and_short_enough_to_be_said() -> None:
    for one in purposes.purposes().values():
        assert one.lengths and one.basis in purposes.bases()
        for text in (one.name, one.what_for, one.data, one.who, one.if_no, one.if_withdrawn):
            assert len(text.fr) <= 140 and len(text.en) <= 140
    assert set(purposes.lengths()) == set(Length)


@pytest.mark.parametrize(
    ("length", "on", "last"),
    [
        (Length.DAY, dt.date(2026, 12, 31), dt.date(2027, 1, 1)),
        (Length.MONTH, dt.date(2027, 1, 31), dt.date(2027, 2, 28)),
        (Length.SIX_MONTHS, dt.date(2026, 8, 31), dt.date(2027, 2, 28)),
        (Length.YEAR, dt.date(2024, 2, 29), dt.date(2025, 2, 28)),
        (Length.MONTH, dt.date(2026, 11, 30), dt.date(2026, 12, 30)),
        (Length.RECORD, dt.date(2026, 11, 30), None),
    ],
)
def test_a_length_in_words_ends_on_a_day(length: Length, on: dt.date, last: dt.date | None) -> None:
    assert end(length, on=on) == last


def test_a_record_comes_with_the_consent_of_its_purpose(cast: agents.Cast) -> None:
    one = agents.person(cast.mediator, cast.ours)
    (agreed,) = queries.consents(one)
    assert (agreed.purpose, agreed.length, agreed.ends_on) == ("follow_up", Length.RECORD, None)
    assert queries.is_given(one, "follow_up", on=AT.date()) and not queries.is_given(one, "loan", on=AT.date())


def test_a_yes_is_written_once_lasts_and_is_replaced_by_the_next(cast: agents.Cast, heard: list[Any]) -> None:
    one, operation = agents.person(cast.mediator, cast.ours), uuid.uuid4()
    heard.clear()
    assert give(cast, one, operation=operation) == give(cast, one, operation=operation)
    give(cast, one, length=Length.MONTH)
    assert heard == [("yes", one, "reminders")] * 2
    first, second = queries.consents(one)[1:], queries.latest(one)[1]
    assert second.ends_on == dt.date(2026, 12, 23) and first[-1].ended_at == AT
    assert queries.is_given(one, "reminders", on=dt.date(2026, 12, 22))
    assert not queries.is_given(one, "reminders", on=dt.date(2026, 12, 23))


def test_what_makes_no_sense_is_refused_and_so_is_a_stranger(cast: agents.Cast) -> None:
    one = agents.person(cast.mediator, cast.ours)
    for purpose, length, means in (
        ("nothing", Length.YEAR, Means.SAID),
        ("hand_over", Length.YEAR, Means.SAID),
        ("reminders", Length.YEAR, Means.BY_RELATIVE),
    ):
        with pytest.raises(consents.Impossible):
            give(cast, one, purpose, length, means=means, said_by=" ")
    for gesture in (
        lambda by: give(cast, one, by=by),
        lambda by: consents.withdraw(by=by, at=AT, person=one, purpose="follow_up"),
        lambda by: own_pages.make(by=by, at=AT, person=one),
        lambda by: own_pages.close(by=by, at=AT, person=one),
    ):
        with pytest.raises(NotThere):
            gesture(access(cast.stranger))


def test_the_database_refuses_two_consents_in_force_for_one_purpose(cast: agents.Cast) -> None:
    one = agents.person(cast.mediator, cast.ours)
    row = Consent.objects.get()
    row.pk = uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert len(queries.consents(one)) == 1


def test_a_withdrawal_is_heard_once_by_every_room(cast: agents.Cast, heard: list[Any]) -> None:
    one = agents.person(cast.mediator, cast.ours)
    give(cast, one)
    heard.clear()
    for _ in range(2):
        consents.withdraw(by=access(cast.mediator), at=AT, person=one, purpose="reminders")
    consents.withdraw_own(at=AT, person=one, purpose="reminders")
    assert heard == [("no", one, "reminders")]
    assert Entry.objects.filter(verb="withdrew_consent").count() == 1


def test_a_consent_is_announced_before_its_end_then_over_and_every_room_hears_it(
    cast: agents.Cast, heard: list[Any]
) -> None:
    one = agents.person(cast.mediator, cast.ours)
    give(cast, one, length=Length.SIX_MONTHS)
    heard.clear()
    last = dt.datetime(2027, 5, 23, 3, tzinfo=dt.UTC)
    nothing = {"noticed": 0, "ended": 0, "erased": 0}
    assert consents.tidy(at=last - 31 * DAY) == nothing
    assert consents.tidy(at=last - 30 * DAY) == nothing | {"noticed": 1}
    assert [each.purpose for each, _ in queries.ending(access(cast.mediator), on=(last - DAY).date())] == ["reminders"]
    assert queries.ending(access(cast.stranger), on=(last - DAY).date()) == ()
    assert consents.tidy(at=last) == nothing | {"ended": 1}
    assert consents.tidy(at=last) == nothing
    assert heard == [("no", one, "reminders")]


def test_without_any_reason_left_the_record_goes_a_week_later_unless_the_person_changes_their_mind(
    cast: agents.Cast,
) -> None:
    one, two = agents.person(cast.mediator, cast.ours), agents.person(cast.mediator, cast.ours, "Anna")
    give(cast, one, "loan", Length.RECORD)
    for each in (one, two):
        consents.withdraw_own(at=AT, person=each, purpose="follow_up")
    assert consents.tidy(at=AT + 6 * DAY)["erased"] == 0
    assert consents.tidy(at=AT + 7 * DAY)["erased"] == 1
    assert {str(row.pk) for row in Person.objects.all()} == {one}  # the loan still holds this one
    consents.withdraw_own(at=AT + 7 * DAY, person=one, purpose="loan")
    consents.give_back_own(at=AT + 8 * DAY, person=one, purpose="loan")
    assert consents.tidy(at=AT + 60 * DAY)["erased"] == 0


def test_what_was_over_cannot_be_given_back(cast: agents.Cast) -> None:
    one = agents.person(cast.mediator, cast.ours)
    give(cast, one, "hand_over", Length.DAY)
    consents.withdraw_own(at=AT, person=one, purpose="hand_over")
    with pytest.raises(consents.Impossible):
        consents.give_back_own(at=AT + DAY, person=one, purpose="hand_over")
    with pytest.raises(consents.Impossible):
        consents.give_back_own(at=AT, person=one, purpose="follow_up")


def test_the_name_of_who_said_yes_survives_a_change_of_key(cast: agents.Cast, settings: LazySettings) -> None:
    one = agents.person(cast.mediator, cast.ours)
    give(cast, one, means=Means.BY_GUARDIAN, said_by="Ysolinde")
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key of fifty characters or so, for a test", [old]
    assert (consents.rotate_keys(), consents.rotate_keys()) == (1, 0)
    settings.SECRET_KEY_FALLBACKS = []
    assert queries.latest(one)[1].said_by == "Ysolinde"


def test_consents_follow_a_merge_and_come_back_when_it_is_undone(cast: agents.Cast) -> None:
    one, two = agents.person(cast.mediator, cast.ours), agents.person(cast.mediator, cast.ours, "Zorabelle")
    give(cast, two)
    secret = own_pages.make(by=access(cast.mediator), at=AT, person=two)
    before = sorted(Consent.objects.values_list("pk", "person"))
    number = persons_merging.merge_persons(by=access(cast.mediator), at=AT, kept=one, gone=two, chosen={})
    assert queries.is_given(one, "reminders", on=AT.date())
    assert own_pages.open_page(at=AT, secret=secret, answer="1951")[0].id == one
    persons_merging.undo_merge(by=access(cast.mediator), at=AT, number=number)
    assert sorted(Consent.objects.values_list("pk", "person")) == before
    assert own_pages.open_page(at=AT, secret=secret, answer="1951")[0].id == two


def test_closing_a_link_closes_those_of_the_records_joined_too(cast: agents.Cast) -> None:
    one, two = agents.person(cast.mediator, cast.ours), agents.person(cast.mediator, cast.ours, "Zorabelle")
    by = access(cast.mediator)

    def opens(secret: str) -> bool:
        return own_pages.exists(at=AT, secret=secret)

    secrets = [own_pages.make(by=by, at=AT, person=each) for each in (one, two)]
    persons_merging.merge_persons(by=by, at=AT, kept=one, gone=two, chosen={})
    assert all(opens(each) for each in secrets)
    secrets.append(own_pages.make(by=by, at=AT, person=one))
    assert [opens(each) for each in secrets] == [False, False, True]
    own_pages.close(by=by, at=AT, person=one)
    assert not any(opens(each) for each in secrets)


def test_a_record_whose_end_is_near_is_kept_longer_once_until_a_contact(cast: agents.Cast) -> None:
    one = agents.person(cast.mediator, cast.ours)
    coordinator = access(cast.coordinator)
    keeping.decide(by=coordinator, at=AT, organisation_id=cast.ours, months=12, days={})
    last = dt.datetime(2027, 1, 5, 3, tzinfo=dt.UTC)

    def longer(by: people.Access, reason: str = "asked", at: dt.datetime = last - 5 * DAY) -> dt.date:
        return keeping.keep_longer(by=by, at=at, person=one, reason=reason)

    with pytest.raises(persons_rights.KeptAlready):
        longer(coordinator, at=AT - 60 * DAY)  # its end is not near
    assert persons_rights.end_retention(at=last - 30 * DAY) == {"noticed": 1, "erased": 0}
    with pytest.raises(NotAllowed):
        longer(coordinator, "because")
    with pytest.raises(NotAllowed):
        longer(access(cast.mediator))
    with pytest.raises(NotThere):
        longer(access(cast.stranger))
    assert longer(coordinator) == dt.date(2027, 7, 5)
    with pytest.raises(persons_rights.KeptAlready):
        longer(coordinator)
    assert persons_rights.end_retention(at=last + DAY) == {"noticed": 0, "erased": 0}
    assert persons_rights.end_retention(at=last + 160 * DAY) == {"noticed": 1, "erased": 0}
    with pytest.raises(persons_rights.KeptAlready):
        longer(coordinator, at=last + 161 * DAY)
    persons.met_person(reference=one, on=(last + 162 * DAY).date())
    row = Person.objects.get()
    assert (row.kept_until, row.kept_reason, row.kept_by_id) == (None, "", None)
    assert persons_rights.end_retention(at=last + 200 * DAY) == {"noticed": 0, "erased": 0}


def test_free_notes_live_as_long_as_the_organisation_decided(cast: agents.Cast) -> None:
    one = agents.person(cast.mediator, cast.ours)
    keeping.decide(by=access(cast.coordinator), at=AT, organisation_id=cast.ours, months=24, days={"notes": 14})
    draft = Draft(
        cast.ours,
        "individual",
        AT.date(),
        30,
        "home",
        agents.LAON,
        ("health",),
        people=(Participant(person=one),),
        note="Revoir le courrier",
    )
    encounters.note(by=access(cast.mediator), at=AT, operation=uuid.uuid4(), draft=draft)
    assert Note.objects.get().erase_on == dt.date(2026, 12, 7)
    assert encounters.tidy(at=AT + 13 * DAY)["notes"] == 0
    assert encounters.tidy(at=AT + 14 * DAY)["notes"] == 1
    fixed = next(one for one in retention.kinds() if not one.is_chosen)
    for days in ({"notes": 6}, {"notes": 181}, {"journal": 1}, {"nothing": 9}, {fixed.key: fixed.usual}):
        with pytest.raises(keeping.OutOfBounds):
            keeping.decide(by=access(cast.coordinator), at=AT, organisation_id=cast.ours, months=24, days=days)
    with pytest.raises(NotAllowed):
        keeping.decide(by=access(cast.mediator), at=AT, organisation_id=cast.ours, months=24, days={})
    assert kept.kept(cast.theirs, "notes").days == 90


def test_a_kind_whose_bounds_do_not_hold_is_not_declared() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        retention.declare(retention.Kind("wrong", Text("x", "x"), Text("x", "x"), usual=5, least=7, most=9))


def test_the_daily_command_tells_then_erases_with_the_clock_moved(
    cast: agents.Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prevenance.site.people_command._ready", lambda: None)
    agents.person(cast.mediator, cast.ours)  # last contact on 5 January 2026, 24 months

    def told(on: dt.datetime) -> dict[str, str]:
        with time_machine.travel(on, tick=False):
            assert commands.main(["people", "tidy"]) == 0
        return dict(line.rsplit(": ", 1) for line in capsys.readouterr().out.splitlines())

    assert told(dt.datetime(2027, 12, 5, 4, tzinfo=dt.UTC))["records noticed"] == "0"
    assert told(dt.datetime(2027, 12, 6, 4, tzinfo=dt.UTC))["records noticed"] == "1"
    assert told(dt.datetime(2028, 1, 4, 4, tzinfo=dt.UTC))["records erased"] == "0"
    assert told(dt.datetime(2028, 1, 5, 4, tzinfo=dt.UTC))["records erased"] == "1"
    assert not Person.objects.exists() and not Consent.objects.exists()


def test_a_person_reads_who_did_what_and_why_the_same_said_once_a_day(cast: agents.Cast) -> None:
    one = agents.person(cast.mediator, cast.ours)
    for minutes in range(3):
        persons.read_person(by=access(cast.mediator), at=AT + dt.timedelta(minutes=minutes), reference=one)
    lines = sentences.for_person(reads.accesses([("person", one)]), reads.present(one).purpose)  # type: ignore[union-attr]
    told = [line.text for line in lines]
    assert told[0] == "Alice (Association fictive des Deux Vallées) a lu votre fiche, pour vous suivre (3 fois)"
    assert len(told) == 3


def test_the_copy_of_a_room_without_words_is_seen_as_unworded() -> None:
    rows: personal_data.Rows = [{"a": [{"b": 1}]}]
    assert personal_data.unworded(rows, None) == {"a", "b"}
    words = personal_data.Wording(Text("x", "x"), {"a": Text("a", "a")}, hidden=frozenset({"b"}))
    assert personal_data.unworded(rows, words) == frozenset()
