"""Open now, until when, or from when; on a public holiday that the hours do not mention, nobody knows."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from prevenance.offer.queries import OpeningState, opening_state

PARIS = ZoneInfo("Europe/Paris")


def at(day: str, clock: str = "10:00", zone: str = "Europe/Paris") -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone))


def test_open_now_says_until_when() -> None:
    state = opening_state("Mo-Fr 09:00-12:00,14:00-18:30; PH off", "59", at("2026-11-23"))
    assert state == OpeningState(True, until=at("2026-11-23", "12:00"))


def test_closed_now_says_when_it_opens() -> None:
    state = opening_state("Mo-Fr 09:00-12:00; PH off", "59", at("2026-11-27", "13:00"))
    assert state == OpeningState(False, next_opening=at("2026-11-30", "09:00"))


@pytest.mark.parametrize("clock", ["09:00", "11:59"])
def test_the_first_minute_is_open_and_the_last_one_too(clock: str) -> None:
    assert opening_state("Mo-Fr 09:00-12:00", "59", at("2026-11-23", clock)).is_open is True


@pytest.mark.parametrize("clock", ["08:59", "12:00"])
def test_before_and_at_closing_time_it_is_closed(clock: str) -> None:
    assert opening_state("Mo-Fr 09:00-12:00", "59", at("2026-11-23", clock)).is_open is False


def test_a_holiday_that_the_hours_mention_is_closed() -> None:
    state = opening_state("Mo-Fr 09:00-12:00; PH off", "59", at("2026-11-11"))
    assert state == OpeningState(False, next_opening=at("2026-11-12", "09:00"), is_holiday=True)


def test_a_holiday_that_the_hours_do_not_mention_is_unknown() -> None:
    state = opening_state("Mo-Fr 09:00-12:00", "59", at("2026-11-11"))
    assert state == OpeningState(None, next_opening=at("2026-11-12", "09:00"), is_holiday=True)


def test_the_next_opening_is_never_promised_for_an_unmentioned_holiday() -> None:
    state = opening_state("Mo-Sa 09:00-12:00", "59", at("2026-12-24", "15:00"))
    assert state.next_opening == at("2026-12-26", "09:00")


@pytest.mark.parametrize(("department", "is_open"), [("59", True), ("67", None)])
def test_local_holidays_count_where_they_are_kept(department: str, is_open: bool | None) -> None:
    assert opening_state("Mo-Sa 09:00-12:00; PH off", department, at("2026-12-26")).is_open is is_open


def test_overseas_places_open_at_their_own_time() -> None:
    state = opening_state("Mo-Fr 08:00-16:00", "974", at("2026-11-23", "05:30"))
    assert state.is_open is True
    assert state.until == at("2026-11-23", "16:00", "Indian/Reunion")


def test_the_change_of_hour_does_not_move_the_opening() -> None:
    assert opening_state("Mo 09:00-12:00", "59", at("2026-03-28")).next_opening == at("2026-03-30", "09:00")
    assert opening_state("Mo 09:00-12:00", "59", at("2026-10-24")).next_opening == at("2026-10-26", "09:00")


@pytest.mark.parametrize("hours", ["", "not hours at all", "SH Mo-Fr 10:00-12:00", "Mo-Fr 09:00-12:00 unknown"])
def test_unknown_is_neither_open_nor_closed(hours: str) -> None:
    assert opening_state(hours, "59", at("2026-11-23")).is_open is None


def test_always_open_has_no_end_and_always_closed_no_opening() -> None:
    assert opening_state("24/7", "59", at("2026-11-23")) == OpeningState(True)
    assert opening_state("off", "59", at("2026-11-23")) == OpeningState(False)
    assert opening_state("2020 Jan 01 10:00-12:00", "59", at("2026-11-23")).next_opening is None


def test_the_comment_inside_the_hours_is_given() -> None:
    assert opening_state('Mo-Fr 09:00-12:00 "sur rendez-vous"', "59", at("2026-11-23")).note == "sur rendez-vous"
