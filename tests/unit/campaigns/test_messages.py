"""Messages: versions only grow, nobody reviews their own words, nothing unread nor outdated goes out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prevenance.campaigns.choices.messages import Hindrance, MessageState, Understood, Verdict
from prevenance.campaigns.models import MessageAnswer, MessageVersion
from prevenance.campaigns.operations import demo_messages
from prevenance.campaigns.operations import messages as operations
from prevenance.campaigns.operations import trials as trial_operations
from prevenance.campaigns.presenters import messages as presenters
from prevenance.campaigns.queries import messages as queries
from prevenance.campaigns.queries import ready, trials
from prevenance.campaigns.queries.messages import Draft, Source, Words
from prevenance.counting import measure
from prevenance.people.models import Organisation
from prevenance.people.queries import Access
from tests import agents

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
ON = AT.date()
SOURCE = Source("HAS", "Un texte", "2025", "https://exemple.fr/texte", "V", ON)
DRAFT = Draft(
    intent="inform", audience="Tout le monde", words={"fr": Words("Un titre", "Un texte.")}, sources=(SOURCE,)
)


class Team:
    """Two who write, one of them reviews too."""

    def __init__(self) -> None:
        self.cast = agents.play()
        self.author = agents.access(self.cast.mediator, on=ON)
        self.reader = agents.access(self.cast.coordinator, on=ON)
        self.stranger = agents.access(self.cast.stranger, on=ON)

    def write(self, draft: Draft = DRAFT, by: Access | None = None, **more: Any) -> int:
        return operations.write(
            by=by or self.author,
            at=AT,
            operation=more.pop("operation", uuid.uuid4()),
            organisation=self.cast.ours,
            draft=draft,
            **more,
        )

    def review(self, number: int, verdict: Verdict = Verdict.ACCEPTED, seen: int = 1, by: Access | None = None) -> None:
        operations.ask_for_review(by=self.author, at=AT, number=number)
        operations.review(
            by=by or self.reader,
            at=AT,
            operation=uuid.uuid4(),
            number=number,
            seen=seen,
            verdict=verdict,
            role="infirmière",
        )

    def revise(self, number: int, draft: Draft, seen: int) -> None:
        operations.revise(by=self.author, at=AT, operation=uuid.uuid4(), number=number, seen=seen, draft=draft)

    def kept(self, number: int) -> queries.Kept:
        found = queries.message(self.author, number)
        assert found
        return found


@pytest.fixture
def team() -> Team:
    return Team()


def test_a_message_sent_twice_is_written_once(team: Team) -> None:
    same = uuid.uuid4()
    assert team.write(operation=same) == team.write(operation=same)
    assert MessageVersion.objects.count() == 1


def test_an_unread_message_does_not_go_out(team: Team) -> None:
    number = team.write()
    assert queries.may_go_out(number, on=ON) == (Hindrance.NOT_REVIEWED,)
    with pytest.raises(operations.MayNotGoOut):
        operations.publish(by=team.author, at=AT, number=number)
    team.review(number)
    assert queries.may_go_out(number, on=ON) == ()
    operations.publish(by=team.author, at=AT, number=number)
    assert [one.id for one in queries.published(on=ON)] == [number]


def test_nobody_reviews_their_own_words(team: Team) -> None:
    number = team.write(by=team.reader)
    with pytest.raises(operations.Own):
        team.review(number)
    with pytest.raises(operations.NotThere):  # a mediator does not review
        team.review(number, by=team.author)
    assert Hindrance.NOT_REVIEWED in queries.may_go_out(number, on=ON)


def test_a_review_is_of_the_version_that_was_read(team: Team) -> None:
    number = team.write()
    team.revise(number, dataclasses.replace(DRAFT, audience="Les voisins"), seen=1)
    with pytest.raises(operations.ChangedSince):
        team.review(number, seen=1)


def test_a_new_version_begins_again_as_a_draft(team: Team) -> None:
    number = team.write()
    team.review(number)
    operations.publish(by=team.author, at=AT, number=number)
    team.revise(number, dataclasses.replace(DRAFT, audience="Les voisins"), seen=1)
    assert team.kept(number).state is MessageState.DRAFT
    assert Hindrance.NOT_REVIEWED in queries.may_go_out(number, on=ON)
    assert queries.published(on=ON) == ()


def test_a_source_ages(team: Team) -> None:
    number = team.write()
    team.review(number)
    operations.publish(by=team.author, at=AT, number=number)
    code = team.kept(number).code
    last_day = ON + dt.timedelta(days=365)
    assert queries.may_go_out(number, on=last_day) == () and queries.published_one(code, on=last_day)
    late = last_day + dt.timedelta(days=1)
    assert queries.may_go_out(number, on=late) == (Hindrance.SOURCE_OUTDATED,)
    assert queries.published_one(code, on=late) is None, "even before the daily command passed"
    assert operations.expire(at=AT) == 0
    assert operations.expire(at=AT + dt.timedelta(days=366)) == 1
    assert team.kept(number).state is MessageState.OUTDATED


@pytest.mark.parametrize(
    ("sources", "reason"),
    [
        ((), Hindrance.NO_SOURCE),
        ((dataclasses.replace(SOURCE, status="U"),), Hindrance.SOURCE_UNCONFIRMED),
        ((dataclasses.replace(SOURCE, good_until=ON - dt.timedelta(days=1)),), Hindrance.SOURCE_OUTDATED),
    ],
)
def test_a_bad_source_stops_a_reviewed_message(team: Team, sources: tuple[Source, ...], reason: Hindrance) -> None:
    number = team.write(dataclasses.replace(DRAFT, sources=sources))
    team.review(number)
    assert queries.may_go_out(number, on=ON) == (reason,)


def test_a_withdrawn_message_is_put_back_where_it_stood(team: Team) -> None:
    number = team.write()
    team.review(number)
    operations.publish(by=team.author, at=AT, number=number)
    operations.withdraw(by=team.author, at=AT, number=number)
    assert Hindrance.WITHDRAWN in queries.may_go_out(number, on=ON)
    operations.put_back(by=team.author, at=AT + dt.timedelta(minutes=9), number=number)
    assert team.kept(number).state is MessageState.PUBLISHED
    operations.withdraw(by=team.author, at=AT, number=number)
    operations.put_back(by=team.author, at=AT + dt.timedelta(minutes=11), number=number)
    assert team.kept(number).state is MessageState.DRAFT


def test_another_organisation_sees_nothing(team: Team) -> None:
    number = team.write()
    assert queries.message(team.stranger, number) is None and queries.messages(team.stranger) == ()
    with pytest.raises(operations.NotThere):
        operations.withdraw(by=team.stranger, at=AT, number=number)
    with pytest.raises(operations.NotAllowed):
        team.write(by=team.stranger)


WORDS = st.sampled_from(["Un titre", "Un autre titre", "Encore un"])
STEPS = st.lists(st.tuples(st.sampled_from(["revise", "translate", "audience"]), WORDS), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_versions_only_grow_and_translations_know_their_original(team: Team, steps: list[tuple[str, str]]) -> None:
    number = team.write()
    seen, french, translated_of = 1, DRAFT.words["fr"], None
    for what, title in steps:
        before = [(one.number, one.draft) for one in queries.versions(number)]
        draft = team.kept(number).version.draft
        if what == "translate":
            operations.translate(
                by=team.author,
                at=AT,
                operation=uuid.uuid4(),
                number=number,
                seen=seen,
                language="ar",
                words=Words("عنوان", "نص"),
            )
            translated_of = french
        elif what == "audience":
            team.revise(number, dataclasses.replace(draft, audience=title), seen=seen)
        else:
            french = Words(title, "Un texte.")
            team.revise(number, dataclasses.replace(draft, words={"fr": french}), seen=seen)
        after = [(one.number, one.draft) for one in queries.versions(number)]
        assert after[: len(before)] == before and len(after) - len(before) in (0, 1)
        seen = after[-1][0]
        kept = team.kept(number)
        assert ("ar" in kept.translations) == (translated_of is not None)
        if translated_of is not None:
            assert kept.translations["ar"].is_stale == (translated_of != french)
            assert queries.words_in(kept, "ar", on=ON)[0] == "fr", "nobody has read it again"


def test_a_translation_is_shown_once_somebody_else_read_it(team: Team) -> None:
    number = team.write()
    team.review(number)
    words = Words("عنوان", "نص")
    operations.translate(
        by=team.author, at=AT, operation=uuid.uuid4(), number=number, seen=1, language="ar", words=words
    )
    one = team.kept(number).translations["ar"]
    assert queries.may_go_out(number, on=ON, language="ar") == (Hindrance.TRANSLATION_UNREAD,)
    with pytest.raises(operations.Own):
        operations.read_translation(by=team.author, at=AT, number=number, translation=one.id)
    operations.read_translation(by=team.reader, at=AT, number=number, translation=one.id)
    assert queries.may_go_out(number, on=ON, language="ar") == ()
    assert queries.words_in(team.kept(number), "ar", on=ON) == ("ar", words)
    assert queries.may_go_out(number, on=ON, language="tr") == (Hindrance.NO_WORDS,)


def test_answers_are_counted_once_without_a_percentage_under_twenty(team: Team) -> None:
    number = team.write()
    team.review(number)
    asked = {"fr": trials.Asked("Que faites-vous ?", ("a", "b", "c"))}
    code = trial_operations.open_trial(
        by=team.author, at=AT, operation=uuid.uuid4(), number=number, asked=asked, right=2
    )
    same = uuid.uuid4()
    for at in range(19):
        for _ in range(2):
            trial_operations.answer(
                at=AT,
                trial=code,
                operation=same if at == 0 else uuid.UUID(int=at),
                understood=Understood.YES if at < 15 else Understood.NO,
                choice=2 if at < 12 else None,
                missing="le prix" if at == 0 else "",
            )
    (told,) = trials.trials(team.author, number)
    assert (told.total, told.understood.many, told.right.many, told.did_not_say) == (19, 15, 12, 7)
    assert told.right.low is None
    trial_operations.answer(
        at=AT, trial=code, operation=uuid.uuid4(), understood=Understood.YES, choice=1, by=team.author
    )
    (told,) = trials.trials(team.author, number)
    assert (told.total, told.on_paper, told.choices) == (20, 1, (1, 12, 0))
    assert told.right.low == pytest.approx(38.7, abs=0.1) and told.right.high == pytest.approx(78.1, abs=0.1)
    trial_operations.close_trial(by=team.author, at=AT, number=number)
    assert team.kept(number).state is MessageState.TRIED and trials.trials(team.stranger, number) == ()
    with pytest.raises(trial_operations.Closed):
        trial_operations.answer(at=AT, trial=code, operation=uuid.uuid4(), understood=Understood.YES, choice=1)
    assert trial_operations.tidy(at=AT) == 0
    assert trial_operations.tidy(at=AT + dt.timedelta(days=181)) == 1
    assert not MessageAnswer.objects.exclude(missing="").exists()


def test_a_message_withdrawn_is_tried_no_more(team: Team) -> None:
    number = team.write()
    team.review(number)
    asked = {"fr": trials.Asked("Que faites-vous ?", ("a", "b", "c"))}
    code = trial_operations.open_trial(
        by=team.author, at=AT, operation=uuid.uuid4(), number=number, asked=asked, right=2
    )
    assert trials.open_trial(code) is not None
    operations.withdraw(by=team.author, at=AT, number=number)
    assert trials.open_trial(code) is None and trials.one_of_mine(team.author, code) is None
    with pytest.raises(trial_operations.Closed):
        trial_operations.answer(at=AT, trial=code, operation=uuid.uuid4(), understood=Understood.YES, choice=1)
    operations.put_back(by=team.author, at=AT + dt.timedelta(minutes=1), number=number)
    assert trials.open_trial(code) is not None


def test_a_ready_message_is_taken_once_and_waits_for_its_review(team: Team) -> None:
    one = next(iter(ready.ready_messages().values()))
    number = team.write(one.draft, ready_key=one.key)
    assert team.write(one.draft, ready_key=one.key) == number
    assert queries.may_go_out(number, on=ON) == (Hindrance.NOT_REVIEWED,)


@given(of=st.integers(1, 3000), data=st.data())
def test_the_interval_holds_the_share(of: int, data: st.DataObject) -> None:
    many = data.draw(st.integers(0, of))
    low, high = measure.wilson(many, of)
    assert 0 <= low <= many / of + 1e-12 and many / of - 1e-12 <= high <= 1 and low < high


def test_examples_are_shown_in_a_demonstration_and_refused_by_whatever_sends(team: Team) -> None:
    assert demo_messages.fill(at=AT, organisation=team.cast.ours) >= 10
    assert demo_messages.fill(at=AT, organisation=team.cast.ours) == 0
    shown = queries.published(on=ON)
    assert len(shown) >= 10 and all(one.is_fictional for one in shown)
    assert Hindrance.ONLY_AN_EXAMPLE in queries.may_go_out(shown[0].id, on=ON)
    assert Hindrance.NOT_REVIEWED in queries.may_go_out(shown[0].id, on=ON)


def test_examples_have_no_place_in_a_real_team(team: Team) -> None:
    real = Organisation.objects.create(name="Vraie", kind="association", commune_code="02408", created_at=AT)
    with pytest.raises(demo_messages.NotFictional):
        demo_messages.fill(at=AT, organisation=real.pk)
    assert queries.published(on=ON) == ()


def test_numbers_stay_whole_among_words_read_from_the_right() -> None:
    assert presenters.numbers_held("اتصلوا على 36 46 أو 0 800 08 11 11") == (
        "اتصلوا على 36\u00a046 أو 0\u00a0800\u00a008\u00a011\u00a011"
    )
