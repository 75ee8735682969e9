"""Encounters: written once, corrected, removed, put back; and what happens when a person is merged or erased."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from typing import Any

import pytest

from prevenance.mediation.models import Encounter, Note, Participation
from prevenance.mediation.operations import encounters as operations
from prevenance.mediation.queries import encounters as queries
from prevenance.mediation.queries import figures
from prevenance.mediation.queries.drafts import Draft, Impossible, Participant
from prevenance.people import queries as people
from prevenance.people.choices.persons import Identity, PersonPurpose
from prevenance.people.models import Account, Entry
from prevenance.people.operations import persons, persons_merging, persons_rights
from tests import agents

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
ON = AT.date()
MINUTE = dt.timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def access(account: Account, on: dt.date = ON) -> people.Access:
    return people.access(account, on=on)


def draft(cast: agents.Cast, **more: Any) -> Draft:
    given: dict[str, Any] = {
        "organisation": cast.ours,
        "kind": "individual",
        "held_on": ON,
        "minutes": 30,
        "place_kind": "activity_place",
        "commune": agents.LAON,
        "themes": ("health",),
        "people": (Participant(gender="female", age="70_over", commune=agents.LAON),),
    }
    return Draft(**given | more)


def note(cast: agents.Cast, by: Account | None = None, at: dt.datetime = AT, **more: Any) -> int:
    return operations.note(by=access(by or cast.mediator), at=at, operation=uuid.uuid4(), draft=draft(cast, **more))


def followed(cast: agents.Cast, name: str) -> str:
    return persons.create_person(
        by=access(cast.mediator),
        at=AT,
        organisation_id=cast.ours,
        purpose=PersonPurpose.FOLLOW_UP,
        identity=Identity(given_name=name, family_name="Fictif"),
        commune=agents.LAON,
        fictional=True,
    )


def year(cast: agents.Cast) -> Any:
    asked = figures.Asked(cast.ours, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    return figures.figures(access(cast.coordinator), asked)


def test_a_note_sent_twice_is_written_once_even_after_it_was_removed(cast: agents.Cast) -> None:
    sent = {"by": access(cast.mediator), "operation": uuid.uuid4(), "draft": draft(cast)}
    number = operations.note(at=AT, **sent)
    assert operations.note(at=AT + MINUTE, **sent) == number
    operations.remove(by=access(cast.mediator), at=AT, number=number)
    operations.tidy(at=AT + dt.timedelta(days=31))
    assert not Encounter.objects.exists()
    assert operations.note(at=AT + dt.timedelta(days=40), **sent) == number
    assert not Encounter.objects.exists()
    with pytest.raises(operations.NotAllowed):
        operations.note(at=AT, **sent | {"by": access(cast.coordinator)})


def test_what_was_written_is_read_back(cast: agents.Cast) -> None:
    whole = draft(
        cast,
        themes=("health", "administrative"),
        admin_themes=("social_health",),
        procedure="C2S",
        equipment=("phone",),
        autonomy="partly",
        oriented_to=("in_charge",),
        next_step="come_back",
        tags=("marché",),
        note="Apporter la carte",
        place_name="Lieu fictif",
    )
    number = operations.note(by=access(cast.mediator), at=AT, operation=uuid.uuid4(), draft=whole)
    seen = queries.encounter(access(cast.mediator), number)
    assert seen is not None and seen.draft == whole and seen.author == "Alice"
    operations.change(
        by=access(cast.mediator),
        at=AT + MINUTE,
        number=number,
        version=seen.version,
        draft=dataclasses.replace(whole, minutes=60),
    )
    with pytest.raises(operations.ChangedSince):
        operations.change(by=access(cast.mediator), at=AT, number=number, version=seen.version, draft=whole)
    again = queries.encounter(access(cast.mediator), number)
    assert again is not None and again.draft.minutes == 60 and again.erase_note_on == seen.erase_note_on
    assert list(Entry.objects.filter(kind="encounter").order_by("pk").values_list("verb", flat=True)) == [
        "noted",
        "corrected",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"themes": ()},
        {"themes": ("flying",)},
        {"themes": ("health", "health")},
        {"held_on": ON + dt.timedelta(days=1)},
        {"minutes": 0},
        {"autonomy": "full"},
        {"people": ()},
        {"people": (Participant(gender="x"),)},
        {"kind": "collective", "people": (), "total": 3, "counts": {"genders": {"female": 4}}},
        {"kind": "collective", "people": (), "total": 3, "counts": {"genders": {"female": -1}}},
        {"note": "a" * 501},
    ],
)
def test_the_impossible_is_refused(cast: agents.Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(Impossible):
        note(cast, **wrong)
    assert not Encounter.objects.exists()


def test_undo_takes_back_then_puts_back_for_ten_minutes(cast: agents.Cast) -> None:
    mine, number = access(cast.mediator), note(cast)
    operations.undo(by=mine, at=AT + 9 * MINUTE, number=number)
    assert queries.encounters(mine) == () and year(cast).encounters == 0
    operations.undo(by=mine, at=AT + 18 * MINUTE, number=number)
    assert [one.id for one in queries.encounters(mine)] == [number] and year(cast).encounters == 1
    with pytest.raises(operations.NotThere):
        operations.undo(by=mine, at=AT + 19 * MINUTE, number=number)


def test_each_sees_and_changes_what_the_table_of_rights_says(cast: agents.Cast) -> None:
    laon, soissons = note(cast), note(cast, commune=agents.SOISSONS)
    relays = note(cast, by=cast.relay)

    def seen(account: Account) -> set[int]:
        return {one.id for one in queries.encounters(access(account))}

    assert seen(cast.mediator) == seen(cast.coordinator) == {laon, soissons, relays}
    assert seen(cast.bounded_mediator) == seen(cast.bounded_coordinator) == {laon, relays}
    assert seen(cast.relay) == {relays}
    assert seen(cast.stranger) == seen(cast.host) == seen(cast.nobody) == set()
    for account, number in (
        (cast.relay, laon),
        (cast.bounded_mediator, laon),
        (cast.stranger, laon),
        (cast.bounded_coordinator, soissons),
    ):
        with pytest.raises(operations.NotThere):
            operations.remove(by=access(account), at=AT, number=number)
    operations.remove(by=access(cast.bounded_coordinator), at=AT, number=laon)
    for account, more in (
        (cast.stranger, {}),
        (cast.host, {}),
        (cast.nobody, {}),
        (cast.bounded_mediator, {"commune": agents.SOISSONS}),
    ):
        with pytest.raises(operations.NotAllowed):
            note(cast, by=account, **more)


def test_a_person_of_another_organisation_cannot_be_named(cast: agents.Cast) -> None:
    anna = followed(cast, "Anna")
    with pytest.raises(operations.NotAllowed):
        note(cast, by=cast.stranger, organisation=cast.theirs, people=(Participant(person=anna),))
    with pytest.raises(operations.NotAllowed):
        note(cast, people=(Participant(person=str(uuid.uuid4())),))


def test_a_free_text_is_erased_before_its_encounter(cast: agents.Cast) -> None:
    note(cast, note="à rappeler")
    assert operations.tidy(at=AT + dt.timedelta(days=89))["notes"] == 0
    assert operations.tidy(at=AT + dt.timedelta(days=90))["notes"] == 1
    assert not Note.objects.exists() and Encounter.objects.count() == 1


def test_a_merge_and_its_undoing_leave_the_figures_as_they_were(cast: agents.Cast) -> None:
    anna, annah = followed(cast, "Anna"), followed(cast, "Annah")
    for one in (anna, anna, annah):
        note(cast, people=(Participant(person=one, age="70_over"),))
    before = year(cast)
    assert (before.people, before.participations) == (2, 3)
    merge = persons_merging.merge_persons(by=access(cast.mediator), at=AT, kept=anna, gone=annah, chosen={})
    merged = year(cast)
    assert (merged.people, merged.participations) == (1, 3)
    persons_merging.undo_merge(by=access(cast.mediator), at=AT + MINUTE, number=merge)
    assert year(cast) == before


def test_erasing_a_person_keeps_what_was_done_and_nothing_of_who(cast: agents.Cast) -> None:
    anna = followed(cast, "Anna")
    note(cast, people=(Participant(person=anna, gender="female"),), note="Anna viendra", tags=("Anna",))
    copied = persons_rights.copy_person(by=access(cast.mediator), at=AT, reference=anna)
    assert "Anna viendra" in str(copied)
    before = year(cast)
    persons_rights.erase_person(by=access(cast.mediator), at=AT, reference=anna)
    after = year(cast)
    assert (after.participations, after.people) == (1, 0) and after["genders"] == before["genders"]
    assert Participation.objects.get().person == "" and not Note.objects.exists()
    assert Encounter.objects.get().tags == []


def test_an_agent_who_leaves_or_changes_team_takes_no_figure_along(cast: agents.Cast) -> None:
    note(cast)
    before = year(cast)
    cast.mediator.memberships.update(ends_on=ON)
    assert year(cast) == before
    assert queries.encounters(access(cast.mediator)) == ()
    with pytest.raises(operations.NotAllowed):
        note(cast)


def test_the_next_note_begins_as_the_last_one(cast: agents.Cast) -> None:
    assert queries.defaults(access(cast.mediator)).minutes == 30
    note(cast, minutes=45, place_name="Lieu fictif")
    found = queries.defaults(access(cast.mediator))
    assert (found.minutes, found.place_name, found.commune) == (45, "Lieu fictif", agents.LAON)
    assert queries.places_used(access(cast.mediator)) == (("", "Lieu fictif", agents.LAON),)
