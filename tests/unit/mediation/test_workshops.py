"""Workshops: announced once, filled in order of asking, changed, cancelled, held; and what becomes of names."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from prevenance.mediation.models import Encounter, Registration, Workshop
from prevenance.mediation.operations import attendance, seats, workshops
from prevenance.mediation.operations import encounters as notes
from prevenance.mediation.operations.workshops import Announced
from prevenance.mediation.queries import figures, seat_codes, workshop_figures
from prevenance.mediation.queries import workshops as queries
from prevenance.mediation.queries.drafts import Draft, Participant
from prevenance.people import queries as people
from prevenance.people.choices.persons import Identity, PersonPurpose
from prevenance.people.models import Account, Entry
from prevenance.people.operations import persons, persons_merging, persons_rights
from prevenance.territories import queries as territories
from tests import agents

AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
STARTS = dt.datetime(2026, 11, 26, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))
AFTER = STARTS + dt.timedelta(hours=2)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def access(account: Account) -> people.Access:
    return people.access(account, on=AT.date())


def announced(cast: agents.Cast, **more: Any) -> Announced:
    given: dict[str, Any] = {
        "organisation": cast.ours,
        "title": "Premiers pas",
        "starts_at": STARTS,
        "minutes": 90,
        "place_kind": "activity_place",
        "place_name": "Maison fictive",
        "commune": agents.LAON,
        "themes": ("health",),
        "capacity": 3,
        "is_public": True,
    }
    return Announced(**given | more)


def made(cast: agents.Cast, by: Account | None = None, **more: Any) -> int:
    who = access(by or cast.mediator)
    return workshops.announce(by=who, at=AT, operation=uuid.uuid4(), announced=announced(cast, **more))


def take(number: int, at: dt.datetime = AT, **more: Any) -> seats.Asked:
    return seats.take(at=at, operation=more.pop("operation", uuid.uuid4()), workshop=number, **more)


def seen(cast: agents.Cast, number: int) -> queries.Sheet:
    found = queries.workshop(access(cast.mediator), number)
    assert found is not None
    return found


def followed(cast: agents.Cast, name: str = "Anna", **more: Any) -> str:
    return persons.create_person(
        by=access(cast.mediator),
        at=AT,
        organisation_id=cast.ours,
        purpose=PersonPurpose.FOLLOW_UP,
        identity=Identity(given_name=name, family_name="Fictif", **more),
        commune=agents.LAON,
        fictional=True,
    )


def held(cast: agents.Cast, number: int, *named: Participant, total: int = 0, at: dt.datetime = AFTER) -> int:
    draft = Draft(
        cast.ours,
        "collective",
        STARTS.date(),
        90,
        "activity_place",
        agents.LAON,
        ("health",),
        people=named,
        total=total,
    )
    return attendance.note(by=access(cast.mediator), at=at, operation=uuid.uuid4(), number=number, draft=draft)


def test_an_announcement_sent_twice_is_written_once(cast: agents.Cast) -> None:
    sent = {"by": access(cast.mediator), "operation": uuid.uuid4(), "announced": announced(cast)}
    number = workshops.announce(at=AT, **sent)
    assert workshops.announce(at=AT + MINUTE, **sent) == number and Workshop.objects.count() == 1
    with pytest.raises(workshops.NotAllowed):
        workshops.announce(at=AT, **sent | {"by": access(cast.coordinator)})
    assert seen(cast, number).starts_at.strftime("%H:%M") == "14:30"


def test_the_hour_is_that_of_the_wall_where_it_is_held(cast: agents.Cast) -> None:
    saint_denis = "97411"
    local = dt.datetime(2026, 11, 26, 14, 30, tzinfo=queries.zone_of(saint_denis))
    number = made(cast, commune=saint_denis, starts_at=local)
    assert Workshop.objects.get().starts_at == dt.datetime(2026, 11, 26, 10, 30, tzinfo=dt.UTC)
    assert seen(cast, number).starts_at.strftime("%H:%M %Z") == "14:30 +04"
    summer = made(cast, starts_at=dt.datetime(2027, 3, 25, 10, tzinfo=ZoneInfo("Europe/Paris")))
    again = workshops.repeat(by=access(cast.mediator), at=AT, operation=uuid.uuid4(), number=summer)
    assert seen(cast, again).starts_at.strftime("%d/%m %H:%M %z") == "01/04 10:00 +0200"  # across the change of hour


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"themes": ()},
        {"themes": ("flying",)},
        {"level": "expert"},
        {"starts_at": AT - MINUTE},
        {"minutes": 0},
        {"commune": ""},
        {"capacity": 0},
        {"place_kind": "x"},
    ],
)
def test_the_impossible_is_refused(cast: agents.Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises((workshops.Impossible, workshops.NotAllowed)):
        made(cast, **wrong)
    assert not Workshop.objects.exists()


def test_each_sees_and_changes_what_the_table_of_rights_says(cast: agents.Cast) -> None:
    laon, soissons = made(cast), made(cast, commune=agents.SOISSONS)
    for account, expected in (
        (cast.mediator, {laon, soissons}),
        (cast.coordinator, {laon, soissons}),
        (cast.bounded_mediator, {laon}),
        (cast.relay, set()),
        (cast.stranger, set()),
        (cast.host, set()),
        (cast.nobody, set()),
    ):
        assert {one.id for one in queries.workshops(access(account), at=AT)} == expected
    for account, number in ((cast.bounded_mediator, soissons), (cast.stranger, laon), (cast.relay, laon)):
        who = access(account)
        with pytest.raises(workshops.NotThere):
            workshops.cancel(by=who, at=AT, number=number)
        with pytest.raises(workshops.NotThere):
            workshops.repeat(by=who, at=AT, operation=uuid.uuid4(), number=number)
        with pytest.raises(seats.NotAllowed):
            seats.give(by=who, at=AT, operation=uuid.uuid4(), workshop=number)
        with pytest.raises(seats.NotAllowed):
            seats.withdraw(by=who, at=AT, workshop=number, number=1)
        with pytest.raises(seats.NotAllowed):
            seats.told(by=who, at=AT, workshop=number, number=1)
        with pytest.raises(workshops.NotThere):
            attendance.attend(by=who, at=AFTER, number=number, came={}, others=0)
        with pytest.raises(workshops.NotAllowed):
            made(cast, by=account, commune=agents.SOISSONS)
    assert queries.workshops(access(cast.coordinator), at=AT, mine=True) == ()


def test_seats_are_given_in_order_then_people_wait_and_the_first_who_fits_comes_next(cast: agents.Cast) -> None:
    number = made(cast, capacity=3)
    one, two = take(number, seats=2), take(number, at=AT + MINUTE)
    four, single = take(number, at=AT + 2 * MINUTE, seats=3), take(number, at=AT + 3 * MINUTE)
    assert (one.waits, two.waits, four.waits, single.waits) == (0, 0, 1, 2)
    seats.withdraw(by=access(cast.mediator), at=AT + 4 * MINUTE, workshop=number, number=two.id)
    sheet = seen(cast, number)  # three seats do not fit in one: the next does
    assert [(seat.id, seat.waits) for seat in sheet.seats] == [(one.id, 0), (four.id, 1), (single.id, 0)]
    assert sheet.taken == 3 and [seat.id for seat in sheet.to_tell] == [single.id]
    seats.told(by=access(cast.mediator), at=AT + 5 * MINUTE, workshop=number, number=single.id)
    assert seen(cast, number).to_tell == ()


def test_the_database_itself_refuses_too_many(cast: agents.Cast) -> None:
    number = made(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Workshop.objects.filter(pk=number).update(taken=4)
    with pytest.raises(seats.TooMany) as refused:
        take(number, seats=4)
    assert refused.value.most == 3
    with pytest.raises(seats.TooMany) as refused:
        take(made(cast, capacity=9), seats=6)
    assert refused.value.most == 5


def test_a_waiting_list_that_helps_nobody_is_closed(cast: agents.Cast) -> None:
    number = made(cast, capacity=5)
    for _ in range(5):
        take(number, seats=5)
    with pytest.raises(seats.TooMany) as refused:
        take(number)
    assert refused.value.most == 0


def test_a_seat_asked_for_twice_by_one_form_is_one_seat_with_one_code(cast: agents.Cast) -> None:
    number, operation = made(cast), uuid.uuid4()
    assert take(number, operation=operation) == take(number, operation=operation)
    code = seat_codes.code(operation)
    assert len(code) == 10 and seat_codes.code(operation) == code
    row = Registration.objects.get()
    assert code not in str(vars(row)) and str(code).lower() not in str(vars(row))
    held_ = seat_codes.held(f" {code[:5].lower()}-{code[5:]} ")
    assert held_ is not None and held_[1].id == row.pk
    assert seat_codes.held("") is None and seat_codes.held("A" * 10) is None


def test_a_resident_withdraws_by_the_code_and_nothing_of_them_stays(cast: agents.Cast) -> None:
    number, operation = made(cast), uuid.uuid4()
    take(number, operation=operation, label="Zora", phone="0600000001")
    row = Registration.objects.get()
    assert row.label == "Zora" and row.phone and b"0600000001" not in bytes(row.phone)
    assert not seats.withdraw_by_code(at=AT, code="nothing")
    assert seats.withdraw_by_code(at=AT + MINUTE, code=seat_codes.code(operation))
    row.refresh_from_db()
    assert (row.label, row.phone, row.code_digest) == ("", None, "") and seen(cast, number).taken == 0
    assert not seats.withdraw_by_code(at=AT + MINUTE, code=seat_codes.code(operation))


def test_nobody_takes_a_seat_by_the_public_door_where_it_is_not_open(cast: agents.Cast) -> None:
    closed, gone = made(cast, is_public=False), made(cast)
    workshops.cancel(by=access(cast.mediator), at=AT, number=gone)
    for number, at in ((closed, AT), (gone, AT), (made(cast), STARTS), (0, AT)):
        with pytest.raises(seats.Closed):
            take(number, at=at)
    assert queries.open_workshop(closed) is None
    with pytest.raises(seats.Closed):
        seats.give(by=access(cast.mediator), at=AT, operation=uuid.uuid4(), workshop=gone)


def test_a_person_followed_has_one_seat_and_those_of_another_organisation_none(cast: agents.Cast) -> None:
    number, anna = made(cast), followed(cast)
    for _ in range(2):
        asked = seats.give(
            by=access(cast.mediator), at=AT, operation=uuid.uuid4(), workshop=number, person=anna, label="Anna"
        )
    assert Registration.objects.get().pk == asked.id and Registration.objects.get().label == ""
    theirs = workshops.announce(
        by=access(cast.stranger),
        at=AT,
        operation=uuid.uuid4(),
        announced=announced(cast, organisation=cast.theirs),
    )
    with pytest.raises(seats.NotAllowed):
        seats.give(by=access(cast.stranger), at=AT, operation=uuid.uuid4(), workshop=theirs, person=anna)
    assert Entry.objects.filter(kind="person", object_id=anna, verb="gave_a_seat").count() == 1


def test_a_change_is_to_be_told_only_when_the_day_or_the_place_moves(cast: agents.Cast) -> None:
    mine, number = access(cast.mediator), made(cast)
    asked = take(number, phone="0600000001")
    version = seen(cast, number).version
    workshops.change(by=mine, at=AT, number=number, version=version, announced=announced(cast, capacity=5))
    sheet = seen(cast, number)
    assert (sheet.capacity, sheet.sequence, sheet.to_tell) == (5, 1, ())
    with pytest.raises(workshops.ChangedSince):
        workshops.change(by=mine, at=AT, number=number, version=version, announced=announced(cast))
    later = announced(cast, starts_at=STARTS + DAY)
    workshops.change(by=mine, at=AT + MINUTE, number=number, version=sheet.version, announced=later)
    sheet = seen(cast, number)
    assert sheet.sequence == 2 and [one.id for one in sheet.to_tell] == [asked.id]
    assert seats.phones(sheet) == {asked.id: "0600000001"}


def test_fewer_seats_than_are_given_is_refused_and_more_are_given_to_who_waits(cast: agents.Cast) -> None:
    mine, number = access(cast.mediator), made(cast)
    take(number, seats=3)
    waiting = take(number, seats=2)
    sheet = seen(cast, number)
    with pytest.raises(workshops.TooFew) as refused:
        workshops.change(by=mine, at=AT, number=number, version=sheet.version, announced=announced(cast, capacity=2))
    assert refused.value.taken == 3
    workshops.change(by=mine, at=AT, number=number, version=sheet.version, announced=announced(cast, capacity=5))
    sheet = seen(cast, number)
    assert sheet.waiting == () and [one.id for one in sheet.to_tell] == [waiting.id]


def test_a_cancellation_is_undone_for_ten_minutes(cast: agents.Cast) -> None:
    mine, number = access(cast.mediator), made(cast)
    quiet, called = take(number), take(number)
    workshops.cancel(by=mine, at=AT, number=number)
    assert len(seen(cast, number).to_tell) == 2
    seats.told(by=mine, at=AT + MINUTE, workshop=number, number=called.id)
    workshops.undo_cancel(by=mine, at=AT + 9 * MINUTE, number=number)
    sheet = seen(cast, number)  # who was told that it is cancelled must hear that it is not; the other heard nothing
    assert sheet.cancelled_at is None and [one.id for one in sheet.to_tell] == [called.id] and quiet.id
    assert sheet.sequence == 2
    workshops.cancel(by=mine, at=AT + 10 * MINUTE, number=number)
    with pytest.raises(workshops.NotThere):
        workshops.undo_cancel(by=mine, at=AT + 21 * MINUTE, number=number)
    assert [line.verb for line in Entry.objects.filter(kind="workshop").order_by("pk")] == [
        "announced",
        "took_a_seat",
        "took_a_seat",
        "cancelled",
        "put_back",
        "cancelled",
    ]


def test_a_copy_is_a_week_later_without_anybody(cast: agents.Cast) -> None:
    number = made(cast, level="beginner")
    take(number)
    sent = {"by": access(cast.mediator), "operation": uuid.uuid4(), "number": number}
    copy = workshops.repeat(at=AT, **sent)
    assert workshops.repeat(at=AT, **sent) == copy != number
    one, two = seen(cast, number), seen(cast, copy)
    assert two.starts_at - one.starts_at == dt.timedelta(days=7) and two.seats == () and two.taken == 0
    assert (two.title, two.level, two.themes, two.is_public) == (one.title, "beginner", one.themes, True)
    much_later = workshops.repeat(
        by=access(cast.mediator), at=AT + dt.timedelta(days=30), operation=uuid.uuid4(), number=number
    )
    assert seen(cast, much_later).starts_at == STARTS + dt.timedelta(days=28)


def test_what_is_near_is_the_soonest_first_and_only_what_is_open_to_all(cast: agents.Cast) -> None:
    later = made(cast, starts_at=STARTS + DAY)
    soon = made(cast, commune=agents.SOISSONS)
    made(cast, is_public=False)
    here = territories.commune(agents.LAON)
    assert here is not None
    found = queries.near(here, at=AT, within_km=40)
    assert [one.id for one, _ in found] == [soon, later]
    assert found[1][1] == 0 and 20 < found[0][1] < 40
    assert [one.id for one, _ in queries.near(here, at=AT, within_km=10)] == [later]
    assert queries.near(here, at=STARTS + 2 * DAY) == []
    remote = made(cast, place_kind="remote", place_name="", commune=agents.SOISSONS, starts_at=STARTS + 2 * DAY)
    far = territories.commune(agents.LILLE)
    assert far is not None and queries.near(far, at=AT) == []
    assert [(one.id, away) for one, away in queries.near(here, at=AT, within_km=1)] == [(later, 0.0), (remote, 0.0)]
    assert [one.id for one, _ in queries.near(here, at=AT, within_km=40, most=1)] == [soon]


def test_who_came_then_the_encounter_then_undo(cast: agents.Cast) -> None:
    number, anna = made(cast, capacity=9), followed(cast)
    mine = access(cast.mediator)
    named = seats.give(by=mine, at=AT, operation=uuid.uuid4(), workshop=number, person=anna)
    group = seats.give(by=mine, at=AT, operation=uuid.uuid4(), workshop=number, label="Foyer", seats=5)
    zora = take(number, label="Zora", phone="0600000001")
    came = {named.id: 1, group.id: 3, zora.id: None}
    with pytest.raises(workshops.NotThere):
        attendance.attend(by=mine, at=STARTS - MINUTE, number=number, came=came, others=2)
    with pytest.raises(attendance.Impossible):
        attendance.attend(by=mine, at=AFTER, number=number, came=came | {group.id: 6}, others=2)
    attendance.attend(by=mine, at=AFTER, number=number, came=came, others=2)
    encounter = held(cast, number, Participant(person=anna), total=5)
    sheet = seen(cast, number)
    assert sheet.encounter == encounter and {one.label for one in sheet.seats} == {""}
    assert not Registration.objects.filter(phone__isnull=False).exists()
    told = figures.figures(mine, figures.Asked(cast.ours, dt.date(2026, 11, 1), dt.date(2026, 11, 30)))
    assert told is not None and (told.encounters, told.participations, told.people) == (1, 6, 1)
    shares = workshop_figures.workshop_figures(
        mine, organisation=cast.ours, first=dt.date(2026, 11, 1), last=dt.date(2026, 11, 30), on=AFTER.date()
    )
    assert shares is not None and shares.held == 1 and shares.others == 2
    assert shares.kept == workshop_figures.Share(4, 6, 1) and shares.missed == workshop_figures.Share(2, 6, 1)
    with pytest.raises(workshops.NotThere):
        held(cast, number)
    attendance.undo_note(by=mine, at=AFTER + MINUTE, number=number)
    assert seen(cast, number).encounter == 0 and seen(cast, number).others == 2
    again = held(cast, number, Participant(person=anna), total=5, at=AFTER + 2 * MINUTE)
    assert seen(cast, number).encounter == again != encounter
    with pytest.raises(workshops.NotThere):
        attendance.undo_note(by=mine, at=AFTER + 13 * MINUTE, number=number)


def test_a_note_sent_twice_is_one_encounter(cast: agents.Cast) -> None:
    number = made(cast)
    draft = Draft(cast.ours, "collective", STARTS.date(), 90, "remote", agents.LAON, ("health",), total=2)
    sent: dict[str, Any] = {"by": access(cast.mediator), "operation": uuid.uuid4(), "number": number, "draft": draft}
    assert attendance.note(at=AFTER, **sent) == attendance.note(at=AFTER + MINUTE, **sent)
    assert Encounter.objects.count() == 1
    with pytest.raises(workshops.NotThere):
        attendance.note(at=AFTER, **sent | {"operation": uuid.uuid4()})
    assert Encounter.objects.count() == 1


@given(
    held_=st.lists(
        st.tuples(
            st.lists(st.tuples(st.integers(1, 5), st.booleans(), st.none() | st.integers(0, 5)), max_size=6),
            st.integers(0, 9),
            st.booleans(),
        ),
        max_size=5,
    ),
    withdrawn=st.integers(0, 9),
)
def test_the_parts_of_the_figures_make_the_whole_in_any_order(held_: list[Any], withdrawn: int) -> None:
    sheets = [invented(number, *one) for number, one in enumerate(held_, start=1)]
    told = workshop_figures.counted(sheets, {1: withdrawn}, first=AT.date(), last=AT.date())
    assert told == workshop_figures.counted(reversed(sheets), {1: withdrawn}, first=AT.date(), last=AT.date())
    seated = sum(seat.seats for sheet in sheets if sheet.encounter for seat in sheet.seated)
    assert told.kept.numerator + told.missed.numerator == told.kept.denominator == told.missed.denominator
    assert told.kept.denominator + told.kept.missing == seated == told.filled.numerator
    assert told.held + told.not_noted == len(sheets) and told.filled.numerator <= told.filled.denominator
    assert 0 <= told.withdrawn.numerator <= told.withdrawn.denominator


def invented(number: int, seats_: list[Any], others: int, is_noted: bool) -> queries.Sheet:
    rows = tuple(
        queries.Seat(
            id=rank,
            person="",
            label="",
            seats=many,
            waits=0 if is_seated else 1,
            came=None if came is None or not is_seated else min(came, many),
            asked_at=AT,
            is_promoted=False,
            is_to_tell=False,
            has_phone=False,
        )
        for rank, (many, is_seated, came) in enumerate(seats_)
    )
    taken = sum(one.seats for one in rows if not one.waits)
    return queries.Sheet(
        id=number,
        uid="",
        organisation_id=1,
        made_by=1,
        author="",
        made_at=AT,
        version="",
        title="",
        level="",
        capacity=taken + 1,
        taken=taken,
        others=others,
        starts_at=STARTS,
        minutes=60,
        place_kind="remote",
        place_id="",
        place_name="",
        commune=agents.LAON,
        themes=("health",),
        is_public=True,
        sequence=0,
        changed_at=AT,
        moved_at=None,
        cancelled_at=None,
        encounter=number if is_noted else 0,
        noted_at=AFTER if is_noted else None,
        seats=rows,
    )


def test_names_go_a_week_after_a_workshop_that_nobody_noted(cast: agents.Cast) -> None:
    number = made(cast)
    take(number, label="Zora", phone="0600000001")
    assert attendance.tidy(at=STARTS + 6 * DAY) == 0 and seen(cast, number).seats[0].label == "Zora"
    assert attendance.tidy(at=STARTS + 7 * DAY) == 1
    row = Registration.objects.get()
    assert (row.label, row.phone, row.code_digest) == ("", None, "")


def test_a_person_merged_put_back_copied_and_erased(cast: agents.Cast) -> None:
    number, other = made(cast), made(cast)
    mine, anna, annah = access(cast.mediator), followed(cast), followed(cast, "Annah")
    for workshop, person in ((number, anna), (number, annah), (other, annah)):
        seats.give(by=mine, at=AT, operation=uuid.uuid4(), workshop=workshop, person=person)
    merge = persons_merging.merge_persons(by=mine, at=AT, kept=anna, gone=annah, chosen={})
    assert set(Registration.objects.filter(person=anna).values_list("workshop_id", flat=True)) == {number, other}
    persons_merging.undo_merge(by=mine, at=AT + MINUTE, number=merge)
    assert [one.person for one in Registration.objects.order_by("pk")] == [anna, annah, annah]
    assert "Premiers pas" in str(persons_rights.copy_person(by=mine, at=AT, reference=anna))
    persons_rights.erase_person(by=mine, at=AT, reference=annah)
    assert [one.person for one in Registration.objects.all()] == [anna] and seen(cast, other).taken == 0


def test_erasing_a_person_who_came_moves_no_figure(cast: agents.Cast) -> None:
    number, anna, mine = made(cast), followed(cast), access(cast.mediator)
    asked = seats.give(by=mine, at=AT, operation=uuid.uuid4(), workshop=number, person=anna)
    attendance.attend(by=mine, at=AFTER, number=number, came={asked.id: 1}, others=0)
    held(cast, number, Participant(person=anna))

    def told() -> Any:
        return workshop_figures.workshop_figures(
            mine, organisation=cast.ours, first=STARTS.date(), last=STARTS.date(), on=AFTER.date()
        )

    before = told()
    persons_rights.erase_person(by=mine, at=AFTER, reference=anna)
    assert told() == before and before.kept.numerator == 1
    assert Registration.objects.get().person == "" and anna not in str(list(Registration.objects.values()))


def test_a_seat_freed_by_an_erasure_is_given_by_the_tidying(cast: agents.Cast) -> None:
    number, anna, mine = made(cast, capacity=1), followed(cast), access(cast.mediator)
    seats.give(by=mine, at=AT, operation=uuid.uuid4(), workshop=number, person=anna)
    waiting = take(number)
    persons_rights.erase_person(by=mine, at=AT, reference=anna)
    assert seen(cast, number).waiting[0].id == waiting.id
    attendance.tidy(at=AT + DAY)
    assert seen(cast, number).waiting == () and seen(cast, number).to_tell[0].id == waiting.id


def test_figures_are_not_of_another_organisation_nor_of_what_is_to_come(cast: agents.Cast) -> None:
    made(cast)
    asked: dict[str, Any] = {"organisation": cast.ours, "first": AT.date(), "last": AT.date() + 30 * DAY}
    assert workshop_figures.workshop_figures(access(cast.stranger), on=AFTER.date(), **asked) is None
    before = workshop_figures.workshop_figures(access(cast.coordinator), on=AT.date(), **asked)
    after = workshop_figures.workshop_figures(access(cast.coordinator), on=AFTER.date(), **asked)
    assert before is not None and after is not None and (before.not_noted, after.not_noted) == (0, 1)


def test_removing_the_encounter_gives_the_workshop_back_to_be_noted(cast: agents.Cast) -> None:
    number = made(cast)
    encounter = held(cast, number, total=3)
    notes.remove(by=access(cast.mediator), at=AFTER, number=encounter)
    assert seen(cast, number).encounter == 0
    notes.tidy(at=AFTER + dt.timedelta(days=31))
    assert Workshop.objects.get(pk=number).encounter_id is None
