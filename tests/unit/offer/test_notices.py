"""What a place announced counts over its usual hours."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from prevenance.offer import operations, queries
from prevenance.offer.choices import Author, Notice
from prevenance.offer.models import Closure, PlaceMoved
from prevenance.offer.queries import Announced, Day, OpeningState, coming_days, opening_state
from tests.unit.offer.test_answers import ID, row, stored

PARIS = ZoneInfo("Europe/Paris")
HOURS = "Mo-Fr 09:00-12:00,14:00-18:00; PH off"
TUESDAY = dt.date(2026, 11, 24)


def at(day: int, hour: int = 10, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=PARIS)


def closed(first: int, last: int) -> Announced:
    return Announced(Notice.CLOSED, dt.date(2026, 11, first), dt.date(2026, 11, last))


def state(moment: dt.datetime, *notices: Announced, hours: str = HOURS) -> OpeningState:
    return opening_state(hours, "59", moment, notices=notices)


@pytest.mark.parametrize("day", [24, 25])
def test_closed_from_the_first_day_to_the_last_one_included(day: int) -> None:
    found = state(at(day), closed(24, 25))
    assert (found.is_open, found.next_opening) == (False, at(26, 9))
    assert found.notice == closed(24, 25)


@pytest.mark.parametrize("day", [23, 26])
def test_the_day_before_and_the_day_after_are_as_usual(day: int) -> None:
    assert state(at(day), closed(24, 25)).is_open is True


def test_the_next_opening_is_after_closures_that_follow_one_another() -> None:
    assert state(at(24), closed(24, 25), closed(26, 26)).next_opening == at(27, 9)
    assert state(at(24), closed(26, 26), closed(24, 25)).next_opening == at(27, 9)


def test_closed_this_evening_it_opens_after_the_closure_of_tomorrow() -> None:
    assert state(at(23, 20), closed(24, 25)).next_opening == at(26, 9)
    assert state(at(23, 20)).next_opening == at(24, 9)


def test_a_place_open_day_and_night_opens_at_midnight_after_its_closure() -> None:
    assert state(at(24), closed(24, 25), hours="24/7").next_opening == at(26, 0)


def test_hours_not_known_and_closed_is_closed_without_a_promise() -> None:
    found = state(at(24), closed(24, 25), hours="")
    assert (found.is_open, found.next_opening) == (False, None)


def test_other_hours_make_the_day_unknown_and_are_never_a_next_opening() -> None:
    other = Announced(Notice.OTHER_HOURS, TUESDAY, dt.date(2026, 11, 25), "de 10 h à 11 h")
    found = state(at(24), other)
    assert (found.is_open, found.next_opening, found.notice) == (None, None, other)
    assert state(at(23, 20), other).next_opening == at(26, 9)


def test_a_heat_wave_leaves_open_what_is_open_and_makes_the_rest_unknown() -> None:
    warm = Announced(Notice.HEAT_WAVE_OPEN, TUESDAY, TUESDAY, "salle fraîche jusqu'à 22 h")
    assert state(at(24, 10), warm).is_open is True
    assert state(at(24, 20), warm).is_open is None
    assert state(at(23, 20), warm).next_opening == at(24, 9)


def test_the_coming_days_tell_slots_holidays_and_notices() -> None:
    days = coming_days(HOURS, "59", at(9), notices=(closed(12, 12),), many=5)
    usual = ((dt.time(9), dt.time(12)), (dt.time(14), dt.time(18)))
    assert days == (
        Day(dt.date(2026, 11, 9), usual),
        Day(dt.date(2026, 11, 10), usual),
        Day(dt.date(2026, 11, 11), (), is_holiday=True),
        Day(dt.date(2026, 11, 12), (), notice=closed(12, 12)),
        Day(dt.date(2026, 11, 13), usual),
    )


def test_a_holiday_that_the_hours_do_not_mention_is_not_known() -> None:
    assert coming_days("Mo-Fr 09:00-12:00", "59", at(11), many=1)[0].is_known is False


@pytest.mark.parametrize("hours", ["", "SH Mo 09:00-12:00"])
def test_hours_not_known_have_no_days(hours: str) -> None:
    assert coming_days(hours, "59", at(9)) == ()


@pytest.mark.django_db
def test_near_me_says_closed_what_has_announced_it() -> None:
    stored(row(opening_hours=HOURS))

    def is_open() -> bool | None:
        asked = {"latitude": 50.63, "longitude": 3.06, "at": at(24)}
        return queries.nearest_places(kinds=["pharmacy"], **asked)[0].opening.is_open  # type: ignore[arg-type]

    assert is_open() is True
    days = {"starts_on": TUESDAY, "ends_on": TUESDAY}
    number = operations.announce(place_id=ID, notice=Notice.CLOSED, **days, author=Author.PLACE, at=at(23))
    assert is_open() is False
    operations.take_back(closure_id=number, by=Author.PLACE, at=at(23))
    assert is_open() is True


@pytest.mark.django_db
def test_a_notice_follows_an_id_given_away() -> None:
    stored(row())
    operations.announce(
        place_id=ID, notice=Notice.CLOSED, starts_on=TUESDAY, ends_on=TUESDAY, author=Author.PLACE, at=at(23)
    )
    Closure.objects.update(place_id="former")
    assert queries.announced([ID], on=TUESDAY) == {}
    PlaceMoved.objects.create(id="former", place_id=ID)
    assert list(queries.announced([ID], on=TUESDAY)) == [ID]
