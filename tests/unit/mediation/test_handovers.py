"""Hand-overs: nothing leaves without an agreement, nothing unticked is kept, and at the end nothing is left."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prevenance.consent.choices.lengths import Length
from prevenance.consent.operations import consents
from prevenance.consent.queries import consents as consents_read
from prevenance.kit import personal_data
from prevenance.kit.consents import Means
from prevenance.mediation.choices import handover_words as words
from prevenance.mediation.choices.handover_states import ANSWER_KEPT, LINK_KEPT, AgreedBy, State
from prevenance.mediation.models import Handover
from prevenance.mediation.operations import handovers as operations
from prevenance.mediation.queries import handover_figures
from prevenance.mediation.queries import handovers as queries
from prevenance.mediation.queries.handover_drafts import Answer, Draft, Impossible
from prevenance.people import queries as people
from prevenance.people.models import Entry, Message
from prevenance.people.operations import persons_rights
from prevenance.people.queries import messages as messages_read
from tests import agents

ON = dt.date(2026, 11, 23)
AT = dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SHARED = {"first_name": "Zohrabelle", "phone": "06 00 00 00 01", "commune": "Vallonville", "need": "Un bus le mardi"}
ACCEPTED = Answer(State.ACCEPTED, how="phone", when="week", words="Je l'appelle mardi")

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def access(account: Any) -> people.Access:
    return people.access(account, on=ON)


def draft(cast: agents.Cast, **more: Any) -> Draft:
    given = {
        "organisation": cast.ours,
        "commune": agents.LAON,
        "purpose": "travel",
        "agreed_by": str(AgreedBy.SPOKEN),
        "words_version": words.consent()[0],
        "shared": {"first_name": "Zohrabelle", "phone": "06 00 00 00 01"},
        "name": "Mobilité fictive",
        "email": "",
        "phone": "+33323000000",
    }
    return Draft(**given | more)


def make(cast: agents.Cast, at: dt.datetime = AT, **more: Any) -> operations.Made:
    by = access(more.pop("by", cast.mediator))
    return operations.make(by=by, at=at, operation=uuid.uuid4(), draft=draft(cast, **more))


def dumped() -> str:
    """All that the tables hold, as one text; what is enciphered does not show."""
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


@pytest.mark.parametrize(
    "more",
    [
        {"agreed_by": ""},
        {"words_version": ""},
        {"words_version": "2020-01-01"},
        {"purpose": "illness"},
        {"shared": {}},
        {"shared": {"birth_date": "1951"}},
        {"shared": {"first_name": ""}},
        {"name": ""},
        {"commune": ""},
    ],
)
def test_without_an_agreement_or_with_anything_else_than_the_list_nothing_leaves(
    cast: agents.Cast, more: dict[str, Any]
) -> None:
    with pytest.raises(Impossible):
        make(cast, **more)
    assert not Handover.objects.exists()


def test_the_same_form_sent_again_writes_nothing_and_shows_no_link(cast: agents.Cast) -> None:
    operation, by = uuid.uuid4(), access(cast.mediator)
    first = operations.make(by=by, at=AT, operation=operation, draft=draft(cast))
    again = operations.make(by=by, at=AT + DAY, operation=operation, draft=draft(cast, purpose="digital"))
    assert (first.id, again) == (again.id, operations.Made(first.id, ""))
    assert Handover.objects.get().purpose == "travel"
    with pytest.raises(operations.NotAllowed):
        operations.make(by=access(cast.coordinator), at=AT, operation=operation, draft=draft(cast))


@pytest.mark.parametrize("player", ["relay", "host", "nobody", "stranger"])
def test_those_who_may_not_hand_over_do_not(cast: agents.Cast, player: str) -> None:
    with pytest.raises(operations.NotAllowed):
        make(cast, by=getattr(cast, player))


def test_a_person_or_an_area_out_of_reach_is_refused(cast: agents.Cast) -> None:
    theirs = agents.person(cast.stranger, cast.theirs)
    with pytest.raises(operations.NotAllowed):
        make(cast, person=theirs)
    with pytest.raises(operations.NotAllowed):
        make(cast, by=cast.bounded_mediator, commune=agents.SOISSONS)
    with pytest.raises(operations.NotAllowed):
        make(cast, encounter=987654)


def test_each_sees_those_of_their_area_and_their_own(cast: agents.Cast) -> None:
    here = make(cast)
    there = make(cast, commune=agents.SOISSONS)

    def seen(account: Any) -> set[str]:
        return {one.id for one in queries.handovers(access(account), "waiting", at=AT)}

    assert seen(cast.coordinator) == seen(cast.mediator) == {here.id, there.id}
    assert seen(cast.bounded_coordinator) == {here.id}
    assert seen(cast.stranger) == seen(cast.relay) == set()
    with pytest.raises(operations.NotThere):
        operations.withdraw(by=access(cast.stranger), at=AT, number=uuid.UUID(here.id))


def test_before_the_press_a_link_says_nothing_of_the_person(cast: agents.Cast) -> None:
    secret = make(cast, shared=SHARED).secret
    envelope = queries.envelope(secret, at=AT)
    assert envelope is not None
    assert not any(value in repr(envelope) for value in SHARED.values())
    assert Handover.objects.get().openings == 0
    content = operations.open_link(secret=secret, at=AT + DAY)
    assert content.shared == SHARED and content.phone == "+33323000000"
    row = Handover.objects.get()
    assert (row.openings, row.opened_at) == (1, AT + DAY)


def test_a_link_opens_for_eight_days_and_only_its_own(cast: agents.Cast) -> None:
    secret = make(cast).secret
    last = AT + LINK_KEPT
    assert queries.envelope(secret, at=last - dt.timedelta(seconds=1))
    assert queries.envelope(secret, at=last) is None and queries.envelope(secret + "x", at=AT) is None
    for at, given_secret in ((last, secret), (AT, "x")):
        with pytest.raises(operations.NotThere):
            operations.open_link(secret=given_secret, at=at)
        with pytest.raises(operations.NotThere):
            operations.answer(secret=given_secret, at=at, given=ACCEPTED)


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (ACCEPTED, {"words": "Je l'appelle mardi"}),
        (Answer(State.REFUSED, reason="full", elsewhere="Le CCAS"), {"elsewhere": "Le CCAS"}),
        (Answer(State.TO_CALL, phone="03 23 00 00 00"), {"phone": "03 23 00 00 00"}),
    ],
)
def test_an_answer_is_given_once_and_erases_what_was_shared(
    cast: agents.Cast, answer: Answer, kept: dict[str, str]
) -> None:
    made = make(cast)
    operations.answer(secret=made.secret, at=AT + DAY, given=answer)
    operations.answer(secret=made.secret, at=AT + DAY, given=Answer(State.REFUSED, reason="other"))
    found = queries.handover(access(cast.mediator), uuid.UUID(made.id), at=AT + DAY)
    assert found is not None
    assert (found.state, found.wrote, found.email, found.receiver) == (answer.state, kept, "", "Mobilité fictive")
    row = Handover.objects.get()
    assert row.shared is None and row.shared_keys == ["first_name", "phone"]
    with pytest.raises(operations.NotThere):
        operations.open_link(secret=made.secret, at=AT + DAY)
    envelope = queries.envelope(made.secret, at=AT + DAY)
    assert envelope is not None and envelope.state == answer.state
    assert [one.id for one in queries.handovers(access(cast.mediator), "answered", at=AT + DAY)] == [made.id]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(State.SILENT),
        Answer(State.ACCEPTED, how="phone"),
        Answer(State.ACCEPTED, how="pigeon", when="week"),
        Answer(State.REFUSED),
        Answer(State.TO_CALL),
        Answer(State.TO_CALL, phone="03 23 00 00 00", words="x" * 301),
    ],
)
def test_an_answer_which_is_not_whole_is_refused_and_nothing_moves(cast: agents.Cast, answer: Answer) -> None:
    secret = make(cast).secret
    with pytest.raises(Impossible):
        operations.answer(secret=secret, at=AT, given=answer)
    assert Handover.objects.get().state == State.WAITING


def test_a_reminder_is_listed_after_three_days_and_once(cast: agents.Cast) -> None:
    made, by = make(cast), access(cast.mediator)

    def to_remind(at: dt.datetime) -> list[bool]:
        return [one.is_to_remind for one in queries.for_the_day(by, at=at)]

    assert to_remind(AT + 3 * DAY - dt.timedelta(seconds=1)) == []
    assert to_remind(AT + 3 * DAY) == [True]
    operations.reminded(by=by, at=AT + 3 * DAY, number=uuid.UUID(made.id))
    operations.reminded(by=by, at=AT + 4 * DAY, number=uuid.UUID(made.id))
    assert to_remind(AT + 4 * DAY) == []
    assert Handover.objects.get().reminded_at == AT + 3 * DAY


def test_one_reminder_waits_in_the_outbox_and_goes_with_the_answer_or_the_end(cast: agents.Cast) -> None:
    made = [make(cast, email="accueil@exemple.fr", shared=SHARED) for _ in range(5)]
    by, numbers = access(cast.mediator), [uuid.UUID(one.id) for one in made]
    messages = Message.objects.filter(key__startswith="handover:")
    assert messages.count() == 5
    content = messages_read.content(messages[0])
    assert content is not None and content.address == "accueil@exemple.fr" and "{" not in content.text
    assert not any(one in content.text + content.subject for one in (*SHARED.values(), made[0].secret, "http"))
    assert (messages[0].due_at, messages[0].not_after) == (AT + 3 * DAY, AT + LINK_KEPT)
    assert [one.is_to_remind for one in queries.handovers(by, "waiting", at=AT + 4 * DAY)] == [False] * 5
    operations.answer(secret=made[0].secret, at=AT, given=ACCEPTED)
    operations.withdraw(by=by, at=AT, number=numbers[1])
    operations.reminded(by=by, at=AT + DAY, number=numbers[2])
    operations.make_link(by=by, at=AT + DAY, number=numbers[3], operation=uuid.uuid4())
    waiting = messages.filter(state="waiting")
    assert [one.key for one in waiting] == [f"handover:{numbers[4]}:reminder"]
    assert all(one.content is None for one in messages.exclude(state="waiting"))
    assert Handover.objects.get(pk=numbers[0]).reminded_at is None
    operations.end_over(at=AT + LINK_KEPT)
    assert not messages.filter(state="waiting").exists()


def test_a_new_link_closes_the_first_and_opens_until_the_same_day(cast: agents.Cast) -> None:
    made, by, operation = make(cast), access(cast.mediator), uuid.uuid4()
    given = {"by": by, "number": uuid.UUID(made.id), "operation": operation}
    new = operations.make_link(at=AT + DAY, **given)
    assert operations.make_link(at=AT + DAY, **given).secret == ""
    assert queries.envelope(made.secret, at=AT + DAY) is None
    envelope = queries.envelope(new.secret, at=AT + DAY)
    assert envelope is not None and envelope.expires_at == AT + LINK_KEPT
    with pytest.raises(operations.NotThere):
        operations.make_link(by=by, at=AT + LINK_KEPT, number=uuid.UUID(made.id), operation=uuid.uuid4())


def test_a_link_withdrawn_opens_nothing_and_shares_nothing(cast: agents.Cast) -> None:
    made, by = make(cast), access(cast.mediator)
    for _ in range(2):
        operations.withdraw(by=by, at=AT, number=uuid.UUID(made.id))
    assert queries.envelope(made.secret, at=AT) is None
    row = Handover.objects.get()
    assert (row.state, row.shared, row.secret_digest) == (State.WITHDRAWN, None, None)
    with pytest.raises(operations.NotThere):
        operations.note_outcome(by=by, at=AT, number=row.pk, outcome="received", on=ON)


def test_silence_ends_it_even_before_the_tidying_and_answers_are_forgotten_later(cast: agents.Cast) -> None:
    silent, answered, by = make(cast), make(cast), access(cast.mediator)
    operations.answer(secret=answered.secret, at=AT, given=ACCEPTED)
    over = AT + LINK_KEPT
    seen = queries.handover(by, uuid.UUID(silent.id), at=over)
    assert seen is not None and seen.state is State.SILENT
    assert [one.id for one in queries.handovers(by, "ended", at=over)] == [silent.id]
    assert operations.end_over(at=over) == {"ended": 1, "forgotten": 0}
    assert operations.end_over(at=over) == {"ended": 0, "forgotten": 0}
    assert operations.end_over(at=AT + ANSWER_KEPT) == {"ended": 0, "forgotten": 1}
    row = Handover.objects.get(pk=answered.id)
    assert (row.answer, row.receiver, row.secret_digest, row.state) == (None, None, None, State.ACCEPTED)


def test_what_came_of_it_is_noted_corrected_and_taken_back(cast: agents.Cast) -> None:
    made, by = make(cast), access(cast.mediator)
    number = uuid.UUID(made.id)
    with pytest.raises(operations.NotThere):
        operations.note_outcome(by=by, at=AT, number=number, outcome="received", on=ON)
    operations.answer(secret=made.secret, at=AT, given=ACCEPTED)
    for outcome, on in (("cured", ON), ("received", ON - DAY), ("received", ON + 3 * DAY)):
        with pytest.raises(Impossible):
            operations.note_outcome(by=by, at=AT + DAY, number=number, outcome=outcome, on=on)
    for outcome in ("contacted", "received", ""):
        operations.note_outcome(by=by, at=AT + DAY, number=number, outcome=outcome, on=ON + DAY)
        assert Handover.objects.get().outcome == outcome


def test_the_figures_have_their_numerators_their_denominator_and_what_is_missing(cast: agents.Cast) -> None:
    by, answers = access(cast.coordinator), (ACCEPTED, ACCEPTED, Answer(State.REFUSED, reason="full"))
    numbers = []
    for answer in answers:
        made = make(cast)
        operations.answer(secret=made.secret, at=AT, given=answer)
        numbers.append(uuid.UUID(made.id))
    make(cast)  # waits
    gone = make(cast)
    operations.withdraw(by=by, at=AT, number=uuid.UUID(gone.id))
    make(cast, at=AT - 20 * DAY)
    operations.note_outcome(by=by, at=AT, number=numbers[0], outcome="received", on=ON)
    operations.note_outcome(by=by, at=AT, number=numbers[2], outcome="lost", on=ON)
    asked = {"organisation": cast.ours, "first": ON - DAY, "last": ON}
    found = handover_figures.handovers_between(by, at=AT, **asked)
    assert found is not None
    assert (found.made, found.waiting, found.ended) == (4, 1, 3)
    assert found.answers == {"accepted": 2, "refused": 1, "to_call": 0, "silent": 0}
    assert found.outcomes == {"contacted": 0, "received": 1, "lost": 1} and found.outcomes_missing == 1
    assert sum(found.answers.values()) == found.ended == sum(found.outcomes.values()) + found.outcomes_missing
    assert handover_figures.handovers_between(access(cast.stranger), at=AT, **asked) is None
    before = handover_figures.handovers_between(by, at=AT, organisation=cast.ours, first=ON - 21 * DAY, last=ON - DAY)
    assert before is not None and before.answers["silent"] == 1


def test_a_person_is_copied_in_plain_words_moved_and_erased_while_no_figure_moves(cast: agents.Cast) -> None:
    person = agents.person(cast.mediator, cast.ours)
    other = agents.person(cast.mediator, cast.ours, "Ysoline", "Marchefeu")
    made = make(cast, person=person, shared=SHARED)
    answered = make(cast, person=person, at=AT + dt.timedelta(minutes=1))
    operations.answer(secret=answered.secret, at=AT + DAY, given=ACCEPTED)
    holder = next(one for one in personal_data.holders() if one.key == "handovers")
    told = holder.copy(person)
    assert told[0]["to"] == "Mobilité fictive" and "Prénom : Zohrabelle" in told[0]["shared"]
    assert personal_data.unworded(told, holder.words) == frozenset()
    moved = holder.move(person, other)
    assert (holder.copy(person), len(holder.copy(other))) == ([], 2)
    holder.move_back(moved, person, other)
    assert len(holder.copy(person)) == 2
    assert set(holder.lines(person)) == {("handover", made.id), ("handover", answered.id)}
    asked = {"organisation": cast.ours, "first": ON, "last": ON, "at": AT}
    before = handover_figures.handovers_between(access(cast.coordinator), **asked)
    persons_rights.erase_person(by=access(cast.coordinator), at=AT, reference=person)
    assert queries.envelope(made.secret, at=AT) is None
    for row in Handover.objects.all():
        assert (row.person, row.receiver, row.shared, row.answer, row.shared_keys) == ("", None, None, None, [])
    after = handover_figures.handovers_between(access(cast.coordinator), **asked)
    assert before is not None and after is not None
    assert (after.answers, after.outcomes) == (before.answers, before.outcomes)


@pytest.mark.parametrize(("agreed_by", "means"), [("spoken", "said"), ("on_screen", "on_screen")])
def test_the_persons_yes_is_theirs_to_read_and_to_take_back(cast: agents.Cast, agreed_by: str, means: str) -> None:
    person, other = (agents.person(cast.mediator, cast.ours, name) for name in ("Zohrabelle", "Ysoline"))
    mine, theirs = (make(cast, person=one, agreed_by=agreed_by) for one in (person, other))
    given = next(one for one in consents_read.latest(person) if one.purpose == operations.CONSENT)
    assert (given.means, given.withdrawn_at) == (means, None)
    consents.withdraw_own(at=AT, person=person, purpose="reminders")
    assert queries.envelope(mine.secret, at=AT)
    consents.withdraw_own(at=AT, person=person, purpose=operations.CONSENT)
    assert queries.envelope(mine.secret, at=AT) is None and queries.envelope(theirs.secret, at=AT)
    row = Handover.objects.get(pk=mine.id)
    assert (row.state, row.shared) == (State.WITHDRAWN, None)


@pytest.mark.parametrize("length", [Length.DAY, Length.MONTH, Length.SIX_MONTHS])
def test_a_yes_that_ends_sooner_does_not_close_what_was_agreed_to_later(cast: agents.Cast, length: Length) -> None:
    person, day = agents.person(cast.mediator, cast.ours), dt.timedelta(days=1)
    asked: dict[str, Any] = {"by": access(cast.mediator), "person": person, "purpose": operations.CONSENT}
    consents.give(at=AT - day / 2, length=length, means=Means.SAID, **asked)
    made = make(cast, person=person)
    consents.tidy(at=AT + 2 * day)
    assert queries.envelope(made.secret, at=AT + 2 * day)


def test_a_yes_whose_time_is_over_closes_a_hand_over_without_saying_that_the_person_said_no(cast: agents.Cast) -> None:
    person, day = agents.person(cast.mediator, cast.ours), dt.timedelta(days=1)
    made = make(cast, person=person)
    asked: dict[str, Any] = {"by": access(cast.mediator), "person": person, "purpose": operations.CONSENT}
    consents.give(at=AT + day / 8, length=Length.DAY, means=Means.SAID, **asked)  # they change their mind: a day only
    consents.tidy(at=AT + 2 * day)
    assert queries.envelope(made.secret, at=AT + 2 * day) is None
    verbs = Entry.objects.filter(kind="handover", object_id=made.id).values_list("verb", flat=True)
    assert set(verbs) == {"handed_over", "closed_at_end"}


def test_the_journal_says_who_did_what_and_nothing_of_what_was_written(cast: agents.Cast) -> None:
    made = make(cast, shared=SHARED)
    operations.open_link(secret=made.secret, at=AT)
    operations.answer(secret=made.secret, at=AT, given=ACCEPTED)
    rows = Entry.objects.filter(kind="handover", object_id=made.id).order_by("id")
    assert [(one.verb, one.actor_id) for one in rows] == [
        ("handed_over", cast.mediator.pk),
        ("opened", None),
        ("answered", None),
    ]


def test_the_table_itself_refuses_a_hand_over_that_ended_and_still_shares(cast: agents.Cast) -> None:
    make(cast)
    for change in (
        {"state": "accepted", "ended_at": AT},
        {"ended_at": AT},
        {"agreed_by": ""},
        {"words_version": ""},
        {"outcome": "received"},
        {"expires_at": AT},
        {"refusal": "full"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Handover.objects.update(**change)


# Hypothesis draws words of the code too: no word of the tables begins with these letters.
values = st.text("abcdefghijklmnopqrstuvwxyzàéè", min_size=12, max_size=20).map(lambda one: f"qxz{one}")
ends = st.sampled_from(["accepted", "refused", "to_call", "withdrawn", "silent", "erased"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    held=st.fixed_dictionaries(dict.fromkeys(words.items(), values)).filter(lambda one: len(set(one.values())) == 4),
    ticked=st.sets(st.sampled_from(list(words.items())), min_size=1),
    end=ends,
    opened=st.booleans(),
)
def test_nothing_unticked_is_ever_read_or_kept_and_at_the_end_nothing_is_left(
    cast: agents.Cast, held: dict[str, str], ticked: set[str], end: str, opened: bool
) -> None:
    with transaction.atomic():
        person = agents.person(cast.mediator, cast.ours)
        shared = {key: held[key] for key in ticked}
        made = make(cast, person=person, shared=shared, email="accueil@exemple.fr")
        number, by = uuid.UUID(made.id), access(cast.mediator)
        row = Handover.objects.get(pk=number)
        kept = {key: value for key, value in queries.disclosed(row, "shared").items() if key != "author_phone"}
        assert kept == shared
        assert not any(value in dumped() for value in held.values())
        if opened:
            assert operations.open_link(secret=made.secret, at=AT).shared == shared
        if end == "withdrawn":
            operations.withdraw(by=by, at=AT, number=number)
        elif end == "silent":
            operations.end_over(at=AT + LINK_KEPT)
        elif end == "erased":
            persons_rights.erase_person(by=access(cast.coordinator), at=AT, reference=person)
        else:
            answer = {
                "accepted": ACCEPTED,
                "refused": Answer(State.REFUSED, reason="full"),
                "to_call": Answer(State.TO_CALL, phone="03 23 00 00 00"),
            }[end]
            operations.answer(secret=made.secret, at=AT, given=answer)
        row.refresh_from_db()
        opened_cells = [queries.disclosed(row, name) for name in ("shared", "receiver", "answer")]
        assert opened_cells[0] == {}
        everything = dumped() + json.dumps(opened_cells, ensure_ascii=False)
        assert not any(value in everything for value in held.values())
        with pytest.raises(operations.NotThere):
            operations.open_link(secret=made.secret, at=AT)
        transaction.set_rollback(True)
