"""What a place says of its card holds over what its sources say, and all of it can be undone."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from prevenance.offer import operations, queries
from prevenance.offer.choices import Author, FlagReason, Notice
from prevenance.offer.models import Change, Check, Flag, Invitation, Place, PlaceAct, PlaceMoved, Record, Revision
from prevenance.offer.operations import places, placing, storing
from prevenance.territories import queries as territories

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
AT = dt.datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
LATER = AT + dt.timedelta(days=1)
ID = placing.place_id("town_halls", "a")


def row(identifier: str = "a", **values: Any) -> dict[str, Any]:
    blank = ("address", "phone", "website", "booking", "opening_hours", "opening_words", "finess", "legal_finess")
    blank += ("siret", "email", "description", "organisation", "fees", "accessibility_page")
    return {
        **dict.fromkeys(blank, ""),
        "id": placing.place_id("town_halls", identifier),
        "source_id": identifier,
        "kind": "pharmacy",
        "name": f"Pharmacie fictive {identifier}",
        "postal_code": "59000",
        "commune_code": "59350",
        "commune_name": "Lille",
        "latitude": 50.63,
        "longitude": 3.06,
        "is_position_approximate": False,
        "wheelchair": "unknown",
        "content_on": "2026-01-01",
        "services": [],
        **values,
    }


def stored(*rows: dict[str, Any], at: dt.datetime = AT) -> None:
    with transaction.atomic():
        run = storing.begin_run(source="town_halls", file_name="", at=at)
        storing.replace_records(run, rows, content_on=None, progress=lambda _: None)
        storing.end_done(run, at=at)


def corrected(values: dict[str, Any], **options: Any) -> list[int]:
    return operations.correct(**{"place_id": ID, "values": values, "author": Author.PLACE, "at": AT, **options})


@pytest.fixture(autouse=True)
def _a_place() -> None:
    stored(row(phone="+33320000000"))


def test_only_what_differs_becomes_a_change_and_says_who_and_when() -> None:
    numbers = corrected({"name": "Pharmacie fictive a", "phone": "+33320000001"})
    change = Change.objects.get()
    assert numbers == [change.pk]
    assert (change.field, change.before, change.after) == ("phone", "+33320000000", "+33320000001")
    place = Place.objects.get()
    assert place.phone == "+33320000001"
    assert place.origins["phone"] == {"change": change.pk, "author": "place", "on": "2026-11-24"}
    assert place.content_on == dt.date(2026, 11, 24)


def test_nothing_that_differs_changes_nothing() -> None:
    assert corrected({"phone": "+33320000000"}) == []
    assert not Change.objects.exists()
    assert Place.objects.get().content_on == dt.date(2026, 1, 1)


def test_a_field_that_nobody_may_correct_is_refused() -> None:
    with pytest.raises(ValueError, match="finess"):
        corrected({"finess": "590000000"})


def test_a_correction_holds_over_an_import_and_gives_way_to_newer_news() -> None:
    corrected({"phone": "+33320000001"})
    stored(row(phone="+33320000000"), at=LATER)
    assert Place.objects.get().phone == "+33320000001"
    stored(row(phone="+33320000000", content_on="2026-12-20"), at=LATER)
    assert Place.objects.get().phone == "+33320000001"  # newer, but it says again what was corrected
    stored(row(phone="+33320000002", content_on="2026-12-20"), at=LATER)
    assert Place.objects.get().phone == "+33320000002"


def test_undone_the_card_is_as_it_was_and_the_change_remains_told() -> None:
    before = Place.objects.values().get()
    (number,) = corrected({"phone": ""})
    operations.undo_change(change_id=number, by=Author.TEAM, at=LATER)
    assert Place.objects.values().get() == before
    assert Change.objects.values_list("undone_by", flat=True).get() == "team"
    with pytest.raises(operations.NotThere):
        operations.undo_change(change_id=number, by=Author.TEAM, at=LATER)


def test_undoing_the_first_of_two_corrections_leaves_the_last() -> None:
    (first,) = corrected({"phone": "+33320000001"})
    (last,) = corrected({"phone": "+33320000002"}, at=LATER)
    operations.undo_change(change_id=first, by=Author.PLACE, at=LATER)
    assert Place.objects.get().phone == "+33320000002"
    operations.undo_change(change_id=last, by=Author.PLACE, at=LATER)
    assert Place.objects.get().phone == "+33320000000"


@pytest.mark.parametrize(
    ("values", "is_told"),
    [
        ({"wheelchair": "yes"}, True),
        ({"has_closed": True}, True),
        ({"latitude": 50.64}, True),
        ({"phone": ""}, False),
        ({"fees": "free"}, False),
    ],
)
def test_what_readers_keep_in_memory_is_told_when_it_changes(values: dict[str, Any], is_told: bool) -> None:
    before = Revision.objects.count()
    (number,) = corrected(values)
    assert Revision.objects.count() == before + is_told
    operations.undo_change(change_id=number, by=Author.TEAM, at=LATER)
    assert Revision.objects.count() == before + 2 * is_told


def test_a_place_closed_for_good_is_near_nobody_until_it_is_undone() -> None:
    def near() -> list[str]:
        found = queries.nearest_places(kinds=["pharmacy"], latitude=50.63, longitude=3.06, at=AT)
        return [one.place.id for one in found]

    assert near() == [ID]
    (number,) = corrected({"has_closed": True})
    assert near() == []
    operations.undo_change(change_id=number, by=Author.TEAM, at=LATER)
    assert near() == [ID]


def acts() -> dict[str, str]:
    return dict(PlaceAct.objects.values_list("act", "confidence"))


def test_acts_corrected_are_known_of_the_place_and_undone_with_the_change() -> None:
    (first,) = corrected({"acts": {"vaccination": True, "hiv_test": False}})
    assert acts() == {"vaccination": "declared", "hiv_test": "not_done"}
    assert PlaceAct.objects.get(act="hiv_test").origin == {"change": first, "author": "place", "on": "2026-11-24"}
    (second,) = corrected({"acts": {"vaccination": None}}, at=LATER)
    assert Change.objects.get(id=second).before == {"vaccination": True}
    assert acts() == {"hiv_test": "not_done"}
    stored(row(), at=LATER)
    assert acts() == {"hiv_test": "not_done"}
    operations.undo_change(change_id=second, by=Author.TEAM, at=LATER)
    operations.undo_change(change_id=first, by=Author.TEAM, at=LATER)
    assert acts() == {}


def test_a_check_refreshes_the_card_once_a_day_and_is_undone() -> None:
    number = operations.confirm(place_id=ID, author=Author.PLACE, at=AT)
    again = operations.confirm(place_id=ID, author=Author.PLACE, at=AT + dt.timedelta(minutes=1))
    assert number == again
    assert Place.objects.get().content_on == dt.date(2026, 11, 24)
    operations.undo_check(check_id=number, at=LATER)
    assert Place.objects.get().content_on == dt.date(2026, 1, 1)
    assert Check.objects.get().undone_at == LATER
    with pytest.raises(operations.NotThere):
        operations.undo_check(check_id=number, at=LATER)


def test_what_was_said_follows_an_id_given_away() -> None:
    stored(row(phone="+33320000000"), row("b"))
    other = placing.place_id("town_halls", "b")
    Record.objects.filter(id=other).update(place_id=ID)
    Place.objects.filter(id=other).delete()
    PlaceMoved.objects.create(id=other, place_id=ID)
    operations.correct(place_id=other, values={"phone": ""}, author=Author.TEAM, at=AT)
    assert Change.objects.get().place_id == ID
    assert Place.objects.get().phone == ""


def test_of_a_place_nobody_knows_nothing_can_be_said() -> None:
    for say in (
        lambda: operations.confirm(place_id="x", author=Author.PLACE, at=AT),
        lambda: corrected({"phone": ""}, place_id="x"),
        lambda: operations.flag(place_id="x", reason=FlagReason.HOURS, on=AT.date()),
    ):
        with pytest.raises(operations.NotThere):
            say()


def test_undoing_of_a_place_that_has_gone_does_no_harm() -> None:
    (number,) = corrected({"phone": ""})
    Record.objects.all().delete()
    places.make([ID])
    operations.undo_change(change_id=number, by=Author.TEAM, at=LATER)
    assert not Place.objects.exists()


def test_a_notice_is_announced_once_and_taken_back() -> None:
    said = {"place_id": ID, "notice": Notice.CLOSED, "starts_on": AT.date(), "ends_on": AT.date()}
    number = operations.announce(**said, author=Author.PLACE, at=AT)
    assert operations.announce(**said, author=Author.PLACE, at=LATER) == number
    assert [one.notice for one in queries.announced([ID], on=AT.date())[ID]] == [Notice.CLOSED]
    operations.take_back(closure_id=number, by=Author.PLACE, at=LATER)
    assert queries.announced([ID], on=AT.date()) == {}
    with pytest.raises(operations.NotThere):
        operations.take_back(closure_id=number, by=Author.PLACE, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.announce(**{**said, "ends_on": dt.date(2020, 1, 1)}, author=Author.PLACE, at=AT)


def test_reports_are_counted_bounded_and_settled() -> None:
    for _ in range(25):
        operations.flag(place_id=ID, reason=FlagReason.HOURS, on=AT.date())
    operations.flag(place_id=ID, reason=FlagReason.PHONE, on=AT.date())
    assert queries.flags() == [(ID, "hours", 20, AT.date()), (ID, "phone", 1, AT.date())]
    assert operations.settle(place_id=ID, reason=FlagReason.HOURS, by=Author.TEAM, at=LATER) == 20
    assert operations.settle(place_id=ID, by=Author.TEAM, at=LATER) == 1
    with pytest.raises(operations.NotThere):
        operations.settle(place_id=ID, by=Author.TEAM, at=LATER)
    assert {field.name for field in Flag._meta.fields} == {
        "id",
        "place_id",
        "reason",
        "made_on",
        "settled_at",
        "settled_by",
    }


def test_an_answer_through_another_link_cannot_be_undone_through_mine() -> None:
    operations.open_round(name="Hiver", opens_on=AT.date(), closes_on=dt.date(2027, 1, 31), at=AT)
    operations.open_round(name="Printemps", opens_on=AT.date(), closes_on=dt.date(2027, 1, 31), at=AT)
    mine, other = Invitation.objects.order_by("id")
    (number,) = corrected({"phone": ""}, invitation_id=other.pk)
    with pytest.raises(operations.NotThere):
        operations.undo_change(change_id=number, by=Author.PLACE, at=LATER, invitation_id=mine.pk)
    operations.undo_change(change_id=number, by=Author.PLACE, at=LATER, invitation_id=other.pk)
    assert Invitation.objects.get(id=other.pk).answered_at is None


def test_a_place_that_moved_is_at_the_centre_of_its_new_commune_until_it_is_placed() -> None:
    before = Place.objects.get()
    revisions = Revision.objects.count()
    changes = corrected({"commune_code": "59178", "postal_code": "59500"})
    moved = Place.objects.get()
    assert (moved.commune_name, moved.postal_code, moved.is_position_approximate) == ("Douai", "59500", True)
    douai = territories.commune("59178")
    assert douai is not None
    assert (moved.latitude, moved.longitude) == (douai.latitude, douai.longitude)
    assert Revision.objects.count() == revisions + 1
    corrected({"latitude": 50.37, "longitude": 3.08}, at=AT + dt.timedelta(hours=1))
    placed = Place.objects.get()
    assert (placed.latitude, placed.is_position_approximate) == (50.37, False)
    operations.undo_change(change_id=changes[0], by=Author.TEAM, at=AT)
    back = Place.objects.get()
    assert (back.commune_name, back.postal_code) == (before.commune_name, before.postal_code)
    assert (back.latitude, back.longitude) == (before.latitude, before.longitude), "the spot of Douai goes too"
