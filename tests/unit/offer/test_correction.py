"""Whatever is typed in the form of a card, it is either said to be wrong or fits what the tables accept."""

from __future__ import annotations

import dataclasses
from typing import Any

import opening_hours
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.offer.test_quality import GOOD

from prevenance.formats import week
from prevenance.formats.opening import OSM_DAYS
from prevenance.offer.forms import correction, week_grid
from prevenance.offer.models import Place

TYPED = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ("", " ", "9h", "9h30", "24:00", "18h75", "fermé", "03 20 00 00 00", "+33 6 12 34 56 78", "15", "a@b.fr", "@")
    ),
    st.sampled_from(
        ("www.exemple.fr", "http://", "javascript:x", "42000", "75001", "\u202eabc", "<b>", "=1+1", "x" * 600)
    ),
)
GRID = [week_grid.name(day, number, end) for day in OSM_DAYS for number in (1, 2) for end in ("from", "to")]
NAMES = [*correction.shown(GOOD), *GRID, "wheelchair", "fees", "hours-mo-closed", "hours-holidays", "act-vaccination"]
POSTED = st.dictionaries(st.sampled_from(NAMES), TYPED, min_size=1)
SHOWN = dict.fromkeys(GRID, "")


@settings(max_examples=300, deadline=None)
@given(POSTED, st.sampled_from(("", "Mo-Fr 09:00-12:00", "24/7")))
def test_what_is_typed_is_refused_in_words_or_fits_the_tables(posted: dict[str, str], hours: str) -> None:
    place = dataclasses.replace(GOOD, opening_hours=hours)
    reading = correction.read(SHOWN | posted, place, acts={"vaccination": None}, known_acts=("vaccination",))
    for mistake in reading.mistakes:
        assert mistake.words and mistake.goal in NAMES
    wrong = {mistake.fact for mistake in reading.mistakes}
    for field, value in reading.values.items():
        assert field not in wrong
        if field == "acts":
            assert value in ({"vaccination": True}, {"vaccination": False})
            continue
        column: Any = Place._meta.get_field(field)
        assert isinstance(value, str)
        assert len(value) <= column.max_length
        assert value.isprintable()
        assert value != str(getattr(place, field))
        if field == "phone":
            assert value == "" or value.startswith("+")
        if field == "opening_hours" and value:
            assert opening_hours.validate(value)


@given(st.text(max_size=30))
def test_a_grid_shown_and_sent_back_untouched_changes_nothing(noise: str) -> None:
    for hours in ("", "Mo-Fr 09:00-12:00,13:30-24:00; Sa off; PH off", "Mo[1] 09:00-12:00", "off"):
        place = dataclasses.replace(GOOD, opening_hours=hours, description=noise.strip())
        grid = week_grid.of(week.read(hours))
        sent = dict(correction.shown(place))
        for day in grid.days:
            for number, (start, end) in enumerate(day.slots, start=1):
                sent[week_grid.name(day.code, number, "from")] = start
                sent[week_grid.name(day.code, number, "to")] = end
            if day.is_closed:
                sent[f"hours-{day.code.lower()}-closed"] = "yes"
        if grid.closed_on_holidays:
            sent[week_grid.CLOSED_ON_HOLIDAYS] = "yes"
        reading = correction.read(sent, place, acts={}, known_acts=())
        assert (reading.values, reading.mistakes) == ({}, [])
