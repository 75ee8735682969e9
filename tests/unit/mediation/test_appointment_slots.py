"""Slots computed from weekly hours."""

from __future__ import annotations

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from prevenance.mediation.queries import public_holidays, slots
from prevenance.mediation.queries.slots import Held, Hours, Span

PARIS = ZoneInfo("Europe/Paris")
ZONES = tuple(ZoneInfo(name) for name in ("Europe/Paris", "Indian/Reunion", "America/Miquelon", "Pacific/Noumea"))
MONDAY = dt.date(2026, 11, 30)
AT = dt.datetime(2026, 11, 24, 9, tzinfo=PARIS)


def hours(**given: object) -> Hours:
    usual: dict[str, object] = {
        "opening": 1,
        "weekdays": frozenset({1, 3}),
        "from_time": dt.time(9),
        "until_time": dt.time(12),
        "minutes": 45,
        "capacity": 1,
        "starts_on": dt.date(2026, 11, 1),
        "ends_on": None,
        "zone": PARIS,
    }
    return Hours(**(usual | given))  # type: ignore[arg-type]


def times(one: Hours, first: dt.date, last: dt.date, **more: object) -> list[str]:
    given: dict[str, object] = {"at": AT} | more
    return [f"{slot.starts_at:%d/%m %H:%M}" for slot in slots.free(one, first=first, last=last, **given)]  # type: ignore[arg-type]


def local(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=PARIS).astimezone(dt.UTC)


def test_a_morning_gives_whole_slots_only() -> None:
    assert times(hours(), MONDAY, MONDAY) == ["30/11 09:00", "30/11 09:45", "30/11 10:30", "30/11 11:15"]
    assert times(hours(minutes=50), MONDAY, MONDAY) == ["30/11 09:00", "30/11 09:50", "30/11 10:40"]


def test_one_week_in_two_is_counted_from_the_week_of_the_first_day() -> None:
    every_two = hours(every_weeks=2, weekdays=frozenset({1}), starts_on=dt.date(2026, 11, 5), minutes=180)
    assert times(every_two, dt.date(2026, 11, 1), dt.date(2026, 12, 31)) == [
        "30/11 09:00",
        "14/12 09:00",
        "28/12 09:00",
    ]


def test_a_public_holiday_is_closed_unless_one_works_on_it() -> None:
    christmas = dt.date(2026, 12, 25)
    friday = hours(weekdays=frozenset({5}), minutes=180)

    def is_holiday(day: dt.date) -> bool:
        return public_holidays.is_holiday(day, department="02")

    assert times(friday, christmas, christmas, is_holiday=is_holiday) == []
    works = hours(weekdays=frozenset({5}), minutes=180, on_public_holidays=True)
    assert times(works, christmas, christmas, is_holiday=is_holiday) == ["25/12 09:00"]


def test_public_holidays_are_those_of_the_department() -> None:
    boxing_day, abolition = dt.date(2026, 12, 26), dt.date(2026, 12, 20)
    assert public_holidays.is_holiday(boxing_day, department="67")
    assert not public_holidays.is_holiday(boxing_day, department="02")
    assert public_holidays.is_holiday(abolition, department="974")
    assert not public_holidays.is_holiday(abolition, department="57")


def test_a_seat_taken_leaves_the_others_and_an_appointment_elsewhere_takes_the_slot() -> None:
    two = hours(capacity=2, minutes=180)
    span = Span(local(30, 9), local(30, 12))
    (left,) = slots.free(two, first=MONDAY, last=MONDAY, at=AT, held=[Held(span, 1, 1)])
    assert left.seats == (2,)
    assert times(two, MONDAY, MONDAY, held=[Held(span, 1, 1), Held(span, 1, 2)]) == []
    elsewhere = Held(Span(local(30, 11, 30), local(30, 12, 30)), 7, 1)
    assert times(two, MONDAY, MONDAY, held=[elsewhere]) == []
    assert times(two, MONDAY, MONDAY, held=[Held(Span(local(30, 12), local(30, 13)), 7, 1)]) == ["30/11 09:00"]


def test_an_absence_takes_the_slots_that_it_meets() -> None:
    away = [Span(local(30, 10), local(30, 11))]
    assert times(hours(minutes=60), MONDAY, MONDAY, absences=away) == ["30/11 09:00", "30/11 11:00"]


def test_nothing_is_offered_too_late_to_be_ready() -> None:
    late = local(30, 8, 30)
    assert times(hours(), MONDAY, MONDAY, at=late) == ["30/11 09:00", "30/11 09:45", "30/11 10:30", "30/11 11:15"]
    assert times(hours(notice=dt.timedelta(hours=1)), MONDAY, MONDAY, at=late) == [
        "30/11 09:45",
        "30/11 10:30",
        "30/11 11:15",
    ]


def test_the_night_when_clocks_change_has_an_hour_less_or_more() -> None:
    night = {"weekdays": frozenset({7}), "from_time": dt.time(1), "until_time": dt.time(4), "minutes": 60}
    began = dt.date(2026, 1, 1)
    spring, autumn = dt.date(2027, 3, 28), dt.date(2026, 10, 25)
    assert times(hours(**night), spring, spring) == ["28/03 01:00", "28/03 03:00"]
    early = dt.datetime(2026, 10, 1, tzinfo=PARIS)
    one = hours(**night, starts_on=began)
    assert times(one, autumn, autumn, at=early) == ["25/10 01:00", "25/10 02:00", "25/10 02:00", "25/10 03:00"]


@st.composite
def an_opening(draw: st.DrawFn) -> Hours:
    begins = draw(st.integers(0, 22 * 60))
    ends = draw(st.integers(begins + 1, 24 * 60 - 1))
    first = draw(st.dates(dt.date(2026, 3, 1), dt.date(2026, 11, 15)))
    return hours(
        weekdays=draw(st.frozensets(st.integers(1, 7), min_size=1)),
        every_weeks=draw(st.integers(1, 4)),
        from_time=dt.time(begins // 60, begins % 60),
        until_time=dt.time(ends // 60, ends % 60),
        minutes=draw(st.integers(10, 240)),
        capacity=draw(st.integers(1, 3)),
        starts_on=first,
        ends_on=draw(st.none() | st.dates(first, first + dt.timedelta(days=60))),
        zone=draw(st.sampled_from(ZONES)),
        on_public_holidays=draw(st.booleans()),
        notice=dt.timedelta(hours=draw(st.integers(0, 72))),
    )


BEGAN = dt.datetime(2026, 3, 20, tzinfo=dt.UTC)
INSTANTS = st.integers(0, 235 * 24 * 60).map(lambda minutes: BEGAN + dt.timedelta(minutes=minutes))
SPANS = st.builds(
    lambda begins, many: Span(begins, begins + dt.timedelta(minutes=many)), INSTANTS, st.integers(1, 3000)
)
HELD = st.lists(st.builds(Held, SPANS, st.sampled_from([None, 1, 2]), st.integers(1, 3)), max_size=6)


@settings(max_examples=150, deadline=None)
@given(one=an_opening(), at=INSTANTS, absences=st.lists(SPANS, max_size=3), held=HELD, data=st.data())
def test_what_is_offered_can_be_held(
    one: Hours, at: dt.datetime, absences: list[Span], held: list[Held], data: st.DataObject
) -> None:
    first = at.date()
    asked = {"first": first, "last": first + dt.timedelta(days=21), "at": at}

    def is_holiday(day: dt.date) -> bool:
        return public_holidays.is_holiday(day, department="974")

    whole = list(slots.free(one, **asked, is_holiday=is_holiday))  # type: ignore[arg-type]
    if whole and data.draw(st.booleans()):  # appointments of this very opening
        taken = data.draw(st.sampled_from(whole))
        held = [*held, Held(taken.span, 1, data.draw(st.integers(1, one.capacity)))]
    found = list(slots.free(one, **asked, held=held, absences=absences, is_holiday=is_holiday))  # type: ignore[arg-type]
    assert {slot.starts_at.astimezone(dt.UTC) for slot in found} <= {s.starts_at.astimezone(dt.UTC) for s in whole}
    for slot in found:
        day, wall = slot.starts_at.date(), slot.starts_at.time()
        assert slot.starts_at > at and slot.starts_at.astimezone(dt.UTC) >= at + one.notice
        assert day.isoweekday() in one.weekdays and one.starts_on <= day and (not one.ends_on or day <= one.ends_on)
        assert one.on_public_holidays or not is_holiday(day)
        assert one.from_time <= wall < one.until_time or _is_changing(day, one.zone)
        assert not any(slot.span.meets(away) for away in absences)
        assert slot.seats and set(slot.seats) <= set(range(1, one.capacity + 1))
        for other in held:
            if other.span.meets(slot.span):
                assert other.opening == 1 and other.span == slot.span and other.seat not in slot.seats
    ordered = [slot.span for slot in found]
    assert all(a.ends_at <= b.starts_at for a, b in itertools.pairwise(ordered)), "slots overlap"


@settings(max_examples=100, deadline=None)
@given(one=an_opening(), at=INSTANTS)
def test_seats_given_one_by_one_never_pass_the_capacity(one: Hours, at: dt.datetime) -> None:
    asked = {"first": at.date(), "last": at.date() + dt.timedelta(days=14), "at": at}
    begun = list(slots.free(one, **asked))[:3]  # type: ignore[arg-type]
    held: list[Held] = []
    for slot in begun:
        for _ in range(one.capacity):
            now = {s.span: s for s in slots.free(one, **asked, held=held)}[slot.span]  # type: ignore[arg-type]
            held.append(Held(slot.span, 1, now.seats[0]))
    assert len({(one.span, one.seat) for one in held}) == len(held) == len(begun) * one.capacity
    left = {slot.span for slot in slots.free(one, **asked, held=held)}  # type: ignore[arg-type]
    assert not left & {slot.span for slot in begun}


def _is_changing(day: dt.date, zone: ZoneInfo) -> bool:
    begins, ends = (dt.datetime.combine(day, dt.time(hour), tzinfo=zone).utcoffset() for hour in (0, 12))
    return begins != ends
