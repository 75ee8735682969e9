"""Events of calendars: repetitions, replacements, time zones, and what cannot be trusted."""

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from prevenance.formats import calendars, files, recurrence
from prevenance.formats.refusals import FileRefused, RowRefused

SINCE = dt.date(2026, 11, 23)
PARIS = ZoneInfo("Europe/Paris")
FLOATING = dt.datetime(2026, 12, 2, 14)  # noqa: DTZ001  local to the place


def vevent(*lines: str, uid: str = "bus-1@example.fr", start: str = "DTSTART;TZID=Europe/Paris:20261202T140000") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", start, "SUMMARY:Bus fictif", *lines, "END:VEVENT", ""))


def read(tmp_path: Path, *events: str, head: str = "") -> tuple[list[calendars.Event], list[str]]:
    path = tmp_path / "agenda.ics"
    path.write_bytes(f"BEGIN:VCALENDAR\r\n{head}{''.join(events)}END:VCALENDAR\r\n".encode())
    found = list(calendars.events(files.checked(path), since=SINCE))
    kept = [one for one in found if isinstance(one, calendars.Event)]
    return kept, [one.reason for one in found if isinstance(one, RowRefused)]


def test_an_event_is_read_with_its_place_and_its_hours(tmp_path: Path) -> None:
    lines = ("DTEND;TZID=Europe/Paris:20261202T170000", "LOCATION:Place du marché\\, 02170 Exemple", "GEO:50.01;3.78")
    [event], refused = read(tmp_path, vevent(*lines, "CATEGORIES:Mammobile,Prévention", "URL:https://example.fr/bus"))
    assert refused == []
    assert (event.starts, event.ends) == (
        dt.datetime(2026, 12, 2, 14, tzinfo=PARIS),
        dt.datetime(2026, 12, 2, 17, tzinfo=PARIS),
    )
    assert (event.location, event.latitude, event.longitude) == ("Place du marché, 02170 Exemple", "50.01", "3.78")
    assert (event.categories, event.url, event.is_cancelled) == (
        ("Mammobile", "Prévention"),
        "https://example.fr/bus",
        False,
    )


def test_a_market_day_is_repeated_without_its_exceptions(tmp_path: Path) -> None:
    lines = ("RRULE:FREQ=MONTHLY;BYDAY=1WE;UNTIL=20270303T120000Z", "EXDATE;TZID=Europe/Paris:20270106T140000")
    moved = vevent("RECURRENCE-ID;TZID=Europe/Paris:20270203T140000", start="DTSTART;TZID=Europe/Paris:20270204T090000")
    kept, refused = read(tmp_path, vevent(*lines), moved)
    assert refused == []
    assert [event.starts.strftime("%m-%d %H:%M") for event in kept] == ["12-02 14:00", "02-04 09:00"], (
        "UNTIL is one hour before the third of March at 14:00 in Paris"
    )


def test_a_later_sequence_replaces_an_earlier_one_in_any_order(tmp_path: Path) -> None:
    first, second = vevent("SEQUENCE:1", "LOCATION:Ici"), vevent("SEQUENCE:2", "LOCATION:Là", "STATUS:CANCELLED")
    for events in ((first, second), (second, first)):
        [event], refused = read(tmp_path, *events)
        assert (event.location, event.is_cancelled, refused) == ("Là", True, ["older_version"])


def test_a_calendar_that_cancels_cancels_everything(tmp_path: Path) -> None:
    [event], _ = read(tmp_path, vevent(), head="METHOD:CANCEL\r\n")
    assert event.is_cancelled


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("DTSTART:20261202T140000", FLOATING),
        ("DTSTART;TZID=Nulle/Part:20261202T140000", FLOATING),
        ("DTSTART;TZID=Indian/Reunion:20261202T090000", dt.datetime(2026, 12, 2, 9, tzinfo=ZoneInfo("Indian/Reunion"))),
        ("DTSTART:20261202T140000Z", dt.datetime(2026, 12, 2, 14, tzinfo=dt.UTC)),
        ("DTSTART;VALUE=DATE:20261202", dt.date(2026, 12, 2)),
    ],
)
def test_times_keep_the_zone_that_they_say(tmp_path: Path, start: str, expected: dt.date) -> None:
    [event], _ = read(tmp_path, vevent(start=start))
    assert event.starts == event.ends == expected


def test_whole_days_end_on_their_last_day(tmp_path: Path) -> None:
    [event], _ = read(tmp_path, vevent("DTEND;VALUE=DATE:20261205", start="DTSTART;VALUE=DATE:20261202"))
    assert (event.starts, event.ends) == (dt.date(2026, 12, 2), dt.date(2026, 12, 4))


def test_the_hour_on_the_wall_survives_the_change_of_hour(tmp_path: Path) -> None:
    kept, _ = read(tmp_path, vevent("RRULE:FREQ=WEEKLY;COUNT=20", "DURATION:PT3H"))
    assert len(kept) == 20
    assert {(event.starts.strftime("%H:%M"), event.ends.strftime("%H:%M")) for event in kept} == {("14:00", "17:00")}


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("CLASS:PRIVATE",), "private_event"),
        (("RRULE:FREQ=SECONDLY",), "recurrence_not_understood"),
        (("RRULE:FREQ=YEARLY;BYWEEKNO=20",), "recurrence_not_understood"),
        (("RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "recurrence_not_understood"),
        (("DESCRIPTION:" + "x" * 70_000,), "event_too_long"),
    ],
)
def test_what_is_not_for_everyone_or_not_understood_is_refused_alone(
    tmp_path: Path, lines: tuple[str, ...], reason: str
) -> None:
    kept, refused = read(tmp_path, vevent(*lines), vevent(uid="other"))
    assert ([event.uid for event in kept], refused) == (["other"], [reason])


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ("DTSTART:20269902T140000", "event_not_understood"),
        ("X-NOTHING:1", "no_date"),
        ("DTSTART;TZID=Europe/Paris:20200101T140000", "past"),
        ("DTSTART;VALUE=DATE:20400101", "past"),
    ],
)
def test_an_event_without_a_day_to_come_is_refused(tmp_path: Path, start: str, reason: str) -> None:
    assert read(tmp_path, vevent(start=start)) == ([], [reason])


def test_a_rule_that_never_comes_costs_no_more_than_its_window(tmp_path: Path) -> None:
    kept, refused = read(tmp_path, vevent("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"))
    assert (kept, refused) == ([], ["past"])


@pytest.mark.parametrize(
    "content", ["a;b\n1;2\n", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n", "BEGIN:VCALENDAR\r\n"]
)
def test_a_file_that_is_cut_or_is_something_else_is_refused_whole(tmp_path: Path, content: str) -> None:
    path = tmp_path / "agenda.ics"
    path.write_bytes(content.encode())
    with pytest.raises(FileRefused) as refused:
        list(calendars.events(files.checked(path), since=SINCE))
    assert refused.value.reason in ("not_a_calendar", "truncated")


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    rule: dict[str, Any] = {"FREQ": [frequency], "INTERVAL": [draw(st.integers(1, 5))]}
    if draw(st.booleans()):
        rule["COUNT"] = [draw(st.integers(1, 40))]
    if frequency == "YEARLY" or draw(st.booleans()):
        rule["BYMONTH"] = draw(st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True))
    if draw(st.booleans()):
        # One kind of ordinal at once: the other reader understands `MO,1MO` as the first Monday only.
        ordinals = (
            draw(st.sampled_from((("",), ("1", "2", "-1", "4")))) if frequency in ("MONTHLY", "YEARLY") else ("",)
        )
        rule["BYDAY"] = draw(
            st.lists(st.builds(str.__add__, st.sampled_from(ordinals), st.sampled_from(DAYS)), min_size=1, max_size=3)
        )
    elif frequency in ("MONTHLY", "DAILY") and draw(st.booleans()):
        rule["BYMONTHDAY"] = draw(st.lists(st.integers(-28, 28).filter(bool), min_size=1, max_size=3))
    if frequency == "MONTHLY" and "BYDAY" in rule and ordinals == ("",) and draw(st.booleans()):
        rule["BYSETPOS"] = draw(st.lists(st.sampled_from((1, 2, -1)), min_size=1, max_size=2, unique=True))
    if frequency == "WEEKLY" and draw(st.booleans()):
        rule["WKST"] = [draw(st.sampled_from(DAYS))]
    return rule


@settings(deadline=None, max_examples=100)
@given(rule=rules(), start=st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)))
def test_days_agree_with_another_reader_of_rules(rule: dict[str, Any], start: dt.date) -> None:
    first, last = SINCE, SINCE + dt.timedelta(days=400)
    text = ";".join(f"{name}={','.join(map(str, values))}" for name, values in rule.items())
    judge = rrule.rrulestr(text, dtstart=dt.datetime.combine(start, dt.time()))
    window = (dt.datetime.combine(day, dt.time()) for day in (first, last))
    expected = [moment.date() for moment in judge.between(*window, inc=True)]
    assert list(recurrence.days(start, rule, first=first, last=last)) == expected, text
