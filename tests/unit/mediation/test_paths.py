"""Paths towards Mon espace santé: when to ask, what is forgotten, what the tables refuse."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from prevenance.kit import personal_data
from prevenance.mediation.models import Path, PathStep
from prevenance.mediation.operations import path_persons
from prevenance.mediation.operations import paths as operations
from prevenance.mediation.queries import paths as queries
from prevenance.mediation.queries.paths import FollowUp, Reached
from prevenance.people import queries as people
from tests import agents

ON = dt.date(2026, 11, 23)
AT = dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-01-31", 1, "2026-02-28"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day: str, months: int, expected: str) -> None:
    assert queries.months_after(dt.date.fromisoformat(day), months).isoformat() == expected


def test_nothing_is_asked_before_the_space_is_activated_nor_after_three_months() -> None:
    profile, opened = Reached("profile_exists", ON, True), Reached("activated", ON, True)
    first, last = Reached("autonomous_1", ON, False), Reached("autonomous_3", ON, True)
    assert queries.follow_up([profile]) is None
    assert queries.follow_up([opened]) == FollowUp("autonomous_1", dt.date(2026, 12, 23))
    assert queries.follow_up([opened, first]) == FollowUp("autonomous_3", dt.date(2027, 2, 23))
    assert queries.follow_up([opened, first, last]) is None


@pytest.fixture
def mediator(db: None) -> tuple[people.Access, int]:
    cast = agents.play()
    return people.access(cast.mediator, on=ON), cast.ours


def begin(mediator: tuple[people.Access, int], **more: object) -> int:
    by, ours = mediator
    given = {"by": by, "at": AT, "organisation_id": ours, "commune": agents.LAON, "on": ON}
    return operations.begin(**{**given, **more})  # type: ignore[arg-type]


def test_a_word_that_names_somebody_is_forgotten_on_its_day(mediator: tuple[people.Access, int]) -> None:
    row = Path.objects.get(pk=begin(mediator, label="Jo"))
    assert row.forget_on is not None
    assert operations.forget_labels(on=row.forget_on - dt.timedelta(days=1)) == 0
    assert operations.forget_labels(on=row.forget_on) == 1
    assert Path.objects.filter(pk=row.pk, label="", forget_on__isnull=True).exists()


def test_a_person_followed_is_not_named_twice(mediator: tuple[people.Access, int]) -> None:
    row = Path.objects.get(pk=begin(mediator, label="Jo", person="p-1"))
    assert (row.person, row.label) == ("p-1", "")


def test_the_same_step_is_kept_once_with_its_last_day(mediator: tuple[people.Access, int]) -> None:
    number = begin(mediator)
    for day in (ON, ON - dt.timedelta(days=2)):
        operations.reach(by=mediator[0], at=AT, path_id=number, step="activated", on=day)
    assert [one.on for one in PathStep.objects.all()] == [ON - dt.timedelta(days=2)]


@pytest.mark.parametrize(
    ("step", "day", "is_reached"),
    [("activated", ON + dt.timedelta(days=1), True), ("nothing", ON, True), ("activated", ON, False)],
)
def test_an_impossible_step_is_refused(
    mediator: tuple[people.Access, int], step: str, day: dt.date, is_reached: bool
) -> None:
    number = begin(mediator)
    with pytest.raises(operations.Impossible):
        operations.reach(by=mediator[0], at=AT, path_id=number, step=step, on=day, is_reached=is_reached)
    with pytest.raises(operations.Impossible):
        operations.end(by=mediator[0], at=AT, path_id=number, ending="refused", on=ON - dt.timedelta(days=1))


def test_who_may_not_begins_nothing_and_dates_nothing(mediator: tuple[people.Access, int]) -> None:
    number = begin(mediator)
    with pytest.raises(operations.NotAllowed):
        begin((people.NOBODY, mediator[1]))
    with pytest.raises(operations.NotAllowed):
        operations.reach(by=people.NOBODY, at=AT, path_id=number, step="activated", on=ON)


@pytest.mark.parametrize("wrong", [{"ending": "won"}, {"ending": "refused"}, {"label": "Jo"}, {"commune_code": ""}])
def test_the_table_refuses_the_impossible(mediator: tuple[people.Access, int], wrong: dict[str, str]) -> None:
    number = begin(mediator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Path.objects.filter(pk=number).update(**wrong)


def test_a_person_is_copied_moved_put_back_and_erased_with_their_path(mediator: tuple[people.Access, int]) -> None:
    number = begin(mediator, person="p-1")
    other = begin(mediator, person="p-2")
    operations.reach(by=mediator[0], at=AT, path_id=number, step="activated", on=ON)
    (told,) = path_persons.copy("p-1")
    assert told["steps"][0]["on"] == "2026-11-23"
    moved = path_persons.move("p-1", "p-2")
    assert len(path_persons.copy("p-2")) == 2
    path_persons.move_back(moved, "p-1", "p-2")
    assert [one.person for one in Path.objects.filter(pk__in=(number, other)).order_by("pk")] == ["p-1", "p-2"]
    assert path_persons.erase("p-1") == 1
    assert path_persons.copy("p-1") == []
    assert PathStep.objects.filter(path=number).count() == 1  # no figure moves
    assert {"mediation", "mon_espace_sante"} <= {one.key for one in personal_data.holders()}
