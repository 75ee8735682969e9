"""The grid of a plain week says exactly what the hours say, or is not used."""

import opening_hours
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prevenance.formats import week
from prevenance.formats.week import Week


@pytest.mark.parametrize(
    ("osm", "monday", "sunday", "on_holidays"),
    [
        ("Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00; PH off", ((540, 720), (840, 1110)), (), True),
        ("Mo,Su 09:00-24:00", ((540, 1440),), ((540, 1440),), False),
        ("Mo-Su 09:00-12:00; Su off", ((540, 720),), (), False),
        ("off", (), (), False),
    ],
)
def test_plain_hours_are_shown_in_the_grid(osm: str, monday: object, sunday: object, on_holidays: bool) -> None:
    read = week.read(osm)
    assert read is not None
    assert (read.days[0], read.days[6], read.closed_on_holidays) == (monday, sunday, on_holidays)


@pytest.mark.parametrize(
    "osm",
    [
        "",
        "24/7",
        "Mo[1,3] 14:00-17:00",
        "SH Mo-Fr 10:00-12:00",
        'We 14:00-18:00 "sur rendez-vous"',
        "week 1-53/2 Tu 09:00-12:00",
        "2026 Dec 24-2027 Jan 02 off",
        "Mo 08:00-10:00,11:00-12:00,14:00-18:00",
        "Fr 22:00-02:00",
        "Sa-Mo 09:00-12:00",
        "PH 10:00-12:00",
        "Mo-Fr 09:00-12:00; off",
    ],
)
def test_what_the_grid_cannot_show_whole_is_not_shown_in_it(osm: str) -> None:
    assert week.read(osm) is None


slots = st.lists(st.integers(0, 1440), min_size=0, max_size=4, unique=True).map(
    lambda ends: tuple(zip(*[iter(sorted(ends))] * 2, strict=False))
)
weeks = st.builds(Week, st.tuples(*[slots] * 7), st.booleans())


@given(weeks)
def test_a_week_written_is_read_the_same_and_understood_by_the_library(given_week: Week) -> None:
    osm = week.write(given_week)
    assert opening_hours.validate(osm)
    read = week.read(osm)
    assert read is not None
    assert read.days == given_week.days
    assert read.closed_on_holidays == (given_week.closed_on_holidays and any(given_week.days))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("9", 540), ("9h", 540), ("9 h 30", 570), ("09:30", 570), ("9.30", 570), ("24h", 1440), ("0h", 0)],
)
def test_an_hour_is_read_as_people_write_it(text: str, expected: int) -> None:
    assert week.minutes(text) == expected


@pytest.mark.parametrize("text", ["", "25h", "9h75", "neuf heures", "-9", "9h-12h", "24h30"])
def test_what_is_no_hour_is_refused(text: str) -> None:
    assert week.minutes(text) is None


def test_slots_of_a_day_follow_one_another() -> None:
    assert week.problem(((540, 720), (840, 1080))) == ""
    assert week.problem(((720, 540),)) == "ends_before_it_begins"
    assert week.problem(((540, 720), (700, 1080))) == "overlap"
