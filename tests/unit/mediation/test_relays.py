"""Relays: the table of states, what each state asks, what is erased, and figures that no pyramid swells."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from prevenance.mediation.choices import contents, relay_states, relay_words
from prevenance.mediation.choices.relay_states import FINAL, TRANSITIONS, State
from prevenance.mediation.models import Charter, Relay, RelayState
from prevenance.mediation.operations import relays as operations
from prevenance.mediation.operations import trainings
from prevenance.mediation.queries import relays as queries
from prevenance.mediation.queries.relays import Said, Sheet
from prevenance.people import queries as people
from tests import agents

ON = dt.date(2026, 11, 23)
AT = dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC)
HOUR, YEAR = dt.timedelta(hours=1), dt.timedelta(days=366)


def test_the_table_has_a_line_for_each_state_and_each_may_leave() -> None:
    assert set(TRANSITIONS) == set(State)
    assert frozenset({State.DECLINED, State.LEFT}) == FINAL
    for state in State:
        assert (State.LEFT in TRANSITIONS[state]) == (state not in FINAL)
        assert relay_states.after(state) == tuple(one for one in State if one in TRANSITIONS[state])


def test_nobody_is_active_without_a_call_a_training_and_a_charter() -> None:
    def before(state: State) -> set[State]:
        return {one for one, after in TRANSITIONS.items() if state in after}

    assert before(State.ACTIVE) == {State.SIGNED}
    assert before(State.SIGNED) == {State.TRAINED, State.EXPIRED}
    assert before(State.EXPIRED) == {State.ACTIVE}
    assert before(State.TRAINED) == {State.VERIFIED}
    assert before(State.VERIFIED) == {State.APPLIED}


@pytest.fixture
def cast(db: None) -> agents.Cast:
    return agents.play()


def may(who: object) -> people.Access:
    return people.access(who, on=ON)  # type: ignore[arg-type]


def applied(commune: str = agents.LAON, contact: str = "0600000000") -> int:
    return operations.apply(
        at=AT, first_name="Sam", contact=contact, commune=commune, reason="neighbours", language="fr"
    )


def trained(cast: agents.Cast) -> int:
    by, number = may(cast.coordinator), applied()
    operations.verify(by=by, at=AT, relay_id=number, organisation_id=cast.ours)
    training = trainings.announce(
        by=by,
        at=AT,
        organisation_id=cast.ours,
        starts_at=AT + HOUR,
        place_name="Salle fictive",
        commune=agents.LAON,
        capacity=1,
    )
    trainings.seat(by=by, training_id=training, relay_id=number)
    trainings.attend(by=by, at=AT + 2 * HOUR, training_id=training, relay_id=number, has_come=True)
    operations.become(by=by, at=AT + 2 * HOUR, relay_id=number, state=State.TRAINED)
    return number


def active(cast: agents.Cast) -> int:
    number = trained(cast)
    operations.sign(at=AT, relay_id=number, language="fr")
    operations.become(by=may(cast.coordinator), at=AT, relay_id=number, state=State.ACTIVE)
    return number


def test_from_the_application_to_the_activity_each_state_leaves_a_row(cast: agents.Cast) -> None:
    number = active(cast)
    assert [one.state for one in RelayState.objects.filter(relay=number).order_by("pk")] == [
        "applied",
        "verified",
        "trained",
        "signed",
        "active",
    ]
    assert Relay.objects.get(pk=number).charter_until == dt.date(2027, 11, 23)


def test_the_charter_is_kept_as_it_was_read(cast: agents.Cast) -> None:
    number = trained(cast)
    operations.sign(at=AT, relay_id=number, language="fr")
    kept = Charter.objects.get(relay=number)
    assert kept.text == relay_words.charter().written("fr")
    assert "jamais seul chez quelqu’un" in kept.text
    assert kept.text != relay_words.charter().written("en")


def test_a_training_is_not_followed_by_saying_so(cast: agents.Cast) -> None:
    by, number = may(cast.coordinator), applied()
    operations.verify(by=by, at=AT, relay_id=number, organisation_id=cast.ours)
    with pytest.raises(operations.Impossible):
        operations.become(by=by, at=AT, relay_id=number, state=State.TRAINED)
    with pytest.raises(operations.Impossible):
        operations.sign(at=AT, relay_id=number, language="fr")
    with pytest.raises(operations.Impossible):
        operations.become(by=by, at=AT, relay_id=number, state=State.SIGNED)


def test_a_training_holds_its_capacity_and_attendance_waits_for_it(cast: agents.Cast) -> None:
    by, one, other = may(cast.coordinator), applied(), applied(contact="0600000001")
    for number in (one, other):
        operations.verify(by=by, at=AT, relay_id=number, organisation_id=cast.ours)
    training = trainings.announce(
        by=by,
        at=AT,
        organisation_id=cast.ours,
        starts_at=AT + HOUR,
        place_name="Salle fictive",
        commune=agents.LAON,
        capacity=1,
    )
    trainings.seat(by=by, training_id=training, relay_id=one)
    trainings.seat(by=by, training_id=training, relay_id=one)
    with pytest.raises(operations.Impossible):
        trainings.seat(by=by, training_id=training, relay_id=other)
    with pytest.raises(operations.Impossible):
        trainings.attend(by=by, at=AT, training_id=training, relay_id=one, has_come=True)
    with pytest.raises(operations.NotAllowed):
        trainings.seat(by=may(cast.stranger), training_id=training, relay_id=other)


@pytest.mark.parametrize("how", ["relay", "team", "declined"])
def test_who_leaves_is_erased_at_once(cast: agents.Cast, how: str) -> None:
    by = may(cast.coordinator)
    number = applied() if how == "declined" else active(cast)
    if how != "declined":
        operations.give_link(by=by, at=AT, relay_id=number)
        operations.declare(at=AT, relay_id=number, month=ON.replace(day=1), low=3, high=5)
    if how == "relay":
        operations.leave(at=AT, relay_id=number)
    else:
        state = State.DECLINED if how == "declined" else State.LEFT
        operations.become(by=by, at=AT, relay_id=number, state=state)
    row = Relay.objects.get(pk=number)
    assert (row.first_name, row.contact, row.secret_digest) == ("", "", "")
    assert queries.active(row.code, on=ON) is None
    with pytest.raises(operations.NotAllowed):
        operations.leave(at=AT, relay_id=number)


def test_a_charter_lasts_a_year_then_is_signed_again(cast: agents.Cast) -> None:
    number = active(cast)
    code = Relay.objects.get(pk=number).code
    assert queries.active(code, on=ON) is not None
    assert queries.active(code, on=ON + YEAR) is None  # even if nobody passed by
    assert operations.keep_up(at=AT + YEAR) == (1, 0)
    assert Relay.objects.get(pk=number).state == State.EXPIRED
    operations.sign(at=AT + YEAR, relay_id=number, language="fr")
    operations.become(by=may(cast.coordinator), at=AT + YEAR, relay_id=number, state=State.ACTIVE)
    assert queries.active(code, on=ON + YEAR) is not None
    assert Charter.objects.filter(relay=number).count() == 2


def test_an_application_without_an_answer_is_erased_after_six_months(cast: agents.Cast) -> None:
    number = applied()
    assert operations.keep_up(at=AT + dt.timedelta(days=179)) == (0, 0)
    assert operations.keep_up(at=AT + dt.timedelta(days=181)) == (0, 1)
    assert Relay.objects.get(pk=number).contact == ""


def test_somebody_who_asks_twice_is_one(cast: agents.Cast) -> None:
    assert applied() == applied()


def test_an_application_is_seen_around_its_commune_then_by_its_organisation_alone(cast: agents.Cast) -> None:
    number = applied(commune=agents.SOISSONS)
    sees = {
        name: queries.relay(may(getattr(cast, name)), number) is not None
        for name in ("coordinator", "bounded_coordinator", "stranger", "mediator", "relay", "host")
    }
    assert sees == {
        "coordinator": True,
        "bounded_coordinator": False,
        "stranger": False,
        "mediator": False,
        "relay": False,
        "host": False,
    }
    with pytest.raises(operations.NotAllowed):
        operations.verify(by=may(cast.stranger), at=AT, relay_id=number, organisation_id=cast.theirs)
    with pytest.raises(operations.NotAllowed):
        operations.verify(by=may(cast.coordinator), at=AT, relay_id=number, organisation_id=cast.theirs)


def test_the_last_link_alone_opens_the_relays_page(cast: agents.Cast) -> None:
    by, number = may(cast.coordinator), active(cast)
    first, second = (operations.give_link(by=by, at=AT, relay_id=number) for _ in range(2))
    assert queries.owner(first) is None
    found = queries.owner(second)
    assert found is not None and found.id == number
    assert queries.owner("") is None


@pytest.mark.parametrize(("low", "high"), [(5, 3), (-1, 2), (0, 10_001)])
def test_an_impossible_range_is_refused(cast: agents.Cast, low: int, high: int) -> None:
    with pytest.raises(operations.Impossible):
        operations.declare(at=AT, relay_id=active(cast), month=ON.replace(day=1), low=low, high=high)


def test_the_table_refuses_who_left_with_a_name(cast: agents.Cast) -> None:
    number = applied()
    for wrong in ({"state": "left"}, {"erased_at": AT}, {"state": "active"}, {"state": "king"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Relay.objects.filter(pk=number).update(**wrong)


BLANK = Sheet(1, "a", State.ACTIVE, 1, "", "", "", "", ON, True, ON, (), ())
MONTHS = st.sampled_from([dt.date(2026, 9, 1), dt.date(2026, 10, 1), dt.date(2026, 11, 1), dt.date(2025, 1, 1)])
SAID = st.builds(
    lambda month, low, more: Said(month, low, low + more, False), MONTHS, st.integers(0, 500), st.integers(0, 500)
)


@given(st.lists(st.lists(SAID, max_size=4), max_size=6))
def test_reached_is_never_more_than_what_was_said(histories: list[list[Said]]) -> None:
    since, until = dt.date(2026, 1, 1), ON
    sheets = [replace(BLANK, id=number, said=tuple(many)) for number, many in enumerate(histories)]
    found = queries.reach(sheets, since=since, until=until)
    counted = [one for many in histories for one in many if since <= one.month < until]
    assert found.people_high == sum(one.high for one in counted)
    assert found.people_low == max([one.low for one in counted], default=0)
    assert found.people_low <= found.people_high
    assert found.relays + found.silent == len(sheets)
    # More relays, who say nothing, reach nobody more: no multiplier hides anywhere.
    more = queries.reach([*sheets, replace(BLANK, id=99)], since=since, until=until)
    assert (more.people_low, more.people_high) == (found.people_low, found.people_high)


def test_the_course_teaches_with_one_good_answer_and_says_every_number_to_call() -> None:
    lessons = contents.lessons("course")
    assert all(sum(one.is_good for one in lesson.answers) == 1 for lesson in lessons.values())
    told = " ".join(text.fr for text in lessons["alert"].texts)
    for number in ("15", "112", "114", "3114", "119", "3919"):
        assert number in told
