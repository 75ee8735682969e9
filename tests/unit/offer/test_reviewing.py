"""Doubtful pairs, reports and corrections, answered by agents within their areas."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from prevenance.offer import operations
from prevenance.offer.choices import Author, FlagReason, PairVerdict
from prevenance.offer.models import Flag, PairDecision, Place, Record
from prevenance.offer.operations import reviewing
from prevenance.offer.queries import index, review, upkeep
from prevenance.offer.queries.scopes import Scope, scope
from prevenance.people.models import Entry
from prevenance.people.queries import Access
from tests import agents
from tests.unit.offer import places_made as made

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 24)
AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
LAON, LILLE = made.LAON, made.LILLE


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    index.forget()


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


@pytest.fixture
def coordinator(cast: agents.Cast) -> Access:
    return agents.access(cast.coordinator, on=ON)


@pytest.fixture
def of_laon(cast: agents.Cast) -> Access:
    return agents.access(cast.bounded_coordinator, on=ON)


def judged(by: Access, pair: tuple[str, str], verdict: PairVerdict, *, seen: int = 0, **more: uuid.UUID) -> None:
    given = {"operation": uuid.uuid4(), **more}
    reviewing.judge(by=by, scope=scope(by), at=AT, pair=pair, verdict=verdict, seen=seen, **given)


def test_an_area_bounds_what_one_sees(cast: agents.Cast, coordinator: Access, of_laon: Access) -> None:
    here, there = made.pair("a", commune=LAON), made.pair("b", commune=LILLE)
    assert set(made.seen(scope(coordinator))) == {here, there}
    assert made.seen(scope(of_laon)) == [here]
    assert made.seen(scope(agents.access(cast.host, on=ON))) == made.seen(scope(coordinator))
    for nobody in (cast.mediator, cast.relay, cast.nobody):
        assert scope(agents.access(nobody, on=ON)) == Scope()
        assert made.seen(scope(agents.access(nobody, on=ON))) == []
    assert review.compared(scope(of_laon), *there) is None
    assert review.to_review_count(scope(of_laon)) == 1


def test_departments_and_intercommunalities_are_areas_too(cast: agents.Cast) -> None:
    here, there = made.pair("a", commune=LAON), made.pair("b", commune=LILLE)
    assert made.seen(Scope(departments=("02",))) == [here]
    assert made.seen(Scope(departments=("59",))) == [there]
    for area, seen in (("epci:200043495", [here]), ("epci:200093201", [there]), ("department:02", [here])):
        who = agents.account(area.replace(":", ""), agents.Role.COORDINATOR, made.organisation(cast), area)
        assert made.seen(scope(agents.access(who, on=ON))) == seen, area


def test_the_most_valuable_pair_comes_first_and_the_list_is_cut_in_pages(coordinator: Access) -> None:
    pairs = [made.pair(f"p{rank}", value=float(rank)) for rank in (1, 3, 2)]
    assert made.seen(scope(coordinator)) == [pairs[1], pairs[2], pairs[0]]
    assert [(one.first, one.second) for one in review.to_review(scope(coordinator), first=1, many=1)] == [pairs[2]]
    assert review.after(scope(coordinator), pairs[1]) == pairs[2]


@pytest.mark.parametrize("verdict", list(PairVerdict))
def test_an_answer_has_an_author_leaves_the_list_and_can_be_undone(coordinator: Access, verdict: PairVerdict) -> None:
    pair = made.pair("a")
    judged(coordinator, pair, verdict)
    assert made.seen(scope(coordinator)) == []
    row = PairDecision.objects.get()
    assert (row.verdict, row.account_id, row.author) == (verdict, coordinator.account_id, Author.TEAM)
    found = review.compared(scope(coordinator), *pair)
    assert found and found.said and (found.said.verdict, found.said.by) == (verdict, "Carla")
    assert found.is_joined is (verdict is PairVerdict.SAME)
    reviewing.take_back_judgement(by=coordinator, scope=scope(coordinator), at=AT, pair=pair)
    assert made.seen(scope(coordinator)) == [pair]
    assert [(one.verb, one.actor_id) for one in Entry.objects.order_by("id")] == [
        (f"answered_{verdict}", coordinator.account_id),
        ("undid_answer", coordinator.account_id),
    ]
    reviewing.take_back_judgement(by=coordinator, scope=scope(coordinator), at=AT, pair=pair)
    assert Entry.objects.count() == 2, "undone twice, it is written once"


def test_the_same_answer_sent_twice_is_written_once_even_after_an_undo(coordinator: Access) -> None:
    pair, operation = made.pair("a"), uuid.uuid4()
    judged(coordinator, pair, PairVerdict.SAME, operation=operation)
    judged(coordinator, pair, PairVerdict.SAME, operation=operation)
    assert PairDecision.objects.count() == 1
    reviewing.take_back_judgement(by=coordinator, scope=scope(coordinator), at=AT, pair=pair)
    judged(coordinator, pair, PairVerdict.SAME, operation=operation)
    assert not PairDecision.objects.filter(undone_at__isnull=True).exists()


def test_an_answer_given_meanwhile_is_not_lost(coordinator: Access, of_laon: Access) -> None:
    pair = made.pair("a", commune=LAON)
    judged(of_laon, pair, PairVerdict.DIFFERENT)
    with pytest.raises(reviewing.AnsweredSince):
        judged(coordinator, pair, PairVerdict.SAME)
    judged(coordinator, pair, PairVerdict.SAME, seen=PairDecision.objects.get().pk)
    assert PairDecision.objects.get(undone_at__isnull=True).verdict == PairVerdict.SAME


def test_outside_the_area_a_pair_does_not_exist(of_laon: Access) -> None:
    pair = made.pair("b", commune=LILLE)
    with pytest.raises(operations.NotThere):
        judged(of_laon, pair, PairVerdict.SAME)
    with pytest.raises(operations.NotThere):
        reviewing.take_back_judgement(by=of_laon, scope=scope(of_laon), at=AT, pair=pair)
    assert not PairDecision.objects.exists()


def test_an_answer_survives_the_next_import(coordinator: Access) -> None:
    pair = made.pair("a")
    judged(coordinator, pair, PairVerdict.DIFFERENT)
    Record.objects.filter(source=made.SOURCES[0]).delete()
    assert review.compared(scope(coordinator), *pair) is None, "one of the two has gone"
    made.record("a", phone="+33353010001")
    operations.join(at=AT, method="exact")
    assert len(set(Record.objects.filter(id__in=pair).values_list("place_id", flat=True))) == 2
    assert made.seen(scope(coordinator)) == []


def test_nobody_knows_binds_nothing_and_is_set_aside(coordinator: Access) -> None:
    pair = made.pair("a")
    judged(coordinator, pair, PairVerdict.UNSURE)
    aside = review.said(scope(coordinator), first=0, many=5, only=PairVerdict.UNSURE)
    assert [(one.first, one.second) for one in aside] == [pair]
    operations.join(at=AT, method="exact")
    assert Place.objects.count() >= 1
    assert review.said(scope(coordinator), first=0, many=5, only=PairVerdict.SAME) == []


def flagged(place_id: str, reason: FlagReason, times: int = 1) -> None:
    for _ in range(times):
        operations.flag(place_id=place_id, reason=reason, on=ON)


def settled(by: Access, place_id: str, up_to: int) -> int:
    return reviewing.settle_reports(
        by=by, scope=scope(by), at=AT, place_id=place_id, reason=FlagReason.PHONE, up_to=up_to
    )


def test_reports_are_settled_up_to_what_was_seen_and_reopened(coordinator: Access) -> None:
    place = made.record("a")
    flagged(place, FlagReason.PHONE, 3)
    flagged(place, FlagReason.HOURS)
    phone, hours = upkeep.reports(scope(coordinator))
    assert (phone.reason, phone.many, phone.last_on, hours.reason) == (FlagReason.PHONE, 3, ON, FlagReason.HOURS)
    flagged(place, FlagReason.PHONE)
    assert settled(coordinator, place, phone.last_id) == 3
    left = {one.reason: one.many for one in upkeep.reports(scope(coordinator), place_id=place)}
    assert left == {FlagReason.PHONE: 1, FlagReason.HOURS: 1}
    assert settled(coordinator, place, phone.last_id) == 0, "sent again, it settles nothing more"
    reviewing.open_reports_again(
        by=coordinator, scope=scope(coordinator), at=AT, place_id=place, reason=FlagReason.PHONE
    )
    assert Flag.objects.filter(settled_at__isnull=True).count() == 5
    assert upkeep.reports_count(scope(coordinator)) == 2


def test_reports_of_other_areas_are_not_there(of_laon: Access) -> None:
    place = made.record("b", commune=LILLE)
    flagged(place, FlagReason.PHONE)
    assert upkeep.reports(scope(of_laon)) == []
    with pytest.raises(operations.NotThere):
        settled(of_laon, place, 10**9)
    assert not upkeep.is_in(scope(of_laon), place)


def test_a_correction_is_undone_within_the_area_only(coordinator: Access, of_laon: Access) -> None:
    here, there = made.record("a", commune=LAON), made.record("b", commune=LILLE)
    (mine,) = operations.correct(place_id=here, values={"name": "Nom juste"}, author=Author.PLACE, at=AT)
    (other,) = operations.correct(place_id=there, values={"name": "Autre nom"}, author=Author.PLACE, at=AT)
    assert [one.id for one in upkeep.corrections(scope(of_laon))] == [mine]
    assert [one.id for one in upkeep.corrections(scope(coordinator))] == [other, mine]
    with pytest.raises(operations.NotThere):
        reviewing.undo_answer(by=of_laon, scope=scope(of_laon), at=AT, what="change", number=other)
    for _ in range(2):
        reviewing.undo_answer(by=of_laon, scope=scope(of_laon), at=AT, what="change", number=mine)
    assert Place.objects.get(id=here).name != "Nom juste" and Place.objects.get(id=there).name == "Autre nom"
    assert Entry.objects.filter(verb="undid_change", object_id=here).count() == 1
    for what in ("nothing", "check", ""):
        with pytest.raises(operations.NotThere):
            reviewing.undo_answer(by=coordinator, scope=scope(coordinator), at=AT, what=what, number=mine)
