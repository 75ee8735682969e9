"""Usual weeks as words of bits say what the weeks themselves say; names are compared without signs."""

import random
import unicodedata

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from prevenance.offer.queries import index
from prevenance.offer.queries.usual_weeks import ANY_TIME, usual_week

HOURS = (
    "",
    "Mo-Fr 09:00-12:00",
    "Sa 09:00-12:30; PH off",
    "24/7",
    "Su 14:00-18:00",
    "not hours",
    "Apr-Oct Mo 09:00-10:00",
)


@given(st.integers(0, ANY_TIME))
def test_words_hold_every_bit_of_a_week(week: int) -> None:
    assert sum(int(word) << 64 * rank for rank, word in enumerate(index.words_of(week))) == week


def test_a_week_is_met_as_its_bits_are() -> None:
    draw, weeks = random.Random(3), index.Weeks(HOURS)
    for _ in range(200):
        asked = 1 << draw.randrange(672)
        codes = np.array([draw.randrange(len(HOURS)) for _ in range(9)], dtype=np.int32)
        expected = [bool(usual_week(HOURS[code]) & asked) for code in codes]
        assert weeks.meet(codes, index.words_of(asked)).tolist() == expected


@given(st.text(max_size=40))
def test_a_name_is_plain_without_case_accents_or_signs(name: str) -> None:
    folded = unicodedata.normalize("NFKD", name.casefold())
    assert index.plain(name) == "".join(char for char in folded if char.isalnum())
