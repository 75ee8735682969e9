"""A round invites the places asked for; a link exists in its letter and nowhere else."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from prevenance.offer import operations, queries
from prevenance.offer.choices import Author, Notice
from prevenance.offer.models import Invitation, Place
from tests.unit.offer.test_answers import AT, ID, LATER, row, stored

pytestmark = pytest.mark.django_db

CLOSES = dt.date(2027, 1, 31)


@pytest.fixture(autouse=True)
def _places() -> None:
    stored(
        row("a"),
        row("b", kind="nurse"),
        row("c", commune_code="02691", commune_name="Saint-Quentin", postal_code="02100"),
    )


def opened(**options: object) -> tuple[int, int]:
    given = {"name": "Hiver 2026", "opens_on": AT.date(), "closes_on": CLOSES, "at": AT, **options}
    return operations.open_round(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "many"),
    [
        ({}, 3),
        ({"kinds": ["nurse"]}, 1),
        ({"kinds": ["nurse", "pharmacy"], "communes": ["59350"]}, 2),
        ({"departments": ["02"]}, 1),
        ({"departments": ["02"], "communes": ["59350"]}, 3),
        ({"kinds": ["hospital"]}, 0),
    ],
)
def test_only_the_places_asked_for_are_invited(asked: dict[str, object], many: int) -> None:
    assert opened(**asked)[1] == many


def test_a_place_closed_for_good_is_not_invited() -> None:
    operations.correct(place_id=ID, values={"has_closed": True}, author=Author.TEAM, at=AT)
    assert opened()[1] == 2


def test_no_link_exists_before_its_letter_and_only_its_digest_is_kept() -> None:
    number, _ = opened()
    assert Invitation.objects.filter(revoked_at__isnull=True).count() == 0
    letters = operations.make_letters(round_id=number, at=LATER)
    assert len({letter.secret for letter in letters}) == 3
    kept = str(list(Invitation.objects.values()))
    assert not any(letter.secret in kept for letter in letters)
    link = queries.invited(letters[0].secret, at=LATER)
    assert link is not None
    assert link.place_id == letters[0].place_id


def test_a_secret_is_read_as_it_is_typed_from_paper() -> None:
    number, _ = opened()
    secret = operations.make_letters(round_id=number, at=LATER)[0].secret
    typed = " - ".join(secret[n : n + 5] for n in range(0, 20, 5)).upper()
    assert queries.invited(typed, at=LATER) is not None


def test_new_letters_close_the_former_links() -> None:
    number, _ = opened()
    first = operations.make_letters(round_id=number, at=LATER)
    assert operations.make_letters(round_id=number, at=LATER, missing=True) == []
    second = operations.make_letters(round_id=number, at=LATER + dt.timedelta(days=1))
    at = LATER + dt.timedelta(days=2)
    assert [queries.invited(letter.secret, at=at) for letter in first] == [None] * 3
    assert all(queries.invited(letter.secret, at=at) for letter in second)


def test_missing_letters_are_those_of_places_that_had_none() -> None:
    number, _ = opened()
    Place.objects.filter(id=ID).update(has_closed=True)
    assert len(operations.make_letters(round_id=number, at=LATER)) == 2
    Place.objects.filter(id=ID).update(has_closed=False)
    assert [one.place_id for one in operations.make_letters(round_id=number, at=LATER, missing=True)] == [ID]


def test_a_link_lives_until_the_end_of_the_last_day() -> None:
    number, _ = opened()
    secret = operations.make_letters(round_id=number, at=LATER)[0].secret
    zone = ZoneInfo("Europe/Paris")
    assert queries.invited(secret, at=dt.datetime(2027, 1, 31, 23, 59, tzinfo=zone)) is not None
    assert queries.invited(secret, at=dt.datetime(2027, 2, 1, 0, 0, tzinfo=zone)) is None


def test_a_link_that_is_revoked_opens_nothing() -> None:
    number, _ = opened()
    letters = operations.make_letters(round_id=number, at=LATER)
    assert operations.revoke(round_id=number, place_id=letters[0].place_id, at=LATER) == 1
    assert queries.invited(letters[0].secret, at=LATER) is None
    assert queries.invited(letters[1].secret, at=LATER) is not None


def test_letters_of_no_round_and_of_a_round_that_is_over_are_refused() -> None:
    with pytest.raises(operations.NoSuchRound):
        operations.make_letters(round_id=99, at=AT)
    number, _ = opened()
    with pytest.raises(operations.RoundIsOver):
        operations.make_letters(round_id=number, at=dt.datetime(2027, 2, 1, 12, tzinfo=AT.tzinfo))


def test_the_status_counts_each_place_once_by_what_it_did() -> None:
    number, _ = opened()
    letters = operations.make_letters(round_id=number, at=LATER)
    links = [link for letter in letters if (link := queries.invited(letter.secret, at=LATER))]
    operations.opened(invitation_id=links[0].id, at=LATER)
    operations.confirm(place_id=links[1].place_id, author=Author.PLACE, at=LATER, invitation_id=links[1].id)
    said = {"values": {"phone": "+33320000009"}, "author": Author.PLACE, "at": LATER}
    operations.correct(place_id=links[2].place_id, invitation_id=links[2].id, **said)
    status = queries.round_status(number)
    assert status is not None
    assert status.total == queries.Count(invited=3, with_letter=3, opened=3, confirmed=1, corrected=1, silent=1)
    assert sum(count.invited for count in status.by_kind.values()) == 3
    assert set(status.by_kind) == {"nurse", "pharmacy"}
    assert queries.round_status(99) is None
    assert queries.round_numbers() == [number]


def test_what_came_through_a_link_is_told_the_last_first_until_it_is_undone() -> None:
    number, _ = opened()
    letters = operations.make_letters(round_id=number, at=AT)
    link = queries.invited(letters[0].secret, at=LATER)
    assert link is not None
    common = {"place_id": link.place_id, "author": Author.PLACE, "invitation_id": link.id}
    (change,) = operations.correct(values={"fees": "free"}, at=LATER, **common)
    check = operations.confirm(at=LATER + dt.timedelta(hours=1), **common)
    days = {"starts_on": AT.date(), "ends_on": AT.date()}
    notice = operations.announce(notice=Notice.CLOSED, at=LATER + dt.timedelta(hours=2), **days, **common)
    told = [(one.what, one.id) for one in queries.answers_through(link)]
    assert told == [("notice", notice), ("check", check), ("change", change)]
    undone = {"at": LATER, "invitation_id": link.id}
    operations.take_back(closure_id=notice, by=Author.PLACE, **undone)
    operations.undo_change(change_id=change, by=Author.PLACE, **undone)
    assert Invitation.objects.get(id=link.id).answered_at is not None
    operations.undo_check(check_id=check, **undone)
    assert queries.answers_through(link) == []
    assert Invitation.objects.get(id=link.id).answered_at is None
    assert len(queries.changes(link.place_id)) == 3
