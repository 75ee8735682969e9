"""Dates and numbers as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from prevenance.kit import controls
from prevenance.kit.controls import TypedDate

TODAY = dt.date(2026, 11, 23)
BIRTH = dt.date(2026, 5, 10)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("4", "9", "1968"), dt.date(1968, 9, 4)),
        (("04", "09", "1968"), dt.date(1968, 9, 4)),
        (("29", "2", "2024"), dt.date(2024, 2, 29)),
        (("23", "11", "2026"), TODAY),
        (("1", "1", "1900"), dt.date(1900, 1, 1)),
    ],
)
def test_a_whole_date_is_read(typed: tuple[str, str, str], expected: dt.date) -> None:
    assert controls.read_date(TypedDate("d", *typed), on=TODAY) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("", "9", "2024"), dt.date(2024, 9, 1)),
        (("", "", "2024"), dt.date(2024, 1, 1)),
        (("", "11", "2026"), dt.date(2026, 11, 1)),
        (("", "5", "2026"), BIRTH),
        (("", "", "2026"), BIRTH),
    ],
)
def test_a_coarse_date_is_its_first_day_but_not_before_birth(typed: tuple[str, str, str], expected: dt.date) -> None:
    assert controls.read_date(TypedDate("d", *typed), on=TODAY, coarse=True, not_before=BIRTH) == expected


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        (("30", "2", "2024"), "d-day"),
        (("29", "2", "2023"), "d-day"),
        (("0", "2", "2024"), "d-day"),
        (("1", "13", "2024"), "d-month"),
        (("1", "", "2024"), "d-month"),
        (("1", "1", "24"), "d-year"),
        (("1", "1", "1899"), "d-year"),
        (("1", "1", "2027"), "d-year"),
        (("24", "11", "2026"), "d-year"),
        (("1", "1", "٢٠٢٤"), "d-year"),
        (("-1", "1", "2024"), "d-day"),
    ],
)
def test_a_wrong_date_names_its_input(typed: tuple[str, str, str], part: str) -> None:
    with pytest.raises(controls.Wrong) as wrong:
        controls.read_date(TypedDate("d", *typed), on=TODAY)
    assert wrong.value.part == part


@pytest.mark.parametrize(("text", "value"), [("27,5", 27.5), ("27.5", 27.5), ("80", 80), ("1\u202f80", 180)])
def test_a_number_is_read_with_a_comma_or_a_point(text: str, value: float) -> None:
    assert controls.read_number(text, minimum=0, maximum=300) == value


@pytest.mark.parametrize("text", ["", "abc", "80 kg", "1e3", "-5", "nan", "400"])
def test_a_wrong_number_is_said_in_words(text: str) -> None:
    with translation.override("fr"), pytest.raises(controls.Wrong, match=r"nombre"):
        controls.read_number(text, minimum=0, maximum=300)
