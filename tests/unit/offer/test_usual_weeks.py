"""The usual week as bits agrees with what the hours say, day by day and quarter by quarter."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from prevenance.offer.queries import index
from prevenance.offer.queries.hours import opening_state
from prevenance.offer.queries.usual_weeks import ANY_TIME, When, is_open_when, usual_week, when_now
from tests.unit.offer.test_nearest import LILLE, ids, row, stored

MONDAY = dt.date(2026, 11, 23)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    index.forget()


@pytest.mark.parametrize(
    "hours",
    ["Mo-Fr 09:00-12:15,14:00-19:15; Sa 09:00-12:30; PH off", "24/7", "We 13:30-17:30", "Fr 22:00-26:00", "Su off"],
)
def test_no_opening_of_an_ordinary_week_is_missed(hours: str) -> None:
    week = usual_week(hours)
    for quarter in range(7 * 96):
        at = dt.datetime.combine(MONDAY, dt.time(), tzinfo=PARIS) + dt.timedelta(minutes=15 * quarter)
        is_open = opening_state(hours, "59", at).is_open
        assert not is_open or week & when_now(at, "59").week
    assert bool(week) == (hours != "Su off")


@pytest.mark.parametrize(
    "hours", ["Apr-Sep Mo 09:00-12:00", "Mo[1] 09:00-12:00", "SH Mo 09:00-12:00", "PH 10:00-12:00"]
)
def test_hours_that_change_along_the_year_are_looked_at_later(hours: str) -> None:
    assert usual_week(hours) == ANY_TIME


def test_hours_that_nobody_can_read_are_not_known_to_be_open() -> None:
    assert usual_week("") == usual_week("sur rendez-vous") == 0


def test_a_time_of_the_day_is_held_on_its_days_only() -> None:
    wednesday = When((MONDAY + dt.timedelta(days=2),), 14 * 60, 18 * 60)
    assert usual_week("We 13:30-14:15") & wednesday.week
    assert not usual_week("We 13:30-14:00") & wednesday.week
    assert not usual_week("Th 14:00-18:00") & wednesday.week
    assert is_open_when("We 13:30-14:15", "59", wednesday)
    assert not is_open_when("We 13:30-14:00", "59", wednesday)


@pytest.mark.django_db
def test_only_places_known_to_be_open_then_are_found_holidays_included() -> None:
    hours = {"morning": "We 09:00-12:00", "afternoon": "We 14:00-18:00; PH off", "monday": "Mo 09:00-12:00", "none": ""}
    rows = [
        row("town_halls", name, latitude=LILLE[0] + number / 100, opening_hours=text)
        for number, (name, text) in enumerate(hours.items())
    ]
    stored("town_halls", rows)
    wednesday = MONDAY + dt.timedelta(days=2)
    assert ids(when=When((wednesday,))) == ["morning", "afternoon"]
    assert ids(when=When((wednesday,), 14 * 60, 18 * 60)) == ["afternoon"]
    armistice = dt.date(2026, 11, 11)  # a Wednesday, and a public holiday
    assert ids(when=When((armistice,))) == []
    assert ids(when=When((wednesday,), 14 * 60, 18 * 60), accessible_only=True) == []
