"""Whatever is typed in the form of a card, it is either said to be wrong or fits what the tables accept."""

from __future__ import annotations

import dataclasses
from typing import Any

import opening_hours
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prevenance.formats import week
from prevenance.formats.opening import OSM_DAYS
from prevenance.offer.forms import correction, week_grid
from prevenance.offer.models import Place
from prevenance.territories import queries as territories
from tests.unit.offer.test_quality import GOOD

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
        if field == "commune_code":
            assert territories.commune(value) is not None
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


def moved(commune: str, postal_code: str = GOOD.postal_code) -> correction.Reading:
    posted = {"commune": commune, "postal_code": postal_code}
    return correction.read(posted, GOOD, acts={}, known_acts=())


def test_a_place_that_moved_says_its_new_commune_by_name() -> None:
    assert moved(GOOD.commune_name).values == {}
    assert moved("douai", "59500").values == {"commune_code": "59178", "postal_code": "59500"}
    assert moved("Douay", "59500").values == moved("Douai", "59500").values, "mistyped, but with its postal code"
    assert moved("Roanne").values == {"commune_code": "42187", "postal_code": "42300"}, "its only postal code"
    assert moved("Saint-Denis", "97400").values == {"commune_code": "97411", "postal_code": "97400"}


@pytest.mark.parametrize(
    ("commune", "postal_code", "field"),
    [
        ("", "42000", "commune"),
        ("Xyzzyville", "42000", "commune"),
        ("Saint-Aubin", "42000", "commune"),
        ("Douay", "42000", "commune"),
        ("x" * 900, "42000", "commune"),
        ("Lille", "75001", "postal_code"),
        (GOOD.commune_name, "59500", "postal_code"),
    ],
)
def test_a_commune_that_cannot_be_told_is_asked_again(commune: str, postal_code: str, field: str) -> None:
    reading = moved(commune, postal_code)
    assert [one.goal for one in reading.mistakes] == [field]
    assert "postal_code" not in reading.values
